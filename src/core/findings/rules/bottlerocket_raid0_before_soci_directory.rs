//! Older Bottlerocket or Karpenter leave SOCI's directory out of RAID0.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::InstanceStore;
use crate::core::config::sources::BOTTLEROCKET_RAID0;
use crate::core::findings::predicates::karpenter_before;
use crate::core::findings::releases::offer_for_disks;
use crate::core::versions::{
    BOTTLEROCKET_BINDS_SOCI, KARPENTER_BINDS_SOCI, KARPENTER_RAID0_ON_BOTTLEROCKET,
};

pub(in crate::core) static RULE: Rule = Rule {
    id: "bottlerocket-raid0-before-soci-directory",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "SOCI's data should be on NVMe, but this Bottlerocket or Karpenter does not move it there.",
    why: "Karpenter binds SOCI's directory to the array since 1.8, on Bottlerocket 1.46.0 and newer. With older versions images stay on the data volume, which may be too small and too slow.",
    how: "Pin Bottlerocket 1.46.0 or newer and run Karpenter 1.8 or newer.",
    source: BOTTLEROCKET_RAID0,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    if !config.engine.spec().is_bottlerocket()
        || !config.engine.spec().pulls_with_soci()
        || config.storage.instance_store != InstanceStore::Raid0
        || karpenter_before(config, KARPENTER_RAID0_ON_BOTTLEROCKET)
    {
        return;
    }
    let release = config.cluster.bottlerocket_version;
    if release.is_before_minor(BOTTLEROCKET_BINDS_SOCI) {
        reporter.report(
            Severity::Warning,
            "cluster.bottlerocketVersion",
            format!("With Bottlerocket {release}, RAID0 leaves SOCI's data on EBS; it needs 1.46.0 or newer."),
        );
        offer_for_disks(reporter, config, catalogue);
    }
    if karpenter_before(config, KARPENTER_BINDS_SOCI) {
        reporter.report(
            Severity::Warning,
            "cluster.karpenter",
            format!(
                "Karpenter {} creates the RAID0 but leaves SOCI's data on EBS; 1.8 and newer move it.",
                config.cluster.karpenter
            ),
        );
    }
}
