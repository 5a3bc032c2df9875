//! The steps: groups with what was changed and found in each.

use leptos::prelude::*;

use crate::core::{Applies, Config, Field, Group, Severity};
use crate::ui::present::{ids, words};
use crate::ui::state::{State, use_state};

/// Links to the groups.
#[component]
pub fn Rail() -> impl IntoView {
    let steps = Group::ALL
        .into_iter()
        .zip(1..)
        .map(|(group, number)| view! { <RailStep group number /> })
        .collect_view();
    view! {
        <nav class="rail" aria-label="Steps">
            <ol>{steps}</ol>
        </nav>
    }
}

#[component]
fn RailStep(group: Group, number: usize) -> impl IntoView {
    let state = use_state();
    let changed = changed_in(state, group);
    let problems = problems_in(state, group);
    let current = move || (state.view.group.get() == group).then_some("step");
    view! {
        <li>
            <a href=format!("#{}", ids::group(group)) aria-current=current title=group.label()
                on:click=move |_| state.view.group.set(group)>
                <span class="rail-number" aria-hidden="true">{number}</span>
                <span class="rail-name">{group.label()}</span>
                <span class="rail-counts">
                    {move || {
                        let (worst, number) = problems.get()?;
                        Some(view! {
                            <span class=format!("count {}", worst.word()) title=words::count(number, "finding")>
                                {number}<span class="unseen">" to look at"</span>
                            </span>
                        })
                    }}
                    {move || {
                        let number = changed.get();
                        (number > 0).then(|| view! {
                            <span class="count changed" title=format!("{number} changed from the default")>
                                {number}<span class="unseen">" changed"</span>
                            </span>
                        })
                    }}
                </span>
            </a>
        </li>
    }
}

/// How many fields of a group differ from the default and mean something now.
fn changed_in(state: State, group: Group) -> Memo<usize> {
    let default = Config::default();
    state.of_config(move |config| {
        Field::all()
            .filter(|field| field.group == group && (field.applies)(config) == Applies::Yes)
            .filter(|field| field.is_changed(config, &default))
            .count()
    })
}

/// How many findings and refusals a group has, and the worst severity; what is missing counts as
/// a warning, for it is no mistake.
fn problems_in(state: State, group: Group) -> Memo<Option<(Severity, usize)>> {
    let (evaluated, refused) = (state.evaluated(), state.all_refused());
    Memo::new(move |_| {
        let evaluated = evaluated.read();
        let evaluation = &evaluated.evaluation;
        let found = evaluation
            .findings
            .iter()
            .filter(|finding| finding.field.group == group)
            .map(|finding| finding.severity);
        let missing = evaluation
            .missing
            .iter()
            .filter(|missing| missing.field.group == group)
            .map(|_| Severity::Warning);
        let refused = refused
            .get()
            .into_iter()
            .filter(|(field, _)| field.group == group)
            .map(|_| Severity::Error);
        let all: Vec<Severity> = found.chain(missing).chain(refused).collect();
        all.iter().min().map(|worst| (*worst, all.len()))
    })
}
