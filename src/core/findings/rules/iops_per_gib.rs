//! Each volume type carries so many IOPS per GiB.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::VolumeType;
use crate::core::config::sources::EBS_LIMITS;
use crate::core::findings::facts::{is_gp3, largest_gib};
use crate::core::units::grouped;

pub(super) static RULE: Rule = Rule {
    id: "iops-per-gib",
    what: "The volume has more IOPS than its size carries.",
    why: "EC2 refuses more than 500 IOPS per GiB on gp3 (above the included 3,000), 50 on io1 and \
          1,000 on io2. Karpenter's schema does not check it, so the node simply never launches.",
    how: "Make the volume larger or take fewer IOPS.",
    source: EBS_LIMITS,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let volume = &config.storage.volume;
    let Some(iops) = volume.iops.map(|iops| iops.count()) else {
        return;
    };
    let (type_name, per_gib, included) = match volume.volume_type {
        _ if is_gp3(config) => ("gp3", 500, 3000),
        VolumeType::Io1 => ("io1", 50, 0),
        VolumeType::Io2 => ("io2", 1000, 0),
        VolumeType::Gp2 | VolumeType::Gp3 => return,
    };
    let gib = volume.volume_size.to_gib();
    let carried = gib.saturating_mul(per_gib).max(included);
    if iops <= carried {
        return;
    }
    let needed = iops.div_ceil(per_gib);
    sink.report(
        Severity::Error,
        "storage.volume.iops",
        format!(
            "{} IOPS need {needed}Gi on {type_name}; {}Gi carry at most {}.",
            grouped(u64::from(iops)),
            gib,
            grouped(u64::from(carried)),
        ),
    );
    if needed <= largest_gib(config) {
        let size = format!("{needed}Gi");
        sink.offer(
            format!("Set the size to {size}"),
            "storage.volume.volumeSize",
            &size,
        );
    }
}
