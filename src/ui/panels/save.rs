//! Saving: the Config file, settings under a name in this browser, and printing.

use leptos::prelude::*;

use super::parts::DialogPane;
use crate::core::{Config, Field, write_config};
use crate::ui::platform::{address, download, focus};
use crate::ui::state::saved::{self, MAX_LENGTH, Saved};
use crate::ui::state::{Dialog, State, use_state};
use crate::ui::strings;
use crate::ui::widgets::modal::Modal;

const NAME: &str = "save-name";
const RENAME: &str = "save-rename";
/// Name of the Config file.
const CONFIG: &str = "config.yaml";

/// Opens the dialog.
#[component]
pub fn SaveButton() -> impl IntoView {
    let dialog = use_state().view.dialog;
    view! {
        <button type="button" class="button quiet" aria-haspopup="dialog"
            on:click=move |_| dialog.set(Some(Dialog::Save))>{strings::save::BUTTON}</button>
    }
}

/// What can be kept, and what is.
#[component]
pub fn SaveDialog() -> impl IntoView {
    let view = use_state().view;
    let dialog = view.dialog;
    view! {
        <Modal id=Dialog::Save.id() title=strings::save::TITLE open=Signal::derive(move || dialog.get() == Some(Dialog::Save))
            on_close=Callback::new(move |()| view.closed(Dialog::Save))>
            <DialogPane dialog=Dialog::Save />
        </Modal>
    }
}

/// The list, and what was done to it last.
#[derive(Clone, Copy)]
struct List {
    all: RwSignal<Vec<Saved>>,
    /// What happened, for everybody.
    said: RwSignal<String>,
    /// What can be put back.
    deleted: RwSignal<Option<Saved>>,
    /// What is being renamed.
    renaming: RwSignal<Option<Saved>>,
}

impl List {
    fn say(self, text: impl Into<String>) {
        self.said.set(text.into());
        self.all.set(saved::all());
    }

    fn save(self, state: State, name: &str) {
        let name = saved::tidy(name);
        if name.is_empty() {
            self.say(strings::save::NO_NAME);
            focus::element(NAME);
            return;
        }
        match saved::save(&name, &untrack(move || state.link())) {
            Ok(()) => self.say(strings::save::saved(&name)),
            Err(why) => self.say(why.message()),
        }
    }

    fn delete(self, entry: Saved) {
        saved::delete(&entry.name);
        self.say(strings::save::deleted(&entry.name));
        self.deleted.set(Some(entry));
        focus::element("save-back");
    }

    fn put_back(self, entry: &Saved) {
        match saved::put(entry) {
            Ok(()) => self.say(strings::save::is_back(&entry.name)),
            Err(why) => self.say(why.message()),
        }
        self.deleted.set(None);
        focus::element(NAME);
    }

    fn rename(self, entry: &Saved, name: &str) {
        let name = saved::tidy(name);
        if name.is_empty() {
            self.say(strings::save::NO_NAME);
            return;
        }
        match saved::rename(entry, &name) {
            Ok(true) => {
                self.say(strings::save::renamed(&entry.name, &name));
                self.renaming.set(None);
                focus::element(NAME);
            }
            Ok(false) => self.say(strings::save::taken(&name)),
            Err(why) => self.say(why.message()),
        }
    }
}

/// What it shows.
#[component]
pub fn Save() -> impl IntoView {
    let state = use_state();
    let list = List {
        all: RwSignal::new(saved::all()),
        said: RwSignal::new(String::new()),
        deleted: RwSignal::new(None),
        renaming: RwSignal::new(None),
    };
    provide_context(list);
    let name = RwSignal::new(suggested(&state.config_now()));
    let taken = Memo::new(move |_| {
        let name = saved::tidy(&name.read());
        list.all.read().iter().any(|entry| entry.name == name)
    });
    Effect::new(move |_| focus::element(NAME));
    view! {
        <form class="save-as" on:submit=move |event| {
            event.prevent_default();
            list.save(state, &name.get_untracked());
        }>
            <label class="dialog-label" for=NAME>{strings::save::NAME}</label>
            <input type="text" id=NAME class="text-line" maxlength=MAX_LENGTH autocomplete="off" spellcheck="false"
                aria-describedby="save-help" prop:value=name
                on:input=move |event| name.set(event_target_value(&event)) />
            <button type="submit" class="button primary">{move || if taken.get() { strings::save::REPLACE } else { strings::save::SAVE }}</button>
        </form>
        <p class="help" id="save-help">{strings::save::HELP}</p>
        <p class="said" role="status">{list.said}</p>
        <PutBack />
        <SavedTable />
        <div class="dialog-buttons">
            <button type="button" class="button" on:click=move |_| save_file(state)>{strings::save::DOWNLOAD_CONFIG}</button>
            <button type="button" class="button" on:click=move |_| {
                state.view.dialog.set(None);
                address::print();
            }>{strings::save::PRINT}</button>
        </div>
    }
}

