//! Keys, pages to read, and words of the field.

use leptos::prelude::*;

use super::parts::DialogPane;
use crate::core::GLOSSARY;
use crate::core::Group;
use crate::ui::platform::shortcuts;
use crate::ui::state::{Dialog, use_state};
use crate::ui::strings;
use crate::ui::view_model::ids;
use crate::ui::widgets::choice::{Named, Switch};
use crate::ui::widgets::modal::Modal;

/// Opens the dialog.
#[component]
pub fn HelpButton() -> impl IntoView {
    let dialog = use_state().view.dialog;
    view! {
        <button type="button" class="button quiet" aria-haspopup="dialog" aria-keyshortcuts="?" title=strings::help::KEY
            on:click=move |_| dialog.set(Some(Dialog::Help))>{strings::help::BUTTON}</button>
    }
}

/// Keys, pages to read and glossary.
#[component]
pub fn HelpDialog() -> impl IntoView {
    let view = use_state().view;
    let dialog = view.dialog;
    view! {
        <Modal id=Dialog::Help.id() title=strings::help::TITLE open=Signal::derive(move || dialog.get() == Some(Dialog::Help))
            on_close=Callback::new(move |()| view.closed(Dialog::Help))>
            <DialogPane dialog=Dialog::Help />
        </Modal>
    }
}

/// What it shows.
#[component]
pub fn Help() -> impl IntoView {
    view! {
        <Keys />
        <Pages />
        <Glossary />
    }
}

/// Switches single keys off, and on again.
#[component]
fn SingleKeys() -> impl IntoView {
    let on = use_state().view.shortcuts;
    let choose = Callback::new(move |chosen: bool| {
        shortcuts::apply(chosen);
        on.set(chosen);
    });
    let named = Named {
        id: "single-keys".to_owned(),
        labelled_by: "single-keys-label".to_owned(),
        described_by: "single-keys-help".to_owned(),
    };
    view! {
        <div class="single-keys">
            <span class="label" id="single-keys-label">{strings::help::SINGLE_KEYS}</span>
            <Switch named value=on on_choose=choose />
            <p class="muted" id="single-keys-help">{strings::help::SINGLE_KEYS_HELP}</p>
        </div>
    }
}

#[component]
fn Keys() -> impl IntoView {
    let groups = Group::ALL.into_iter().map(|group| {
        key_row(
            &["g", ids::group_letter(group)],
            strings::help::go_to(group.label()),
        )
    });
    let others = strings::help::KEYS
        .iter()
        .map(|key| key_row(key.keys, key.does.to_owned()));
    view! {
        <SingleKeys />
        <table class="list keys">
            <caption>{strings::help::KEYS_CAPTION}</caption>
            <thead class="unseen"><tr><th scope="col">{strings::help::KEYS_HEAD}</th><th scope="col">{strings::help::DOES_HEAD}</th></tr></thead>
            <tbody>{others.collect_view()}{groups.collect_view()}</tbody>
        </table>
    }
}

fn key_row(keys: &[&'static str], does: String) -> impl IntoView + use<> {
    let keys = keys
        .iter()
        .map(|name| view! { <kbd>{*name}</kbd>" " })
        .collect_view();
    view! { <tr><td>{keys}</td><td>{does}</td></tr> }
}

#[component]
fn Pages() -> impl IntoView {
    let pages = strings::help::PAGES
        .iter()
        .map(|(address, title)| view! { <li><a href=*address target="_blank">{*title}</a></li> })
        .collect_view();
    view! {
        <h3 class="dialog-part">{strings::help::TO_READ}</h3>
        <ul class="pages">{pages}</ul>
    }
}

#[component]
fn Glossary() -> impl IntoView {
    let words = GLOSSARY
        .iter()
        .map(|word| view! { <div><dt>{word.word}</dt><dd>{word.means}</dd></div> })
        .collect_view();
    view! {
        <h3 class="dialog-part">{strings::help::WORDS}</h3>
        <dl class="glossary">{words}</dl>
    }
}
