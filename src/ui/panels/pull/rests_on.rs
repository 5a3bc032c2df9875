//! The figures that the estimate rests on.

use leptos::prelude::*;

use crate::ui::present::pull::{self as words, PullCase};
use crate::ui::state::use_state;

/// A table of what widens the estimate, most first.
#[component]
pub fn RestsOn(looked: Memo<Option<PullCase>>) -> impl IntoView {
    let own = use_state().of_config(|config| config.image.own_figures.clone());
    let rows = Memo::new(move |_| {
        let looked = looked.read();
        let case = looked.as_ref();
        case.map_or_else(Vec::new, |case| {
            words::assumptions(&case.engine.estimate.influences, &own.read())
        })
    });
    let summary = move || {
        looked.get().map(|case| {
            format!(
                "Uncertain figures, the one that widens the range most first. Together they make ±{} %.",
                case.engine.estimate.uncertainty()
            )
        })
    };
    let rows = move || {
        let rows = rows.get().into_iter().map(|row| {
            view! {
                <tr>
                    <th scope="row">{row.label}<span class="row-note">{row.source}</span></th>
                    <td class="number">{row.value}</td>
                    <td class="number">{row.moves}</td>
                </tr>
            }
        });
        rows.collect_view()
    };
    view! {
        <p class="help">{summary}</p>
        <div class="table-scroll" tabindex="0" role="group" aria-label="Scrollable table">
            <table class="table pull-table stacked">
                <caption class="unseen">"Figures of the estimate and how much they move it"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Figure and source"</th>
                        <th scope="col" class="number">"Value (range)"</th>
                        <th scope="col" class="number">"Moves the pull"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
