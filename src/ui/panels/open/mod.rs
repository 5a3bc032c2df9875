//! Opening existing files: manifests, userData, a Config file or a link; chosen, dropped or pasted.
//! They are read in the background; what they came to is shown before anything is taken.

mod answer;
mod node;

use std::sync::Arc;
use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;

use super::parts::DialogPane;
use super::pull::PULLS;
use crate::background::{Answer, FilesAnswer, FilesRequest, Request};
use crate::core::{Config, read_config, write_config};
use crate::ui::platform::focus;
use crate::ui::platform::open::{Opened, allow_drop, choose, chosen, dropped_all};
use crate::ui::platform::worker::{Heard, Task};
use crate::ui::state::{Dialog, Pasted, State, Tab, use_state};
use crate::ui::strings;
use crate::ui::view_model::files as words;
use crate::ui::widgets::modal::Modal;
use crate::ui::widgets::no_worker::NoWorker;
use answer::FilesRead;
pub use answer::remark;

const FILE: &str = "open-file";
const TEXT: &str = "open-text";
/// So long nothing is typed before the text is read.
const PAUSE: Duration = Duration::from_millis(300);

/// How the reading stands.
#[derive(Debug, Clone, PartialEq)]
enum Reading {
    Nothing,
    /// The dialog reads it as soon as it shows: what hears the answer comes with the dialog.
    Due,
    Begun,
    Answer(Arc<FilesAnswer>),
    Refused(String),
    /// There is nobody to read it, for now.
    Failed,
}

/// Under this name the files are kept over a reload, as the JSON of their names and texts.
const FILES: &str = "open-files";

/// What is being opened, and what was read of it.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    kept: Pasted,
    /// Whether a reload loses some of it.
    is_lost: RwSignal<bool>,
    files: RwSignal<Vec<(String, Arc<str>)>>,
    /// Name and text of what may be a Config file, until that is known.
    config: RwSignal<Option<(String, String)>>,
    unread: RwSignal<Vec<String>>,
    read: RwSignal<Reading>,
    task: StoredValue<Task, LocalStorage>,
}

impl Opening {
    /// Nothing is being opened, but for what was pasted before a reload.
    pub fn new(kept: Pasted) -> Self {
        Self {
            kept,
            is_lost: RwSignal::new(false),
            files: RwSignal::new(Vec::new()),
            config: RwSignal::new(None),
            unread: RwSignal::new(Vec::new()),
            read: RwSignal::new(Reading::Nothing),
            task: StoredValue::new_local(Task::default()),
        }
    }

    /// Takes the files from before a reload, and keeps them from then on. Only the dialog does: what
    /// reads and writes JSON comes with it.
    fn keep_files(self) {
        let before = serde_json::from_str::<Vec<(String, String)>>(&self.kept.text(FILES));
        self.files.update(|files| {
            for (name, text) in before.unwrap_or_default() {
                if !files.iter().any(|(other, _)| *other == name) {
                    files.push((name, text.into()));
                }
            }
            files.sort_by(|(one, _), (other, _)| one.cmp(other));
        });
        Effect::new(move |_| {
            let files = self.files.read();
            let files: Vec<(&str, &str)> = files
                .iter()
                .map(|(name, text)| (name.as_str(), &**text))
                .collect();
            let json = if files.is_empty() {
                String::new()
            } else {
                serde_json::to_string(&files).unwrap_or_default()
            };
            self.is_lost.set(self.kept.keep(FILES, &json).is_err());
        });
    }

    /// Hands the one text to the box for events and logs, beside the estimate.
    fn compare_pulls(self, state: State) {
        let (pasted, files) = (self.pasted(), self.files.get_untracked());
        let text = match files.first() {
            Some((_, text)) if pasted.trim().is_empty() => text.clone(),
            _ => pasted,
        };
        let _ = self.kept.keep(PULLS, &text);
        self.clear();
        state.view.tab.set(Some(Tab::Pull));
        state.view.closed(Dialog::Open);
        set_timeout(|| focus::control(PULLS), PAUSE);
    }

    fn pasted(self) -> Arc<str> {
        self.kept.text(TEXT)
    }

    fn keep_pasted(self, text: &str) {
        let kept = self.kept.keep(TEXT, text);
        self.is_lost.set(kept.is_err());
    }

