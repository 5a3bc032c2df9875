//! The list of instance types that every number can be about, with a box to find one.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::ui::platform::{focus, scroll};
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::type_choice::{TypeGroup, TypeOption, groups};

const FIND: &str = "type-find";
const LIST: &str = "type-options";

/// A box to find a type with, and what is found.
#[component]
pub fn TypeList(choose: Callback<TypeOption>) -> impl IntoView {
    let state = use_state();
    let query = RwSignal::new(String::new());
    let found: Memo<Arc<Vec<TypeGroup>>> = Memo::new(move |_| {
        let evaluated = state.evaluated();
        let evaluated = evaluated.read();
        Arc::new(state.with_world(|config, catalogue| {
            groups(&query.read(), &evaluated.evaluation, config, catalogue)
        }))
    });
    // What holds now is where the keyboard begins.
    let word = state.of_config(|config| {
        let typed = config.costs.instance_type.as_ref();
        typed.map_or_else(String::new, ToString::to_string)
    });
    let at = RwSignal::new(
        options(&found.read_untracked())
            .position(|option| option.word == *word.read_untracked())
            .unwrap_or(0),
    );
    let count = move || options(&found.read()).count();
    let keydown = move |event: KeyboardEvent| {
        let last = count().saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => at.update(|at| *at = at.checked_sub(1).unwrap_or(last)),
            "PageDown" => at.update(|at| *at = (*at + 8).min(last)),
            "PageUp" => at.update(|at| *at = at.saturating_sub(8)),
            "Enter" => {
                let option = options(&found.read_untracked())
                    .nth(at.get_untracked())
                    .cloned();
                if let Some(option) = option {
                    choose.run(option);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move |_| focus::element(FIND));
    Effect::new(move |_| {
        found.track();
        scroll::into_sight(&option_id(at.get()));
    });
    let is_empty = move || count() == 0;
    view! {
            <input type="text" id=FIND role="combobox" aria-label=strings::answer::FIND placeholder=strings::answer::FIND_HINT
                autocomplete="off" autocapitalize="off" spellcheck="false"
                aria-autocomplete="list" aria-controls=LIST aria-expanded=true.to_string()
                aria-activedescendant=move || (!is_empty()).then(|| option_id(at.get()))
                prop:value=query
                on:input=move |event| {
                    at.set(0);
                    query.set(event_target_value(&event));
                }
                on:keydown=keydown />
            <div id=LIST role="listbox" aria-label=strings::answer::CHOICES class="type-list" tabindex="-1">
                {move || {
                    let mut from = 0;
                    found.get().iter().cloned().map(|group| {
                        let first = from;
                        from += group.options.len();
                        view! { <Group group first at word choose /> }
                    }).collect_view()
                }}
            </div>
            <p class="help type-nothing" role="status">{move || is_empty().then_some(strings::answer::NOTHING)}</p>
    }
}

fn options(groups: &[TypeGroup]) -> impl Iterator<Item = &TypeOption> {
    groups.iter().flat_map(|group| &group.options)
}

fn option_id(index: usize) -> String {
    format!("type-option-{index}")
}

#[component]
fn Group(
    group: TypeGroup,
    /// The place of its first option among all.
    first: usize,
    at: RwSignal<usize>,
    word: Memo<String>,
    choose: Callback<TypeOption>,
) -> impl IntoView {
    let more = (group.more > 0).then(|| {
        view! { <p class="type-more" aria-hidden="true">{strings::answer::more(group.more)}</p> }
    });
    let options = group.options.into_iter().zip(first..);
    let options = options.map(|(option, index)| view! { <Choice option index at word choose /> });
    view! {
        <div role="group" aria-label=group.head>
            <p class="type-head" aria-hidden="true">{group.head}</p>
            {options.collect_view()}
            {more}
        </div>
    }
}

#[component]
fn Choice(
    option: TypeOption,
    index: usize,
    at: RwSignal<usize>,
    word: Memo<String>,
    choose: Callback<TypeOption>,
) -> impl IntoView {
    let is_now = *word.read_untracked() == option.word;
    let chosen = option.clone();
    view! {
        <div role="option" id=option_id(index) class="type-option" class:now=is_now
            aria-selected=move || (at.get() == index).to_string()
            on:mousedown=move |event| {
                event.prevent_default();
                choose.run(chosen.clone());
            }>
            <span class="type-name">{option.name}" "<span class="type-note">{option.note}</span></span>
            <span class="type-pull">{option.pull}</span>
            <span class="type-price">{option.price}</span>
        </div>
    }
}
