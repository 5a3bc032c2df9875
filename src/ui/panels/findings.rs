//! Everything that was noticed.

use leptos::prelude::*;

use super::dismiss::DismissedList;
use super::finding::FindingView;
use crate::core::Rule;
use crate::ui::present::words;
use crate::ui::state::use_state;

/// All findings, worst first.
#[component]
pub fn Findings() -> impl IntoView {
    let evaluated = use_state().evaluated();
    let findings = Memo::new(move |_| evaluated.read().evaluation.findings.clone());
    let dismissed = Memo::new(move |_| evaluated.read().evaluation.dismissed.clone());
    view! {
        <div class="pane findings">
            {move || {
                let findings = findings.get();
                let rules = words::count(Rule::ALL.len(), "rule");
                if findings.is_empty() {
                    return view! { <p class="empty">{format!("Nothing found. {rules} looked at these settings.")}</p> }.into_any();
                }
                findings
                    .into_iter()
                    .map(|finding| view! { <FindingView finding with_field=true /> })
                    .collect_view()
                    .into_any()
            }}
            {move || view! { <DismissedList dismissed=dismissed.get() /> }}
        </div>
    }
}
