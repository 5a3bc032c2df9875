//! What several rules ask of a Config.

use crate::core::config::text::KarpenterDuration;
use crate::core::config::{Al2023Version, Config, EngineKind, VolumeType};
use crate::core::disk::limits::GP3_THROUGHPUT;
pub(super) use crate::core::disk::limits::{GP3_IOPS, VolumeLimits, iops_for};
pub(super) use crate::core::disk::place::SOCI_ROOT;
pub(super) use crate::core::disk::rate::{VolumeRate, volume_of};
pub(super) use crate::core::disk::space::{
    UNPACKED_HIGH, UNPACKED_LOW, keeps_layers, known_unpacked, needed_gib, roomy_gib,
};
use crate::core::versions::NEWEST_AL2023;

/// AL2023 AMI releases at which something changed for SOCI.
pub(in crate::core) mod ami {
    pub(in crate::core) use crate::core::disk::ami::{RAID0_COVERS_SOCI, SOCI_STAYS_ON_EBS};
    pub(in crate::core) use crate::core::versions::{
        AL2023_CONTAINERD_2_2_3 as CONTAINERD_2_2_3, AL2023_FAST_IMAGE_PULL as FAST_IMAGE_PULL,
        AL2023_LAST_FOR_SCRIPT as LAST_FOR_SCRIPT,
    };
}

/// Whether SOCI pulls the images.
pub(super) fn pulls_with_soci(config: &Config) -> bool {
    config.engine.kind != EngineKind::Containerd
}

/// Whether SOCI's limits are the user's to set.
pub(super) fn has_limits(config: &Config) -> bool {
    config.engine.kind.own_limits().is_some()
}

/// Whether the volume is a gp3 one; Auto Mode's ephemeral storage always is.
pub(super) fn is_gp3(config: &Config) -> bool {
    config.engine.kind == EngineKind::AutoMode
        || config.storage.volume.volume_type == VolumeType::Gp3
}

/// The volume's IOPS: what is provisioned, or the 3,000 that gp3 includes.
pub(super) fn iops(config: &Config) -> u32 {
    config
        .storage
        .volume
        .iops
        .map_or(GP3_IOPS, |iops| iops.count())
}

/// The volume's throughput in MiB/s: what is provisioned, or the 125 that gp3 includes.
pub(super) fn throughput(config: &Config) -> u32 {
    config
        .storage
        .volume
        .throughput
        .map_or(GP3_THROUGHPUT, |rate| rate.to_mebibytes())
}

/// Largest volume of a type in GiB that both EBS and Karpenter's schema allow.
pub(crate) fn largest_gib(config: &Config) -> u32 {
    VolumeLimits::of_config(config).size.1
}

/// Whether Karpenter is older than 1.`minor`; Auto Mode's own never is.
pub(super) fn karpenter_before(config: &Config, minor: u8) -> bool {
    config.engine.kind != EngineKind::AutoMode && config.cluster.karpenter.to_minor() < minor
}

/// The AL2023 AMI release that a new Config is pinned to.
pub(super) fn recommended_ami() -> String {
    Al2023Version::Pinned(NEWEST_AL2023).to_string()
}

/// A duration in seconds; none for `Never`.
pub(super) fn seconds(duration: &KarpenterDuration) -> Option<u64> {
    let mut total: u64 = 0;
    let mut number = None;
    for letter in duration.as_str().chars() {
        if let Some(digit) = letter.to_digit(10) {
            let so_far: u64 = number.unwrap_or_default();
            number = Some(so_far.saturating_mul(10).saturating_add(u64::from(digit)));
            continue;
        }
        let unit = match letter {
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.saturating_add(number.take()?.saturating_mul(unit));
    }
    Some(total)
}

/// Whether an image reference names a private Amazon ECR registry.
pub(super) fn is_private_ecr(config: &Config) -> bool {
    let reference = config.image.reference.as_str();
    let host = reference.split_once('/').map_or("", |(host, _)| host);
    host.contains(".dkr.ecr.")
        && (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn"))
}
