//! One finding: severity, message, fix, and why.

use leptos::prelude::*;

use super::dismiss::Dismiss;
use super::go_to::FieldLink;
use super::parts::{FindingReason, use_parts};
use crate::core::{Finding, Severity};
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::widgets::severity::{Mark, Shape};

/// The shape that goes with a severity.
pub fn shape(severity: Severity) -> Shape {
    match severity {
        Severity::Error => Shape::Stop,
        Severity::Warning => Shape::Triangle,
        Severity::Waste => Shape::Diamond,
        Severity::Note => Shape::Dot,
    }
}

/// One finding, at its field or in the list of all.
#[component]
pub fn FindingView(finding: Finding, #[prop(optional)] with_field: bool) -> impl IntoView {
    let (field, rule) = (finding.field, finding.rule);
    let parts = use_parts();
    let place = with_field.then(|| view! { <FieldLink field class="finding-field" /> });
    let dismiss =
        (with_field && finding.can_be_dismissed()).then(|| view! { <Dismiss rule field /> });
    view! {
        <div class=format!("finding {}", finding.severity.as_str())>
            <span class="severity"><Mark shape=shape(finding.severity) />{finding.severity.as_str()}</span>
            <div class="finding-text">
                <p>{place}{finding.message}</p>
                <div class="finding-more">
                    <FixButton fix=finding.fix />
                    {dismiss}
                    <details class="why" on:pointerover=move |_| parts.expect_reasons()
                        on:focusin=move |_| parts.expect_reasons() on:toggle=move |_| parts.expect_reasons()>
                        <summary>{strings::finding::WHY}</summary>
                        <FindingReason rule />
                    </details>
                </div>
            </div>
        </div>
    }
}

#[component]
fn FixButton(fix: Option<crate::core::Fix>) -> impl IntoView {
    let state = use_state();
    fix.map(|fix| {
        let edit = fix.edit;
        view! {
            <button type="button" class="button small" on:click=move |_| state.dispatch(&edit)>{fix.label}</button>
        }
    })
}
