//! The spread over the eligible types, by the types that stand for it.

use leptos::prelude::*;

use crate::ui::strings;
use crate::ui::view_model::pull::{self as words, PullCase};

/// The table.
#[component]
pub fn Types(cases: Memo<Vec<PullCase>>) -> impl IntoView {
    let with_stock = Memo::new(move |_| cases.read().iter().any(|case| case.stock.is_some()));
    let rows = move || {
        let cases = cases.get().into_iter();
        cases.map(|case| row(case, with_stock.get())).collect_view()
    };
    let stock_head = move || {
        with_stock
            .get()
            .then(|| view! { <th scope="col" class="number">{strings::pull::STOCK_HEAD}</th> })
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="table pull-table">
                <caption class="unseen">{strings::pull::TYPES_CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{strings::pull::TYPE_HEAD}</th>
                        <th scope="col" class="number">{strings::pull::PULL_HEAD}</th>
                        {stock_head}
                        <th scope="col" class="wide-only">{strings::pull::BOUND_HEAD}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(case: PullCase, with_stock: bool) -> impl IntoView {
    let estimate = &case.engine.estimate;
    let stock = with_stock.then(|| {
        let time = case.stock.as_ref().map(|stock| stock.estimate.time);
        let time = time.map(words::likely_and_range).map(|(likely, range)| {
            view! { {likely}<span class="row-note">{range}</span> }
        });
        view! { <td class="number">{time}</td> }
    });
    let (likely, range) = words::likely_and_range(estimate.time);
    view! {
        <tr>
            <th scope="row">
                {case.name}
                <span class="row-note">{case.role}</span>
                <span class="row-note narrow-only">{estimate.bound().describe()}</span>
            </th>
            <td class="number">
                {likely}
                <span class="row-note">{range}</span>
            </td>
            {stock}
            <td class="wraps wide-only">{estimate.bound().describe()}</td>
        </tr>
    }
}
