//! Each volume type has its own range of sizes.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EBS_LIMITS;
use crate::core::findings::predicates::VolumeLimits;
use crate::core::units::grouped;

pub(super) static RULE: Rule = Rule {
    id: "volume-size-out-of-range",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The volume's size is outside its type's range.",
    why: "EC2 rejects the volume: gp2 and io1 have a maximum of 16,384 GiB, io1 and io2 a minimum of 4. \
          Karpenter's schema allows 1 to 59,000 GiB for every type, so nodes never launch.",
    how: "Use a size within the range, or gp3 for a larger one.",
    source: EBS_LIMITS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if config.engine.spec().is_auto_mode() {
        return;
    }
    let volume = &config.storage.volume;
    let (least, most) = VolumeLimits::for_type(volume.volume_type).size;
    let gib = volume.volume_size.to_gib();
    if (least..=most).contains(&gib) {
        return;
    }
    reporter.report(
        Severity::Error,
        "storage.volume.volumeSize",
        format!(
            "{} GiB are outside the range of {}, {least} to {}.",
            grouped(u64::from(gib)),
            volume.volume_type,
            grouped(u64::from(most)),
        ),
    );
    let size = format!("{}Gi", gib.clamp(least, most));
    reporter.offer(
        format!("Set the size to {size}"),
        "storage.volume.volumeSize",
        &size,
    );
}
