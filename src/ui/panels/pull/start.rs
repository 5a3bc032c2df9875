//! The node's start with the pull in it.

use leptos::prelude::*;

use crate::core::node_start;
use crate::ui::charts::scale::percent;
use crate::ui::panels::cost::FieldLink;
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::pull::{self as words, PhaseRow, PullCase};

/// A bar of the phases, and a table of their figures.
#[component]
pub fn Start(looked: Memo<Option<PullCase>>) -> impl IntoView {
    let state = use_state();
    let start = Memo::new(move |_| {
        let looked = looked.read();
        let time = looked.as_ref()?.engine.estimate.time;
        Some(state.with_world(|config, _| words::start(&node_start(config, time))))
    });
    let [own_figure, end] = strings::pull::OWN_START;
    move || {
        start.get().map(|(summary, rows)| {
            let bars = rows.iter().zip(1..).filter_map(bar).collect_view();
            let rows = rows.into_iter().zip(1..).map(row).collect_view();
            view! {
                <p class="prose">{summary}</p>
                <div class="start-bar" aria-hidden="true">{bars}</div>
                <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
                    <table class="table pull-table">
                        <caption class="unseen">{strings::pull::START_CAPTION}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{strings::pull::PHASE_HEAD}</th>
                                <th scope="col" class="number">{strings::pull::TAKES_HEAD}</th>
                                <th scope="col">{strings::pull::SOURCE_HEAD}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="help">{own_figure}<FieldLink path="costs.provisioning" />{end}</p>
            }
        })
    }
}

/// The number in the bar leads to the row of the table.
fn bar((row, number): (&PhaseRow, u32)) -> Option<impl IntoView + use<>> {
    let (from, width) = row.bar?;
    Some(view! {
        <span class="start-part" class:the-pull=row.label == "Image pull"
            style:left=percent(from) style:width=percent(width)>{number}</span>
    })
}

fn row((row, number): (PhaseRow, u32)) -> impl IntoView {
    let time = match row.time {
        Some(time) => view! { <span>{time}</span> }.into_any(),
        None => view! { <span class="muted">{strings::words::UNKNOWN}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><span class="start-number">{number}</span>{row.label}</th>
            <td class="number">{time}</td>
            <td class="wraps muted">{row.source}</td>
        </tr>
    }
}
