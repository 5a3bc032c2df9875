//! What can be done with the whole set.

use leptos::prelude::*;

use super::result_line::REASON;
use crate::core::Bundle;
use crate::ui::platform::{clipboard, download, focus};
use crate::ui::present::{ids, words};
use crate::ui::state::{State, use_state};
use crate::ui::widgets::button::WaitingButton;

/// Copies the apply block, downloads all files, says why not yet.
#[component]
pub fn SetActions() -> impl IntoView {
    let state = use_state();
    let waits = state.waits();
    let waiting = Memo::new(move |_| !waits.read().is_empty());
    let reason = Memo::new(move |_| words::waiting(&waits.read()));
    let evaluated = state.evaluated();
    let copy_block = Callback::new(move |()| {
        let block = evaluated.read_untracked().evaluation.bundle.apply_block();
        copy(state, &block, "The kubectl apply command");
    });
    let download_all = Callback::new(move |()| {
        let archive = evaluated.read_untracked().evaluation.bundle.archive();
        download::save(Bundle::ARCHIVE_NAME, &archive);
        state
            .view
            .say(format!("Downloading {}.", Bundle::ARCHIVE_NAME));
    });
    let on_wait = Callback::new(move |()| go_to_first(state));
    view! {
        <div class="actions">
            <WaitingButton label="Copy kubectl apply" waits=waiting reason=REASON on_press=copy_block on_wait primary=true />
            <WaitingButton label="Download all (zip)" waits=waiting reason=REASON on_press=download_all on_wait />
            <p class="reason" id=REASON>{reason}</p>
            <p class="notice" aria-hidden="true">{move || state.view.notice()}</p>
        </div>
    }
}

/// Copies, and says so.
pub fn copy(state: State, text: &str, what: &str) {
    let (copied, refused) = (
        format!("{what} is copied."),
        "The browser does not allow copying here; select the text and copy it by hand.",
    );
    clipboard::copy(text, move |done| {
        if done {
            state.view.say(copied.clone());
        } else {
            state.view.say(refused);
        }
    });
}

/// Goes to the first field that the files wait for, and says why.
pub fn go_to_first(state: State) {
    let waits = state.waits().get_untracked();
    state.view.say(words::waiting(&waits));
    if let Some(first) = waits.first() {
        focus::control(&ids::control(first.field()));
    }
}
