//! The rules: a list, and a page for each.

use soci_configurator::core::Rule;

use super::Page;
use crate::markup::{escaped, link, table};

/// All rules.
pub fn list() -> Page {
    let rows: Vec<Vec<String>> = Rule::ALL
        .iter()
        .map(|rule| {
            vec![
                link(&rule.page(), rule.id),
                escaped(rule.what),
                escaped(rule.how),
            ]
        })
        .collect();
    let body = format!(
        "<p>What the page and <code>soci-configurator check</code> notice about a Config: {} rules, each with its reason \
         and its source. An error stops the files; a warning works badly or not on every node; waste costs money for \
         nothing; a note is good to know.</p>\n{}",
        Rule::ALL.len(),
        table(
            "Rules in the order of the form",
            &["Rule", "What it notices", "What to do"],
            &[],
            &rows
        )
    );
    Page::new(
        "rules/index.html",
        "Rules",
        "Every rule for SOCI on Karpenter nodes that the tool checks: what, why, how to put it right, and the source.",
        body,
    )
}

/// A page for each rule.
pub fn each() -> impl Iterator<Item = Page> {
    Rule::ALL.iter().map(|rule| {
        let source = rule.source();
        let body = format!(
            "<p class=\"lead\">{}</p>\n<h2>Why</h2>\n<p>{}</p>\n<h2>What to do</h2>\n<p>{}</p>\n<h2>Source</h2>\n<p>{}</p>\n\
             <p class=\"more\">{}</p>\n",
            escaped(rule.what),
            escaped(rule.why),
            escaped(rule.how),
            link(source.url, source.label),
            link("rules/index.html", "All rules")
        );
        Page::new(&rule.page(), rule.id, rule.what, body)
    })
}
