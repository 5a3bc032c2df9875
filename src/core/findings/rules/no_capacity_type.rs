//! Capacity has to be bought somehow.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::NODEPOOL;
use crate::core::launch::NoLaunch;

pub(in crate::core) static RULE: Rule = Rule {
    id: "no-capacity-type",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "No capacity type is chosen, or the requirements leave none.",
    why: "The NodePool schema rejects a requirement with an empty list of values. Where requirements contradict each other or name \
          no capacity type that there is, the NodePool is not ready, or Karpenter launches nothing.",
    how: "Choose spot, on-demand or both.",
    source: NODEPOOL,
};

fn check(RuleContext { config, launch, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.nodes.capacity_types.is_empty() {
        if let Some(nothing @ NoLaunch::CapacityType(_)) = &launch.nothing {
            reporter.report(Severity::Error, "nodes.capacityTypes", nothing.describe());
        }
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
