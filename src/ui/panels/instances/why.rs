//! Why a type is left out, and the button that brings it in.

use leptos::prelude::*;

use crate::ui::panels::go_to::FieldLink;
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::instances::{self as words, Answer, ReasonText};

const ASKED: &str = "why-not";

/// A box for a type's name, and under it what is to be said about the type.
#[component]
pub fn WhyNot() -> impl IntoView {
    let state = use_state();
    let asked = state.view.instances.asked;
    let evaluated = state.evaluated();
    let answer = Memo::new(move |_| {
        let text = asked.get();
        (!text.trim().is_empty()).then(|| {
            let evaluated = evaluated.read();
            state.with_world(|config, catalogue| {
                words::answer(&text, &evaluated.evaluation.selection, config, catalogue)
            })
        })
    });
    view! {
        <div class="why-not">
            <label class="label" for=ASKED>{strings::instances::WHY_NOT}</label>
            <div class="frame">
                <input type="text" id=ASKED aria-describedby="why-not-help" placeholder=strings::instances::WHY_NOT_HINT
                    autocomplete="off" autocapitalize="off" spellcheck="false"
                    prop:value=move || asked.get()
                    on:input=move |event| asked.set(event_target_value(&event)) />
            </div>
            <p class="help" id="why-not-help">{strings::instances::WHY_NOT_HELP}</p>
            <div role="status" class="why-answer">
                {move || answer.get().map(|answer| view! { <AnswerView answer /> })}
            </div>
        </div>
    }
}

#[component]
fn AnswerView(answer: Answer) -> impl IntoView {
    let state = use_state();
    let suggestion = answer.suggestion.map(|name| {
        let label = strings::field::use_instead(&name);
        view! {
            <button type="button" class="button small"
                on:click=move |_| state.view.instances.asked.set(name.clone())>{label}</button>
        }
    });
    let fix = answer.fix.map(|fix| {
        let edit = fix.edit;
        view! {
            <button type="button" class="button" on:click=move |_| state.dispatch(&edit)>{fix.label}</button>
        }
    });
    let reasons = answer
        .reasons
        .into_iter()
        .map(|reason| view! { <ReasonView reason /> })
        .collect_view();
    view! {
        <p class="verdict" class:admitted=answer.is_admitted>{answer.verdict}</p>
        <ul class="reasons">{reasons}</ul>
        {fix}
        {suggestion}
    }
}

#[component]
fn ReasonView(reason: ReasonText) -> impl IntoView {
    view! {
        <li>
            <code>{reason.condition}</code>
            <span class="place">{reason.place}</span>
            <span class:muted=reason.is_missing>{reason.value}</span>
            {reason.field.map(|field| view! { <FieldLink field /> })}
        </li>
    }
}
