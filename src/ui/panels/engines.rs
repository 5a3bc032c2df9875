//! The engines side by side: which of the parallel ones to take, a table to take one from, and what
//! was weighed.

use leptos::prelude::*;

use super::settings_table::SettingsTable;
use crate::core::{EngineKind, EngineReason, compare_engines};
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::engines::{EngineRow, row};

/// Everything about the engines.
#[component]
pub fn Engines() -> impl IntoView {
    let state = use_state();
    // Made while the tab is open, once for each evaluation.
    let (settled, catalogue) = (state.settled(), state.world.catalogue());
    let compared = Memo::new(move |_| {
        let settled = settled.read();
        compare_engines(settled.config(), &catalogue.read())
    });
    let name = move |kind: EngineKind| {
        let compared = compared.read();
        let option = compared.options.iter().find(|one| one.kind == kind);
        option.map_or("", |option| option.label)
    };
    let verdict = Memo::new(move |_| compared.read().verdict.clone());
    let sentence = move || match verdict.get() {
        Some(verdict) => strings::engines::take(name(verdict.engine), name(verdict.over)),
        None => strings::engines::NOTHING_TO_DECIDE.to_owned(),
    };
    let because = move || verdict.get().map(|verdict| verdict.because);
    let notes = move || {
        let notes = compared.read().notes.clone().into_iter();
        notes
            .map(|note| view! { <p class="prose" role="note">{note}</p> })
            .collect_view()
    };
    let rows = Memo::new(move |_| compared.read().options.iter().map(row).collect::<Vec<_>>());
    let reasons = move || {
        let reasons = verdict.get().map(|verdict| verdict.reasons);
        let reasons = reasons.unwrap_or_default().into_iter();
        reasons
            .map(|reason| {
                let favours = reason.favours.map(name);
                view! { <Reason reason favours /> }
            })
            .collect_view()
    };
    view! {
        <div class="pane storage engines">
            <p class="verdict">{sentence}</p>
            <p class="prose">{because}</p>
            {notes}
            <SettingsTable
            caption=strings::engines::CAPTION
            name=strings::engines::ENGINE_HEAD
            figures=[strings::engines::PULL_HEAD, strings::engines::COST_HEAD, strings::engines::MEMORY_HEAD]
            take=strings::engines::TAKE_HEAD>
            {move || rows.get().into_iter().map(|row| view! { <Row row /> }).collect_view()}
        </SettingsTable>
            <Show when=move || verdict.read().is_some()>
                <h3>{strings::engines::REASONS}</h3>
                <dl class="reasons">{reasons}</dl>
            </Show>
        </div>
    }
}

#[component]
fn Row(row: EngineRow) -> impl IntoView {
    let state = use_state();
    let figure = |figure: Option<String>| match figure {
        Some(text) => view! { <span>{text}</span> }.into_any(),
        None => view! { <span class="muted">{strings::words::UNKNOWN}</span> }.into_any(),
    };
    let notes = row.notes.into_iter();
    let notes = notes
        .map(|note| view! { <span class="row-note">{note}</span> })
        .collect_view();
    let action = match row.edit {
        Some(edit) => view! {
            <button type="button" class="button small" on:click=move |_| state.dispatch(&edit)>
                {strings::engines::USE}<span class="unseen">{format!(" {}", row.name)}</span>
            </button>
        }
        .into_any(),
        None => view! { <span class="yours">{strings::engines::YOURS}</span> }.into_any(),
    };
    view! {
        <tr class:picked=row.is_yours class:impossible=!row.works>
            <th scope="row">
                <span class="setting-name">{row.name}</span>
                <span class="setting-notes">{notes}</span>
            </th>
            <td class="number time-cell">
                {figure(row.time)}
                <span class="row-note">{row.range}</span>
            </td>
            <td class="number cost-cell">{figure(row.cost)}</td>
            <td class="number against-cell">{row.memory}</td>
            <td class="act">{action}</td>
        </tr>
    }
}

#[component]
fn Reason(reason: EngineReason, favours: Option<&'static str>) -> impl IntoView {
    let favours = favours.map(|engine| {
        view! { " "<strong>{strings::engines::favours(engine)}</strong> }
    });
    view! {
        <dt>{reason.about}</dt>
        <dd>
            {reason.text}{favours}" "
            <a class="source" href=reason.source.url target="_blank" rel="noreferrer">{reason.source.label}" ↗"</a>
        </dd>
    }
}
