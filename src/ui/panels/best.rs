//! The best setting: the exact frontier of time against money, searched in the background, and
//! the cheapest setting for a target.

use std::time::Duration;

use leptos::prelude::*;

use crate::background::{Answer, FrontierAnswer, FrontierRequest, FrontierRow, Request};
use crate::core::{Edit, Scope, Target, read_config, write_config};
use crate::ui::charts::Plot;
use crate::ui::platform::worker::{Heard, Task};
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::best as words;
use crate::ui::widgets::no_worker::NoWorker;
use crate::ui::widgets::text::TextInput;

/// So long the settings rest before they are searched again.
const REST: Duration = Duration::from_millis(700);

/// How a search stands.
#[derive(Debug, Clone, PartialEq)]
enum Found {
    Nothing,
    Searching(u8),
    Answer(FrontierAnswer),
    Refused(String),
    /// There is nobody to search, for now.
    Failed,
}

/// What is asked for, as it stands in the controls.
#[derive(Debug, Clone, Copy)]
struct Asked {
    scope: RwSignal<Scope>,
    per_start: RwSignal<bool>,
    time: RwSignal<String>,
    cost: RwSignal<String>,
    found: RwSignal<Found>,
    /// What the answer was found for.
    of: RwSignal<Option<(String, Scope, bool)>>,
    task: StoredValue<Task, LocalStorage>,
}

/// The whole tab.
#[component]
pub fn BestSetting() -> impl IntoView {
    let state = use_state();
    let asked = Asked {
        scope: RwSignal::new(state.with_world(|config, _| Scope::from_config(config))),
        per_start: RwSignal::new(false),
        time: RwSignal::new(String::new()),
        cost: RwSignal::new(String::new()),
        found: RwSignal::new(Found::Nothing),
        of: RwSignal::new(None),
        task: StoredValue::new_local(Task::default()),
    };
    let config = state.of_config(write_config);
    let now = Memo::new(move |_| (config.get(), asked.scope.get(), asked.per_start.get()));
    let stopped = RwSignal::new(false);
    let search = move || {
        stopped.set(false);
        let (file, scope, per_start) = now.get_untracked();
        asked.of.set(Some((file.clone(), scope, per_start)));
        asked.found.set(Found::Searching(0));
        let request = Request::Frontier(FrontierRequest {
            config: file,
            prices: state.world.tables(),
            scope,
            per_start,
        });
        let heard = move |heard| {
            asked.found.set(match heard {
                Heard::Progress(percent) => Found::Searching(percent),
                Heard::Failed => Found::Failed,
                Heard::Answer(answer) => match *answer {
                    Answer::Frontier(found) => Found::Answer(found),
                    Answer::Refused(why) => Found::Refused(why),
                    Answer::Image(_)
                    | Answer::Pulls(_)
                    | Answer::Files(_)
                    | Answer::OwnFiles(_) => Found::Nothing,
                },
            });
        };
        asked.task.with_value(|task| task.ask(request, heard));
    };
    let stop = move || {
        asked.task.with_value(Task::stop);
        asked.found.set(Found::Nothing);
        stopped.set(true);
    };
    on_cleanup(move || {
        asked.task.try_with_value(Task::stop);
    });
    // By itself: at once, and again when the settings rest. Not after it was stopped.
    let mut again = debounce(REST, move |()| {
        let is_here = asked.of.try_get_untracked();
        if is_here.is_some_and(|of| of != Some(now.get_untracked())) && !stopped.get_untracked() {
            search();
        }
    });
    Effect::new(move |was_there: Option<bool>| {
        let is_there = !state.awaits_prices().get();
        now.track();
        match (was_there, is_there) {
            (_, false) => {}
            (Some(true), true) => again(()),
            (_, true) => search(),
        }
        is_there
    });
    let is_searching = Memo::new(move |_| matches!(*asked.found.read(), Found::Searching(_)));
    let is_stale = Memo::new(move |_| {
        matches!(*asked.found.read(), Found::Answer(_)) && *asked.of.read() != Some(now.get())
    });
    view! {
        <div class="pane best">
            <p class="summary">
                {strings::best::ABOUT}
            </p>
            <div class="best-controls">
                <Choice asked />
                <Show when=move || stopped.get()>
                    <button type="button" class="button primary" on:click=move |_| search()>{strings::best::SEARCH}</button>
                </Show>
                <Show when=move || is_searching.get()>
                    <button type="button" class="button" on:click=move |_| stop()>{strings::best::STOP}</button>
                </Show>
            </div>
            <TargetFields asked />
            <p class="help" role="status">
                {move || match &*asked.found.read() {
                    Found::Nothing if stopped.get() => strings::best::STOPPED.to_owned(),
                    Found::Nothing => strings::best::WAITS_FOR_PRICES.to_owned(),
                    Found::Searching(percent) => strings::best::searching(*percent),
                    Found::Answer(_) if is_stale.get() => strings::best::STALE.to_owned(),
                    Found::Answer(found) => words::summary(found),
                    Found::Refused(why) => why.clone(),
                    Found::Failed => String::new(),
                }}
            </p>
            <div role="status">
                {move || (*asked.found.read() == Found::Failed).then(|| view! {
                    <NoWorker why=strings::best::NO_WORKER again=search />
                })}
            </div>
            <div class:stale=is_stale>
                {move || match asked.found.get() {
                    Found::Answer(found) => Some(view! { <Points asked found /> }),
                    Found::Nothing | Found::Searching(_) | Found::Refused(_) | Found::Failed => None,
                }}
            </div>
        </div>
    }
}

