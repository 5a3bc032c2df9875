//! Two Configs side by side: the page's, and a preset, saved settings, the default or a link.

mod files;
mod tables;

use std::sync::Arc;

use leptos::prelude::*;

use super::parts::DialogPane;
use crate::core::{
    Config, Edit, OneSide, Preset, SideBySide, TypeInView, evaluate, read_link, side_by_side,
};
use crate::ui::platform::focus;
use crate::ui::state::{Dialog, saved, use_state};
use crate::ui::strings;
use crate::ui::widgets::modal::Modal;
pub use files::Files;
use tables::Figures;
pub use tables::Settings;

const WITH: &str = "compare-with";
const LINK: &str = "compare-link";
/// The choice that compares the blueprint with today's recommendation, instead of the page.
const TODAY: &str = "today";
/// The choice of the default.
const DEFAULT: &str = "default";
/// The choice of a link of one's own.
const BY_LINK: &str = "link";

/// Opens the dialog.
#[component]
pub fn CompareButton() -> impl IntoView {
    let dialog = use_state().view.dialog;
    view! {
        <button type="button" class="button quiet" aria-haspopup="dialog"
            on:click=move |_| dialog.set(Some(Dialog::Compare))>{strings::compare::BUTTON}</button>
    }
}

/// Two Configs in the whole window.
#[component]
pub fn CompareDialog() -> impl IntoView {
    let view = use_state().view;
    let dialog = view.dialog;
    view! {
        <Modal id=Dialog::Compare.id() title=strings::compare::TITLE large=true
            open=Signal::derive(move || dialog.get() == Some(Dialog::Compare))
            on_close=Callback::new(move |()| view.closed(Dialog::Compare))>
            <DialogPane dialog=Dialog::Compare />
        </Modal>
    }
}

/// The other side: what it is called, and its settings.
#[derive(Debug, Clone, PartialEq)]
struct Other {
    name: String,
    config: Config,
}

/// What a choice of the list stands for. A preset keeps the names of the page's cluster, as it
/// does when it is chosen.
fn other(choice: &str, link: &str, mine: &Config) -> Result<Other, String> {
    let named = |name: &str, config: Config| Other {
        name: name.to_owned(),
        config,
    };
    if choice == BY_LINK {
        let read = read_link(link).ok_or(strings::compare::NO_LINK)?;
        return match read.problems.first() {
            None => Ok(named(strings::compare::THE_LINK, read.link.config)),
            Some(problem) => Err(strings::compare::link_not_whole(&problem.to_string())),
        };
    }
    if let Some(name) = choice.strip_prefix("saved:") {
        let read = saved::find(name).and_then(|entry| entry.read());
        let read = read.ok_or(strings::compare::NOT_SAVED)?;
        return Ok(named(name, read.link.config));
    }
    if choice == TODAY {
        return Ok(named(strings::compare::TODAY, Config::default()));
    }
    Ok(
        match choice.strip_prefix("preset:").and_then(Preset::find) {
            Some(preset) => named(preset.label, mine.apply(&Edit::preset(preset, mine))),
            None => named(strings::compare::THE_DEFAULT, Config::default()),
        },
    )
}

/// With what to begin: with the default, unless the page is that, but for the cluster's own names.
fn first_choice(mine: &Config) -> &'static str {
    let is_default = Preset::ALL
        .first()
        .is_some_and(|preset| mine.apply(&Edit::preset(preset, mine)) == *mine);
    if is_default { TODAY } else { DEFAULT }
}

/// The same settings with the numbers about one type, where they ask for a spread over all.
fn on_one_type(mut config: Config) -> Config {
    if config.costs.instance_type == Some(TypeInView::All) {
        config.costs.instance_type = None;
    }
    config
}

