//! What can be done with the whole set.

use leptos::prelude::*;

use super::go_to::go_to;
use super::parts::{expect_archive, with_archive};
use super::result_line::REASON;
use crate::core::Bundle;
use crate::ui::platform::{clipboard, download};
use crate::ui::state::{State, use_state};
use crate::ui::strings;
use crate::ui::view_model::words;
use crate::ui::widgets::button::WaitingButton;

/// Says why not yet, or what just happened; downloads all files, copies the apply block.
#[component]
pub fn SetActions() -> impl IntoView {
    let state = use_state();
    let waits = state.blockers();
    let waiting = Memo::new(move |_| !waits.read().is_empty());
    let reason = Memo::new(move |_| words::waiting(&waits.read()));
    // What was said of it is over once nothing waits.
    let waited_for = RwSignal::new(String::new());
    Effect::new(move |_| {
        let reason = reason.get();
        if !reason.is_empty() {
            waited_for.set(reason);
        }
    });
    let copy_block = Callback::new(move |()| copy_apply_block(state));
    let download = Callback::new(move |()| download_all(state));
    let on_wait = Callback::new(move |()| go_to_first(state));
    view! {
        <div class="actions" on:pointerover=|_| expect_archive() on:focusin=|_| expect_archive()>
            <p class="reason" id=REASON>{reason}</p>
            <p class="notice" aria-hidden="true">{move || Some(state.view.notice()).filter(|said| *said != waited_for.get())}</p>
            <WaitingButton label=strings::actions::DOWNLOAD_ALL waits=waiting reason=REASON on_press=download on_wait />
            <WaitingButton label=strings::actions::COPY_APPLY waits=waiting reason=REASON on_press=copy_block on_wait primary=true />
        </div>
    }
}

/// Copies the command that applies everything, unless it has to wait.
pub fn copy_apply_block(state: State) {
    if state.blockers().read_untracked().is_empty() {
        let evaluated = state.latest().get_untracked();
        let block = evaluated.evaluation.bundle.apply_block();
        copy(state, &block, strings::actions::APPLY_COMMAND);
    } else {
        go_to_first(state);
    }
}

/// Downloads all files, unless they have to wait.
pub fn download_all(state: State) {
    if state.blockers().read_untracked().is_empty() {
        with_archive(move |pack| {
            let Some(pack) = pack else {
                return state.view.say(strings::actions::NOT_PACKED);
            };
            let evaluated = state.latest().get_untracked();
            download::save(Bundle::ARCHIVE_NAME, &pack(&evaluated.evaluation.bundle));
            let name = Bundle::ARCHIVE_NAME;
            state.view.say(strings::actions::downloading(name));
        });
    } else {
        go_to_first(state);
    }
}

/// Copies, and says so.
pub fn copy(state: State, text: &str, what: &str) {
    let copied = strings::actions::copied(what);
    clipboard::copy(text, move |done| {
        if done {
            state.view.say(copied.clone());
        } else {
            state.view.say(strings::actions::NOT_COPIED);
        }
    });
}

/// Goes to the first field that the files wait for, and says why.
pub fn go_to_first(state: State) {
    let waits = state.blockers().get_untracked();
    state.view.say(words::waiting(&waits));
    if let Some(first) = waits.first() {
        go_to(state, first.field());
    }
}
