//! The line that never moves: what the settings come to.

use leptos::prelude::*;

use super::actions::copy_apply_block;
use super::cost::is_loading;
use super::finding::shape;
use super::go_to::FieldLink;
use super::parts::use_parts;
use super::type_choice::{TypeChoice, about};
use crate::core::{Field, Kind};
use crate::ui::platform::focus;
use crate::ui::state::{Blocker, OwnFilesReading, State, Tab, use_own_files, use_state};
use crate::ui::strings;
use crate::ui::view_model::answer::{self, About, PullAnswer, PullBar};
use crate::ui::view_model::{costs, instances, words};
use crate::ui::widgets::severity::{Mark, Shape};

/// Id of the reason why files wait.
pub const REASON: &str = "why-waiting";

/// The answer: pull, type, cost; then readiness, findings, types, files, engine.
#[component]
pub fn ResultLine() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let parts = use_parts();
    let about = about(state);
    let answer = Memo::new(move |_| {
        let evaluated = evaluated.read();
        state.with_world(|_, catalogue| answer::pull(&evaluated.evaluation, catalogue, about.get()))
    });
    let basis = Memo::new(move |_| answer::basis(&evaluated.read().evaluation, about.get()));
    let settled = state.settled();
    let off = Memo::new(move |_| {
        let settled = settled.read();
        let catalogue = state.world.catalogue().read();
        answer::soci_off(settled.config(), &settled.evaluation, &catalogue)
    });
    view! {
        <section class="result-line" aria-label=strings::result_line::LABEL
            on:pointerover=move |_| parts.expect_guide() on:focusin=move |_| parts.expect_guide()>
            <div class="answer">
                <PullTime answer />
                <div class="answer-type">
                    <span class="pull-lead">{move || answer.get().lead}</span>" "
                    <TypeChoice />
                </div>
                <CostCell about />
            </div>
            <p class="answer-stock">
                <strong class="gain" class:no-gain=move || answer.read().saves.is_empty()>{move || answer.get().gain}</strong>
                <span class="stock">
                    {move || answer.read().against}<span class="stock-time">{move || answer.get().stock}</span>
                </span>
                <span class="saves">{move || answer.get().saves}</span>
                {move || off.get().map(|off| view! {
                    " "<span class="saves">{off.said}</span>" "
                    <button type="button" class="button small" on:click=move |_| state.dispatch(&off.edit)>
                        {strings::answer::TURN_ON}
                    </button>
                })}
            </p>
            <p class="answer-bound">
                <span class="pull-bound">{move || answer.get().bound}</span>
                <span class="pull-over">{move || answer.get().over}</span>
            </p>
            {move || answer.get().bars.map(|bars| view! { <Bars bars /> })}
            {move || off.get().and_then(|off| off.bars).map(|bars| view! { <Bars bars /> })}
            <div class="answer-rest">
                <Readiness />
                <div class="counts">
                    <Tally />
                    <TypeCount />
                    <FileCount />
                </div>
                <FirstFinding />
                <EngineName />
            </div>
            {move || basis.get().map(|text| view! { <p class="answer-basis">{text}</p> })}
        </section>
    }
}

/// How long a pull takes; leads to why.
#[component]
fn PullTime(answer: Memo<PullAnswer>) -> impl IntoView {
    let state = use_state();
    view! {
        <button type="button" class="pull-cell" on:click=move |_| {
            state.view.tab.set(Some(Tab::Pull));
            focus::element("result");
        }>
            <strong class="pull-likely" class:muted=move || answer.read().time.is_muted>
                {move || answer.get().time.text}
            </strong>
            " "
            <span class="pull-what">{move || answer.get().what}</span>
        </button>
    }
}

/// Both pulls as bars, the one under the other; the text beside them says the same.
#[component]
fn Bars(bars: [PullBar; 2]) -> impl IntoView {
    let rows = bars
        .into_iter()
        .zip(["engine", "stock"])
        .map(|(bar, class)| {
            let whisker = bar.high.saturating_sub(bar.low).to_string();
            view! {
                <span>{bar.name}</span>
                <svg class=class viewBox="0 0 1000 14" preserveAspectRatio="none">
                    <rect class="track" x="0" y="0" width="1000" height="14" />
                    <rect class="likely" x="0" y="0" width=bar.likely.to_string() height="14" />
                    <rect class="range" x=bar.low.to_string() y="6" width=whisker height="2" />
                </svg>
                <span class="bar-time">{bar.text}</span>
            }
        });
    view! { <div class="duel" aria-hidden="true">{rows.collect_view()}</div> }
}

