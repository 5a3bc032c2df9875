//! The result: what the settings come to, every file, the next steps.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::actions::SetActions;
use super::parts::{TabPane, use_parts};
use crate::ui::platform::{focus, scroll};
use crate::ui::state::{Change, Purpose, State, Tab, use_state};
use crate::ui::strings;
use crate::ui::view_model::words;

/// Id of the panel under the tabs.
pub const PANEL: &str = "result-panel";

/// The right side of the page: what the settings come to, the files, what to do with them.
#[component]
pub fn ResultPanel() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let parts = use_parts();
    let tabs = Memo::new(move |_| Tab::all(&evaluated.read().evaluation.bundle));
    let active = Memo::new(move |_| {
        let tabs = tabs.read();
        let chosen = state.view.tab.get().filter(|tab| tabs.contains(tab));
        chosen.unwrap_or(Tab::FIRST)
    });
    let purpose = Memo::new(move |_| active.read().purpose());
    let beside = Memo::new(move |_| {
        let tabs = tabs.read();
        let beside = tabs.iter().filter(|tab| tab.purpose() == purpose.get());
        beside.cloned().collect::<Vec<_>>()
    });
    // What was looked at last for each purpose, to come back to.
    let seen = StoredValue::new(Vec::<Tab>::new());
    Effect::new(move |before: Option<()>| {
        let now = active.get();
        seen.update_value(|seen| {
            seen.retain(|tab| tab.purpose() != now.purpose());
            seen.push(now);
        });
        if before.is_some() {
            scroll::to_start(PANEL);
        }
    });
    let come_for = Callback::new(move |wanted: Purpose| {
        let tabs = tabs.read_untracked();
        let mut of_it = tabs.iter().filter(|tab| tab.purpose() == wanted);
        let last = seen.with_value(|seen| seen.iter().find(|tab| tab.purpose() == wanted).cloned());
        let tab = last
            .filter(|tab| tabs.contains(tab))
            .or_else(|| of_it.next().cloned());
        state.view.tab.set(tab);
    });
    let labelled_by = move || match active.get() {
        Tab::Steps => Purpose::Apply.id().to_owned(),
        tab => tab.id(),
    };
    view! {
        <section class="result" id="result" aria-label=strings::result::LABEL tabindex="-1">
            <div class="result-head">
                <Purposes purpose come_for />
                <SetActions />
            </div>
            <div class="result-body" class:files=move || purpose.get() == Purpose::Files>
                <div class="tabs" role="tablist" aria-label=strings::result::TABS
                    aria-orientation=move || if purpose.get() == Purpose::Files { "vertical" } else { "horizontal" }
                    hidden=move || purpose.get() == Purpose::Apply
                    on:pointerover=move |_| parts.expect_guide() on:focusin=move |_| parts.expect_guide()
                    on:keydown=move |event| move_along(state, &beside.read_untracked(), &active.read_untracked(), &event)>
                    <For each=move || beside.get() key=Clone::clone let:tab><TabButton tab active /></For>
                </div>
                <div class="panel" role="tabpanel" id=PANEL aria-labelledby=labelled_by tabindex="0">
                    {move || view! { <TabPane tab=active.get() /> }}
                </div>
            </div>
        </section>
    }
}

/// What one comes for: to understand, to read, to apply.
#[component]
fn Purposes(purpose: Memo<Purpose>, come_for: Callback<Purpose>) -> impl IntoView {
    let parts = use_parts();
    let expect = move || {
        parts.expect_files();
        parts.expect_guide();
    };
    let evaluated = use_state().evaluated();
    let changed = Memo::new(move |_| {
        let evaluated = evaluated.read();
        let changes = evaluated.changes.iter();
        changes.filter(|change| **change != Change::None).count()
    });
    let buttons = Purpose::ALL.map(|each| {
        let is_active = move || purpose.get() == each;
        view! {
            <button type="button" role="tab" class="purpose" id=each.id() aria-controls=PANEL
                aria-selected=move || is_active().to_string()
                tabindex=move || if is_active() { "0" } else { "-1" }
                on:click=move |_| come_for.run(each)>
                {each.label()}
                {move || (each == Purpose::Files && changed.get() > 0).then(|| view! {
                    " "<span class="count changed">{changed.get()}<span class="unseen">{strings::result::files_changed(changed.get())}</span></span>
                })}
            </button>
        }
    });
    view! {
        <div class="purposes" role="tablist" aria-label=strings::result::PURPOSES
            on:pointerover=move |_| expect() on:focusin=move |_| expect()
            on:keydown=move |event| {
                if let Some(next) = beside(&Purpose::ALL, &purpose.get_untracked(), &event) {
                    come_for.run(*next);
                    focus::element(next.id());
                }
            }>{buttons}</div>
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
        <button type="button" role="tab" class="tab" id=tab.id() aria-controls=PANEL
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
    if let Some(tab) = beside(tabs, active, event) {
        let id = tab.id();
        state.view.tab.set(Some(tab.clone()));
        focus::element(&id);
    }
}

/// Which of several a key leads to; none if it is not for them.
fn beside<'a, T: PartialEq>(all: &'a [T], active: &T, event: &KeyboardEvent) -> Option<&'a T> {
    let last = all.len().saturating_sub(1);
    let now = all.iter().position(|each| each == active).unwrap_or(0);
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" if now == last => 0,
        "ArrowRight" | "ArrowDown" => now + 1,
        "ArrowLeft" | "ArrowUp" => now.checked_sub(1).unwrap_or(last),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    event.prevent_default();
    all.get(next)
}
