//! The form: what decides most in sight, the rest in groups that say in one line what they hold. Made
//! from the table of fields.

use leptos::prelude::*;

use super::field::FieldRow;
use super::parts::DisksPane;
use crate::core::{Applies, Field, Group, Severity};
use crate::ui::platform::focus;
use crate::ui::state::{FieldNow, State, use_state};
use crate::ui::strings;
use crate::ui::view_model::essentials::{essentials, is_essential, rest_of, summary};
use crate::ui::view_model::ids;

/// What decides most, and all groups.
#[component]
pub fn Form() -> impl IntoView {
    let groups = Group::ALL.map(|group| view! { <GroupSection group /> });
    view! {
        <section class="form" id="settings" aria-label=strings::form::LABEL tabindex="-1">
            <form on:submit=|event| event.prevent_default()>
                <Essentials />
                {groups}
            </form>
        </section>
    }
}

#[component]
fn Essentials() -> impl IntoView {
    let form = use_state().form();
    let shown = Memo::new(move |_| {
        let form = form.read();
        let applies = |field: &&Field| {
            let mut now = form.iter().filter(|now| now.field == *field);
            now.any(|now| now.applies == Applies::Yes)
        };
        essentials().filter(applies).collect::<Vec<_>>()
    });
    view! {
        <section class="essentials" aria-labelledby="essentials-heading">
            <h2 id="essentials-heading">{strings::form::ESSENTIALS}</h2>
            <Fields shown />
            <DisksPane />
        </section>
    }
}

#[component]
fn GroupSection(group: Group) -> impl IntoView {
    let state = use_state();
    let heading = format!("{}-heading", ids::group(group));
    let labelled_by = heading.clone();
    let is_open = Memo::new(move |_| state.view.open_groups.read().contains(&group));
    let form = state.form();
    let line = Memo::new(move |_| summary(&form.read(), group));
    let toggled = move |event: leptos::ev::Event| {
        let is_open = focus::is_open(&event);
        if is_open != state.view.is_open(group) {
            state.view.open_groups.update(|open| {
                if is_open {
                    open.insert(group);
                } else {
                    open.remove(&group);
                }
            });
        }
    };
    view! {
        <section class="group" id=ids::group(group) aria-labelledby=labelled_by>
            <details class="group-fold" prop:open=is_open on:toggle=toggled>
                <summary class="group-head">
                    <h2 id=heading>{group.label()}</h2>" "
                    <span class="group-line">{line}</span>" "
                    <Counts group />
                </summary>
                <Show when=move || is_open.get()>
                    <div class="group-fields">
                        <p class="group-help">{group.help()}</p>
                        <Fields shown=shown(state, group, false) />
                        <More group />
                        <NotUsed group />
                    </div>
                </Show>
            </details>
        </section>
    }
}

/// What there is to look at in a group, and how many of its fields were changed.
#[component]
fn Counts(group: Group) -> impl IntoView {
    let state = use_state();
    let changed = changed_in(state, group);
    let problems = problems_in(state, group);
    view! {
        <span class="group-counts">
            {move || {
                let (worst, number) = problems.get()?;
                Some(view! {
                    <span class=format!("count {}", worst.as_str()) title=strings::words::findings(number)>
                        {number}<span class="unseen">{strings::form::TO_LOOK_AT}</span>
                    </span>
                })
            }}
            {move || {
                let number = changed.get();
                (number > 0).then(|| view! {
                    <span class="count changed" title=strings::form::changed(number)>
                        {number}<span class="unseen">{strings::form::CHANGED}</span>
                    </span>
                })
            }}
        </span>
    }
}

#[component]
fn Fields(#[prop(into)] shown: Signal<Vec<&'static Field>>) -> impl IntoView {
    view! {
        <For each=move || shown.get() key=|field| field.path children=|field| view! { <FieldRow field /> } />
    }
}

/// The fields that are seldom needed, and how many of them were changed.
#[component]
fn More(group: Group) -> impl IntoView {
    let state = use_state();
    let fields = shown(state, group, true);
    let form = state.form();
    let inside = move |now: &&FieldNow| now.field.advanced;
    let changed = Memo::new(move |_| {
        let form = form.read();
        rest_of(&form, group)
            .filter(inside)
            .filter(|now| now.counts_as_changed())
            .count()
    });
    let found = Memo::new(move |_| {
        let form = form.read();
        let inside = rest_of(&form, group).filter(inside);
        inside.map(FieldNow::problems).sum::<usize>()
    });
    let labels = move || {
        fields
            .get()
            .iter()
            .map(|field| field.label)
            .collect::<Vec<_>>()
            .join(", ")
    };
    view! {
        <Show when=move || !fields.read().is_empty()>
            <details class="more">
                <summary>
                    <span class="more-title">{strings::form::more(group.label())}</span>
                    {move || (changed.get() > 0).then(|| view! { <span class="count changed">{changed.get()}{strings::form::CHANGED}</span> })}
                    {move || (found.get() > 0).then(|| view! { <span class="count warning">{strings::words::findings(found.get())}</span> })}
                    <span class="more-labels">{labels}</span>
                </summary>
                <Fields shown=fields />
            </details>
        </Show>
    }
}

/// The fields that mean nothing now, under the reason why.
#[component]
fn NotUsed(group: Group) -> impl IntoView {
    let form = use_state().form();
    let reasons = Memo::new(move |_| not_used(&form.read(), group));
    view! {
        <Show when=move || !reasons.read().is_empty()>
            <div class="not-used">
                <h3>{strings::form::NOT_USED}</h3>
                <dl>
                    <For each=move || reasons.get() key=Clone::clone let:reason>
                        <div class="not-used-row">
                            <dt>{reason.0}</dt>
                            <dd>{reason.1.join(", ")}</dd>
                        </div>
                    </For>
                </dl>
            </div>
        </Show>
    }
}

fn shown(state: State, group: Group, advanced: bool) -> Memo<Vec<&'static Field>> {
    let form = state.form();
    Memo::new(move |_| {
        let form = form.read();
        rest_of(&form, group)
            .filter(|now| now.field.advanced == advanced && now.applies == Applies::Yes)
            .map(|now| now.field)
            .collect()
    })
}

/// How many fields of a group differ from the default and mean something now.
fn changed_in(state: State, group: Group) -> Memo<usize> {
    let form = state.form();
    Memo::new(move |_| {
        let form = form.read();
        rest_of(&form, group)
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
            .filter(|missing| missing.field.group == group && !is_essential(missing.field))
            .map(|_| Severity::Warning);
        let noticed = rest_of(&form, group).flat_map(|now| {
            let found = now.findings.iter().map(|finding| finding.severity);
            found.chain(now.refused.iter().map(|_| Severity::Error))
        });
        let all: Vec<Severity> = noticed.chain(missing).collect();
        all.iter().min().map(|worst| (*worst, all.len()))
    })
}

/// Reasons and the labels of the fields that they hold for, in the order of the form.
fn not_used(form: &[FieldNow], group: Group) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut reasons: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    // An essential field that means nothing now is told here, as it is in sight nowhere.
    for now in form.iter().filter(|now| now.field.group == group) {
        let Applies::No(reason) = now.applies else {
            continue;
        };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, labels)) => labels.push(now.field.label),
            None => reasons.push((reason, vec![now.field.label])),
        }
    }
    reasons
}
