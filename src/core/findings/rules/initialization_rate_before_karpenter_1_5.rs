//! The initialization rate came with Karpenter 1.5.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::KARPENTER_UPGRADE;
use crate::core::findings::predicates::karpenter_before;
use crate::core::versions::KARPENTER_INITIALIZATION_RATE;

pub(super) static RULE: Rule = Rule {
    id: "initialization-rate-before-karpenter-1-5",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "An initialization rate is set, but this Karpenter does not support the field.",
    why: "The field was added in 1.5; an older schema rejects the whole EC2NodeClass, so it is omitted and the snapshot is loaded lazily.",
    how: "Run Karpenter 1.5 or newer, or clear the rate.",
    source: KARPENTER_UPGRADE,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let volume = &config.storage.volume;
    let Some(rate) = volume.volume_initialization_rate else {
        return;
    };
    if volume.snapshot_id.is_none() || !karpenter_before(config, KARPENTER_INITIALIZATION_RATE) {
        return;
    }
    reporter.report(
        Severity::Warning,
        "storage.volume.volumeInitializationRate",
        format!(
            "Karpenter {} does not support the rate of {rate} MiB/s, so it is omitted; 1.5 and newer do.",
            config.cluster.karpenter
        ),
    );
    reporter.offer(
        "Clear the rate",
        "storage.volume.volumeInitializationRate",
        "",
    );
}
