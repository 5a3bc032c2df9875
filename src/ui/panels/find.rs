//! Finding a setting by name.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::go_to::go_to;
use crate::core::{Applies, Field};
use crate::ui::platform::address;
use crate::ui::state::{State, use_state};
use crate::ui::strings;
use crate::ui::view_model::{find, ids};

/// Id of the box.
pub const FIND: &str = "find";
const OPTIONS: &str = "find-options";

/// A box that goes to a setting.
#[component]
pub fn FindBox() -> impl IntoView {
    let state = use_state();
    let query = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| find::fields(&query.read()));
    let open = move || !found.read().is_empty();
    let choose = move |field: &'static Field| {
        query.set(String::new());
        go(state, field);
    };
    let keydown = move |event: KeyboardEvent| {
        let last = found.read_untracked().len().saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => at.update(|at| *at = at.checked_sub(1).unwrap_or(last)),
            "Enter" => {
                let field = found.read_untracked().get(at.get_untracked()).copied();
                if let Some(field) = field {
                    choose(field);
                }
            }
            "Escape" => query.set(String::new()),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="find">
            <label class="unseen" for=FIND>{strings::find::LABEL}</label>
            <input type="search" id=FIND role="combobox" placeholder=strings::find::LABEL autocomplete="off" spellcheck="false"
                title=strings::find::KEY aria-keyshortcuts="/" aria-autocomplete="list" aria-controls=OPTIONS
                aria-expanded=move || open().to_string()
                aria-activedescendant=move || open().then(|| option_id(at.get()))
                prop:value=query
                on:input=move |event| {
                    at.set(0);
                    query.set(event_target_value(&event));
                }
                on:keydown=keydown
                on:blur=move |_| query.set(String::new()) />
            <ul id=OPTIONS role="listbox" aria-label=strings::find::FOUND class="find-options" hidden=move || !open()>
                {move || found.get().into_iter().enumerate().map(|(index, field)| view! {
                    <li role="option" id=option_id(index) aria-selected=move || (at.get() == index).to_string()
                        on:mousedown=move |event| {
                            event.prevent_default();
                            choose(field);
                        }>
                        <span>{field.label}</span>
                        <span class="find-path">{field.group.label()}</span>
                    </li>
                }).collect_view()}
            </ul>
            <p class="find-nothing" role="status">{move || (!query.read().is_empty() && !open()).then_some(strings::find::NOTHING)}</p>
        </div>
    }
}

fn option_id(index: usize) -> String {
    format!("find-option-{index}")
}

/// Goes to a field's control, or to its group where the field is not used now.
fn go(state: State, field: &'static Field) {
    if let Applies::No(reason) = (field.applies)(&state.config_now()) {
        state
            .view
            .say(strings::find::not_used_now(field.label, reason));
        state.view.open(field.group);
        address::go_to(ids::group(field.group));
        return;
    }
    go_to(state, field);
}
