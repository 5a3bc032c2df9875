//! The types that are left out, by the condition that excludes them first.

use leptos::prelude::*;

use crate::ui::panels::go_to::FieldLink;
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::instances::{self as words, GroupText};

/// All groups, in the order in which the conditions are written.
#[component]
pub fn LeftOut() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let groups = Memo::new(move |_| {
        let evaluated = evaluated.read();
        let selection = &evaluated.evaluation.selection;
        state.with_world(|config, catalogue| words::groups(selection, config, catalogue))
    });
    view! {
        <section class="left-out" aria-labelledby="left-out-heading">
            <h2 id="left-out-heading">{strings::instances::LEFT_OUT}</h2>
            <p class="help">{strings::instances::LEFT_OUT_HELP}</p>
            <ul>
                {move || groups.get().into_iter().map(|group| view! { <GroupView group /> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn GroupView(group: GroupText) -> impl IntoView {
    let state = use_state();
    let relaxation = match group.relaxation {
        Some(relaxation) => {
            let edit = relaxation.fix.edit;
            view! {
                <button type="button" class="button small" on:click=move |_| state.dispatch(&edit)>{relaxation.fix.label}</button>
                <span class="help">{words::brings(relaxation.brings.len())}</span>
            }
            .into_any()
        }
        None => view! { <span class="help">{strings::instances::NO_FIELD}</span> }.into_any(),
    };
    view! {
        <li class="out">
            <p class="out-head">
                <span class="out-count">{group.count}</span>
                <code>{group.condition}</code>
                <span class="place">{group.place}</span>
                {group.field.map(|field| view! { <FieldLink field /> })}
            </p>
            <div class="relaxation">{relaxation}</div>
            <details>
                <summary>{group.summary}</summary>
                <p class="names">{group.names}</p>
            </details>
        </li>
    }
}
