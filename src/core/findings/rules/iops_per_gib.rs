//! Each volume type carries so many IOPS per GiB.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EBS_LIMITS;
use crate::core::cost::VolumeSpec;
use crate::core::findings::predicates::{VolumeLimits, VolumeRate, volume_of};
use crate::core::units::{Iops, grouped};

pub(in crate::core) static RULE: Rule = Rule {
    id: "iops-per-gib",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The volume has more IOPS than its size supports.",
    why: "EC2 rejects more than 500 IOPS per GiB on gp3 (above the included 3,000), 50 on io1 and \
          1,000 on io2. Karpenter's schema does not check it, so nodes never launch.",
    how: "Enlarge the volume or use fewer IOPS.",
    source: EBS_LIMITS,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let volume = &config.storage.volume;
    let Some(iops) = volume.iops.map(|iops| iops.count()) else {
        return;
    };
    let type_name = volume_of(config).volume_type;
    let limits = VolumeLimits::of_config(config);
    let gib = volume.volume_size.to_gib();
    let carried = limits.iops_at(gib);
    if limits.iops.is_none() || iops <= carried {
        return;
    }
    let needed = limits.gib_for(iops);
    reporter.report(
        Severity::Error,
        "storage.volume.iops",
        format!(
            "{} IOPS need {needed}Gi on {type_name}; {}Gi supports at most {}.",
            grouped(u64::from(iops)),
            gib,
            grouped(u64::from(carried)),
        ),
    );
    // On Auto Mode the size decides where images lie as well.
    if config.engine.spec().is_auto_mode() {
        let fewer = carried.to_string();
        let text = format!("Set IOPS to {}", grouped(u64::from(carried)));
        let carries = VolumeRate::for_volume(&VolumeSpec {
            iops: Some(Iops::new(carried)),
            ..volume_of(config)
        });
        let throughput = carries.map_or(0, |own| own.rate.to_mebibytes()).to_string();
        reporter.offer_all(
            text,
            &[
                ("storage.volume.iops", &fewer),
                ("storage.volume.throughput", &throughput),
            ],
        );
    } else {
        let size = format!("{needed}Gi");
        reporter.offer(
            format!("Set the size to {size}"),
            "storage.volume.volumeSize",
            &size,
        );
    }
}
