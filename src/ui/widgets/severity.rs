//! A severity as shape, word and colour.

use leptos::prelude::*;

/// Which shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A filled octagon with a cross.
    Stop,
    /// A triangle.
    Triangle,
    /// A diamond.
    Diamond,
    /// A circle.
    Dot,
    /// A check mark.
    Check,
}

/// A shape of one letter's size; the word beside it says the same.
#[component]
pub fn Mark(shape: Shape) -> impl IntoView {
    let path = match shape {
        Shape::Stop => "M4 1h6l3 3v6l-3 3H4l-3-3V4zM4.6 4.6l4.8 4.8M9.4 4.6L4.6 9.4",
        Shape::Triangle => "M7 1.2l6.2 11.3H.8zM7 5.2v3.6M7 10.4v.4",
        Shape::Diamond => "M7 .8L13.2 7 7 13.2.8 7zM7 4.4v5.2",
        Shape::Dot => "M7 1a6 6 0 1 0 .01 0zM7 6.2v4M7 3.8v.4",
        Shape::Check => "M1.6 7.6l3.6 3.8L12.4 3",
    };
    view! {
        <svg class="mark" viewBox="0 0 14 14" width="13" height="13" aria-hidden="true" focusable="false">
            <path d=path fill="none" stroke="currentColor" stroke-width="1.5"
                stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}