/// What the node costs, and how many of them start; leads to how it comes about.
#[component]
fn CostCell(about: Memo<About>) -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let is_loading = is_loading(state);
    let node = Memo::new(move |_| {
        let waits = is_loading.get() || about.get() == About::Awaited;
        costs::node(&evaluated.read().evaluation.costs, waits)
    });
    let month = Memo::new(move |_| {
        let waits = about.get() == About::Awaited;
        costs::month(&evaluated.read().evaluation.costs, waits)
    });
    let what = Memo::new(move |_| costs::what(&evaluated.read().evaluation.costs));
    let nodes = Memo::new(move |_| answer::nodes(&evaluated.read().evaluation, about.get()));
    let is_short = Memo::new(move |_| {
        let launch = &evaluated.read().evaluation.launch;
        launch.unplaced > 0 || launch.nothing.is_some()
    });
    view! {
        <button type="button" class="costs" on:click=move |_| {
            state.view.tab.set(Some(Tab::Cost));
            focus::element("result");
        }>
            <span class="cost-node">
                <strong class:muted=move || node.read().is_muted>{move || node.get().text}</strong>" "
                <span class="cost-what">{what}</span>
            </span>
            " "
            <span class="cost-month">
                {move || month.get().0}<span class="cost-volume">{move || month.get().1}</span>
            </span>
            " "
            <span class="cost-nodes" class:short=is_short>{nodes}</span>
        </button>
    }
}

/// At the foot of a narrow page: pull and cost, the way to the files, and copying them or what they
/// wait for.
#[component]
pub fn Dock() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let about = about(state);
    let waits = state.blockers();
    let is_waiting = Memo::new(move |_| !waits.read().is_empty());
    let pull = Memo::new(move |_| {
        let evaluated = evaluated.read();
        state.with_world(|_, catalogue| {
            answer::pull(&evaluated.evaluation, catalogue, about.get())
                .time
                .text
        })
    });
    let is_loading = is_loading(state);
    let cost = Memo::new(move |_| {
        let waits = is_loading.get() || about.get() == About::Awaited;
        costs::node(&evaluated.read().evaluation.costs, waits).text
    });
    view! {
        <section class="dock" aria-label=strings::result_line::DOCK>
            <span class="dock-pull">{pull}</span>
            <span class="dock-cost">{cost}</span>
            <a class="answer-files" class:waiting=is_waiting href="#result" on:click=move |_| show_files(state)>
                <Show when=move || is_waiting.get()><Mark shape=Shape::Triangle /></Show>
                {strings::answer::FILES}
            </a>
            <button type="button" class="button primary" on:click=move |_| copy_apply_block(state)>
                {move || if is_waiting.get() {
                    strings::result_line::fix(waits.read().len())
                } else {
                    strings::result_line::COPY.to_owned()
                }}
            </button>
        </section>
    }
}

/// Has a file in view: the one that is, or else the first.
pub fn show_files(state: State) {
    let is_file = state
        .view
        .tab
        .with_untracked(|tab| matches!(tab, Some(Tab::File(_))));
    if !is_file {
        let evaluated = state.latest().read_untracked();
        let first = evaluated.evaluation.bundle.files().first();
        state
            .view
            .tab
            .set(first.map(|file| Tab::File(file.path.clone())));
    }
}

#[component]
fn FileCount() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let files = Memo::new(move |_| words::files(&evaluated.read().evaluation.bundle));
    let to_apply = Memo::new(move |_| words::to_apply(&evaluated.read().evaluation.bundle));
    view! { <a class="files" href="#result" on:click=move |_| show_files(state)>{files}<span class="to-apply">{to_apply}</span></a> }
}