/// What it shows.
#[component]
pub fn Compare() -> impl IntoView {
    let state = use_state();
    let config = state.of_config(Config::clone);
    let choice = RwSignal::new(first_choice(&config.read_untracked()).to_owned());
    let link = RwSignal::new(String::new());
    let swapped = RwSignal::new(false);
    let catalogue = state.world.catalogue();
    let chosen = Memo::new(move |_| other(&choice.read(), &link.read(), &config.read()));
    let comparison = Memo::new(move |_| {
        let chosen = chosen.read();
        let other = chosen.as_ref().ok()?;
        let blueprint = (choice.read().as_str() == TODAY)
            .then(|| Preset::find("original-blueprint").map(Preset::config))
            .flatten();
        let mine = on_one_type(blueprint.unwrap_or_else(|| config.get()));
        let theirs = on_one_type(other.config.clone());
        // Which type a side launches is not known without its prices.
        if [&mine, &theirs]
            .iter()
            .any(|side| state.awaits_prices_of(side))
        {
            return None;
        }
        let catalogue = catalogue.read();
        let evaluations = (evaluate(&mine, &catalogue), evaluate(&theirs, &catalogue));
        let left = OneSide {
            config: &mine,
            evaluation: &evaluations.0,
        };
        let right = OneSide {
            config: &theirs,
            evaluation: &evaluations.1,
        };
        let compared = if swapped.get() {
            side_by_side(right, left)
        } else {
            side_by_side(left, right)
        };
        Some(Arc::new(compared))
    });
    let names = Memo::new(move |_| {
        let theirs = chosen.with(|chosen| {
            chosen
                .as_ref()
                .map(|other| other.name.clone())
                .unwrap_or_default()
        });
        let today = choice.read().as_str() == TODAY;
        let mine = if today {
            strings::compare::BLUEPRINT
        } else {
            strings::compare::THIS_PAGE
        }
        .to_owned();
        if swapped.get() {
            (theirs, mine)
        } else {
            (mine, theirs)
        }
    });
    let adopt = move |_| {
        if let Ok(other) = chosen.get_untracked() {
            state.dispatch(&Edit::replace(other.config));
            state.view.dialog.set(None);
            state.view.say(strings::compare::taken_over(&other.name));
        }
    };
    // The other side may be in another Region.
    Effect::new(move |_| {
        if let Ok(other) = chosen.read().as_ref() {
            state.world.load_for(&other.config);
        }
    });
    Effect::new(move |_| focus::element(WITH));
    view! {
        <div class="compare-head">
            <Choices choice link />
            <button type="button" class="button" aria-pressed=move || swapped.get().to_string()
                on:click=move |_| swapped.update(|swapped| *swapped = !*swapped)>{strings::compare::SWAP}</button>
            <button type="button" class="button" aria-disabled=move || chosen.read().is_err().then_some("true")
                on:click=adopt>{strings::compare::TAKE_OVER}</button>
        </div>
        <p class="said" role="status">{move || match &*chosen.read() {
            Err(why) => Some(why.clone()),
            Ok(_) => comparison.read().is_none().then(|| strings::answer::LOADING.to_owned()),
        }}</p>
        {move || comparison.get().map(|comparison| view! { <Compared comparison names=names.get() reasons=choice.read().as_str() == TODAY /> })}
    }
}

#[component]
fn Compared(comparison: Arc<SideBySide>, names: (String, String), reasons: bool) -> impl IntoView {
    view! {
        <Figures figures=comparison.figures.clone() names=names.clone() />
        <Settings settings=comparison.settings.clone() names=names.clone() reasons />
        <Files files=comparison.files.clone() names />
    }
}

#[component]
fn Choices(choice: RwSignal<String>, link: RwSignal<String>) -> impl IntoView {
    let presets = Preset::ALL
        .iter()
        .map(|preset| view! { <option value=format!("preset:{}", preset.word)>{preset.label}</option> })
        .collect_view();
    let is = |word: &str| choice.read_untracked().as_str() == word;
    let kept = saved::all();
    let none = kept.is_empty();
    let kept = kept
        .into_iter()
        .map(|entry| view! { <option value=format!("saved:{}", entry.name)>{entry.name.clone()}</option> })
        .collect_view();
    view! {
        <label for=WITH>{strings::compare::WITH}</label>
        <select id=WITH on:change=move |event| choice.set(event_target_value(&event))>
            <option value=DEFAULT selected=is(DEFAULT)>{strings::compare::WITH_DEFAULT}</option>
            <option value=TODAY selected=is(TODAY)>{strings::compare::WITH_TODAY}</option>
            <option value=BY_LINK>{strings::compare::WITH_LINK}</option>
            <optgroup label=strings::compare::PRESETS>{presets}</optgroup>
            {(!none).then(|| view! { <optgroup label=strings::compare::SAVED>{kept}</optgroup> })}
        </select>
        <Show when=move || choice.read().as_str() == BY_LINK>
            <input type="text" id=LINK class="text-line" aria-label=strings::compare::LINK placeholder=strings::compare::LINK_HINT autocomplete="off" spellcheck="false"
                prop:value=link on:input=move |event| link.set(event_target_value(&event)) />
        </Show>
    }
}
