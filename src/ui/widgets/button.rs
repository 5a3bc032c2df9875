//! Buttons.

use leptos::prelude::*;

/// A button that may have to wait: it keeps the focus, says why it waits, and is never dead.
#[component]
pub fn WaitingButton(
    /// What it does, as a verb.
    label: &'static str,
    /// What else it says to those who listen.
    #[prop(optional)]
    more: &'static str,
    #[prop(into)] waits: Signal<bool>,
    /// Id of the reason.
    reason: &'static str,
    on_press: Callback<()>,
    /// What happens instead while it waits.
    on_wait: Callback<()>,
    #[prop(optional)] primary: bool,
) -> impl IntoView {
    let press = move |_| {
        if waits.get_untracked() {
            on_wait.run(());
        } else {
            on_press.run(());
        }
    };
    view! {
        <button type="button" class="button" class:primary=primary
            aria-disabled=move || waits.get().then_some("true")
            aria-describedby=move || waits.get().then_some(reason)
            on:click=press>
            {label}
            {(!more.is_empty()).then(|| view! { <span class="unseen">{more}</span> })}
        </button>
    }
}
