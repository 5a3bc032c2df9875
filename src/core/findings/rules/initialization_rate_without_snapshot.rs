//! An initialization rate is about a snapshot.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;

pub(super) static RULE: Rule = Rule {
    id: "initialization-rate-without-snapshot",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "An initialization rate is set for a volume that is not made from a snapshot.",
    why: "Karpenter's schema refuses the rate without a snapshot, so it is left out.",
    how: "Name the snapshot, or clear the rate.",
    source: EC2NODECLASS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let volume = &config.storage.volume;
    let Some(rate) = volume.volume_initialization_rate else {
        return;
    };
    if volume.snapshot_id.is_some() || config.engine.spec().is_auto_mode() {
        return;
    }
    reporter.report(
        Severity::Warning,
        "storage.volume.snapshotID",
        format!(
            "{rate} MiB/s are for reading in a snapshot, and none is named; the rate is left out."
        ),
    );
    reporter.offer(
        "Clear the rate",
        "storage.volume.volumeInitializationRate",
        "",
    );
}
