//! What would make the pull faster, by how much and for how much money.

use leptos::prelude::*;

use super::of_model;
use crate::ui::present::pull::{self as words, LeverRow, PullCase};
use crate::ui::state::use_state;

/// The table, for the type that is looked at.
#[component]
pub fn Levers(looked: Memo<Option<PullCase>>) -> impl IntoView {
    let state = use_state();
    let rows = of_model(state, looked, |model, case| {
        words::levers(&model.levers(case.position).unwrap_or_default())
    });
    let name = move || looked.get().map(|case| case.name);
    view! {
        <p class="help">"One change at a time, likely times on "{name}". A change of type costs what the other type costs."</p>
        <div class="table-scroll" tabindex="-1">
            <table class="table pull-table levers">
                <caption class="unseen">"Changes with the seconds that they save"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Change"</th>
                        <th scope="col" class="number">"Saves"</th>
                        <th scope="col" class="number">"$ an hour"</th>
                        <th scope="col"><span class="unseen">"Apply"</span></th>
                    </tr>
                </thead>
                <tbody>
                    {move || rows.get().unwrap_or_default().into_iter().map(|row| view! { <Row row /> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: LeverRow) -> impl IntoView {
    let state = use_state();
    let cost = match row.cost {
        Some(text) => view! { <span>{text}</span> }.into_any(),
        None => view! { <span class="muted">"unknown"</span> }.into_any(),
    };
    let action = match row.edit {
        Some(edit) => {
            let said = format!("Applied: {}.", row.change);
            view! {
                <button type="button" class="button small" on:click=move |_| {
                    state.dispatch(&edit);
                    state.view.say(said.clone());
                }>
                    "Apply"<span class="unseen">{format!(" {}", row.change)}</span>
                </button>
            }
            .into_any()
        }
        None => view! { <span class="muted">"when the image is built"</span> }.into_any(),
    };
    view! {
        <tr class:idle=row.is_idle>
            <th scope="row">{row.change.clone()}</th>
            <td class="number">{row.saves}<span class="row-note">{row.note}</span></td>
            <td class="number">{cost}</td>
            <td class="act">{action}</td>
        </tr>
    }
}
