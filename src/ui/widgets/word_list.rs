//! A list of words: chips, and an input that finds the words that are known.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;

use crate::ui::platform::focus;
use crate::ui::strings;
use crate::ui::view_model::word_list::{Offer, WordList};

/// The words that are done as chips, and the next one as it is typed; other words than the known ones
/// can be typed all the same.
#[component]
pub fn WordListInput(
    id: String,
    described_by: String,
    /// The field's text.
    value: Memo<String>,
    #[prop(into)] refused: Signal<bool>,
    /// What could stand here, while nothing does.
    hint: &'static str,
    on_input: Callback<String>,
    /// The words that are known; asked for when they are shown.
    known: Callback<(), Vec<Offer>>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let list = Memo::new(move |_| WordList::new(&value.read(), &typed.read()));
    let open = RwSignal::new(false);
    let at = RwSignal::new(None::<usize>);
    let all = Memo::new(move |_| {
        if open.get() {
            known.run(())
        } else {
            Vec::new()
        }
    });
    let offered = Memo::new(move |_| list.read().offered(&all.read()));
    let put = move |next: WordList| {
        let text = next.text();
        typed.set(next.typed);
        on_input.run(text);
    };
    let ids = StoredValue::new(id.clone());
    let option_id = move |at: usize| ids.with_value(|id| format!("{id}-option-{at}"));
    let keydown = move |event: KeyboardEvent| {
        let last = offered.with_untracked(Vec::len).checked_sub(1);
        let moved = |from: Option<usize>, down: bool| match (from, last) {
            (_, None) => None,
            (None, Some(last)) => Some(if down { 0 } else { last }),
            (Some(from), Some(last)) if down => Some(if from >= last { 0 } else { from + 1 }),
            (Some(from), Some(last)) => Some(from.checked_sub(1).unwrap_or(last)),
        };
        let go = |down: bool| {
            open.set(true);
            at.update(|at| *at = moved(*at, down));
            if let Some(at) = at.get_untracked() {
                focus::keep_in_sight(&option_id(at));
            }
        };
        match event.key().as_str() {
            "ArrowDown" => go(true),
            "ArrowUp" => go(false),
            "Enter" => {
                let chosen = at.get_untracked().filter(|_| open.get_untracked());
                let word = chosen.and_then(|at| {
                    offered.with_untracked(|all| all.get(at).map(|word| word.text.clone()))
                });
                put(list.with_untracked(|list| match &word {
                    Some(word) => list.toggled(word),
                    None => list.done(),
                }));
                at.set(None);
            }
            "Escape" if open.get_untracked() => {
                open.set(false);
                event.stop_propagation();
            }
            "Backspace" => match list.with_untracked(WordList::reopened) {
                Some(next) => put(next),
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
    };
    let leave = move |event: FocusEvent| {
        if !focus::stays_inside(&event) {
            open.set(false);
            typed.set(String::new());
        }
    };
    let chip = move |(place, word): (usize, String)| {
        let remove = strings::field::remove(&word);
        view! {
            <span class="chip">
                <span class="chip-word" title=word.clone()>{word.clone()}</span>
                <button type="button" class="chip-remove" tabindex="-1" title=remove.clone() aria-label=remove
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |event| {
                        // Around it, a click goes on typing.
                        event.stop_propagation();
                        put(list.with_untracked(|list| list.without(place)));
                    }>"×"</button>
            </span>
        }
    };
    let option = move |(place, word): (usize, Offer)| {
        let Offer { text, note, is_odd } = word;
        let chosen = list.with_untracked(|list| list.has(&text));
        let name = text.clone();
        view! {
            <li id=option_id(place) role="option" class="word-option" class:odd=is_odd
                class:active=move || at.get() == Some(place) aria-selected=chosen.to_string()
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| put(list.with_untracked(|list| list.toggled(&text)))>
                <span class="word-name">{name}</span>
                <span class="word-note">{note}</span>
            </li>
        }
    };
    let list_id = format!("{id}-list");
    let controls = list_id.clone();
    let words_id = format!("{id}-words");
    let described_by = format!("{words_id} {described_by}");
    let focus_id = id.clone();
    let is_listed = Memo::new(move |_| open.get() && !offered.read().is_empty());
    view! {
        <div class="word-list" on:focusout=leave>
            <div class="frame frame-words" class:refused=refused on:click=move |_| focus::element(&focus_id)>
                <span class="chips" id=words_id>
                    {move || list.get().words.into_iter().enumerate().map(chip).collect_view()}
                </span>
                <input type="text" id=id role="combobox" aria-autocomplete="list" aria-describedby=described_by
                    placeholder=move || if list.read().words.is_empty() { hint } else { "" }
                    autocomplete="off" autocapitalize="off" spellcheck="false"
                    aria-controls=move || is_listed.get().then(|| controls.clone())
                    aria-expanded=move || is_listed.get().to_string()
                    aria-activedescendant=move || {
                        at.get().filter(|_| is_listed.get()).map(option_id)
                    }
                    aria-invalid=move || refused.get().then_some("true")
                    prop:value=move || list.get().typed
                    on:focus=move |_| open.set(true)
                    on:click=move |_| open.set(true)
                    on:input=move |event| {
                        open.set(true);
                        at.set(None);
                        let text = event_target_value(&event);
                        put(list.with_untracked(|list| list.with_typed(&text)));
                    }
                    on:keydown=keydown />
            </div>
            <Show when=move || is_listed.get()>
                <ul class="word-options" id=list_id.clone() role="listbox" tabindex="-1" aria-multiselectable=true.to_string()
                    aria-label=strings::field::KNOWN_WORDS>
                    {move || {
                        list.track();
                        offered.get().into_iter().enumerate().map(option).collect_view()
                    }}
                </ul>
            </Show>
        </div>
    }
}
