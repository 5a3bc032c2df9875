//! The rules: a list, and a page for each.

use soci_configurator::core::Rule;

use super::{Page, examples};
use crate::files::Problem;
use crate::markup::{escaped, link, table};

/// All rules.
pub fn list() -> Page {
    let body = format!(
        "<p>Rules of the page and <code>soci-configurator check</code>: {} about settings and {} that only files can break, each with its reason and its source. An error blocks the files; a warning works badly or not on every node; waste costs money without benefit; a note is good to know.</p>\n{}{}",
        Rule::OF_SETTINGS.len(),
        Rule::of_files().count(),
        rows(
            "Rules about settings, in the order of the form",
            Rule::OF_SETTINGS.iter().copied()
        ),
        rows("Rules about files, by subject", Rule::of_files()),
    );
    Page::new(
        "rules/index.html",
        "Rules",
        "Every rule for SOCI on Karpenter nodes that the tool checks: what, why, how to fix it, and the source.",
        body,
    )
}

fn rows(caption: &str, rules: impl Iterator<Item = &'static Rule>) -> String {
    let rows: Vec<Vec<String>> = rules
        .map(|rule| {
            vec![
                link(&rule.page(), rule.id),
                severities(rule),
                escaped(rule.words().what),
                escaped(rule.words().how),
            ]
        })
        .collect();
    let heads = ["Rule", "How bad", "Finding", "What to do"];
    table(caption, &heads, &[], &rows)
}

fn severities(rule: &Rule) -> String {
    let words: Vec<&str> = rule.severities.iter().map(|one| one.as_str()).collect();
    words.join(", ")
}

/// A page for each rule.
///
/// # Errors
/// If the committed examples cannot be read or one is missing.
pub fn each() -> Result<Vec<Page>, Problem> {
    let examples = examples::all()?;
    let page = |rule: &'static Rule| {
        let example = examples
            .get(rule.id)
            .ok_or_else(|| format!("site/rule_examples.json has no example of {}", rule.id))?;
        let source = rule.source();
        let body = format!(
            "<p class=\"lead\">{}</p>\n<h2>Why</h2>\n<p>{}</p>\n<h2>What to do</h2>\n<p>{}</p>\n{}<h2>How bad</h2>\n<p>{}</p>\n\
             <h2>Source</h2>\n<p>{}</p>\n<p class=\"more\">{}</p>\n",
            escaped(rule.words().what),
            escaped(rule.words().why),
            escaped(rule.words().how),
            example.html(),
            severities(rule),
            link(source.url, source.label),
            link("rules/index.html", "All rules")
        );
        Ok(Page::new(&rule.page(), rule.id, rule.words().what, body))
    };
    Rule::all().map(page).collect()
}
