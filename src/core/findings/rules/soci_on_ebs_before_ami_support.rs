//! Older AL2023 AMIs cannot leave SOCI on EBS.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::InstanceStore;
use crate::core::config::sources::AMI_INSTANCE_STORE;
use crate::core::findings::predicates::{ami, pulls_with_soci};
use crate::core::findings::releases::{al2023, al2023_words, offer_for_disks};

pub(super) static RULE: Rule = Rule {
    id: "soci-on-ebs-before-ami-support",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "SOCI's data should stay on EBS, but this AL2023 AMI moves it to NVMe.",
    why: "disabledMounts: [SOCI] is supported since v20260120; from v20251217 until then it is silently ignored. Before v20251217 SOCI's data was never moved.",
    how: "Pin v20260120 or newer.",
    source: AMI_INSTANCE_STORE,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let release = al2023(config, catalogue);
    let has_soci = config.engine.spec().on_al2023()
        && pulls_with_soci(config)
        && !config.engine.is_set_up_by_hand();
    if !has_soci
        || config.storage.instance_store != InstanceStore::Raid0SociOnEbs
        || release.is_before(ami::RAID0_COVERS_SOCI)
        || !release.is_before(ami::SOCI_STAYS_ON_EBS)
    {
        return;
    }
    let release = al2023_words(config, catalogue);
    reporter.report(
        Severity::Warning,
        "cluster.al2023Version",
        format!("AMI {release} always moves SOCI's data to NVMe; v20260120 and newer keep it on EBS on request."),
    );
    offer_for_disks(reporter, config, catalogue);
}
