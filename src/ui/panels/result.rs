//! The result: tabs with every file, the next steps and the findings.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::actions::SetActions;
use super::file::FilePane;
use super::parts::{GuidePane, use_parts};
use crate::ui::platform::{focus, scroll};
use crate::ui::state::{Change, State, Tab, use_state};
use crate::ui::strings;
use crate::ui::view_model::words;

/// Id of the panel under the tabs.
pub const PANEL: &str = "result-panel";

/// The right side of the page.
#[component]
pub fn ResultPanel() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let parts = use_parts();
    let tabs = Memo::new(move |_| Tab::all(&evaluated.read().evaluation.bundle));
    let of_kind = move |guide: bool| {
        let tabs = tabs.get().into_iter();
        tabs.filter(move |tab| tab.is_guide() == guide)
            .collect::<Vec<_>>()
    };
    let active = Memo::new(move |_| {
        let tabs = tabs.read();
        let chosen = state.view.tab.get().filter(|tab| tabs.contains(tab));
        chosen
            .or_else(|| tabs.first().cloned())
            .unwrap_or(Tab::Steps)
    });
    Effect::new(move |before: Option<()>| {
        active.track();
        if before.is_some() {
            scroll::to_start(PANEL);
        }
    });
    view! {
        <section class="result" id="result" aria-label=strings::result::LABEL tabindex="-1">
            <SetActions />
            <div class="tabs" role="tablist" aria-label=strings::result::TABS
                on:keydown=move |event| move_along(state, &tabs.read_untracked(), &active.read_untracked(), &event)>
                <For each=move || of_kind(false) key=Clone::clone let:tab><TabButton tab active /></For>
                <div class="guides" role="presentation"
                    on:pointerover=move |_| parts.expect_guide() on:focusin=move |_| parts.expect_guide()>
                    <For each=move || of_kind(true) key=Clone::clone let:tab><TabButton tab active /></For>
                </div>
            </div>
            <div class="panel" role="tabpanel" id=PANEL aria-labelledby=move || active.get().id() tabindex="0">
                {move || match active.get() {
                    Tab::File(path) => view! { <FilePane path /> }.into_any(),
                    guide => view! { <GuidePane tab=guide /> }.into_any(),
                }}
            </div>
        </section>
    }
}

#[component]
fn TabButton(tab: Tab, active: Memo<Tab>) -> impl IntoView {
    let state = use_state();
    let is_active = {
        let tab = tab.clone();
        Memo::new(move |_| *active.read() == tab)
    };
    let chosen = tab.clone();
    view! {
        <button type="button" role="tab" class="tab" class:guide=tab.is_guide() id=tab.id() aria-controls=PANEL
            aria-selected=move || is_active.get().to_string()
            tabindex=move || if is_active.get() { "0" } else { "-1" }
            on:click=move |_| state.view.tab.set(Some(chosen.clone()))>
            {tab.label().to_owned()}
            <Badge tab=tab.clone() />
        </button>
    }
}

/// What the last edit changed in a file, or how many findings there are.
#[component]
fn Badge(tab: Tab) -> impl IntoView {
    let evaluated = use_state().evaluated();
    let badge = Memo::new(move |_| {
        let evaluated = evaluated.read();
        match &tab {
            Tab::File(path) => match evaluated.change(path) {
                Change::None => None,
                Change::New => Some(("changed", strings::result::NEW.to_owned(), "")),
                Change::Lines(lines) => {
                    let rest = strings::result::lines_changed(lines.len());
                    Some(("changed", lines.len().to_string(), rest))
                }
            },
            Tab::Steps
            | Tab::Pull
            | Tab::Instances
            | Tab::Cost
            | Tab::Storage
            | Tab::Engines
            | Tab::Best => None,
            Tab::Findings => {
                let (worst, _) = words::tally(&evaluated.evaluation.findings)
                    .first()
                    .copied()?;
                Some((
                    worst.as_str(),
                    evaluated.evaluation.findings.len().to_string(),
                    "",
                ))
            }
        }
    });
    move || {
        badge.get().map(|(class, text, rest)| {
            view! { " "<span class=format!("count {class}")>{text}<span class="unseen">{rest}</span></span> }
        })
    }
}

/// Arrow keys, Home and End move among the tabs.
fn move_along(state: State, tabs: &[Tab], active: &Tab, event: &KeyboardEvent) {
    let last = tabs.len().saturating_sub(1);
    let now = tabs.iter().position(|tab| tab == active).unwrap_or(0);
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" if now == last => 0,
        "ArrowRight" | "ArrowDown" => now + 1,
        "ArrowLeft" | "ArrowUp" => now.checked_sub(1).unwrap_or(last),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    if let Some(tab) = tabs.get(next) {
        event.prevent_default();
        let id = tab.id();
        state.view.tab.set(Some(tab.clone()));
        focus::element(&id);
    }
}
