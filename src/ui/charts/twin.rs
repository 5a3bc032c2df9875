//! The numbers of a chart as a table, folded away.

use leptos::prelude::*;

use super::model::TableTwin;
use crate::ui::strings;

/// The table; it is made when it is opened.
#[component]
pub fn Twin(
    /// What it holds, for those who listen.
    #[prop(into)]
    caption: Signal<String>,
    #[prop(into)] table: Signal<TableTwin>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let rows = move || {
        open.get().then(|| {
            let TableTwin { heads, rows } = table.get();
            let heads = heads
                .into_iter()
                .map(|head| view! { <th scope="col" class="number">{head}</th> })
                .collect_view();
            let rows = rows
                .into_iter()
                .map(|row| {
                    let mut cells = row.into_iter();
                    let name = cells.next();
                    let cells = cells
                        .map(|cell| view! { <td class="number">{cell}</td> })
                        .collect_view();
                    view! { <tr><th scope="row" class="number">{name}</th>{cells}</tr> }
                })
                .collect_view();
            view! {
                <table class="table">
                    <caption class="unseen">{caption}</caption>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            }
        })
    };
    view! {
        <details class="twin" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{strings::charts::NUMBERS_AS_TABLE}</summary>
            <div class="twin-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>{rows}</div>
        </details>
    }
}
