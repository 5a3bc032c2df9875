//! The steps: groups with what was changed and found in each.

use leptos::prelude::*;

use crate::core::{Group, Severity};
use crate::ui::state::{State, of_group, use_state};
use crate::ui::strings;
use crate::ui::view_model::ids;

/// Links to the groups.
#[component]
pub fn Rail() -> impl IntoView {
    let steps = Group::ALL
        .into_iter()
        .zip(1..)
        .map(|(group, number)| view! { <RailStep group number /> })
        .collect_view();
    view! {
        <nav class="rail" aria-label=strings::rail::LABEL>
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
                            <span class=format!("count {}", worst.as_str()) title=strings::words::findings(number)>
                                {number}<span class="unseen">{strings::rail::TO_LOOK_AT}</span>
                            </span>
                        })
                    }}
                    {move || {
                        let number = changed.get();
                        (number > 0).then(|| view! {
                            <span class="count changed" title=strings::rail::changed(number)>
                                {number}<span class="unseen">{strings::rail::CHANGED}</span>
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
    let form = state.form();
    Memo::new(move |_| {
        let form = form.read();
        of_group(&form, group)
            .filter(|now| now.counts_as_changed())
            .count()
    })
}

/// How many findings and refusals a group has, and the worst severity; what is missing counts as
/// a warning, for it is no mistake.
fn problems_in(state: State, group: Group) -> Memo<Option<(Severity, usize)>> {
    let (form, evaluated) = (state.form(), state.evaluated());
    Memo::new(move |_| {
        let (form, evaluated) = (form.read(), evaluated.read());
        let missing = &evaluated.evaluation.missing;
        let missing = missing
            .iter()
            .filter(|missing| missing.field.group == group)
            .map(|_| Severity::Warning);
        let noticed = of_group(&form, group).flat_map(|now| {
            let found = now.findings.iter().map(|finding| finding.severity);
            found.chain(now.refused.iter().map(|_| Severity::Error))
        });
        let all: Vec<Severity> = noticed.chain(missing).collect();
        all.iter().min().map(|worst| (*worst, all.len()))
    })
}
