//! What to do with the files, made from the settings.

use std::sync::Arc;

use leptos::prelude::*;

use super::actions::copy;
use super::highlighted::Coloured;
use crate::core::{Command, Step, Syntax};
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::widgets::code::Code;

/// All next steps.
#[component]
pub fn Steps() -> impl IntoView {
    let evaluated = use_state().evaluated();
    let steps = Memo::new(move |_| evaluated.read().evaluation.steps.clone());
    let creates = Memo::new(move |_| {
        strings::actions::creates(&evaluated.read().evaluation.bundle.objects().kinds())
    });
    view! {
        <div class="pane steps">
            <p class="creates">{creates}</p>
            <ol>
                {move || steps.get().into_iter().map(|step| view! { <StepItem step /> }).collect_view()}
            </ol>
        </div>
    }
}

#[component]
fn StepItem(step: Step) -> impl IntoView {
    let title = step.title.clone();
    let commands = step
        .commands
        .into_iter()
        .map(|command| view! { <CommandBlock command title=title.clone() /> })
        .collect_view();
    view! {
        <li class="step-item">
            <h3>{step.title}</h3>
            {(!step.text.is_empty()).then(|| view! { <p>{step.text}</p> })}
            {commands}
        </li>
    }
}

#[component]
fn CommandBlock(command: Command, title: String) -> impl IntoView {
    let state = use_state();
    let highlighted = Coloured::new(Syntax::Shell, &command.text, |_| None, None);
    let lines = Signal::stored(Arc::clone(highlighted.lines()));
    let label = if command.about.is_empty() {
        title
    } else {
        command.about.clone()
    };
    let text = command.text;
    view! {
        <div class="command">
            <div class="command-head">
                <p>{command.about}</p>
                <button type="button" class="button small" aria-label=strings::steps::copy(&label)
                    on:click=move |_| copy(state, &text, strings::steps::THE_COMMAND)>{strings::steps::COPY}</button>
            </div>
            <Code lines wrap=true />
        </div>
    }
}
