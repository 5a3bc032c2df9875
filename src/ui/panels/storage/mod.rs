//! The storage: what more speed costs, options, local NVMe, room.

mod options;
mod stores;

use leptos::prelude::*;

use super::finding::FindingView;
use crate::core::{Group, StorageAdvice, StorageCharts};
use crate::ui::charts::{Chart, Plot};
use crate::ui::present::{storage as words, storage_charts};
use crate::ui::state::{State, use_state};
use crate::ui::texts;
use options::Options;
use stores::Stores;

/// Everything about the storage.
#[component]
pub fn Storage() -> impl IntoView {
    let state = use_state();
    let is_ours = of_advice(state, |advice| advice.is_some());
    move || {
        if is_ours.get() {
            view! { <Advice /> }.into_any()
        } else {
            view! {
                <p class="pane empty storage">
                    {texts::storage::NOT_OURS}
                </p>
            }
            .into_any()
        }
    }
}

#[component]
fn Advice() -> impl IntoView {
    let state = use_state();
    let summary = sentences(state, words::summary);
    let space = sentences(state, words::space);
    let notes = sentences(state, |advice| {
        let notes = advice.notes.iter();
        notes.map(|note| note.words().to_owned()).collect()
    });
    view! {
        <div class="pane storage">
            <p class="summary">{summary}</p>
            <Noticed />
            <Charts />
            <p class="help">{notes}</p>
            <h3>{texts::storage::OPTIONS}</h3>
            <Options />
            <h3>{texts::storage::STORES}</h3>
            <Stores />
            <h3>{texts::storage::ROOM}</h3>
            <p class="prose">{space}</p>
        </div>
    }
}

/// Something that follows from the storage.
fn of_advice<T>(
    state: State,
    read: impl Fn(Option<&StorageAdvice>) -> T + Send + Sync + 'static,
) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let evaluated = state.evaluated();
    Memo::new(move |_| read(evaluated.read().evaluation.storage.as_ref()))
}

/// Sentences about the storage, in one paragraph.
fn sentences(state: State, write: fn(&StorageAdvice) -> Vec<String>) -> Memo<String> {
    of_advice(state, move |advice| {
        advice.map(write).unwrap_or_default().join(" ")
    })
}

/// Findings about the storage.
#[component]
fn Noticed() -> impl IntoView {
    let evaluated = use_state().evaluated();
    let findings = Memo::new(move |_| {
        let evaluated = evaluated.read();
        let all = evaluated.evaluation.findings.iter();
        all.filter(|finding| finding.field.group == Group::Storage)
            .cloned()
            .collect::<Vec<_>>()
    });
    move || {
        let findings = findings.get().into_iter();
        findings
            .map(|finding| view! { <FindingView finding with_field=true /> })
            .collect_view()
    }
}

/// What throughput and IOPS cost.
#[component]
fn Charts() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let charts = Memo::new(move |_| {
        let evaluated = evaluated.read();
        let advice = evaluated.evaluation.storage.as_ref()?;
        Some(state.with_world(|config, catalogue| StorageCharts::new(config, catalogue, advice)))
    });
    let chart = move |draw: fn(&StorageCharts) -> Chart| {
        Memo::new(move |_| charts.with(|charts| charts.as_ref().map(draw).unwrap_or_default()))
    };
    view! {
        <div class="charts">
            <Plot id="chart-throughput" chart=chart(storage_charts::by_throughput) />
            <Plot id="chart-iops" chart=chart(storage_charts::by_iops) />
        </div>
    }
}
