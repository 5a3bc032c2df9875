//! Sharing: the link to what is on the page, with or without names.

use leptos::prelude::*;

use super::actions::copy;
use super::parts::DialogPane;
use crate::core::{Link, left_out};
use crate::ui::platform::{address, focus};
use crate::ui::state::{Dialog, State, keep_now, use_state};
use crate::ui::strings;
use crate::ui::widgets::modal::Modal;

const ADDRESS: &str = "share-address";

/// Opens the dialog.
#[component]
pub fn ShareButton() -> impl IntoView {
    let dialog = use_state().view.dialog;
    view! {
        <button type="button" class="button quiet" aria-haspopup="dialog" aria-keyshortcuts="s" title=strings::share::KEY
            on:click=move |_| dialog.set(Some(Dialog::Share))>{strings::share::BUTTON}</button>
    }
}

/// The link, and what it holds.
#[component]
pub fn ShareDialog() -> impl IntoView {
    let view = use_state().view;
    let dialog = view.dialog;
    view! {
        <Modal id=Dialog::Share.id() title=strings::share::TITLE open=Signal::derive(move || dialog.get() == Some(Dialog::Share))
            on_close=Callback::new(move |()| view.closed(Dialog::Share))>
            <DialogPane dialog=Dialog::Share />
        </Modal>
    }
}

/// What it shows.
#[component]
pub fn Share() -> impl IntoView {
    let state = use_state();
    let nameless = RwSignal::new(false);
    let link = Memo::new(move |_| {
        let link = state.link();
        if nameless.get() {
            link.without_names().write()
        } else {
            link.write()
        }
    });
    let whole = Memo::new(move |_| format!("{}#{}", address::page(), link.read()));
    Effect::new(move |_| {
        keep_now(state);
        focus::element(ADDRESS);
        focus::select_text(ADDRESS);
    });
    let copy_link = move |_| copy(state, &whole.get_untracked(), strings::share::THE_LINK);
    let copy_command = move |_| {
        let command = format!(
            "soci-configurator generate --link '#{}'",
            link.get_untracked()
        );
        copy(state, &command, strings::share::THE_COMMAND);
    };
    view! {
        <p class="help">{strings::share::HELP}</p>
        <label class="dialog-label" for=ADDRESS>{strings::share::LINK}</label>
        <input type="text" id=ADDRESS class="text-line" readonly=true spellcheck="false" aria-describedby="share-length" prop:value=whole />
        <p class="help" id="share-length">
            {move || strings::share::length(whole.read().chars().count())}
            {move || Link::is_long(&link.read()).then(|| [strings::share::BEFORE_NOTE, Link::LONG_NOTE].concat())}
        </p>
        <label class="dialog-check">
            <input type="checkbox" aria-describedby="share-names"
                prop:checked=nameless
                on:change=move |event| nameless.set(event_target_checked(&event)) />
            <span>{strings::share::WITHOUT_NAMES}</span>
        </label>
        <div id="share-names" class="help">
            <p>{strings::share::WHAT_GOES}</p>
            <p>{strings::share::WHAT_STAYS}</p>
            <p class="share-here">{move || here(&state.link())}</p>
        </div>
        <div class="dialog-buttons">
            <button type="button" class="button" on:click=copy_command>{strings::share::COPY_COMMAND}</button>
            <span class="grow notice" aria-hidden="true">{move || state.view.notice()}</span>
            <button type="button" class="button primary" on:click=copy_link>{strings::share::COPY_LINK}</button>
        </div>
    }
}

/// What leaving names out changes in these settings.
fn here(link: &Link) -> String {
    let labels: Vec<&str> = left_out(&link.config)
        .iter()
        .map(|field| field.label)
        .collect();
    strings::share::left_out_here(&labels)
}

/// Opens the dialog from the keyboard.
pub fn share(state: State) {
    state.view.dialog.set(Some(Dialog::Share));
}