/// Which types, and which money.
#[component]
fn Choice(asked: Asked) -> impl IntoView {
    let texts_of = |scope: Scope| match scope {
        Scope::InView => strings::best::IN_VIEW,
        Scope::Admitted => strings::best::ADMITTED,
        Scope::OutsidePool => strings::best::OUTSIDE_POOL,
    };
    let options = Scope::ALL.map(|scope| {
        let [label, _] = texts_of(scope);
        view! {
            <option value=scope.as_str() prop:selected=move || asked.scope.get() == scope>{label}</option>
        }
    });
    let help = move || {
        let [_, help] = texts_of(asked.scope.get());
        help
    };
    let choose = move |word: String| {
        if let Some(scope) = Scope::ALL.into_iter().find(|scope| scope.as_str() == word) {
            asked.scope.set(scope);
        }
    };
    view! {
        <div class="best-scope">
            <label for="best-scope">{strings::best::SCOPE}</label>
            <select id="best-scope" aria-describedby="best-scope-help"
                on:change=move |event| choose(event_target_value(&event))>{options.into_iter().collect_view()}</select>
            <p class="help" id="best-scope-help">{help}</p>
        </div>
        <label class="check">
            <input type="checkbox" prop:checked=asked.per_start
                on:input=move |event| asked.per_start.set(event_target_checked(&event)) />
            {strings::best::PER_START}
        </label>
    }
}

/// What is wanted; what is no value is said where it stands.
#[component]
fn TargetFields(asked: Asked) -> impl IntoView {
    let refused = Memo::new(move |_| words::target(&asked.time.read(), &asked.cost.read()).err());
    let message = move |of_time: bool| {
        let (time, cost) = refused.get()?;
        let invalid = if of_time { time } else { cost };
        invalid.map(|invalid| invalid.message().to_owned())
    };
    let field = move |id: &'static str,
                      hint: &'static str,
                      label: &'static str,
                      unit: &'static str,
                      text: RwSignal<String>,
                      of_time: bool| {
        let note = format!("{id}-note");
        view! {
            <div class="best-target">
                <label for=id>{label}</label>
                <TextInput id=id.to_owned() described_by=note.clone() value=text
                    refused=Signal::derive(move || message(of_time).is_some())
                    unit hint on_input=Callback::new(move |typed: String| text.set(typed)) numeric=true />
                <p class="refused" id=note>{move || message(of_time)}</p>
            </div>
        }
    };
    view! {
        <div class="best-targets">
            {field("best-time", strings::best::TIME_HINT, strings::best::TIME, "", asked.time, true)}
            {field("best-cost", strings::best::COST_HINT, strings::best::COST, "$", asked.cost, false)}
        </div>
    }
}

/// The answer to the target, the chart, and a row for each point.
#[component]
fn Points(asked: Asked, found: FrontierAnswer) -> impl IntoView {
    let per_start = asked.of.read_untracked().as_ref().is_some_and(|of| of.2);
    let chart = words::chart(&found, per_start);
    let rows = found.rows.clone();
    let answer = Memo::new(move |_| {
        let target: Target = words::target(&asked.time.read(), &asked.cost.read()).ok()?;
        words::answer(&found, target, per_start)
    });
    let best = Memo::new(move |_| answer.read().as_ref().map(|(_, row)| *row));
    view! {
        <p class="best-answer" role="status">{move || answer.get().map(|(words, _)| words)}</p>
        <Plot id="best-chart" chart=Signal::stored(chart) />
        <div class="table-scroll" tabindex="-1">
            <table class="table">
                <caption class="unseen">{strings::best::CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="number">{strings::best::PULL_HEAD}</th>
                        <th scope="col" class="number">{strings::best::cost_unit(per_start)}</th>
                        <th scope="col">{strings::best::TYPE_HEAD}</th>
                        <th scope="col">{strings::best::SETTING_HEAD}</th>
                        <th scope="col">{strings::best::LAUNCHED_BY_HEAD}</th>
                        <th scope="col"><span class="unseen">{strings::best::TAKE_HEAD}</span></th>
                    </tr>
                </thead>
                <tbody>
                    {rows.into_iter().enumerate().map(|(at, row)| view! { <Row row at best per_start /> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: FrontierRow, at: usize, best: Memo<Option<usize>>, per_start: bool) -> impl IntoView {
    let state = use_state();
    let name = strings::best::use_of(&row.instance_type, &row.setting);
    let action = row.config.clone().map(|file| {
        let take = move |_| {
            if let Ok(config) = read_config(&file) {
                state.dispatch(&Edit::replace(config));
            }
        };
        view! {
            <button type="button" class="button small" on:click=take>{strings::best::USE}<span class="unseen">{name}</span></button>
        }
    });
    view! {
        <tr class:current=move || best.get() == Some(at)>
            <td class="number">{words::time(&row).rounded()}</td>
            <td class="number">{words::cost(&row, per_start).rounded()}</td>
            <th scope="row">{row.instance_type.clone()}</th>
            <td>{row.setting.clone()}</td>
            <td>{row.launched_by.clone()}</td>
            <td>{action}</td>
        </tr>
    }
}
