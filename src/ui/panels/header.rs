//! Name, presets, history, theme.

use leptos::prelude::*;

use super::compare::CompareButton;
use super::find::FindBox;
use super::help::HelpButton;
use super::open::OpenButton;
use super::parts::use_parts;
use super::save::SaveButton;
use super::share::ShareButton;
use crate::core::Preset;
use crate::ui::platform::theme::Theme;
use crate::ui::state::use_state;
use crate::ui::strings;

/// The page's header.
#[component]
pub fn Header() -> impl IntoView {
    let parts = use_parts();
    view! {
        <header class="top">
            <div class="top-name">
                <h1>{strings::app::NAME}</h1>
                <p>{strings::header::ABOUT}</p>
                <FindBox />
            </div>
            <div class="top-tools">
                <Presets />
                <div class="top-buttons"
                    on:pointerover=move |_| parts.expect_dialogs() on:focusin=move |_| parts.expect_dialogs()>
                    <History />
                    <OpenButton />
                    <SaveButton />
                    <CompareButton />
                    <ShareButton />
                    <HelpButton />
                    <Themes />
                </div>
            </div>
        </header>
    }
}

#[component]
fn Presets() -> impl IntoView {
    let state = use_state();
    let choose = move |word: String| {
        if let Some(preset) = Preset::find(&word) {
            state.start_from(preset);
        }
    };
    let options = Preset::ALL
        .iter()
        .map(|preset| {
            view! {
                <option value=preset.word prop:selected=move || state.preset() == Some(preset.word)>
                    {preset.label}
                </option>
            }
        })
        .collect_view();
    let help = move || {
        state
            .preset()
            .and_then(Preset::find)
            .map_or(strings::header::YOUR_OWN_HELP, |preset| preset.help)
    };
    view! {
        <div class="preset">
            <label for="preset">{strings::header::PRESET}</label>
            <select id="preset" aria-describedby="preset-help"
                on:change=move |event| choose(event_target_value(&event))>
                <option value="" disabled=true prop:hidden=move || state.preset().is_some()
                    prop:selected=move || state.preset().is_none()>{strings::header::YOUR_OWN}</option>
                {options}
            </select>
            <p id="preset-help">{help}</p>
        </div>
    }
}

#[component]
fn History() -> impl IntoView {
    let state = use_state();
    view! {
        <div class="joined" role="group" aria-label=strings::header::HISTORY>
            <button type="button" class="button" title=strings::header::UNDO_KEY
                aria-disabled=move || (!state.can_undo()).then_some("true")
                on:click=move |_| state.undo()>{strings::header::UNDO}</button>
            <button type="button" class="button" title=strings::header::REDO_KEY
                aria-disabled=move || (!state.can_redo()).then_some("true")
                on:click=move |_| state.redo()>{strings::header::REDO}</button>
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
            <label for="theme">{strings::header::THEME}</label>
            <select id="theme" on:change=move |event| choose(event_target_value(&event))>{options}</select>
        </div>
    }
}
