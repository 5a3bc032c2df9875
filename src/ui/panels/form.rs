//! The form: every group on one scroll, made from the table of fields.

use leptos::prelude::*;

use super::field::FieldRow;
use crate::core::{Applies, Config, Field, Group};
use crate::ui::present::{ids, words};
use crate::ui::state::{State, use_state};

/// All groups.
#[component]
pub fn Form() -> impl IntoView {
    let groups = Group::ALL
        .into_iter()
        .zip(1..)
        .map(|(group, number)| view! { <GroupSection group number /> })
        .collect_view();
    view! {
        <section class="form" id="settings" aria-label="Settings" tabindex="-1">
            <form on:submit=|event| event.prevent_default()>{groups}</form>
        </section>
    }
}

#[component]
fn GroupSection(group: Group, number: usize) -> impl IntoView {
    let state = use_state();
    let heading = format!("{}-heading", ids::group(group));
    view! {
        <section class="group" id=ids::group(group) aria-labelledby=heading.clone()>
            <header class="group-head">
                <h2 id=heading.clone()><span class="group-number" aria-hidden="true">{number}</span>{group.label()}</h2>
                <p>{group.help()}</p>
            </header>
            <Fields shown=shown(state, group, false) />
            <More group />
            <NotUsed group />
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
    let default = Config::default();
    let changed = state.of_config(move |config| {
        fields_of(config, group, true)
            .filter(|field| field.is_changed(config, &default))
            .count()
    });
    let refused = state.all_refused();
    let evaluated = state.evaluated();
    let found = Memo::new(move |_| {
        let inside = |field: &Field| field.advanced && field.group == group;
        let evaluated = evaluated.read();
        let findings = evaluated
            .evaluation
            .findings
            .iter()
            .filter(|finding| inside(finding.field))
            .count();
        findings
            + refused
                .read()
                .iter()
                .filter(|(field, _)| inside(field))
                .count()
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
                    <span class="more-title">{format!("More {} settings", group.label().to_lowercase())}</span>
                    {move || (changed.get() > 0).then(|| view! { <span class="count changed">{changed.get()}" changed"</span> })}
                    {move || (found.get() > 0).then(|| view! { <span class="count warning">{words::count(found.get(), "finding")}</span> })}
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
    let reasons = use_state().of_config(move |config| not_used(config, group));
    view! {
        <Show when=move || !reasons.read().is_empty()>
            <div class="not-used">
                <h3>"Not used with these settings"</h3>
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

fn fields_of(
    config: &Config,
    group: Group,
    advanced: bool,
) -> impl Iterator<Item = &'static Field> {
    Field::all().filter(move |field| {
        field.group == group
            && field.advanced == advanced
            && (field.applies)(config) == Applies::Yes
    })
}

fn shown(state: State, group: Group, advanced: bool) -> Memo<Vec<&'static Field>> {
    state.of_config(move |config| fields_of(config, group, advanced).collect())
}

/// Reasons and the labels of the fields that they hold for, in the order of the form.
fn not_used(config: &Config, group: Group) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut reasons: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for field in Field::all().filter(|field| field.group == group) {
        let Applies::No(reason) = (field.applies)(config) else {
            continue;
        };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, labels)) => labels.push(field.label),
            None => reasons.push((reason, vec![field.label])),
        }
    }
    reasons
}
