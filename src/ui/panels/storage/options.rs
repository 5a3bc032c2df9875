//! The table of options: what each costs, gives and changes, and the way to take it.

use leptos::prelude::*;

use super::of_advice;
use crate::ui::present::storage::{self as words, OptionRow};
use crate::ui::state::use_state;

/// The table.
#[component]
pub fn Options() -> impl IntoView {
    let rows = of_advice(use_state(), |advice| {
        advice.map(words::options).unwrap_or_default()
    });
    view! {
        <div class="table-scroll whole" tabindex="0" role="group" aria-label="Scrollable table">
            <table class="table options">
                <caption class="unseen">"Settings of the storage with their cost and write rate"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Setting"</th>
                        <th scope="col" class="number">"$ a month"</th>
                        <th scope="col" class="number">"Writes"</th>
                        <th scope="col">"Changes"</th>
                        <th scope="col"><span class="unseen">"Take it"</span></th>
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
        (None, true) => view! { <span class="muted">"unknown"</span> }.into_any(),
        (None, false) => ().into_any(),
    };
    let action = match (row.fix, row.is_current) {
        (Some(fix), _) => view! {
            <button type="button" class="button small" on:click=move |_| state.dispatch(&fix.edit)>
                "Use"<span class="unseen">{format!(" {}", row.name)}</span>
            </button>
        }
        .into_any(),
        (None, true) => view! { <span class="now">"now"</span> }.into_any(),
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
