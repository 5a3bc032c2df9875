//! What a template fills in is not known here.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;
use crate::core::error::quoted;

/// Most placeholders that are named.
const MAX_NAMED: usize = 6;

pub(super) static RULE: Rule = Rule {
    id: "placeholders-left",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Values of an imported file are placeholders that are still to be filled in.",
    why: "They are written as they stand. What they will be is not known, so nothing that depends \
          on them is checked.",
    how: "Fill them in as you do today: Terraform, Helm, envsubst, sed. kubectl refuses them or \
          takes them for names.",
    source: EC2NODECLASS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let mut found: Vec<&str> = Vec::new();
    for kept in &config.kept {
        for placeholder in kept.placeholders() {
            if !found.contains(&placeholder) {
                found.push(placeholder);
            }
        }
    }
    let named: Vec<String> = found
        .iter()
        .take(MAX_NAMED)
        .map(|one| quoted(one))
        .collect();
    let more = match found.len().saturating_sub(MAX_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (values, are) = match found.len() {
        0 => return,
        1 => ("One value", "is"),
        _ => ("Values", "are"),
    };
    reporter.report(
        Severity::Note,
        "kept",
        format!(
            "{values} {are} still to be filled in, and kept as in your file: {}{more}.",
            named.join(", ")
        ),
    );
}
