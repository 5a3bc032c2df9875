//! The background worker did not start, or broke.

use leptos::prelude::*;

use crate::ui::strings;

/// Says what was not done, and does it once more when asked to.
#[component]
pub fn NoWorker(
    /// What was not done, and what else does it.
    why: &'static str,
    again: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <p class="refused">{why}</p>
        <p><button type="button" class="button small" on:click=move |_| again()>{strings::parts::AGAIN}</button></p>
    }
}
