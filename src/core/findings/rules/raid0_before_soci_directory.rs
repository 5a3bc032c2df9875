//! Older AL2023 AMIs leave SOCI's directory out of RAID0.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::InstanceStore;
use crate::core::config::sources::AMI_INSTANCE_STORE;
use crate::core::findings::predicates::{ami, has_soci_root};
use crate::core::findings::releases::{al2023, al2023_words, offer_for_disks};

pub(in crate::core) static RULE: Rule = Rule {
    id: "raid0-before-soci-directory",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "SOCI's data should be on NVMe, but this AL2023 AMI does not move it there.",
    why: "RAID0 covers SOCI's own directory since v20251217. On older AMIs images stay on the EBS volume, which may be too small and too slow for them.",
    how: "Pin v20251217 or newer.",
    source: AMI_INSTANCE_STORE,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let release = al2023(config, catalogue);
    if !has_soci_root(config)
        || config.storage.instance_store != InstanceStore::Raid0
        || !release.is_before(ami::RAID0_COVERS_SOCI)
    {
        return;
    }
    let release = al2023_words(config, catalogue);
    reporter.report(
        Severity::Warning,
        "cluster.al2023Version",
        format!("On AMI {release} RAID0 leaves SOCI's data on the EBS volume; v20251217 and newer move it."),
    );
    offer_for_disks(reporter, config, catalogue);
}
