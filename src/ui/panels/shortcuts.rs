//! Keys that work wherever no text is typed.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

use super::actions::{copy_apply_block, download_all};
use super::find::FIND;
use super::result_line::show_files;
use super::share::share;
use crate::core::Group;
use crate::ui::platform::{address, focus};
use crate::ui::state::{Dialog, State, use_state};
use crate::ui::view_model::ids;

/// Milliseconds in which the letter after `g` has to come.
const SOON: f64 = 1_500.0;

/// Listens to the keyboard while the page is there.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let state = use_state();
    let went = StoredValue::new(None::<f64>);
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() {
            return;
        }
        if event.ctrl_key() || event.meta_key() {
            undo_keys(state, &event);
        } else if state.view.shortcuts.get_untracked()
            && !event.alt_key()
            && !focus::takes_letters(&event)
            && !event.is_composing()
        {
            let after_g = went
                .get_value()
                .is_some_and(|then| event.time_stamp() - then < SOON);
            went.set_value(None);
            let done = if after_g {
                go(state, &event.key())
            } else if event.key() == "g" {
                went.set_value(Some(event.time_stamp()));
                true
            } else {
                press(state, &event.key())
            };
            if done {
                event.prevent_default();
            }
        }
    });
    on_cleanup(move || handle.remove());
}

/// Ctrl+Z and Ctrl+Shift+Z outside of text, where the browser has nothing of its own to undo.
fn undo_keys(state: State, event: &KeyboardEvent) {
    if focus::is_text(event) || state.view.dialog.get_untracked().is_some() {
        return;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => state.undo(),
        ("z", true) | ("y", _) => state.redo(),
        _ => return,
    }
    event.prevent_default();
}

fn go(state: State, key: &str) -> bool {
    let group = Group::ALL
        .into_iter()
        .find(|group| ids::group_letter(*group) == key);
    let place = match group {
        Some(group) => {
            state.view.open(group);
            ids::group(group)
        }
        None if key == "f" => {
            show_files(state);
            "result"
        }
        None => return false,
    };
    address::go_to(place).is_some()
}

fn press(state: State, key: &str) -> bool {
    match key {
        "/" => focus::element(FIND),
        "c" => copy_apply_block(state),
        "d" => download_all(state),
        "s" => share(state),
        "?" => state.view.dialog.set(Some(Dialog::Help)),
        _ => return false,
    }
    true
}
