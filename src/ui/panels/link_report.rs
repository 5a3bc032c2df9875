//! What could not be read from the link that was opened.

use leptos::prelude::*;

use crate::ui::present::words;
use crate::ui::state::use_state;

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
                let count = words::count(list.len(), "thing");
                let items = list.iter().map(|problem| view! { <li>{problem.to_string()}</li> }).collect_view();
                Some(view! {
                    <section class="link-report" aria-label="What could not be read">
                        <div class="link-report-text">
                            <p>{format!("The link is open, but {count} in it could not be read:")}</p>
                            <ul>{items}</ul>
                        </div>
                        <button type="button" class="button small" on:click=move |_| problems.set(Vec::new())>"Dismiss"</button>
                    </section>
                })
            }}
        </div>
    }
}
