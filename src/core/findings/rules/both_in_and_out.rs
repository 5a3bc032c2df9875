//! What is allowed is not kept out.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Field;
use crate::core::config::sources::NODEPOOL;

pub(super) static RULE: Rule = Rule {
    id: "both-in-and-out",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The same category, family, size or type is both allowed and excluded.",
    why: "Karpenter intersects both requirements, so it is never launched; if it is the only one allowed, nothing is.",
    how: "Remove it from one of the lists.",
    source: NODEPOOL,
};

/// The lists that allow and those that keep out.
const LISTS: [(&str, &str); 4] = [
    ("nodes.categories", "nodes.excludedCategories"),
    ("nodes.families", "nodes.excludedFamilies"),
    ("nodes.sizes", "nodes.excludedSizes"),
    ("nodes.types", "nodes.excludedTypes"),
];

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    for (allowed, kept_out) in LISTS {
        let words = |path: &str| {
            Field::find(path)
                .map(|field| field.value(config).texts().to_vec())
                .unwrap_or_default()
        };
        let allowed = words(allowed);
        let (both, rest): (Vec<String>, Vec<String>) = words(kept_out)
            .into_iter()
            .partition(|word| allowed.contains(word));
        if both.is_empty() {
            continue;
        }
        let both = both.join(", ");
        reporter.report(
            Severity::Error,
            kept_out,
            format!("{both}: both allowed and excluded; remove it from one of the lists."),
        );
        reporter.offer(
            format!("No longer exclude {both}"),
            kept_out,
            &rest.join(", "),
        );
    }
}
