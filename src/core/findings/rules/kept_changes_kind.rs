//! A kept value that makes another kind of document.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;

pub(super) static RULE: Rule = Rule {
    id: "kept-changes-kind",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A preserved value changes a document's kind or version.",
    why: "The set's other files, its README and its commands refer to the original documents, so they would no longer match.",
    how: "Remove it. A document of another kind belongs in its own file.",
    source: EC2NODECLASS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let found = config.kept.iter().filter(|kept| kept.changes_kind());
    let places: Vec<String> = found.map(|kept| kept.place_text()).collect();
    if places.is_empty() {
        return;
    }
    let names = places.join(", ");
    reporter.report(Severity::Error, "kept", format!("{names} would change a document's kind or version, which the set's other files refer to."));
    let left: Vec<String> = config
        .kept
        .iter()
        .filter(|kept| !kept.changes_kind())
        .map(ToString::to_string)
        .collect();
    reporter.offer("Remove it", "kept", &left.join("\n"));
}
