//! Balanced consolidation came with Karpenter 1.14.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::ConsolidationPolicy;
use crate::core::config::sources::KARPENTER_UPGRADE;
use crate::core::findings::predicates::karpenter_before;
use crate::core::versions::KARPENTER_BALANCED;

pub(super) static RULE: Rule = Rule {
    id: "balanced-before-karpenter-1-14",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Balanced consolidation is set, but this Karpenter does not support it.",
    why: "Karpenter 1.14 added the policy, and Auto Mode's documentation does not mention it; the API server rejects a NodePool with an unknown policy. WhenEmptyOrUnderutilized is written instead.",
    how: "Run Karpenter 1.14, or choose one of the other policies.",
    source: KARPENTER_UPGRADE,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let auto_mode = config.engine.spec().is_auto_mode();
    if config.nodes.consolidation_policy != ConsolidationPolicy::Balanced
        || !(auto_mode || karpenter_before(config, KARPENTER_BALANCED))
    {
        return;
    }
    let who = if auto_mode {
        "Auto Mode".to_owned()
    } else {
        format!("Karpenter {}", config.cluster.karpenter)
    };
    reporter.report(
        Severity::Warning,
        "nodes.consolidationPolicy",
        format!("{who} does not support Balanced, which was added in Karpenter 1.14; WhenEmptyOrUnderutilized is written instead."),
    );
    reporter.offer(
        "Use WhenEmptyOrUnderutilized",
        "nodes.consolidationPolicy",
        "WhenEmptyOrUnderutilized",
    );
}
