//! Opening a Config file: chosen, dropped or pasted.

use leptos::prelude::*;

use crate::core::{FileError, read_config};
use crate::ui::platform::open::{Opened, allow_drop, choose, chosen, dropped_config};
use crate::ui::platform::{dialog, focus};
use crate::ui::present::words;
use crate::ui::state::{State, use_state};

const DIALOG: &str = "open-dialog";
const FILE: &str = "open-file";
const TEXT: &str = "open-text";

/// What is being opened: the text, so that it can be repaired in place, and what is wrong.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    text: RwSignal<String>,
    errors: RwSignal<Vec<FileError>>,
}

impl Opening {
    /// Nothing is being opened.
    pub fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            errors: RwSignal::new(Vec::new()),
        }
    }

    fn read(self, state: State) {
        match self.text.with_untracked(|text| read_config(text)) {
            Ok(config) => {
                state.open(config);
                self.errors.set(Vec::new());
                self.text.set(String::new());
                dialog::close(DIALOG);
                state
                    .view
                    .say("Opened. Undo brings the settings from before back.");
            }
            Err(errors) => self.refuse(errors),
        }
    }

    fn take(self, state: State, opened: Opened) {
        match opened.text {
            Ok(text) => {
                self.text.set(text);
                self.read(state);
            }
            Err(why) => self.refuse(vec![FileError {
                line: None,
                key: None,
                message: format!("{}: {why}", opened.name),
            }]),
        }
    }

    fn refuse(self, errors: Vec<FileError>) {
        self.errors.set(errors);
        dialog::open(DIALOG);
        focus::element("open-errors");
    }
}

/// Takes files that are dropped anywhere on the page.
#[component]
pub fn DropTarget(children: Children) -> impl IntoView {
    let (state, opening) = (use_state(), expect_context::<Opening>());
    view! {
        <div class="drop" on:dragover=|event| allow_drop(&event)
            on:drop=move |event| dropped_config(&event, move |file| opening.take(state, file))>
            {children()}
        </div>
    }
}

/// Opens the dialog.
#[component]
pub fn OpenButton() -> impl IntoView {
    view! {
        <button type="button" class="button" aria-haspopup="dialog" on:click=|_| dialog::open(DIALOG)>
            "Open config.yaml"
        </button>
    }
}

/// Chooses a file or takes a pasted one, and says what is wrong with it.
#[component]
pub fn OpenDialog() -> impl IntoView {
    let (state, opening) = (use_state(), expect_context::<Opening>());
    view! {
        <dialog id=DIALOG class="dialog" aria-labelledby="open-title">
            <h2 id="open-title">"Open config.yaml"</h2>
            <p class="help">"Choose the file, drop it anywhere on the page, or paste it here. It is read on this machine."</p>
            <input type="file" id=FILE class="unseen" tabindex="-1" aria-label="File" accept=".yaml,.yml,text/yaml"
                on:change=move |event| chosen(&event, move |file| opening.take(state, file)) />
            <label class="unseen" for=TEXT>"Text of the file"</label>
            <textarea id=TEXT rows="12" spellcheck="false" autocomplete="off" placeholder="version: 1"
                aria-describedby="open-errors"
                prop:value=opening.text
                on:input=move |event| opening.text.set(event_target_value(&event))></textarea>
            <OpenErrors />
            <div class="dialog-buttons">
                <button type="button" class="button" on:click=|_| choose(FILE)>"Choose a file"</button>
                <span class="grow"></span>
                <button type="button" class="button" on:click=|_| dialog::close(DIALOG)>"Cancel"</button>
                <button type="button" class="button primary" on:click=move |_| opening.read(state)>"Open"</button>
            </div>
        </dialog>
    }
}

#[component]
fn OpenErrors() -> impl IntoView {
    let errors = expect_context::<Opening>().errors;
    view! {
        <div id="open-errors" class="open-errors" tabindex="-1" role="status">
            {move || {
                errors.with(|errors| {
                    (!errors.is_empty()).then(|| {
                        let items = errors
                            .iter()
                            .map(|error| {
                                let place = words::place(error);
                                view! {
                                    <li>
                                        {(!place.is_empty()).then(|| view! { <span class="place">{place}</span> })}
                                        {error.message.clone()}
                                    </li>
                                }
                            })
                            .collect_view();
                        view! {
                            <p>"Nothing was taken from it. Put this right and press Open:"</p>
                            <ul>{items}</ul>
                        }
                    })
                })
            }}
        </div>
    }
}
