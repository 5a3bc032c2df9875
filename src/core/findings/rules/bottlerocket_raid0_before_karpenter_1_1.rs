//! Karpenter 1.0 makes no RAID0 on Bottlerocket.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::InstanceStore;
use crate::core::config::sources::KARPENTER_UPGRADE;
use crate::core::findings::predicates::karpenter_before;
use crate::core::versions::KARPENTER_RAID0_ON_BOTTLEROCKET;

pub(super) static RULE: Rule = Rule {
    id: "bottlerocket-raid0-before-karpenter-1-1",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Karpenter 1.0 ignores the instance store policy on Bottlerocket.",
    why: "NVMe disks stay unused, but Karpenter counts them as pod storage. The policy works on Bottlerocket since Karpenter 1.1.",
    how: "Run Karpenter 1.1 or newer (1.8 for SOCI's data), or leave the instance store unused.",
    source: KARPENTER_UPGRADE,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.engine.spec().is_bottlerocket()
        || config.storage.instance_store != InstanceStore::Raid0
        || !karpenter_before(config, KARPENTER_RAID0_ON_BOTTLEROCKET)
    {
        return;
    }
    reporter.report(
        Severity::Warning,
        "storage.instanceStore",
        "Karpenter 1.0 creates no RAID0 on Bottlerocket; it needs 1.1, and 1.8 to move SOCI's data."
            .to_owned(),
    );
    reporter.offer(
        "Leave the instance store unused",
        "storage.instanceStore",
        "unused",
    );
}
