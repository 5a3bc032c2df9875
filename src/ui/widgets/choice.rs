//! Controls for closed choices.

use crate::ui::strings;
use leptos::prelude::*;

/// One of the options of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opt {
    /// The word that stands for it.
    pub word: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// When to take it.
    pub help: &'static str,
    /// Whether it is the one to take without a reason for another.
    pub recommended: bool,
}

/// What every control for choices needs.
#[derive(Debug, Clone)]
pub struct Named {
    /// Id of the control or of its group.
    pub id: String,
    /// Id of the label.
    pub labelled_by: String,
    /// Ids of what describes it.
    pub described_by: String,
}

/// Radio buttons side by side, and under them when to take the chosen one.
#[component]
pub fn Segments(
    named: Named,
    options: Vec<Opt>,
    #[prop(into)] value: Signal<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let name = named.id.clone();
    let chosen_help = {
        let options = options.clone();
        move || {
            value.with(|value| {
                options
                    .iter()
                    .find(|option| option.word == value)
                    .map(|option| option.help)
            })
        }
    };
    let segments = options
        .into_iter()
        .map(|option| {
            let name = name.clone();
            view! {
                <label class="segment" title=option.help>
                    <input type="radio" name=name value=option.word
                        prop:checked=move || value.with(|value| value == option.word)
                        on:change=move |_| on_choose.run(option.word.into()) />
                    <span>{option.label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="segments" role="radiogroup" id=named.id
            aria-labelledby=named.labelled_by aria-describedby=named.described_by>{segments}</div>
        <p class="chosen-help">{chosen_help}</p>
    }
}

/// Radio buttons as cards, each with when to take it.
#[component]
pub fn Cards(
    named: Named,
    options: Vec<Opt>,
    #[prop(into)] value: Signal<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let name = named.id.clone();
    let cards = options
        .into_iter()
        .map(|option| {
            let name = name.clone();
            let label_id = format!("{name}-{}-label", option.word);
            let help_id = format!("{name}-{}-help", option.word);
            view! {
                <label class="card">
                    <input type="radio" name=name value=option.word
                        aria-labelledby=label_id.clone() aria-describedby=help_id.clone()
                        prop:checked=move || value.with(|value| value == option.word)
                        on:change=move |_| on_choose.run(option.word.into()) />
                    <span class="card-label">
                        <span id=label_id>{option.label}</span>
                        {option.recommended.then(|| view! { <span class="tag">{strings::widgets::RECOMMENDED}</span> })}
                    </span>
                    <span class="card-help" id=help_id>{option.help}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="cards" role="radiogroup" id=named.id
            aria-labelledby=named.labelled_by aria-describedby=named.described_by>{cards}</div>
    }
}

/// A list to choose from, and under it when to take the chosen one.
#[component]
pub fn Select(
    named: Named,
    options: Vec<Opt>,
    #[prop(into)] value: Signal<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let chosen_help = {
        let options = options.clone();
        move || {
            value.with(|value| {
                options
                    .iter()
                    .find(|option| option.word == value)
                    .map(|option| option.help)
            })
        }
    };
    let items = options
        .into_iter()
        .map(|option| {
            view! {
                <option value=option.word prop:selected=move || value.with(|value| value == option.word)>
                    {option.label}
                </option>
            }
        })
        .collect_view();
    view! {
        <select id=named.id aria-describedby=named.described_by
            on:change=move |event| on_choose.run(event_target_value(&event))>{items}</select>
        <p class="chosen-help">{chosen_help}</p>
    }
}

/// Boxes to tick; the value is the words that are ticked, in the options' order.
#[component]
pub fn Boxes(
    named: Named,
    options: Vec<Opt>,
    /// Words, separated by commas.
    #[prop(into)]
    value: Signal<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let has = |text: &str, word: &str| text.split(',').any(|part| part.trim() == word);
    let words: Vec<&'static str> = options.iter().map(|option| option.word).collect();
    let toggle = move |word: &'static str| {
        let now = value.get_untracked();
        let kept: Vec<&str> = words
            .iter()
            .copied()
            .filter(|each| has(&now, each) != (*each == word))
            .collect();
        on_choose.run(kept.join(", "));
    };
    let boxes = options
        .into_iter()
        .map(|option| {
            let toggle = toggle.clone();
            view! {
                <label class="box" title=option.help>
                    <input type="checkbox" value=option.word
                        prop:checked=move || value.with(|value| has(value, option.word))
                        on:change=move |_| toggle(option.word) />
                    <span>{option.label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="boxes" role="group" id=named.id
            aria-labelledby=named.labelled_by aria-describedby=named.described_by>{boxes}</div>
    }
}

/// On or off.
#[component]
pub fn Switch(
    named: Named,
    #[prop(into)] value: Signal<bool>,
    on_choose: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="switch">
            <input type="checkbox" role="switch" id=named.id
                aria-labelledby=named.labelled_by aria-describedby=named.described_by
                prop:checked=value
                on:change=move |event| on_choose.run(event_target_checked(&event)) />
            <span>{move || if value.get() { strings::widgets::ON } else { strings::widgets::OFF }}</span>
        </label>
    }
}
