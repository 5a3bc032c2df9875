//! What could not be read from the link that was opened.

use leptos::prelude::*;

use crate::ui::state::use_state;
use crate::ui::strings;

/// A list that can be put away.
#[component]
pub fn LinkReport() -> impl IntoView {
    let problems = use_state().view.problems;
    view! {
        <div role="status">
            {move || {
                let list = problems.get();
                if list.is_empty() {
                    return None;
                }
                let items = list.iter().map(|problem| view! { <li>{problem.to_string()}</li> }).collect_view();
                Some(view! {
                    <section class="link-report" aria-label=strings::link_report::LABEL>
                        <div class="link-report-text">
                            <p>{strings::link_report::lead(list.len())}</p>
                            <ul>{items}</ul>
                        </div>
                        <button type="button" class="button small" on:click=move |_| problems.set(Vec::new())>{strings::link_report::DISMISS}</button>
                    </section>
                })
            }}
        </div>
    }
}
