//! A kept value that makes another kind of document.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;

pub(super) static RULE: Rule = Rule {
    id: "kept-changes-kind",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A kept value changes the kind or version of a document.",
    why: "The set's other files, its README and its commands name the documents as they are, so what is written would not be what they speak of.",
    how: "Let it go. A document of another kind belongs into a file of its own.",
    source: EC2NODECLASS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let found = config.kept.iter().filter(|kept| kept.changes_kind());
    let places: Vec<String> = found.map(|kept| kept.place_text()).collect();
    if places.is_empty() {
        return;
    }
    let names = places.join(", ");
    reporter.report(Severity::Error, "kept", format!("{names} would make another kind or version of a document than the set's other files name."));
    let left: Vec<String> = config
        .kept
        .iter()
        .filter(|kept| !kept.changes_kind())
        .map(ToString::to_string)
        .collect();
    reporter.offer("Let it go", "kept", &left.join("\n"));
}
