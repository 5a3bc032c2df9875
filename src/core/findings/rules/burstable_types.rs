//! CPU credits run out while an image unpacks.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::pulls_in_parallel;

pub(super) static RULE: Rule = Rule {
    id: "burstable-types",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The pool allows types with CPU credits.",
    why: "Unpacking keeps every core busy, and a T type's EBS and network bandwidth is small and bursts too; SOCI's gain is lost on the first node without credits.",
    how: "Exclude the category t.",
    source: SOCI,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let mut burstable = context
        .admitted()
        .filter(|instance| instance.is_burstable == Some(true));
    let Some(first) = burstable.next().filter(|_| pulls_in_parallel(config)) else {
        return;
    };
    let others = burstable.count();
    let which = match others {
        0 => first.name.to_owned(),
        _ => format!("{} and {others} more", first.name),
    };
    reporter.report(
        Severity::Warning,
        "nodes.excludedCategories",
        format!(
            "Burstable types are eligible: {which}. Parallel unpacking uses up their CPU credits."
        ),
    );
    let nodes = &config.nodes;
    let (path, words) = if nodes.categories.iter().any(|word| word.as_str() == "t") {
        ("nodes.categories", &nodes.categories)
    } else {
        ("nodes.excludedCategories", &nodes.excluded_categories)
    };
    let mut left: Vec<&str> = words
        .iter()
        .map(|word| word.as_str())
        .filter(|word| *word != "t")
        .collect();
    if path == "nodes.excludedCategories" {
        left.push("t");
    }
    if !left.is_empty() {
        reporter.offer("Exclude the category t", path, &left.join(", "));
    }
}
