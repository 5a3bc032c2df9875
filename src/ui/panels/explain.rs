//! What the line under the pointer or the cursor does, and why it has its value.

use leptos::prelude::*;

use super::go_to::go_to;
use super::parts::LineReason;
use crate::core::{Explanation, Field, File, explain_line};
use crate::ui::state::use_state;
use crate::ui::strings;

/// Explains one line of a file, in one place below it; until a line is chosen, the file.
#[component]
pub fn ExplainLine(file: Memo<Option<File>>, line: RwSignal<Option<usize>>) -> impl IntoView {
    let state = use_state();
    let about = Memo::new(move |_| file.with(|file| file.as_ref().map(|file| file.about.clone())));
    let explained = Memo::new(move |_| {
        let (file, number) = (file.read(), line.get()?);
        let found = explain_line(&state.config_now(), file.as_ref()?, number)?;
        Some((number, found))
    });
    view! {
        <div class="explain" role="status">
            {move || match explained.get() {
                Some((number, found)) => view! { <Explained number found /> }.into_any(),
                None => view! {
                    <p class="about">{about}</p>
                    <p class="help">{strings::explain::POINT_AT_A_LINE}</p>
                }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Explained(number: usize, found: Explanation) -> impl IntoView {
    let fields = found
        .fields
        .into_iter()
        .map(|field| view! { <ToField field /> });
    let rule = found.rule.map(|rule| view! { <LineReason rule /> });
    let source = found.source;
    view! {
        <p><b>{strings::explain::line(number)}</b>" "{found.what}</p>
        <p>
            <span class="explain-from">{found.from.as_str()}</span>" "{found.why}" "
            {fields.collect_view()}
            <a class="source-link" href=source.url target="_blank" rel="noreferrer">{source.label}" ↗"</a>
        </p>
        {rule}
    }
}

#[component]
fn ToField(field: &'static Field) -> impl IntoView {
    let state = use_state();
    let go = move |_| go_to(state, field);
    view! { <button type="button" class="link" on:click=go>{field.label}</button>" " }
}