/// The name that suits the settings: the cluster's.
fn suggested(config: &Config) -> String {
    Field::find("cluster.name")
        .map(|field| field.value(config).to_string())
        .unwrap_or_default()
}

/// Saves the Config file, with what is still missing or wrong.
fn save_file(state: State) {
    let text = write_config(&state.config_now());
    download::save(CONFIG, text.as_bytes());
    state.view.say(strings::actions::downloading(CONFIG));
}

#[component]
fn PutBack() -> impl IntoView {
    let list = expect_context::<List>();
    move || {
        list.deleted.get().map(|entry| {
            let label = strings::save::put_back(&entry.name);
            view! {
                <button type="button" class="button small" id="save-back"
                    on:click=move |_| list.put_back(&entry)>{label}</button>
            }
        })
    }
}

#[component]
fn SavedTable() -> impl IntoView {
    let list = expect_context::<List>();
    move || {
        let all = list.all.get();
        if all.is_empty() {
            return view! { <p class="empty">{strings::save::NOTHING}</p> }.into_any();
        }
        let rows = all
            .into_iter()
            .map(|entry| view! { <SavedRow entry /> })
            .collect_view();
        view! {
            <table class="list saved">
                <caption class="unseen">{strings::save::CAPTION}</caption>
                <thead><tr><th scope="col">{strings::save::NAME}</th><th scope="col" class="number">{strings::save::CHANGED}</th><th scope="col">{strings::save::DO}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }
}

#[component]
fn SavedRow(entry: Saved) -> impl IntoView {
    let (state, list) = (use_state(), expect_context::<List>());
    let changed = entry.read().map(|read| {
        let default = Config::default();
        Field::all()
            .filter(|field| field.is_changed(&read.link.config, &default))
            .count()
    });
    let changed = strings::save::changed(changed);
    let name = entry.name.clone();
    let is_renaming = {
        let name = name.clone();
        Memo::new(move |_| {
            list.renaming
                .with(|entry| entry.as_ref().is_some_and(|entry| entry.name == name))
        })
    };
    let (opened, renamed, deleted) = (entry.clone(), entry.clone(), entry.clone());
    let label = move |verb: &str| strings::save::row_button(verb, &entry.name);
    view! {
        <tr>
            <th scope="row">
                {
                    let name = name.clone();
                    move || if is_renaming.get() {
                        view! { <Rename name=name.clone() /> }.into_any()
                    } else {
                        name.clone().into_any()
                    }
                }
            </th>
            <td class="number">{changed}</td>
            <td class="row-buttons">
                <button type="button" class="button small" aria-label=label(strings::save::OPEN) on:click=move |_| open(state, &opened)>{strings::save::OPEN}</button>
                <button type="button" class="button small" aria-label=label(strings::save::RENAME)
                    on:click=move |_| list.renaming.set(Some(renamed.clone()))>{strings::save::RENAME}</button>
                <button type="button" class="button small" aria-label=label(strings::save::DELETE)
                    on:click=move |_| list.delete(deleted.clone())>{strings::save::DELETE}</button>
            </td>
        </tr>
    }
}

#[component]
fn Rename(name: String) -> impl IntoView {
    let list = expect_context::<List>();
    let text = RwSignal::new(name);
    Effect::new(move |_| {
        focus::element(RENAME);
        focus::select_text(RENAME);
    });
    view! {
        <form class="save-as" on:submit=move |event| {
            event.prevent_default();
            if let Some(entry) = list.renaming.get_untracked() {
                list.rename(&entry, &text.get_untracked());
            }
        }>
            <input type="text" id=RENAME class="text-line" aria-label=strings::save::NEW_NAME maxlength=MAX_LENGTH autocomplete="off" spellcheck="false"
                prop:value=text on:input=move |event| text.set(event_target_value(&event)) />
            <button type="submit" class="button small">{strings::save::RENAME}</button>
        </form>
    }
}

fn open(state: State, entry: &Saved) {
    if let Some(read) = entry.read() {
        state.open_link(read);
        state.view.dialog.set(None);
        state.view.say(strings::save::opened(&entry.name));
    }
}
