//! The form: every group on one scroll, made from the table of fields.

use leptos::prelude::*;

use super::field::FieldRow;
use crate::core::{Applies, Field, Group};
use crate::ui::state::{FieldNow, State, of_group, use_state};
use crate::ui::strings;
use crate::ui::view_model::ids;

/// All groups.
#[component]
pub fn Form() -> impl IntoView {
    // Most of the form is below the first screen.
    let is_due = use_state().view.stands;
    let groups = Group::ALL
        .into_iter()
        .zip(1..)
        .map(|(group, number)| view! { <GroupSection group number is_due /> })
        .collect_view();
    view! {
        <section class="form" id="settings" aria-label=strings::form::LABEL tabindex="-1">
            <form on:submit=|event| event.prevent_default()>{groups}</form>
        </section>
    }
}

#[component]
fn GroupSection(group: Group, number: usize, is_due: RwSignal<bool>) -> impl IntoView {
    let state = use_state();
    let heading = format!("{}-heading", ids::group(group));
    view! {
        <section class="group" id=ids::group(group) aria-labelledby=heading.clone()>
            <header class="group-head">
                <h2 id=heading.clone()><span class="group-number" aria-hidden="true">{number}</span>{group.label()}</h2>
                <p>{group.help()}</p>
            </header>
            <Show when=move || number == 1 || is_due.get()>
                <Fields shown=shown(state, group, false) />
                <More group />
                <NotUsed group />
            </Show>
        </section>
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
        of_group(&form, group)
            .filter(inside)
            .filter(|now| now.counts_as_changed())
            .count()
    });
    let found = Memo::new(move |_| {
        let form = form.read();
        let inside = of_group(&form, group).filter(inside);
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
        of_group(&form, group)
            .filter(|now| now.field.advanced == advanced && now.applies == Applies::Yes)
            .map(|now| now.field)
            .collect()
    })
}

/// Reasons and the labels of the fields that they hold for, in the order of the form.
fn not_used(form: &[FieldNow], group: Group) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut reasons: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for now in of_group(form, group) {
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
