//! Going to a field, wherever in the form it stands.

use std::time::Duration;

use leptos::prelude::*;

use crate::core::Field;
use crate::ui::platform::focus;
use crate::ui::state::{State, use_state};
use crate::ui::view_model::essentials::is_essential;
use crate::ui::view_model::ids;

/// Brings a field into view and gives it the keyboard; a closed group is opened for it.
pub fn go_to(state: State, field: &'static Field) {
    let id = ids::control(field);
    if is_essential(field) || state.view.is_open(field.group) {
        focus::control(&id);
        return;
    }
    state.view.open(field.group);
    // Its fields are drawn by the next task.
    set_timeout(move || focus::control(&id), Duration::ZERO);
}

/// A link to a field of the form.
#[component]
pub fn FieldLink(field: &'static Field, #[prop(optional)] class: &'static str) -> impl IntoView {
    let state = use_state();
    view! {
        <a class=class href=format!("#{}", ids::control(field)) on:click=move |event| {
            event.prevent_default();
            go_to(state, field);
        }>{field.label}</a>
    }
}
