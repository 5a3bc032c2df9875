//! How long the pull takes: on the type in view, how that type was found, layer by layer, what would
//! make it faster, the node's start around it, what it rests on and how it compares with published
//! pulls.

mod found;
mod levers;
mod measured;
mod pasted;
mod rests_on;
mod start;
mod types;

use leptos::prelude::*;

use super::cost::FieldLink;
use super::type_choice::about;
use crate::core::{Constants, NoEstimate, PullModel, PullSpreads, PullVariant};
use crate::ui::charts::{Timeline, TimelineChart};
use crate::ui::platform::focus;
use crate::ui::state::{State, use_state};
use crate::ui::strings;
use crate::ui::view_model::answer::About;
use crate::ui::view_model::pull::{self as words, Headline, PullCase};
use crate::ui::view_model::pull_timeline;
use found::Found;
use levers::Levers;
use measured::Measured;
pub use pasted::PULLS;
use pasted::{MANIFEST, PastedImage, PastedPulls};
use rests_on::RestsOn;
use start::Start;
use types::Types;

const CHART: &str = "pull-timeline";

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
        NoEstimate::UnknownType => "costs.instanceType",
    };
    view! {
        <div class="pane pull">
            <p class="summary">{why.describe()}" "<FieldLink path /></p>
            <PastedImage />
            <Measured />
        </div>
    }
}

/// What is about the type in view waits while prices are on their way; what was pasted stays.
#[component]
fn Estimated() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let about = about(state);
    let looked = Memo::new(move |_| {
        let evaluated = evaluated.read();
        if about.get() == About::Awaited {
            return None;
        }
        state.with_world(|_, catalogue| words::case(&evaluated.evaluation, catalogue))
    });
    let is_known = move || about.get() != About::Awaited;
    view! {
        <div class="pane pull" aria-busy=move || (!is_known()).then_some("true")>
            {move || match about.get() {
                About::Awaited => view! { <Awaited /> }.into_any(),
                About::One => view! { <Head /> }.into_any(),
                About::All => view! { <Over /> }.into_any(),
            }}
            <PastedImage />
            <Show when=is_known>
                <Found />
                <Show when=move || about.get() == About::All>
                    <h3>{move || looked.get().map(|case| strings::pull::on_type(case.name, case.role))}</h3>
                </Show>
                <Layers looked />
                <h3>{strings::pull::LEVERS}</h3>
                <Levers looked />
                <h3>{strings::pull::START}</h3>
                <Start looked />
                <h3>{strings::pull::RESTS_ON}</h3>
                <RestsOn looked />
            </Show>
            <PastedPulls looked />
            <Measured />
        </div>
    }
}

/// In place of the answer, while prices are on their way.
#[component]
fn Awaited() -> impl IntoView {
    let prices = use_state().prices();
    view! {
        <p class="pull-headline muted"><strong>{strings::answer::ON_ITS_WAY}</strong></p>
        <p class="prose muted">{move || strings::words::loading_prices(&prices.get().0)}</p>
    }
}

/// Likely times over all eligible types, with the engine and with stock containerd.
fn spreads(state: State) -> Memo<Option<PullSpreads>> {
    let evaluated = state.evaluated();
    Memo::new(move |_| {
        let evaluated = evaluated.read();
        let admitted = &evaluated.evaluation.selection.admitted;
        state.with_world(|config, catalogue| {
            PullModel::new(config, catalogue, &Constants::from_config(config))?.over(admitted)
        })
    })
}

/// The answer over all eligible types, and the types that stand for them.
#[component]
fn Over() -> impl IntoView {
    let state = use_state();
    let spreads = spreads(state);
    let headline = Memo::new(move |_| {
        let spreads = spreads.read();
        let spreads = spreads.as_ref()?;
        state.with_world(|_, catalogue| {
            let position = spreads.engine.median.position;
            let median = catalogue.instances().get(position)?.name;
            Some(words::headline_over(spreads, median))
        })
    });
    let cases = Memo::new(move |_| {
        let spreads = spreads.read();
        spreads.as_ref().map_or_else(Vec::new, |spreads| {
            state.with_world(|config, catalogue| {
                let model = PullModel::new(config, catalogue, &Constants::from_config(config));
                model.map_or_else(Vec::new, |model| {
                    words::cases(&spreads.engine, catalogue, &model)
                })
            })
        })
    });
    view! {
        {move || headline.get().map(|headline| view! { <Answer headline /> })}
        <Types cases />
    }
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
            let model = PullModel::new(config, catalogue, &Constants::from_config(config))?;
            Some(read(&model, case))
        })
    })
}

/// The answer on the type in view.
#[component]
fn Head() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let headline = Memo::new(move |_| {
        let evaluated = evaluated.read();
        let estimates = evaluated.evaluation.pull.as_ref().ok()?;
        let view = evaluated.evaluation.in_view?;
        state.with_world(|_, catalogue| {
            let instance = catalogue.instances().get(view.position)?;
            Some(words::headline(
                &estimates.node,
                instance.name,
                view.because,
            ))
        })
    });
    move || headline.get().map(|headline| view! { <Answer headline /> })
}

/// A headline in figures and sentences.
#[component]
fn Answer(headline: Headline) -> impl IntoView {
    let Headline {
        time,
        about,
        against,
        bound,
        work,
        manifest,
        two_speeds,
    } = headline;
    let prose = |text: String| (!text.is_empty()).then(|| view! { <p class="prose">{text}</p> });
    view! {
        <p class="pull-headline"><strong>{time}</strong>" "{about}</p>
        {prose(against)}
        {prose(bound)}
        {prose(work)}
        {(!two_speeds.is_empty()).then(|| view! { <p class="prose two-speeds">{two_speeds}</p> })}
        {(!manifest.is_empty()).then(|| view! {
            <p class="help">
                {manifest}
                <button type="button" class="link" on:click=|_| focus::control(MANIFEST)>{strings::pull::PASTE_IT}</button>"."
            </p>
        })}
    }
}

/// The timeline of the type that is looked at.
#[component]
fn Layers(looked: Memo<Option<PullCase>>) -> impl IntoView {
    let state = use_state();
    let chart = of_model(state, looked, |model, case| {
        let sides = [PullVariant::Engine, PullVariant::StockContainerd];
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
    let [assumed_layers, end] = strings::pull::ASSUMED_LAYERS;
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
