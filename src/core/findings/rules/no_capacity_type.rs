//! Capacity has to be bought somehow.

use super::{Reporter, Rule, RuleContext, Severity};
use crate::core::config::sources::NODEPOOL;

pub(super) static RULE: Rule = Rule {
    id: "no-capacity-type",
    what: "No capacity type is chosen.",
    why: "A requirement with an empty list of values is refused by the NodePool's schema.",
    how: "Choose spot, on-demand or both.",
    severities: &[Severity::Error],
    source: NODEPOOL,
    check: Some(check),
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
