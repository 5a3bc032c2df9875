//! The control that says which instance type every number is about.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;

use super::parts::TypesPane;
use crate::core::TypeInView;
use crate::ui::platform::focus;
use crate::ui::state::{State, use_state};
use crate::ui::strings;
use crate::ui::view_model::answer::{self, About};
use crate::ui::view_model::type_choice::TypeOption;

const BUTTON: &str = "type-in-view";

/// What the answer is about.
pub fn about(state: State) -> Memo<About> {
    let (all, awaits) = (state.shows_all_types(), state.awaits_prices());
    Memo::new(move |_| About::new(all.get(), awaits.get()))
}

/// The type in view, and the list to choose another one from.
#[component]
pub fn TypeChoice() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let about = about(state);
    let open = RwSignal::new(false);
    let now = Memo::new(move |_| {
        let evaluated = evaluated.read();
        state.with_world(|config, catalogue| {
            let typed = config.costs.instance_type.as_ref();
            let typed = typed.and_then(TypeInView::one).map(|name| name.as_str());
            answer::type_now(&evaluated.evaluation, catalogue, about.get(), typed)
        })
    });
    let close = move || {
        open.set(false);
        focus::element(BUTTON);
    };
    let choose = Callback::new(move |option: TypeOption| {
        close();
        state.look_at(&option.word);
        state.view.say(strings::answer::now_about(&option.name));
    });
    let leave = move |event: FocusEvent| {
        if !focus::stays_inside(&event) {
            open.set(false);
        }
    };
    let keydown = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" if !open.get_untracked() => {
            event.prevent_default();
            open.set(true);
        }
        "Escape" if open.get_untracked() => {
            event.prevent_default();
            event.stop_propagation();
            close();
        }
        _ => {}
    };
    view! {
        <div class="type-choice" on:focusout=leave on:keydown=keydown>
            <button type="button" id=BUTTON class="type-now" class:odd=move || now.read().is_odd
                aria-haspopup="dialog" aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)>
                <span class="unseen">{strings::answer::CHOICE}</span>
                <strong>{move || now.get().name}</strong>
                {move || {
                    let why = now.read().why;
                    (!why.is_empty()).then(|| view! { " "<span class="type-why">{why}</span> })
                }}
            </button>
            <Show when=move || open.get()>
                <div class="type-popup" role="dialog" aria-label=strings::answer::CHOICES><TypesPane choose /></div>
            </Show>
        </div>
    }
}
