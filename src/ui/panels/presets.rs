//! Where to start: presets as cards, with what each comes to, and what one has. Once something is
//! chosen, one line.

use std::time::Duration;

use leptos::prelude::*;

use super::parts::use_parts;
use crate::core::{Edit, Evaluator, Field, Group, Preset};
use crate::ui::platform;
use crate::ui::state::{Dialog, State, use_state};
use crate::ui::strings;
use crate::ui::view_model::presets::figures;

/// Presets that are asked for seldom: more of them than these would not fit side by side.
const SELDOM: [&str; 3] = [
    "vllm-gpu-containerd",
    "original-blueprint",
    "stock-containerd",
];

const CHANGE: &str = "change-preset";

/// Of what a preset keeps, and besides prices, what its figures depend on.
const KEPT: [&str; 4] = [
    "cluster.region",
    "cluster.kubernetes",
    "cluster.karpenter",
    "image.ownFigures",
];

/// Where to start.
#[component]
pub fn Presets() -> impl IntoView {
    let state = use_state();
    let chooses = state.view.chooses_preset;
    view! {
        <section class="presets" aria-label=strings::presets::LABEL>
            <Show when=move || chooses.get() fallback=|| view! { <Chosen /> }>
                <Cards />
            </Show>
        </section>
    }
}

/// The preset that was chosen, in one line.
#[component]
fn Chosen() -> impl IntoView {
    let state = use_state();
    let preset = move || state.preset().and_then(Preset::find);
    view! {
        <div class="preset-line">
            <strong>{move || preset().map_or(strings::presets::YOUR_OWN, |preset| preset.label)}</strong>
            <p>{move || preset().map_or(strings::presets::YOUR_OWN_HELP, |preset| preset.help)}</p>
            <button type="button" class="button small" id=CHANGE
                on:click=move |_| state.view.chooses_preset.set(true)>{strings::presets::CHANGE}</button>
        </div>
    }
}

#[component]
fn Cards() -> impl IntoView {
    let state = use_state();
    let parts = use_parts();
    let shows_all = RwSignal::new(false);
    let known = RwSignal::new(vec![None; Preset::ALL.len()]);
    work_out(state, known);
    let cards = Preset::ALL.iter().enumerate().map(|(at, preset)| {
        let is_seldom = SELDOM.contains(&preset.word);
        let is_hidden = move || is_seldom && !shows_all.get();
        let figures = Memo::new(move |_| known.with(|known| known.get(at).cloned().flatten()));
        view! { <Card preset figures hidden=Signal::derive(is_hidden) /> }
    });
    view! {
        <div class="preset-cards"
            on:pointerover=move |_| parts.expect_dialogs() on:focusin=move |_| parts.expect_dialogs()>
            {cards.collect_view()}
            <button type="button" class="button" aria-expanded=move || shows_all.get().to_string()
                on:click=move |_| shows_all.update(|all| *all = !*all)>
                {move || if shows_all.get() { strings::presets::FEWER } else { strings::presets::MORE }}
            </button>
            <button type="button" class="preset-card preset-import" aria-haspopup="dialog"
                on:click=move |_| state.view.dialog.set(Some(Dialog::Open))>
                <strong>{strings::presets::IMPORT}</strong>
                <span class="preset-about" aria-hidden="true">{strings::presets::IMPORT_HELP}</span>
            </button>
        </div>
    }
}

#[component]
fn Card(
    preset: &'static Preset,
    figures: Memo<Option<String>>,
    hidden: Signal<bool>,
) -> impl IntoView {
    let state = use_state();
    let [label, about] = ["label", "about"].map(|part| format!("preset-{}-{part}", preset.word));
    let (labelled_by, described_by) = (label.clone(), about.clone());
    view! {
        <button type="button" class="preset-card" hidden=hidden title=preset.help
            aria-pressed=move || (state.preset() == Some(preset.word)).to_string()
            aria-labelledby=labelled_by aria-describedby=described_by
            on:click=move |_| {
                state.start_from(preset);
                state.view.chooses_preset.set(false);
                // The button that takes the cards' place is drawn by the next task.
                set_timeout(|| platform::focus::element(CHANGE), Duration::ZERO);
            }>
            <strong id=label>{preset.label}</strong>
            <span class="preset-about" id=about>
                <span class="preset-for">{preset.audience}</span>
                <span class="preset-figures">{figures}</span>
            </span>
        </button>
    }
}

/// Works out what the presets come to in this Region, one at a time, while the browser has nothing
/// else to do.
fn work_out(state: State, known: RwSignal<Vec<Option<String>>>) {
    let kept = state.of_config(|config| {
        let fields =
            Field::all().filter(|field| field.group == Group::Prices || KEPT.contains(&field.path));
        let texts = fields.map(|field| field.value(config).text(field.kind));
        texts.collect::<Vec<_>>().join("\n")
    });
    let catalogue = state.world.catalogue();
    // What was begun for other settings ends.
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        kept.track();
        catalogue.track();
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = turn.get_value();
        if !state.view.stands.get() {
            return;
        }
        let mut presets = Preset::ALL.iter().enumerate();
        platform::while_idle(move || {
            if turn.try_get_value() != Some(mine) {
                return false;
            }
            let Some((at, preset)) = presets.next() else {
                return false;
            };
            let now = state.config_now();
            let config = now.apply(&Edit::preset(preset, &now));
            let found = catalogue.with_untracked(|catalogue| {
                figures(&Evaluator::default().evaluate(&config, catalogue))
            });
            // The cards may be closed by now, or the page gone.
            let is_shown = known.try_update(|known| {
                if let Some(known) = known.get_mut(at) {
                    *known = found;
                }
            });
            is_shown.is_some()
        });
    });
}
