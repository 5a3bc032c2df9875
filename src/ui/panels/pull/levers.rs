//! What would change the pull or its price, by how much, and what Karpenter launches then.

use leptos::prelude::*;

use super::of_model;
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::pull::{self as words, LeverRow, PullCase};

/// The table, for the type that is looked at.
#[component]
pub fn Levers(looked: Memo<Option<PullCase>>) -> impl IntoView {
    let state = use_state();
    let rows = of_model(state, looked, |model, case| {
        words::levers(
            &model.levers(case.position).unwrap_or_default(),
            model.catalogue(),
        )
    });
    let name = move || looked.get().map(|case| case.name);
    let [likely_times_on, type_costs] = strings::pull::LEVERS_ABOUT;
    view! {
        <p class="help">{likely_times_on}{name}{type_costs}</p>
        <div class="table-scroll" tabindex="-1">
            <table class="table pull-table levers">
                <caption class="unseen">{strings::pull::LEVERS_CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{strings::pull::CHANGE_HEAD}</th>
                        <th scope="col" class="number">{strings::pull::SAVES_HEAD}</th>
                        {strings::pull::COST_HEADS.into_iter().map(|head| view! { <th scope="col" class="number">{head}</th> }).collect_view()}
                        <th scope="col"><span class="unseen">{strings::pull::APPLY}</span></th>
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
    let costs = row.costs.map(|cost| match cost {
        Some(text) => view! { <td class="number">{text}</td> }.into_any(),
        None => view! { <td class="number muted">{strings::words::UNKNOWN}</td> }.into_any(),
    });
    let action = match row.edit {
        Some(edit) => {
            let said = strings::pull::applied(&row.change);
            view! {
                <button type="button" class="button small" on:click=move |_| {
                    state.dispatch(&edit);
                    state.view.say(said.clone());
                }>
                    {strings::pull::APPLY}<span class="unseen">{format!(" {}", row.change)}</span>
                </button>
            }
            .into_any()
        }
        None => view! { <span class="muted">{row.instead}</span> }.into_any(),
    };
    view! {
        <tr class:idle=row.is_idle>
            <th scope="row">{row.change.clone()}<span class="row-note">{row.with}</span></th>
            <td class="number">{row.saves}<span class="row-note">{row.note}</span></td>
            {costs.into_iter().collect_view()}
            <td class="act">{action}</td>
        </tr>
    }
}
