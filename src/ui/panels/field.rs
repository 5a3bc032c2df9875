//! One field: label, control, help, default, and what was noticed.

use leptos::prelude::*;

use super::finding::FindingView;
use crate::core::{
    Choice, Config, Field, Kind, KnownValue, KnownWord, ValueError, known_values, known_words,
};
use crate::ui::state::{State, use_state};
use crate::ui::strings;
use crate::ui::view_model::control::Control;
use crate::ui::view_model::word_list::Offer;
use crate::ui::view_model::{ids, words};
use crate::ui::widgets::choice::{Boxes, Cards, Named, Opt, Segments, Select, Switch};
use crate::ui::widgets::severity::{Mark, Shape};
use crate::ui::widgets::text::{TextInput, TextLines};
use crate::ui::widgets::word_list::WordListInput;

/// One row of the form.
#[component]
pub fn FieldRow(field: &'static Field) -> impl IntoView {
    let state = use_state();
    let control = Control::for_field(field);
    let changed = state.of_field(field, |now| now.is_changed);
    let explains = RwSignal::new(false);
    let read_as = RwSignal::new(None::<String>);
    let refused = state.of_field(field, |now| now.refused.clone());
    // A code or a size that is being typed is not refused before its field is left.
    let is_typing = RwSignal::new(false);
    let waits = offers_values(field) || field.kind == Kind::Bytes;
    let refused = Memo::new(move |_| refused.get().filter(|_| !is_typing.get()));
    let label = if control.is_group() {
        view! { <span class="label" id=ids::label(field)>{field.label}</span> }.into_any()
    } else {
        view! { <label class="label" id=ids::label(field) for=ids::control(field)>{field.label}</label> }.into_any()
    };
    view! {
        <div class="field" class:wide=control.is_wide() class:changed=changed
            on:input=move |_| read_as.set(None)
            on:focusin=move |_| is_typing.set(waits && refused.read_untracked().is_none())
            on:focusout=move |_| {
                is_typing.set(false);
                if let Some(note) = state.on_blur(field) {
                    state.view.say(note.clone());
                    read_as.set(Some(note));
                }
            }>
            <div class="field-head">
                {label}
                <button type="button" class="info" tabindex="-1" title=strings::field::about(field.label)
                    aria-label=strings::field::about(field.label) aria-controls=ids::help(field)
                    aria-expanded=move || explains.get().to_string()
                    on:click=move |_| explains.update(|explains| *explains = !*explains)>{strings::field::INFO}</button>
                <Show when=move || changed.get()><Default field /></Show>
            </div>
            <div class="field-body">
                <FieldControl field control refused />
                {move || read_as.get().map(|note| view! { <p class="read-as">{note}</p> })}
                <Help field control explains />
                <Notes field refused />
            </div>
        </div>
    }
}

#[component]
fn Default(field: &'static Field) -> impl IntoView {
    let state = use_state();
    // Another image has another size by default: none.
    let image =
        Field::find("image.reference").map(|image| state.of_field(image, |now| now.text.clone()));
    let text = move || {
        if let Some(image) = image {
            image.track();
        }
        let default = field.default_beside(&state.config_now());
        words::default(field, &default.text(field.kind))
    };
    view! {
        <p class="default">
            {strings::field::DEFAULT}<span class="value">{text}</span>
            <button type="button" class="link" aria-label=strings::field::reset(field.label)
                on:click=move |_| {
                    state.reset(field);
                    crate::ui::platform::focus::control(&ids::control(field));
                }>{strings::field::RESET}</button>
        </p>
    }
}

#[component]
fn FieldControl(
    field: &'static Field,
    control: Control,
    refused: Memo<Option<ValueError>>,
) -> impl IntoView {
    let state = use_state();
    let value = state.of_field(field, |now| now.text.clone());
    let refused = Memo::new(move |_| refused.read().is_some());
    let on_input = Callback::new(move |text: String| state.on_input(field, text));
    let (id, described_by) = (ids::control(field), ids::described_by(field));
    let named = Named {
        id: id.clone(),
        labelled_by: ids::label(field),
        described_by: described_by.clone(),
    };
    match control {
        Control::Line | Control::Number(_) => {
            let step = match control {
                Control::Number(step) => Some(Callback::new(move |(text, up): (String, bool)| {
                    step.next(&text, up)
                })),
                _ => None,
            };
            let numeric = !field.unit.is_empty() || step.is_some();
            let hint = if numeric {
                strings::field::NOT_SET
            } else {
                strings::field::example(field.path).unwrap_or(field.bounds)
            };
            let list = offers_values(field).then(|| ids::known_values(field));
            view! {
                <TextInput id described_by value refused unit=field.unit hint on_input step numeric list />
                {offers_values(field).then(|| view! { <KnownValues field /> })}
            }
            .into_any()
        }
        Control::Words => {
            let hint = strings::field::example(field.path).unwrap_or(field.bounds);
            let known = Callback::new(move |()| offers(state, field));
            view! { <WordListInput id described_by value refused hint on_input known /> }.into_any()
        }
        Control::Lines => {
            view! { <TextLines id described_by value refused hint=strings::field::example(field.path).unwrap_or(field.bounds) on_input /> }
                .into_any()
        }
        Control::Switch => {
            let on = Memo::new(move |_| value.read().as_str() == "true");
            let on_choose = Callback::new(move |on: bool| state.on_input(field, on.to_string()));
            view! { <Switch named value=on on_choose /> }.into_any()
        }
        Control::Segments(choices) => {
            view! { <Segments named options=options(field, choices) value on_choose=on_input /> }
                .into_any()
        }
        Control::Cards(choices) => {
            view! { <Cards named options=options(field, choices) value on_choose=on_input /> }
                .into_any()
        }
        Control::Select(choices) => {
            view! { <Select named options=options(field, choices) value on_choose=on_input /> }
                .into_any()
        }
        Control::Boxes(choices) => {
            view! { <Boxes named options=options(field, choices) value on_choose=on_input /> }
                .into_any()
        }
    }
}

