//! Local NVMe of the selected types.

use leptos::prelude::*;

use super::{of_advice, sentences};
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::storage::{self as words, StoreRow};
use crate::ui::widgets::table::Pager;

/// Types on one page.
const PAGE: usize = 12;

/// What there is to say, the way to keep images on the volume, and every type.
#[component]
pub fn Stores() -> impl IntoView {
    let state = use_state();
    let summary = sentences(state, words::stores);
    let evaluated = state.evaluated();
    // Not a second time where a finding offers it.
    let keep = Memo::new(move |_| {
        let evaluated = evaluated.read();
        let evaluation = &evaluated.evaluation;
        let keep = evaluation.storage.as_ref()?.keep_on_volume.as_ref()?;
        let mut findings = evaluation.findings.iter();
        (!findings.any(|finding| finding.fix.as_ref() == Some(keep))).then(|| keep.clone())
    });
    let rows = of_advice(state, |advice| {
        advice.map(words::store_rows).unwrap_or_default()
    });
    let total = Memo::new(move |_| rows.read().len());
    view! {
        <p class="prose">{summary}</p>
        {move || keep.get().map(|fix| view! {
            <p class="prose">
                <button type="button" class="button small" on:click=move |_| state.dispatch(&fix.edit)>
                    {fix.label.clone()}
                </button>
            </p>
        })}
        <Show when=move || { total.get() > 0 }>
            <Types rows total />
        </Show>
    }
}

#[component]
fn Types(rows: Memo<Vec<StoreRow>>, total: Memo<usize>) -> impl IntoView {
    let page = RwSignal::new(0_usize);
    let shown = move || {
        let first = page.get().min(total.get().saturating_sub(1) / PAGE) * PAGE;
        rows.with(|rows| {
            let rows = rows.iter().skip(first).take(PAGE).cloned();
            rows.map(|row| view! { <Row row /> }).collect_view()
        })
    };
    view! {
        <div class="table-scroll whole" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="table stores">
                <caption class="unseen">{strings::storage::STORES_CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{strings::storage::TYPE_HEAD}</th>
                        <th scope="col" class="number">{strings::storage::NVME_HEAD}</th>
                        <th scope="col" class="number">{strings::storage::NVME_WRITES_HEAD}</th>
                        <th scope="col" class="number">{strings::storage::VOLUME_WRITES_HEAD}</th>
                        <th scope="col">{strings::storage::COMPARISON_HEAD}</th>
                    </tr>
                </thead>
                <tbody>{shown}</tbody>
            </table>
        </div>
        <Pager total size=PAGE page />
    }
}

#[component]
fn Row(row: StoreRow) -> impl IntoView {
    let unknown = || view! { <span class="muted">{strings::words::UNKNOWN}</span> };
    let figure = |text: Option<String>| match text {
        Some(text) => view! { <span>{text}</span> }.into_any(),
        None => unknown().into_any(),
    };
    let comparison = match row.comparison {
        Some(words) => view! { <span>{words}</span> }.into_any(),
        None => unknown().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{row.name}</th>
            <td class="number">{row.size}</td>
            <td class="number" title=row.basis>{figure(row.rate)}</td>
            <td class="number">{figure(row.volume)}</td>
            <td>{comparison}</td>
        </tr>
    }
}
