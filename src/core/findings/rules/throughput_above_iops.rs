//! gp3 carries at most 0.25 MiB/s per provisioned IOPS.

use super::{Config, Rule, Severity, Sink};
use crate::core::config::sources::EBS_LIMITS;
use crate::core::config::{EngineKind, VolumeType};

pub(super) static RULE: Rule = Rule {
    id: "throughput-above-iops",
    what: "A gp3 volume's throughput is more than a quarter of its IOPS.",
    why: "EC2 refuses such a volume: an I/O carries at most 256 KiB, so 3,000 IOPS carry 750 MiB/s. \
          Karpenter's CRD does not check it, so the node simply never launches.",
    how: "Raise the IOPS to four times the throughput, or lower the throughput.",
    source: EBS_LIMITS,
    check,
};

fn check(config: &Config, sink: &mut Sink<'_>) {
    let volume = &config.storage.volume;
    let gp3 = volume.volume_type == VolumeType::Gp3 || config.engine.kind == EngineKind::AutoMode;
    let Some(throughput) = volume.throughput.filter(|_| gp3) else {
        return;
    };
    let iops = volume.iops.map_or(3000, crate::core::units::Iops::count);
    let carried = iops / 4;
    if throughput.to_mebibytes() <= carried {
        return;
    }
    let needed = throughput.to_mebibytes() * 4;
    sink.report(
        Severity::Error,
        "storage.volume.throughput",
        format!(
            "{throughput} MiB/s need {needed} IOPS; {iops} IOPS carry at most {carried} MiB/s."
        ),
    );
    sink.offer(
        format!("Set IOPS to {needed}"),
        "storage.volume.iops",
        &needed.to_string(),
    );
}
