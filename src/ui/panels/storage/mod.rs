//! Whether the disk is worth its price: a sentence, a picture, the settings to choose from; folded
//! away what holds over all eligible types.

mod settings;
mod stores;

use leptos::prelude::*;

use super::cost::FieldLink;
use super::finding::FindingView;
use super::parts::use_parts;
use crate::core::{DiskWorth, Group, NoEstimate, NoWorth, StorageAdvice};
use crate::ui::charts::RangePlot;
use crate::ui::state::{State, use_state};
use crate::ui::strings;
use crate::ui::view_model::{storage as words, storage_worth};
use settings::Settings;
use stores::Stores;

/// Whether the disk is worth its price, or why there is no telling.
pub type Answer = Memo<Result<DiskWorth, NoWorth>>;

/// The comparison, once for each evaluation.
pub fn answer(state: State) -> Answer {
    let (settled, catalogue) = (state.settled(), state.world.catalogue());
    Memo::new(move |_| {
        let settled = settled.read();
        DiskWorth::new(settled.config(), &catalogue.read(), &settled.evaluation)
    })
}

/// Everything about the storage.
#[component]
pub fn Storage() -> impl IntoView {
    let state = use_state();
    let answer = use_parts().disks.get_value();
    let answer = answer.unwrap_or_else(|| self::answer(state));
    let why = Memo::new(move |_| answer.read().as_ref().err().copied());
    move || match why.get() {
        Some(NoWorth::NotOurs) => view! {
            <p class="pane empty storage">{NoWorth::NotOurs.describe()}</p>
        }
        .into_any(),
        Some(NoWorth::NoType(why)) => view! {
            <div class="pane storage">
                <p class="summary">{why.describe()}" "<FieldLink path=missing(why) /></p>
                <Noticed />
                <Folded />
            </div>
        }
        .into_any(),
        None => view! { <Worth answer /> }.into_any(),
    }
}

/// The field that would change it.
const fn missing(why: NoEstimate) -> &'static str {
    match why {
        NoEstimate::ImageSize => "image.compressedSize",
        NoEstimate::InstanceTypes => "nodes.categories",
        NoEstimate::UnknownType => "costs.instanceType",
    }
}

#[component]
fn Worth(answer: Answer) -> impl IntoView {
    let said = move |say: fn(&DiskWorth) -> Option<String>| {
        Memo::new(move |_| {
            answer
                .read()
                .as_ref()
                .ok()
                .and_then(say)
                .unwrap_or_default()
        })
    };
    let sentence = said(|worth| Some(worth.sentence()));
    let more = said(|worth| {
        let remarks = worth.remarks().into_iter();
        let more = remarks.chain(worth.elsewhere_sentence());
        let more: Vec<String> = more.chain(worth.enough_sentence()).collect();
        Some(more.join(" "))
    });
    let chart = Memo::new(move |_| answer.read().as_ref().ok().and_then(storage_worth::chart));
    let has_chart = Memo::new(move |_| chart.read().is_some());
    let drawn = Signal::derive(move || chart.get().unwrap_or_default());
    let rows = Memo::new(move |_| {
        let answer = answer.read();
        answer
            .as_ref()
            .map_or_else(|_| Vec::new(), storage_worth::rows)
    });
    let without_size = Memo::new(move |_| {
        let answer = answer.read();
        answer
            .as_ref()
            .is_ok_and(|worth| worth.without_times == Some(NoEstimate::ImageSize))
    });
    let caveats = move || {
        let answer = answer.read();
        let caveats = answer
            .as_ref()
            .map_or_else(|_| Vec::new(), DiskWorth::caveats);
        caveats
            .into_iter()
            .map(|caveat| view! { <li>{caveat}</li> })
            .collect_view()
    };
    view! {
        <div class="pane storage">
            <p class="verdict">{sentence}</p>
            <p class="prose">
                {more}
                {move || without_size.get().then(|| view! {
                    {strings::storage::SET_SIZE}<FieldLink path="image.compressedSize" />
                })}
            </p>
            <Show when=move || has_chart.get()>
                <RangePlot id="storage-chart" chart=drawn />
            </Show>
            <Settings rows />
            <Noticed />
            <details class="folded">
                <summary>{strings::storage::CAVEATS}</summary>
                <ul class="caveats">{caveats}</ul>
            </details>
            <Folded />
        </div>
    }
}

/// What holds over all eligible types.
#[component]
fn Folded() -> impl IntoView {
    let state = use_state();
    let summary = sentences(state, words::summary);
    let space = sentences(state, words::space);
    let notes = sentences(state, |advice| {
        let notes = advice.notes.iter();
        notes.map(|note| note.describe().to_owned()).collect()
    });
    view! {
        <details class="folded">
            <summary>{strings::storage::ROOM}</summary>
            <p class="prose">{space}</p>
        </details>
        <details class="folded">
            <summary>{strings::storage::LIMITS}</summary>
            <p class="prose">{summary}</p>
            <p class="prose">{notes}</p>
        </details>
        <details class="folded">
            <summary>{strings::storage::STORES}</summary>
            <Stores />
        </details>
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
