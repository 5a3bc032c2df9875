//! The table of options: what each costs, gives and changes, and the way to take it.

use leptos::prelude::*;

use super::of_advice;
use crate::ui::present::storage::{self as words, OptionRow};
use crate::ui::state::use_state;
use crate::ui::texts;

/// The table.
#[component]
pub fn Options() -> impl IntoView {
    let rows = of_advice(use_state(), |advice| {
        advice.map(words::options).unwrap_or_default()
    });
    view! {
        <div class="table-scroll whole" tabindex="0" role="group" aria-label=texts::widgets::SCROLLABLE_TABLE>
            <table class="table options">
                <caption class="unseen">{texts::storage::OPTIONS_CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts::storage::SETTING_HEAD}</th>
                        <th scope="col" class="number">{texts::storage::COST_HEAD}</th>
                        <th scope="col" class="number">{texts::storage::WRITES_HEAD}</th>
                        <th scope="col">{texts::storage::CHANGES_HEAD}</th>
                        <th scope="col"><span class="unseen">{texts::storage::TAKE_HEAD}</span></th>
                    </tr>
                </thead>
                <tbody>
                    {move || rows.get().into_iter().map(|row| view! { <Row row /> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: OptionRow) -> impl IntoView {
    let state = use_state();
    let is_possible = row.why_not.is_empty();
    let figure = |figure: Option<String>| match (figure, is_possible) {
        (Some(text), _) => view! { <span>{text}</span> }.into_any(),
        (None, true) => view! { <span class="muted">{texts::words::UNKNOWN}</span> }.into_any(),
        (None, false) => ().into_any(),
    };
    let action = match (row.fix, row.is_current) {
        (Some(fix), _) => view! {
            <button type="button" class="button small" on:click=move |_| state.dispatch(&fix.edit)>
                {texts::storage::USE}<span class="unseen">{format!(" {}", row.name)}</span>
            </button>
        }
        .into_any(),
        (None, true) => view! { <span class="now">{texts::storage::NOW}</span> }.into_any(),
        (None, false) => ().into_any(),
    };
    view! {
        <tr class:picked=row.is_current class:impossible=!is_possible>
            <th scope="row">{row.name}<span class="row-note">{row.about}</span></th>
            <td class="number cost-cell">{figure(row.cost)}</td>
            <td class="number rate-cell">
                {figure(row.rate)}
                <span class="row-note">{row.rate_note}</span>
            </td>
            <td class="changes">{row.changes}{row.why_not}</td>
            <td class="act">{action}</td>
        </tr>
    }
}