    /// Takes a file. A Config file alone is opened at once, as nothing of it is left to say; what reads
    /// it comes with the dialogs.
    fn take(self, state: State, opened: Opened) {
        match opened.text {
            Ok(text) if self.is_alone() && words::may_be_config(&text) => {
                self.config.set(Some((opened.name, text)));
            }
            Ok(text) => self.add(state, opened.name, &text),
            Err(why) => {
                let said = format!("{}: {why}", opened.name);
                self.unread.update(|unread| unread.push(said));
                state.view.dialog.set(Some(Dialog::Open));
            }
        }
    }

    /// Whether there is what may be a Config file.
    pub fn has_config(self) -> bool {
        self.config.read().is_some()
    }

    /// Opens what may be a Config file if it is one; else, and if nobody can tell, it is a file among
    /// others.
    pub fn take_config(self, state: State, read: impl FnOnce(&str) -> Option<Config>) {
        let Some((name, text)) = self.config.try_update(Option::take).flatten() else {
            return;
        };
        // Others may have come while it was waited for: they are not to be cleared away.
        match read(&text).filter(|_| self.is_empty()) {
            Some(config) => self.open(state, config),
            None => self.add(state, name, &text),
        }
    }

    fn add(self, state: State, name: String, text: &str) {
        self.files.update(|files| {
            files.retain(|(other, _)| *other != name);
            let at = files.partition_point(|(other, _)| *other < name);
            files.insert(at, (name, text.into()));
        });
        self.read.set(Reading::Due);
        state.view.dialog.set(Some(Dialog::Open));
    }

    fn is_empty(self) -> bool {
        self.files.read_untracked().is_empty() && self.pasted().trim().is_empty()
    }

    /// Whether a file that comes now is the only one.
    fn is_alone(self) -> bool {
        self.is_empty() && self.config.read_untracked().is_none()
    }

    /// Takes a Config in place of the settings, as one step that can be taken back.
    fn open(self, state: State, config: Config) {
        state.open(config);
        state.view.dialog.set(None);
        self.clear();
        state.view.say(strings::open::OPENED);
    }

    fn clear(self) {
        self.task.with_value(Task::stop);
        self.files.set(Vec::new());
        // The dialog may be closed, and with it what keeps them.
        _ = self.kept.keep(FILES, "");
        self.keep_pasted("");
        self.unread.set(Vec::new());
        self.read.set(Reading::Nothing);
    }

    /// Reads everything that is there, in the background.
    fn ask(self, state: State) {
        if self.is_empty() {
            self.task.with_value(Task::stop);
            return self.read.set(Reading::Nothing);
        }
        self.read.set(Reading::Begun);
        let pasted = self.pasted();
        let pasted = (!pasted.trim().is_empty())
            .then(|| (strings::open::PASTED.to_owned(), pasted.to_string()));
        let files = self.files.read_untracked();
        let dropped = files
            .iter()
            .map(|(name, text)| (name.clone(), text.to_string()));
        let request = Request::Files(FilesRequest {
            prices: state.world.tables(),
            files: dropped.chain(pasted).collect(),
            config: write_config(&state.config_now()),
        });
        let heard = move |heard| {
            self.read.set(match heard {
                Heard::Progress(_) => return,
                Heard::Failed => Reading::Failed,
                Heard::Answer(answer) => match *answer {
                    Answer::Files(found) => Reading::Answer(Arc::new(*found)),
                    Answer::Refused(why) => Reading::Refused(why),
                    _ => Reading::Nothing,
                },
            });
        };
        self.task.with_value(|task| task.ask(request, heard));
    }
}

/// Takes files that are dropped anywhere on the page.
#[component]
pub fn DropTarget(children: Children) -> impl IntoView {
    let (state, opening) = (use_state(), expect_context::<Opening>());
    view! {
        <div class="drop" on:dragover=|event| allow_drop(&event)
            on:drop=move |event| dropped_all(&event, move |file| opening.take(state, file))>
            {children()}
        </div>
    }
}

/// Reads what may be a Config file, and shows nothing.
#[component]
pub fn ReadConfig() -> impl IntoView {
    let (state, opening) = (use_state(), expect_context::<Opening>());
    opening.take_config(state, |text| read_config(text).ok());
}

/// Opens the dialog.
#[component]
pub fn OpenButton() -> impl IntoView {
    let dialog = use_state().view.dialog;
    view! {
        <button type="button" class="button" aria-haspopup="dialog"
            title=strings::open::BUTTON_HELP
            on:click=move |_| dialog.set(Some(Dialog::Open))>{strings::open::BUTTON}</button>
    }
}

