//! Controls for text.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// One line of text, its unit inside of the frame.
#[component]
pub fn TextInput(
    id: String,
    described_by: String,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] refused: Signal<bool>,
    unit: &'static str,
    /// What could stand here, while nothing does.
    hint: &'static str,
    on_input: Callback<String>,
    /// What the arrow keys make of the text; none for a text that is no number.
    #[prop(optional_no_strip)]
    step: Option<Callback<(String, bool), Option<String>>>,
    /// Whether it is a number, maybe in words: aligned with others, and no wider than needed.
    numeric: bool,
    /// The id of a list of texts to choose from; others can be typed all the same.
    #[prop(optional_no_strip)]
    list: Option<String>,
) -> impl IntoView {
    let steps = step.is_some();
    let stepped = move |up: bool| {
        step.and_then(|step| step.run((value.get_untracked(), up)))
            .inspect(|next| on_input.run(next.clone()))
            .is_some()
    };
    let keydown = move |event: KeyboardEvent| {
        let up = match event.key().as_str() {
            "ArrowUp" => true,
            "ArrowDown" => false,
            _ => return,
        };
        if stepped(up) {
            event.prevent_default();
        }
    };
    let stepper = move |up: bool, sign: &'static str| {
        steps.then(|| {
            view! {
                <button type="button" class="step" tabindex="-1" aria-hidden="true"
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| { stepped(up); }>{sign}</button>
            }
        })
    };
    view! {
        <div class="frame" class:frame-numeric=numeric class:refused=refused>
            <input type="text" id=id aria-describedby=described_by placeholder=hint
                autocomplete="off" autocapitalize="off" spellcheck="false" list=list
                inputmode=numeric.then_some("numeric")
                aria-invalid=move || refused.get().then_some("true")
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
                on:keydown=keydown />
            {(!unit.is_empty()).then(|| view! { <span class="unit">{unit}</span> })}
            {stepper(false, "−")}
            {stepper(true, "+")}
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextLines(
    id: String,
    described_by: String,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] refused: Signal<bool>,
    /// What could stand here, while nothing does.
    hint: &'static str,
    on_input: Callback<String>,
) -> impl IntoView {
    let rows = move || {
        value
            .with(|text| text.lines().count().clamp(2, 8))
            .to_string()
    };
    view! {
        <textarea id=id aria-describedby=described_by class:refused=refused rows=rows placeholder=hint
            autocomplete="off" autocapitalize="off" spellcheck="false"
            aria-invalid=move || refused.get().then_some("true")
            prop:value=value
            on:input=move |event| on_input.run(event_target_value(&event))></textarea>
    }
}
