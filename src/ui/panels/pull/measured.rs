//! Predictions beside published pulls: how far the model is to be trusted.

use leptos::prelude::*;

use crate::core::{Constants, LeaveOneOut, LeftUnseen, PredictedAgainstMeasured, PredictedPair};
use crate::data::{MEASURED_PAIRS, MEASUREMENTS};
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::pull::{self as words, MeasuredRow};

/// Folded away; the pulls are simulated when it is opened.
#[component]
pub fn Measured() -> impl IntoView {
    let state = use_state();
    let open = RwSignal::new(false);
    let all = Memo::new(move |_| {
        open.get().then(|| {
            state.with_world(|_, catalogue| {
                let constants = Constants::default();
                let all =
                    PredictedAgainstMeasured::new(catalogue, MEASUREMENTS, &constants).ok()?;
                let unseen = LeftUnseen::Pull;
                let left_out =
                    LeaveOneOut::new(catalogue, MEASUREMENTS, &constants, unseen).ok()?;
                let pairs =
                    PredictedPair::all(catalogue, MEASURED_PAIRS, MEASUREMENTS, &constants).ok()?;
                Some((all, left_out, pairs))
            })
        })?
    });
    let content = move || {
        all.with(|all| {
            all.as_ref().map(|(all, left_out, pairs)| {
                let rows = words::measured_rows(all, pairs).into_iter().map(row);
                view! {
                    <p class="prose">{words::measured_summary(all, left_out)}</p>
                    <MeasuredTable rows=rows.collect_view().into_any() />
                }
            })
        })
    };
    view! {
        <details class="measured" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary><h3>{strings::pull::MEASURED}</h3></summary>
            {content}
        </details>
    }
}

#[component]
fn MeasuredTable(rows: AnyView) -> impl IntoView {
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="table pull-table">
                <caption class="unseen">{strings::pull::MEASURED_CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{strings::pull::MEASURED_PULL_HEAD}</th>
                        <th scope="col" class="number">{strings::pull::IMAGE_HEAD}</th>
                        <th scope="col">{strings::pull::ENGINE_HEAD}</th>
                        <th scope="col">{strings::pull::TYPE_HEAD}</th>
                        <th scope="col" class="number">{strings::pull::MEASURED_HEAD}</th>
                        <th scope="col" class="number">{strings::pull::PREDICTED_HEAD}</th>
                        <th scope="col" class="number">{strings::pull::ERROR_HEAD}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(row: MeasuredRow) -> impl IntoView {
    let or_unknown = |text: Option<String>, word: &'static str| match text {
        Some(text) => view! { <span>{text}</span> }.into_any(),
        None => view! { <span class="muted">{word}</span> }.into_any(),
    };
    let outside = row.is_outside.then(|| {
        view! { " "<span class="row-mark" title=strings::pull::OUTSIDE_MEANS>{strings::pull::OUTSIDE}</span> }
    });
    view! {
        <tr>
            <th scope="row">{row.id}<span class="row-note">{row.source}</span></th>
            <td class="number">{or_unknown(row.size, strings::pull::NOT_PUBLISHED)}</td>
            <td>{row.engine}</td>
            <td>{or_unknown(row.instance_type, strings::pull::NOT_PUBLISHED)}</td>
            <td class="number">{row.measured}</td>
            <td class="number">{or_unknown(row.predicted, "–")}{outside}</td>
            <td class="number">{or_unknown(row.error, "–")}</td>
        </tr>
    }
}
