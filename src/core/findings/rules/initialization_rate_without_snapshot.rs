//! An initialization rate is about a snapshot.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;

pub(super) static RULE: Rule = Rule {
    id: "initialization-rate-without-snapshot",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "An initialization rate is set for a volume that is not created from a snapshot.",
    why: "Karpenter's schema rejects the rate without a snapshot, so it is omitted.",
    how: "Set the snapshot, or clear the rate.",
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
            "{rate} MiB/s applies to loading a snapshot, and none is set; the rate is omitted."
        ),
    );
    reporter.offer(
        "Clear the rate",
        "storage.volume.volumeInitializationRate",
        "",
    );
}
