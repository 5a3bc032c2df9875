//! The instance types: those that are admitted, those that are left out, and why.

mod admitted;
mod left_out;
mod why;

use leptos::prelude::*;

use crate::ui::state::use_state;
use crate::ui::view_model::instances as words;
use admitted::Admitted;
use left_out::LeftOut;
use why::WhyNot;

/// Everything about the instance types.
#[component]
pub fn Instances() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let summary = Memo::new(move |_| words::summary(&evaluated.read().evaluation.selection));
    let emptied = Memo::new(move |_| words::emptied(&evaluated.read().evaluation.selection));
    view! {
        <div class="pane instances">
            <div class="instances-head">
                <p class="summary">{summary}</p>
                {move || emptied.get().map(|text| view! { <p class="emptied">{text}</p> })}
                <WhyNot />
            </div>
            <Admitted />
            <LeftOut />
        </div>
    }
}
