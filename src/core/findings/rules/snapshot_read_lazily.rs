//! A snapshot arrives as it is read.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SNAPSHOT_READS;
use crate::core::findings::predicates::karpenter_before;
use crate::core::versions::KARPENTER_INITIALIZATION_RATE;

pub(super) static RULE: Rule = Rule {
    id: "snapshot-read-lazily",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The volume is created from a snapshot that loads lazily.",
    why: "A block's first read comes from S3. Nodes with images in a snapshot took ten minutes and more for the first start, the delay the snapshot was meant to avoid.",
    how: "Set an initialization rate of 100 to 300 MiB/s, or use fast snapshot restore.",
    source: SNAPSHOT_READS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let volume = &config.storage.volume;
    if volume.snapshot_id.is_none()
        || volume.volume_initialization_rate.is_some()
        || config.costs.fast_restore_zones.is_some()
    {
        return;
    }
    reporter.report(
        Severity::Note,
        "storage.volume.volumeInitializationRate",
        "The snapshot's blocks are loaded from S3 on first read; a rate of 300 MiB/s loads them from the start.".to_owned(),
    );
    if !karpenter_before(config, KARPENTER_INITIALIZATION_RATE) {
        reporter.offer(
            "Load it at 300 MiB/s",
            "storage.volume.volumeInitializationRate",
            "300",
        );
    }
}
