//! Capacity has to be bought somehow.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::NODEPOOL;

pub(super) static RULE: Rule = Rule {
    id: "no-capacity-type",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "No capacity type is chosen.",
    why: "The NodePool schema rejects a requirement with an empty list of values.",
    how: "Choose spot, on-demand or both.",
    source: NODEPOOL,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.nodes.capacity_types.is_empty() {
        return;
    }
    reporter.report(
        Severity::Error,
        "nodes.capacityTypes",
        "At least one capacity type is needed; none is chosen.".to_owned(),
    );
    reporter.offer(
        "Allow spot and on-demand",
        "nodes.capacityTypes",
        "spot, on-demand",
    );
}