#[component]
fn Readiness() -> impl IntoView {
    let state = use_state();
    let waits = state.blockers();
    let reading = use_own_files().reading();
    // What the files come to beside the settings: how many errors, and why that is not known.
    let of_files = Memo::new(move |_| match &*reading.read() {
        OwnFilesReading::NothingKept => Ok(0),
        OwnFilesReading::Due => Err(strings::result_line::READING_KEPT),
        OwnFilesReading::Failed => Err(strings::result_line::KEPT_NOT_READ),
        read @ OwnFilesReading::Read(_) => Ok(read.errors()),
    });
    let is_wrong = move || {
        let refused = |wait: &Blocker| !matches!(wait, Blocker::Missing(_));
        waits.read().iter().any(refused) || matches!(of_files.get(), Ok(1..))
    };
    let to_findings = move |_| {
        state.view.tab.set(Some(Tab::Findings));
        focus::element("result");
    };
    view! {
        <div class="readiness"
            class:ready=move || waits.read().is_empty() && of_files.get() == Ok(0)
            class:wrong=is_wrong>
            {move || {
                let waits = waits.get();
                if waits.is_empty() {
                    match of_files.get() {
                        Ok(0) => view! { <Mark shape=Shape::Check /><span>{strings::result_line::READY}</span> }.into_any(),
                        Ok(errors) => view! {
                            <Mark shape=Shape::Triangle />
                            <button type="button" class="in-files" on:click=to_findings>{words::errors_in_files(errors)}</button>
                        }.into_any(),
                        Err(why) => view! { <span class="lead">{why}</span> }.into_any(),
                    }
                } else {
                    let (missing, wrong): (Vec<Blocker>, Vec<Blocker>) =
                        waits.into_iter().partition(|wait| matches!(wait, Blocker::Missing(_)));
                    view! {
                        <Mark shape=Shape::Triangle />
                        <WaitLinks lead=strings::result_line::WAITING_FOR waits=missing />
                        <WaitLinks lead=strings::result_line::TO_PUT_RIGHT waits=wrong />
                    }
                    .into_any()
                }
            }}
        </div>
    }
}

#[component]
fn WaitLinks(lead: &'static str, waits: Vec<Blocker>) -> impl IntoView {
    (!waits.is_empty()).then(|| {
        let links = waits
            .into_iter()
            .map(|wait| {
                view! { <FieldLink field=wait.field() /> }
            })
            .collect_view();
        view! { <span class="lead">{lead}</span> {links} }
    })
}

/// How many instance types are admitted; leads to them.
#[component]
fn TypeCount() -> impl IntoView {
    let state = use_state();
    let count = state.admitted_count();
    view! {
        <button type="button" class="types" class:none-left=move || count.get() == 0
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
    let reading = use_own_files().reading();
    let tally = Memo::new(move |_| {
        let (evaluated, reading) = (evaluated.read(), reading.read());
        let rows = match &*reading {
            OwnFilesReading::Read(rows) => rows.as_slice(),
            _ => &[],
        };
        let findings = evaluated.evaluation.findings.iter();
        let of_files = rows.iter().map(|row| row.severity);
        words::tally_of(findings.map(|finding| finding.severity).chain(of_files))
    });
    view! {
        <button type="button" class="tally" on:click=move |_| {
            state.view.tab.set(Some(Tab::Findings));
            focus::element("result");
        }>
            {move || {
                let tally = tally.get();
                if tally.is_empty() {
                    return view! { <span class="none">{strings::result_line::NO_FINDINGS}</span> }.into_any();
                }
                tally
                    .into_iter()
                    .map(|(severity, number)| {
                        view! {
                            <span class=format!("severity {}", severity.as_str())>
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

/// What the worst finding says, in one line; leads to all of them.
#[component]
fn FirstFinding() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let first = Memo::new(move |_| {
        let evaluated = evaluated.read();
        let worst = evaluated.evaluation.findings.first();
        worst.map(|finding| finding.message.clone())
    });
    move || {
        first.get().map(|message| {
            view! {
                <button type="button" class="first-finding" title=message.clone()
                    on:click=move |_| {
                        state.view.tab.set(Some(Tab::Findings));
                        focus::element("result");
                    }>{message.clone()}</button>
            }
        })
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
    view! { <p class="engine-name">{move || name.map(|name| name.get())}</p> }
}
