//! io2 replaced io1.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::VolumeType;
use crate::core::config::sources::EBS_LIMITS;
use crate::core::findings::predicates::volume_of;

pub(super) static RULE: Rule = Rule {
    id: "io1-older-than-io2",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The volume is io1, which io2 replaced at the same price.",
    why: "io2 supports 1,000 IOPS per GiB instead of 50 and 4,000 MiB/s instead of 1,000, and fails a hundred times less often; up to 32,000 IOPS it costs the same, above that less.",
    how: "Use io2, or gp3 if pull time is what matters.",
    source: EBS_LIMITS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if volume_of(config).volume_type != VolumeType::Io1 {
        return;
    }
    reporter.report(
        Severity::Note,
        "storage.volume.volumeType",
        "io1 is limited to 1,000 MiB/s; io2 reaches 4,000 for the same price.".to_owned(),
    );
    reporter.offer("Use io2", "storage.volume.volumeType", "io2");
}
