//! Everything that was noticed.

use leptos::prelude::*;

use super::dismiss::DismissedList;
use super::finding::FindingView;
use super::own_files::OwnFiles;
use crate::core::Rule;
use crate::ui::state::use_state;
use crate::ui::strings;

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
                if findings.is_empty() {
                    return view! { <p class="empty">{strings::findings::none(Rule::OF_SETTINGS.len())}</p> }.into_any();
                }
                findings
                    .into_iter()
                    .map(|finding| view! { <FindingView finding with_field=true /> })
                    .collect_view()
                    .into_any()
            }}
            <OwnFiles />
            {move || view! { <DismissedList dismissed=dismissed.get() /> }}
        </div>
    }
}
