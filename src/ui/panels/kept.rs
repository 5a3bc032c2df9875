//! What the user has to know about what is kept: another tab has changed it, or it is not kept.

use leptos::prelude::*;

use crate::ui::state::{take_over, use_state};
use crate::ui::strings;

/// A notice for each, until it is answered.
#[component]
pub fn KeptNotices() -> impl IntoView {
    let state = use_state();
    let (elsewhere, not_kept) = (state.view.elsewhere, state.view.not_kept);
    let dismissed = RwSignal::new(false);
    let take = move |_| {
        if let Some(other) = elsewhere.get_untracked() {
            take_over(state, other);
        }
    };
    view! {
        <div role="status">
            <Show when=move || elsewhere.read().is_some()>
                <section class="new-version" aria-label=strings::kept::LABEL>
                    <p>{strings::kept::CHANGED_ELSEWHERE}</p>
                    <button type="button" class="button small primary" on:click=take>{strings::kept::TAKE_OVER}</button>
                    <button type="button" class="button small" on:click=move |_| elsewhere.set(None)>{strings::kept::LEAVE}</button>
                </section>
            </Show>
            <Show when=move || not_kept.read().is_some() && !dismissed.get()>
                <section class="new-version" aria-label=strings::kept::LABEL>
                    <p>{strings::kept::CHANGES_NOT_KEPT}</p>
                    <button type="button" class="button small" on:click=move |_| dismissed.set(true)>{strings::kept::DISMISS}</button>
                </section>
            </Show>
        </div>
    }
}
