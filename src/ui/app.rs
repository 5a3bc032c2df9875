//! The whole page: its parts and where they stand.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::panels::{
    Announcer, DropTarget, Form, Header, OpenDialog, Opening, Rail, ResultLine, ResultPanel,
};
use super::platform::{crash, focus, scroll, theme};
use super::present::ids;
use super::state::State;
use crate::core::{Field, Group};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let state = State::new();
    provide_context(state);
    provide_context(Opening::new());
    Effect::new(move |_| theme::apply(state.view.theme.get()));
    Effect::new(move |_| {
        if let Some(first) = Field::all().next() {
            focus::element(&ids::control(first));
        }
        scroll::watch_sections(&Group::ALL.map(ids::group), move |id| {
            if let Some(group) = Group::ALL
                .into_iter()
                .find(|group| ids::group(*group) == id)
            {
                state.view.group.set(group);
            }
        });
    });
    view! {
        <a class="skip" href="#settings">"Skip to the settings"</a>
        <a class="skip" href="#result">"Skip to the files"</a>
        <p id=crash::ID class="crash" role="alert" hidden="hidden">
            "The page has stopped because of a bug in it. Reload it; what it said last is in the browser's console."
        </p>
        <DropTarget>
            <div class="page" on:keydown=move |event| undo_keys(state, &event)>
                <Header />
                <ResultLine />
                <main class="work">
                    <Rail />
                    <Form />
                    <ResultPanel />
                </main>
            </div>
        </DropTarget>
        <OpenDialog />
        <Announcer />
    }
}

/// Ctrl+Z and Ctrl+Shift+Z outside of text, where the browser has nothing of its own to undo.
fn undo_keys(state: State, event: &KeyboardEvent) {
    let command = event.ctrl_key() || event.meta_key();
    if !command || focus::is_text(event) {
        return;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => state.undo(),
        ("z", true) | ("y", _) => state.redo(),
        _ => return,
    }
    event.prevent_default();
}
