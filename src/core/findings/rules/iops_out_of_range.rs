//! Each volume type has its own range of IOPS.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::VolumeType;
use crate::core::config::sources::EBS_LIMITS;
use crate::core::findings::predicates::{GP3_IOPS, VolumeLimits};
use crate::core::units::grouped;

pub(in crate::core) static RULE: Rule = Rule {
    id: "iops-out-of-range",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "IOPS are outside the volume type's range, or missing although the type needs them.",
    why: "EC2 rejects the volume: gp3 has 3,000 to 80,000 IOPS, io1 100 to 64,000, io2 100 to \
          256,000, and io1 and io2 cannot be created without IOPS. Karpenter's schema does not \
          check it, so nodes never launch.",
    how: "Use a value within the type's range, or another type.",
    source: EBS_LIMITS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if config.engine.spec().is_auto_mode() {
        return;
    }
    let volume = &config.storage.volume;
    let limits = VolumeLimits::for_type(volume.volume_type);
    let Some((least, most)) = limits.iops else {
        return;
    };
    let type_name = volume.volume_type;
    let range = format!(
        "{} to {}",
        grouped(u64::from(least)),
        grouped(u64::from(most))
    );
    let right = match volume.iops.map(|iops| iops.count()) {
        None if volume.volume_type == VolumeType::Gp3 => return,
        None => {
            reporter.report(
                Severity::Error,
                "storage.volume.iops",
                format!("{type_name} needs IOPS to be set, {range}."),
            );
            limits.iops_at(volume.volume_size.to_gib()).min(GP3_IOPS)
        }
        Some(iops) if (least..=most).contains(&iops) => return,
        Some(iops) => {
            reporter.report(
                Severity::Error,
                "storage.volume.iops",
                format!(
                    "{} IOPS are outside the range of {type_name}, {range}.",
                    grouped(u64::from(iops))
                ),
            );
            iops.clamp(least, most)
        }
    };
    reporter.offer(
        format!("Set IOPS to {}", grouped(u64::from(right))),
        "storage.volume.iops",
        &right.to_string(),
    );
}
