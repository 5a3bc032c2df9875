//! The line that never moves: what the settings come to.

use leptos::prelude::*;

use super::cost::is_loading;
use super::finding::shape;
use super::parts::use_parts;
use crate::core::{Field, Kind};
use crate::ui::platform::focus;
use crate::ui::present::{costs, ids, instances, pull, words};
use crate::ui::state::{Tab, Wait, use_state};
use crate::ui::texts;
use crate::ui::widgets::severity::{Mark, Shape};

/// Id of the reason why files wait.
pub const REASON: &str = "why-waiting";

/// Readiness, pull, files, cost, types, findings, engine.
#[component]
pub fn ResultLine() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let parts = use_parts();
    let files = Memo::new(move |_| words::files(&evaluated.read().evaluation.bundle));
    let to_apply = Memo::new(move |_| words::to_apply(&evaluated.read().evaluation.bundle));
    view! {
        <section class="result-line" aria-label=texts::result_line::LABEL
            on:pointerover=move |_| parts.expect_guide() on:focusin=move |_| parts.expect_guide()>
            <Readiness />
            <PullTime />
            <a class="cell files" href="#result">{files}<span class="to-apply">{to_apply}</span></a>
            <CostCell />
            <TypeCount />
            <Tally />
            <EngineName />
        </section>
    }
}

#[component]
fn Readiness() -> impl IntoView {
    let waits = use_state().waits();
    view! {
        <div class="cell readiness"
            class:ready=move || waits.read().is_empty()
            class:wrong=move || waits.read().iter().any(|wait| !matches!(wait, Wait::Missing(_)))>
            {move || {
                let waits = waits.get();
                if waits.is_empty() {
                    view! { <Mark shape=Shape::Check /><span>{texts::result_line::READY}</span> }.into_any()
                } else {
                    let (missing, wrong): (Vec<Wait>, Vec<Wait>) =
                        waits.into_iter().partition(|wait| matches!(wait, Wait::Missing(_)));
                    view! {
                        <Mark shape=Shape::Triangle />
                        <WaitLinks lead=texts::result_line::WAITING_FOR waits=missing />
                        <WaitLinks lead=texts::result_line::TO_PUT_RIGHT waits=wrong />
                    }
                    .into_any()
                }
            }}
        </div>
    }
}

#[component]
fn WaitLinks(lead: &'static str, waits: Vec<Wait>) -> impl IntoView {
    (!waits.is_empty()).then(|| {
        let links = waits
            .into_iter()
            .map(|wait| {
                let id = ids::control(wait.field());
                view! {
                    <a href=format!("#{id}") on:click=move |event| {
                        event.prevent_default();
                        focus::control(&id);
                    }>{wait.field().label}</a>
                }
            })
            .collect_view();
        view! { <span class="lead">{lead}</span> {links} }
    })
}

/// How long a pull takes; leads to why.
#[component]
fn PullTime() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let cell = Memo::new(move |_| pull::cell(&evaluated.read().evaluation.pull));
    view! {
        <button type="button" class="cell pull-cell" on:click=move |_| {
            state.view.tab.set(Some(Tab::Pull));
            focus::element("result");
        }>
            {move || {
                let cell = cell.get();
                let gain = (!cell.gain.is_empty()).then(|| view! { " · "<strong class="gain">{cell.gain}</strong> });
                let over = (!cell.over.is_empty()).then(|| view! { <span class="pull-over">" · "{cell.over}</span> });
                view! {
                    <span class="pull-time">
                        <strong class:muted=cell.is_unknown>{cell.time}</strong>{texts::result_line::PULL}
                        <span class="stock">{cell.stock}</span>
                        {gain}
                    </span>
                    <span class="pull-bound">{cell.bound}{over}</span>
                }
            }}
        </button>
    }
}

/// What a node costs an hour; leads to how it comes about.
#[component]
fn CostCell() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let is_loading = is_loading(state);
    let node =
        Memo::new(move |_| costs::node(&evaluated.read().evaluation.costs, is_loading.get()));
    let disk = Memo::new(move |_| costs::disk(&evaluated.read().evaluation.costs));
    view! {
        <button type="button" class="cell costs" on:click=move |_| {
            state.view.tab.set(Some(Tab::Cost));
            focus::element("result");
        }>
            <span class="cost-node">
                <span class:muted=move || node.read().is_muted>{move || node.get().text}</span>{texts::result_line::NODE}
            </span>
            " + "
            <span class="cost-disk">
                <span class:muted=move || disk.read().is_muted>{move || disk.get().text}</span>{texts::result_line::DISK}
            </span>
        </button>
    }
}

/// How many instance types are admitted; leads to them.
#[component]
fn TypeCount() -> impl IntoView {
    let state = use_state();
    let count = state.admitted_count();
    view! {
        <button type="button" class="cell types" class:none-left=move || count.get() == 0
            on:click=move |_| {
                state.view.tab.set(Some(Tab::Instances));
                focus::element("result");
            }>
            {move || (count.get() == 0).then(|| view! { <Mark shape=Shape::Stop /> })}
            {move || instances::types(count.get())}
        </button>
    }
}

#[component]
fn Tally() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let tally = Memo::new(move |_| words::tally(&evaluated.read().evaluation.findings));
    view! {
        <button type="button" class="cell tally" on:click=move |_| {
            state.view.tab.set(Some(Tab::Findings));
            focus::element("result");
        }>
            {move || {
                let tally = tally.get();
                if tally.is_empty() {
                    return view! { <span class="none">{texts::result_line::NO_FINDINGS}</span> }.into_any();
                }
                tally
                    .into_iter()
                    .map(|(severity, number)| {
                        view! {
                            <span class=format!("severity {}", severity.word())>
                                <Mark shape=shape(severity) />
                                {words::tallied(severity, number)}
                            </span>
                        }
                    })
                    .collect_view()
                    .into_any()
            }}
        </button>
    }
}

#[component]
fn EngineName() -> impl IntoView {
    let name = Field::find("engine.kind").map(|field| {
        use_state().of_config(move |config| {
            let word = field.value(config).text(field.kind);
            match field.kind {
                Kind::Choice(choices) => choices
                    .iter()
                    .find(|choice| choice.word == word)
                    .map_or(word, |choice| choice.label.to_owned()),
                _ => word,
            }
        })
    });
    view! { <p class="cell engine-name">{move || name.map(|name| name.get())}</p> }
}
