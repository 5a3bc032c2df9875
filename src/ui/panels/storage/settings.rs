//! The table of settings: what each gives and costs on the type in view, and the way to take it.

use leptos::prelude::*;

use crate::ui::panels::settings_table::SettingsTable;
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::storage_worth::SettingRow;

/// The table.
#[component]
pub fn Settings(rows: Memo<Vec<SettingRow>>) -> impl IntoView {
    view! {
        <SettingsTable
            caption=strings::storage::SETTINGS_CAPTION
            name=strings::storage::SETTING_HEAD
            figures=[strings::storage::PULL_HEAD, strings::storage::COST_HEAD, strings::storage::AGAINST_HEAD]
            take=strings::storage::TAKE_HEAD>
            {move || rows.get().into_iter().map(|row| view! { <Row row /> }).collect_view()}
        </SettingsTable>
    }
}

#[component]
fn Row(row: SettingRow) -> impl IntoView {
    let state = use_state();
    let is_possible = row.why_not.is_empty();
    let figure = |figure: Option<String>| match (figure, is_possible) {
        (Some(text), _) => view! { <span>{text}</span> }.into_any(),
        (None, true) => view! { <span class="muted">{strings::words::UNKNOWN}</span> }.into_any(),
        (None, false) => ().into_any(),
    };
    let best = row.is_best.then(|| {
        view! { " "<span class="row-mark best" title=strings::storage::BEST_MEANS>{strings::storage::BEST}</span> }
    });
    let deltas = row.deltas.into_iter().map(|delta| {
        view! { <span class="delta" class:less=delta.is_less>{delta.text}</span>" " }
    });
    let against = if row.is_yours {
        view! { <span class="yours">{strings::storage::YOURS}</span> }.into_any()
    } else {
        deltas.collect_view().into_any()
    };
    let action = row.fix.map(|fix| {
        let name = format!(" {}", row.name);
        view! {
            <button type="button" class="button small" on:click=move |_| state.dispatch(&fix.edit)>
                {strings::storage::USE}<span class="unseen">{name}</span>
            </button>
        }
    });
    let notes = if is_possible {
        [row.about.to_owned(), row.changes]
    } else {
        [row.why_not, String::new()]
    };
    let notes = notes.into_iter().filter(|note| !note.is_empty());
    let notes = notes
        .map(|note| view! { <span class="row-note">{note}</span> })
        .collect_view();
    view! {
        <tr class:picked=row.is_yours class:impossible=!is_possible>
            <th scope="row">
                <span class="setting-name">{row.name}{best}</span>
                <span class="setting-notes">{notes}</span>
            </th>
            <td class="number time-cell">
                {figure(row.time)}
                <span class="row-note">{row.range}</span>
            </td>
            <td class="number cost-cell">{figure(row.cost)}</td>
            <td class="number against-cell">{against}</td>
            <td class="act">{action}</td>
        </tr>
    }
}