/// Takes files and text, and says what they came to.
#[component]
pub fn OpenDialog() -> impl IntoView {
    let view = use_state().view;
    let dialog = view.dialog;
    view! {
        <Modal id=Dialog::Open.id() title=strings::open::TITLE large=true
            open=Signal::derive(move || dialog.get() == Some(Dialog::Open))
            on_close=Callback::new(move |()| view.closed(Dialog::Open))>
            <DialogPane dialog=Dialog::Open />
        </Modal>
    }
}

/// What it shows.
#[component]
pub fn Open() -> impl IntoView {
    let (state, opening) = (use_state(), expect_context::<Opening>());
    let text = NodeRef::<leptos::html::Textarea>::new();
    let mut later = debounce(PAUSE, move |()| opening.ask(state));
    opening.keep_files();
    // Who left the dialog while typing, or reloaded the page, finds the text unread.
    if !opening.is_empty() && *opening.read.read_untracked() == Reading::Nothing {
        opening.read.set(Reading::Due);
    }
    let clear = move |_| {
        opening.clear();
        if let Some(element) = text.get_untracked() {
            element.set_value("");
        }
        focus::element(TEXT);
    };
    let take = move |file| opening.take(state, file);
    Effect::new(move |_| focus::element(TEXT));
    Effect::new(move |_| {
        if *opening.read.read() == Reading::Due {
            opening.ask(state);
        }
    });
    view! {
        <div class="open" on:dragover=|event| allow_drop(&event) on:drop=move |event| dropped_all(&event, take)>
            <p class="help">{strings::open::ABOUT}</p>
            <input type="file" id=FILE class="unseen" tabindex="-1" aria-label=strings::open::FILES multiple=true
                on:change=move |event| chosen(&event, take) />
            <label class="unseen" for=TEXT>{strings::open::TEXT}</label>
            <textarea id=TEXT node_ref=text rows="8" spellcheck="false" autocomplete="off" autocapitalize="off"
                placeholder=strings::open::TEXT_HINT
                prop:value=opening.pasted().to_string()
                on:input=move |event| {
                    opening.keep_pasted(&event_target_value(&event));
                    later(());
                }></textarea>
            {move || opening.is_lost.get().then(|| view! { <p class="help" role="status">{strings::kept::PASTE_NOT_KEPT}</p> })}
            <Chosen />
            <div class="dialog-buttons">
                <button type="button" class="button" on:click=|_| choose(FILE)>{strings::open::CHOOSE}</button>
                <button type="button" class="button" on:click=clear>{strings::open::CLEAR}</button>
            </div>
            <div role="status">
                {move || match &*opening.read.read() {
                    Reading::Due | Reading::Begun => Some(view! { <p class="help">{strings::open::READING}</p> }.into_any()),
                    Reading::Refused(why) => Some(view! { <p class="refused">{why.clone()}</p> }.into_any()),
                    Reading::Failed => {
                        let again = move || opening.ask(state);
                        Some(view! { <NoWorker why=strings::open::NO_WORKER again /> }.into_any())
                    }
                    Reading::Answer(answer) => {
                        Some(view! { <p class="help">{words::summary(answer)}</p> }.into_any())
                    }
                    Reading::Nothing => None,
                }}
            </div>
            {move || match opening.read.get() {
                Reading::Answer(answer) => Some(view! { <FilesRead answer /> }),
                _ => None,
            }}
        </div>
    }
}

/// The files besides what is pasted, each with a button that lets it go.
#[component]
fn Chosen() -> impl IntoView {
    let (state, opening) = (use_state(), expect_context::<Opening>());
    let items = move || {
        let names: Vec<String> = opening
            .files
            .with(|files| files.iter().map(|(name, _)| name.clone()).collect());
        names
            .into_iter()
            .map(|name| {
                let label = strings::open::leave_out(&name);
                let own = name.clone();
                let remove = move |_| {
                    opening
                        .files
                        .update(|files| files.retain(|(other, _)| *other != own));
                    opening.ask(state);
                };
                view! {
                    <li>{name}" "<button type="button" class="button small" aria-label=label on:click=remove>{strings::open::LEAVE_OUT}</button></li>
                }
            })
            .collect_view()
    };
    let unread = move || {
        let unread = opening.unread.get();
        unread
            .into_iter()
            .map(|why| view! { <li class="refused">{why}</li> })
            .collect_view()
    };
    view! { <ul class="open-chosen" aria-label=strings::open::FILES>{items}{unread}</ul> }
}