/// Fields whose text is a release, or an image: what is known is offered.
fn offers_values(field: &Field) -> bool {
    matches!(
        field.path,
        "cluster.region"
            | "cluster.kubernetes"
            | "cluster.karpenter"
            | "cluster.al2023Version"
            | "cluster.bottlerocketVersion"
            | "image.reference"
    )
}

/// The releases that are known, newest first, each with what speaks against it; the images of which a
/// size was published, each with that.
#[component]
fn KnownValues(field: &'static Field) -> impl IntoView {
    let state = use_state();
    let known = Memo::new(move |_| {
        state.with_world(|config, catalogue| known_values(field, config, catalogue))
    });
    view! {
        <datalist id=ids::known_values(field)>
            {move || {
                let option = |one: KnownValue| {
                    view! { <option value=one.text label=one.why_not.or(one.note)></option> }
                };
                known.get().into_iter().map(option).collect_view()
            }}
        </datalist>
    }
}

/// The words that are known for a list.
fn offers(state: State, field: &Field) -> Vec<Offer> {
    let known = state.with_world(|config, catalogue| known_words(field, config, catalogue));
    let offer = |word: KnownWord| Offer {
        text: word.text,
        note: word.note,
        is_odd: !word.fits,
    };
    known.into_iter().map(offer).collect()
}

fn options(field: &'static Field, choices: &'static [Choice]) -> Vec<Opt> {
    let default = field.value(&Config::default()).text(field.kind);
    choices
        .iter()
        .map(|choice| Opt {
            word: choice.word,
            label: choice.label,
            help: choice.help,
            recommended: choice.word == default,
        })
        .collect()
}

/// The help, a number's range, and a link to who sets it. It is read with the control even while it is
/// not in sight.
#[component]
fn Help(field: &'static Field, control: Control, explains: RwSignal<bool>) -> impl IntoView {
    let title = strings::field::bounds_and_source(field.bounds, field.source.label);
    view! {
        <p class="help" id=ids::help(field) hidden=move || !explains.get()>
            {field.help}
            {control.shows_bounds(field).then(|| view! { " "<span class="bounds">{field.bounds}</span> })}
            "\u{a0}"
            <a class="source-link" href=field.source.url target="_blank" rel="noreferrer" title=title
                aria-label=strings::field::source_of(field.label)>"↗"</a>
        </p>
    }
}

/// Why what was typed is no value, and the findings at this field.
#[component]
fn Notes(field: &'static Field, refused: Memo<Option<ValueError>>) -> impl IntoView {
    // What is found is about the value before what was refused.
    let findings = use_state().of_field(field, |now| match now.refused {
        Some(_) => Vec::new(),
        None => now.findings.clone(),
    });
    view! {
        <div class="notes" id=ids::notes(field)>
            <Refusal field refused />
            {move || findings.get().into_iter().map(|finding| view! { <FindingView finding /> }).collect_view()}
        </div>
    }
}

#[component]
fn Refusal(field: &'static Field, refused: Memo<Option<ValueError>>) -> impl IntoView {
    let state = use_state();
    move || {
        let invalid = refused.get()?;
        let suggestion = invalid.suggestion().map(|text| {
            let text = text.to_owned();
            let label = strings::field::use_instead(&text);
            view! {
                <button type="button" class="button small"
                    on:click=move |_| {
                        state.on_input(field, text.clone());
                        let _ = state.on_blur(field);
                    }>{label}</button>
            }
        });
        Some(view! {
            <div class="finding error refusal">
                <span class="severity"><Mark shape=Shape::Stop />{strings::field::NOT_TAKEN}</span>
                <div class="finding-text">
                    <p>{invalid.message().to_owned()}</p>
                    <div class="finding-more">{suggestion}</div>
                </div>
            </div>
        })
    }
}
