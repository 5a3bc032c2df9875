//! Name, search, history, dialogs, theme.

use leptos::prelude::*;

use super::compare::CompareButton;
use super::find::FindBox;
use super::help::HelpButton;
use super::open::OpenButton;
use super::parts::use_parts;
use super::save::SaveButton;
use super::share::ShareButton;
use crate::ui::platform::theme::Theme;
use crate::ui::state::use_state;
use crate::ui::strings;

/// The page's header.
#[component]
pub fn Header() -> impl IntoView {
    let parts = use_parts();
    view! {
        <header class="top">
            <h1><Logo />{strings::app::NAME}</h1>
            <FindBox />
            <div class="top-buttons"
                on:pointerover=move |_| parts.expect_dialogs() on:focusin=move |_| parts.expect_dialogs()>
                <History />
                <CompareButton />
                <ShareButton />
                <SaveButton />
                <OpenButton />
                <HelpButton />
                <Themes />
            </div>
        </header>
    }
}

/// Layers, one on the other.
#[component]
fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 3 2 8l10 5 10-5-10-5Z" />
            <path d="m2 13 10 5 10-5" />
        </svg>
    }
}

#[component]
fn History() -> impl IntoView {
    let state = use_state();
    view! {
        <div class="history" role="group" aria-label=strings::header::HISTORY>
            <button type="button" class="button quiet icon" title=strings::header::UNDO_KEY aria-label=strings::header::UNDO
                aria-disabled=move || (!state.can_undo()).then_some("true")
                on:click=move |_| state.undo()>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6 3 2.5 6.5 6 10M3 6.5h6a4 4 0 0 1 0 8H7" /></svg>
            </button>
            <button type="button" class="button quiet icon" title=strings::header::REDO_KEY aria-label=strings::header::REDO
                aria-disabled=move || (!state.can_redo()).then_some("true")
                on:click=move |_| state.redo()>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="m10 3 3.5 3.5L10 10M13 6.5H7a4 4 0 0 0 0 8h2" /></svg>
            </button>
        </div>
    }
}

#[component]
fn Themes() -> impl IntoView {
    let theme = use_state().view.theme;
    let options = Theme::ALL
        .into_iter()
        .map(|each| {
            view! {
                <option value=each.as_str() prop:selected=move || theme.get() == each>{each.label()}</option>
            }
        })
        .collect_view();
    let choose = move |word: String| {
        if let Some(chosen) = Theme::find(&word) {
            theme.set(chosen);
        }
    };
    view! {
        <div class="theme">
            <label class="unseen" for="theme">{strings::header::THEME}</label>
            <select id="theme" on:change=move |event| choose(event_target_value(&event))>{options}</select>
        </div>
    }
}
