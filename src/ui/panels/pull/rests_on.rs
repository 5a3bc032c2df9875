//! The figures that the estimate rests on.

use leptos::prelude::*;

use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::pull::{self as words, PullCase};

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
        looked
            .get()
            .map(|case| strings::pull::rests_on(case.engine.estimate.uncertainty()))
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
        <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="table pull-table stacked">
                <caption class="unseen">{strings::pull::RESTS_ON_CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{strings::pull::FIGURE_HEAD}</th>
                        <th scope="col" class="number">{strings::pull::VALUE_HEAD}</th>
                        <th scope="col" class="number">{strings::pull::MOVES_HEAD}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
