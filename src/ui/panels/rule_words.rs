//! What is said of a rule: why it matters, and what to do. It is loaded when somebody asks for it.

use leptos::prelude::*;

use crate::core::Rule;
use crate::ui::strings;

/// Why there is a finding of a rule, how to put it right, and where that is known from.
#[component]
pub fn WhyFinding(rule: &'static Rule) -> impl IntoView {
    let words = rule.words_of_settings()?;
    Some(view! {
        <p>{words.why}</p>
        <p>{words.how}</p>
        <p class="source">
            <a href=rule.page() target="_blank">{strings::finding::ABOUT_RULE}</a>" · "
            <a href=words.source.url target="_blank" rel="noreferrer">{words.source.label}" ↗"</a>
        </p>
    })
}

/// Why a line matters of which a rule knows more.
#[component]
pub fn WhyLine(rule: &'static Rule) -> impl IntoView {
    let words = rule.words_of_settings()?;
    Some(view! { <p class="help">{words.why}</p> })
}
