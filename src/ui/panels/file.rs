//! One file: what it is, its text, and copying and downloading it.

use std::sync::Arc;
use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::actions::{copy, go_to_first};
use super::explain::ExplainLine;
use super::go_to::go_to;
use super::highlighted::{Coloured, code_lines};
use super::parts::use_parts;
use super::result::PANEL;
use super::result_line::REASON;
use crate::core::{Field, File};
use crate::ui::platform::{download, focus, pointer, scroll};
use crate::ui::state::{Blocker, Evaluated, State, use_state};
use crate::ui::strings;
use crate::ui::widgets::button::WaitingButton;
use crate::ui::widgets::code::Code;

/// Lines that are drawn before the page stands: more than the largest screens show at once.
const FIRST_SCREEN: usize = 80;

/// The pane of the file with this path.
#[component]
pub fn FilePane(path: String) -> impl IntoView {
    let (state, parts) = (use_state(), use_parts());
    let evaluated = state.latest();
    let shown = path.clone();
    let file = Memo::new(move |_| evaluated.read().evaluation.bundle.file(&shown).cloned());
    let drawn = path.clone();
    let line = RwSignal::new(None);
    let highlighted =
        Memo::new(move |before: Option<&Coloured>| code_lines(&evaluated.read(), &drawn, before));
    let on_screen = Memo::new(move |_| {
        let highlighted = highlighted.read();
        let lines = highlighted.lines();
        match lines.get(..FIRST_SCREEN) {
            Some(first) if !state.view.stands.get() => first.into(),
            _ => Arc::clone(lines),
        }
    });
    Effect::new(move |_| {
        let first = evaluated.read().change(&path).first();
        if let Some(line) = first {
            // Afterwards: to ask where the line is has the page laid out, and the other parts of
            // the page are still to change.
            set_timeout(move || scroll::reveal_line(PANEL, line), Duration::ZERO);
        }
    });
    view! {
        <div class="pane file">
            <div class="file-head">
                <FileActions file />
            </div>
            <div class="by-line" tabindex="0" role="group" aria-label=strings::file::LINES
                on:mouseenter=move |_| parts.expect_reasons()
                on:mousemove=move |event| if pointer::moved(&event) { point_at(line, &event) }
                on:keydown=move |event| step(line, file, &event)
                on:click=move |event| {
                point_at(line, &event);
                if let Some(field) = focus::clicked(&event, ".tok-hole").and_then(|hole| field_of(&evaluated.read_untracked(), &hole)) {
                    go_to(state, field);
                }
            }>
                <Code lines=on_screen wrap=state.view.wrap current=line />
            </div>
            <ExplainLine file line />
        </div>
    }
}

fn point_at(line: RwSignal<Option<usize>>, event: &web_sys::Event) {
    let number = focus::line_of(event);
    if number.is_some() && number != line.get_untracked() {
        line.set(number);
    }
}

/// The arrow keys, Home and End go through the lines.
fn step(line: RwSignal<Option<usize>>, file: Memo<Option<File>>, event: &KeyboardEvent) {
    let last =
        file.with_untracked(|file| file.as_ref().map_or(0, |file| file.text.lines().count()));
    let now = line.get_untracked().unwrap_or(0);
    let next = match event.key().as_str() {
        "ArrowDown" => now + 1,
        "ArrowUp" => now.saturating_sub(1),
        "Home" => 1,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    let next = next.clamp(1, last.max(1));
    line.set(Some(next));
    scroll::reveal_line(PANEL, next);
}

/// The field that a placeholder waits for.
fn field_of(evaluated: &Evaluated, hole: &str) -> Option<&'static Field> {
    let name = hole.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let missing = &evaluated.evaluation.missing;
    missing
        .iter()
        .find(|missing| missing.variable == name)
        .map(|missing| missing.field)
}

#[component]
fn FileActions(file: Memo<Option<File>>) -> impl IntoView {
    let state = use_state();
    let wrap = state.view.wrap;
    let comments = state.of_config(|config| config.comments);
    let waits = state.blockers();
    let waiting = Memo::new(move |_| {
        let applied = file.with(|file| file.as_ref().is_some_and(|file| file.applied));
        waits
            .read()
            .iter()
            .any(|wait| applied || matches!(wait, Blocker::Refused(_)))
    });
    let copy_file = Callback::new(move |()| {
        if let Some(file) = file.get_untracked() {
            copy(state, &file.text, &file.path);
        }
    });
    let download_file = Callback::new(move |()| {
        if let Some(file) = file.get_untracked() {
            download::save(&file.path, file.text.as_bytes());
            state.view.say(strings::actions::downloading(&file.path));
        }
    });
    let on_wait = Callback::new(move |()| go_to_first(state));
    view! {
        <div class="file-actions">
            <button type="button" class="button small" aria-pressed=move || comments.get().to_string()
                on:click=move |_| comment(state, !comments.get_untracked())>{strings::file::COMMENTS}</button>
            <button type="button" class="button small" aria-pressed=move || wrap.get().to_string()
                on:click=move |_| wrap.update(|wrap| *wrap = !*wrap)>{strings::file::WRAP}</button>
            <WaitingButton label=strings::file::COPY waits=waiting reason=REASON on_press=copy_file on_wait />
            <WaitingButton label=strings::file::DOWNLOAD waits=waiting reason=REASON on_press=download_file on_wait />
        </div>
    }
}

/// Has the manifests written with comments, or without.
fn comment(state: State, on: bool) {
    if let Some(field) = Field::find("comments") {
        state.on_input(field, on.to_string());
    }
}
