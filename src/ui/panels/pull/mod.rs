//! How long the pull takes: over the types, layer by layer, what would make it faster, the node's
//! start around it, what it rests on and how it compares with published pulls.

mod levers;
mod measured;
mod pasted;
mod rests_on;
mod start;
mod types;

use leptos::prelude::*;

use super::cost::FieldLink;
use crate::core::{Constants, NoEstimate, PullModel, PulledBy};
use crate::ui::charts::{Timeline, TimelineChart};
use crate::ui::platform::focus;
use crate::ui::present::pull::{self as words, Headline, PullCase};
use crate::ui::present::pull_timeline;
use crate::ui::state::{State, use_state};
use crate::ui::texts;
use levers::Levers;
use measured::Measured;
use pasted::{MANIFEST, PastedImage, PastedPulls};
use rests_on::RestsOn;
use start::Start;
use types::Types;

const CHART: &str = "pull-timeline";
const TYPE: &str = "pull-type";

/// Everything about the pull.
#[component]
pub fn Pull() -> impl IntoView {
    let evaluated = use_state().evaluated();
    let missing = Memo::new(move |_| evaluated.read().evaluation.pull.as_ref().err().copied());
    move || match missing.get() {
        Some(why) => view! { <Missing why /> }.into_any(),
        None => view! { <Estimated /> }.into_any(),
    }
}

/// Why there is nothing to show, and the field that would change it.
#[component]
fn Missing(why: NoEstimate) -> impl IntoView {
    let path = match why {
        NoEstimate::ImageSize => "image.compressedSize",
        NoEstimate::InstanceTypes => "nodes.categories",
    };
    view! {
        <div class="pane pull">
            <p class="summary">{why.words()}" "<FieldLink path /></p>
            <PastedImage />
            <Measured />
        </div>
    }
}

#[component]
fn Estimated() -> impl IntoView {
    let state = use_state();
    let cases = cases(state);
    // The role of the type that is looked at; the middle one until another is chosen.
    let role = RwSignal::new(words::MIDDLE.to_owned());
    let looked = Memo::new(move |_| {
        let cases = cases.read();
        let of_role = |role: &str| cases.iter().find(|case| case.role == role);
        // A role may be gone, and one type alone has another.
        let case = of_role(&role.read()).or_else(|| of_role(words::MIDDLE));
        case.or_else(|| cases.first()).cloned()
    });
    view! {
        <div class="pane pull">
            <Head />
            <PastedImage />
            <Types cases />
            <div class="pull-choice">
                <label class="label" for=TYPE>{texts::pull::LOOK_AT}</label>
                <TypeChoice cases looked role />
            </div>
            <Layers looked />
            <h3>{texts::pull::LEVERS}</h3>
            <Levers looked />
            <h3>{texts::pull::START}</h3>
            <Start looked />
            <h3>{texts::pull::RESTS_ON}</h3>
            <RestsOn looked />
            <PastedPulls looked />
            <Measured />
        </div>
    }
}

/// The types that stand for all, with both estimates.
fn cases(state: State) -> Memo<Vec<PullCase>> {
    let evaluated = state.evaluated();
    Memo::new(move |_| {
        let evaluated = evaluated.read();
        let Ok(estimates) = &evaluated.evaluation.pull else {
            return Vec::new();
        };
        state.with_world(|config, catalogue| {
            let model = PullModel::new(config, catalogue, &Constants::of(config));
            model.map_or_else(Vec::new, |model| {
                words::cases(estimates, config, catalogue, &model)
            })
        })
    })
}

/// Something that the model says of the type that is looked at.
fn of_model<T>(
    state: State,
    looked: Memo<Option<PullCase>>,
    read: impl Fn(&PullModel<'_>, &PullCase) -> T + Send + Sync + 'static,
) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| {
        let looked = looked.read();
        let case = looked.as_ref()?;
        state.with_world(|config, catalogue| {
            let model = PullModel::new(config, catalogue, &Constants::of(config))?;
            Some(read(&model, case))
        })
    })
}

/// The answer, in figures and sentences.
#[component]
fn Head() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let headline = Memo::new(move |_| {
        let evaluated = evaluated.read();
        let estimates = evaluated.evaluation.pull.as_ref().ok()?;
        let position = estimates.engine.median.position;
        state.with_world(|_, catalogue| {
            let instance = catalogue.instances().get(position)?;
            Some(words::headline(estimates, instance.name))
        })
    });
    move || {
        headline.get().map(|headline| {
            let Headline { time, against, bound, manifest, two_speeds } = headline;
            view! {
                <p class="pull-headline"><strong>{time}</strong>" "{against}</p>
                <p class="prose">{bound}</p>
                {(!two_speeds.is_empty()).then(|| view! { <p class="prose two-speeds">{two_speeds}</p> })}
                {(!manifest.is_empty()).then(|| view! {
                    <p class="help">
                        {manifest}
                        <button type="button" class="link" on:click=|_| focus::control(MANIFEST)>{texts::pull::PASTE_IT}</button>"."
                    </p>
                })}
            }
        })
    }
}

#[component]
fn TypeChoice(
    cases: Memo<Vec<PullCase>>,
    looked: Memo<Option<PullCase>>,
    role: RwSignal<String>,
) -> impl IntoView {
    let options = move || {
        let now = looked.read().as_ref().map(|case| case.role);
        let cases = cases.get().into_iter().map(|case| {
            view! {
                <option value=case.role selected=now == Some(case.role)>
                    {format!("{}: {}", case.role, case.name)}
                </option>
            }
        });
        cases.collect_view()
    };
    view! {
        <select id=TYPE on:change=move |event| role.set(event_target_value(&event))>{options}</select>
    }
}

/// The timeline of the type that is looked at.
#[component]
fn Layers(looked: Memo<Option<PullCase>>) -> impl IntoView {
    let state = use_state();
    let chart = of_model(state, looked, |model, case| {
        let sides = [PulledBy::Engine, PulledBy::StockContainerd];
        let shown = if case.stock.is_some() { 2 } else { 1 };
        let pulls: Vec<_> = sides
            .into_iter()
            .take(shown)
            .filter_map(|by| Some((by, model.timeline(by, case.position)?)))
            .collect();
        pull_timeline::chart(case.name, &pulls)
    });
    let chart: Signal<Timeline> = Signal::derive(move || chart.get().unwrap_or_default());
    let is_assumed = of_model(state, looked, |model, _| {
        model.profile().known_layers().is_none()
    });
    let [assumed_layers, end] = texts::pull::ASSUMED_LAYERS;
    view! {
        <TimelineChart id=CHART chart />
        {move || (is_assumed.get() == Some(true)).then(|| view! {
            <p class="help">
                {assumed_layers}
                <FieldLink path="image.layers" />{end}
            </p>
        })}
    }
}
