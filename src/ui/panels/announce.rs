//! What changed, for those who listen.

use leptos::prelude::*;

use crate::ui::state::use_state;
use crate::ui::view_model::words;

/// Polite live regions: what the last edit did, what was refused, what a button did.
#[component]
pub fn Announcer() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let changed = Memo::new(move |_| words::announcement(&evaluated.read()));
    let all_refused = state.all_refused();
    let refused = Memo::new(move |_| {
        let sentences: Vec<String> = all_refused
            .read()
            .iter()
            .map(|(field, invalid)| format!("{}: {}", field.label, invalid.message()))
            .collect();
        sentences.join(" ")
    });
    view! {
        <div class="unseen" role="status" id="announced-changes">{changed}</div>
        <div class="unseen" role="status" id="announced-refusals">{refused}</div>
        <div class="unseen" role="status" id="announced-notice">{move || state.view.notice()}</div>
    }
}
