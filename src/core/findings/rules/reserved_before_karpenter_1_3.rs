//! Reserved capacity came with Karpenter 1.3.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::CapacityType;
use crate::core::config::sources::KARPENTER_UPGRADE;
use crate::core::findings::predicates::karpenter_before;
use crate::core::versions::KARPENTER_RESERVED;

pub(super) static RULE: Rule = Rule {
    id: "reserved-before-karpenter-1-3",
    severities: &[Severity::Error, Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Reserved capacity is allowed, but this Karpenter does not support it.",
    why: "The capacity type was added in 1.3, so it is omitted; if it was the only one, nothing can be launched.",
    how: "Run Karpenter 1.3 or newer, or choose spot or on-demand.",
    source: KARPENTER_UPGRADE,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let types = &config.nodes.capacity_types;
    if !types.contains(&CapacityType::Reserved) || !karpenter_before(config, KARPENTER_RESERVED) {
        return;
    }
    let others: Vec<&str> = types
        .iter()
        .filter(|kind| **kind != CapacityType::Reserved)
        .map(|kind| kind.as_str())
        .collect();
    let version = config.cluster.karpenter;
    if others.is_empty() {
        reporter.report(
            Severity::Error,
            "nodes.capacityTypes",
            format!("Karpenter {version} does not support reserved, added in 1.3, and no other capacity type is chosen."),
        );
        reporter.offer("Use on-demand", "nodes.capacityTypes", "on-demand");
        return;
    }
    let others = others.join(", ");
    reporter.report(
        Severity::Warning,
        "nodes.capacityTypes",
        format!("Karpenter {version} does not support reserved, added in 1.3, so only {others} is written."),
    );
    reporter.offer(format!("Use {others} only"), "nodes.capacityTypes", &others);
}
