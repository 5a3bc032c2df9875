//! What several rules ask of a Config.

use crate::core::config::{Config, EngineKind, InstanceStore, VolumeType};

/// AL2023 AMI releases at which something changed for SOCI, as dates (tags of amazon-eks-ami,
/// read at 81fec2e8, 2026-07-23).
pub(super) mod ami {
    /// The gate got its name FastImagePull.
    pub(in super::super) const FAST_IMAGE_PULL: u32 = 20_250_821;
    /// RAID0 also covers SOCI's own directory.
    pub(in super::super) const RAID0_COVERS_SOCI: u32 = 20_251_217;
    /// `disabledMounts: [SOCI]` is understood.
    pub(in super::super) const SOCI_STAYS_ON_EBS: u32 = 20_260_120;
    /// containerd 2.2.3: the pause image has to be unpacked in SOCI, and nobody does it.
    pub(in super::super) const CONTAINERD_2_2_3: u32 = 20_260_505;
    /// The last release before that.
    pub(in super::super) const LAST_FOR_SCRIPT: &str = "v20260423";
}

/// Where SOCI keeps its data on AL2023 unless told otherwise.
pub(super) const SOCI_ROOT: &str = "/var/lib/soci-snapshotter-grpc";

/// What a compressed image grows to when unpacked, in hundredths, as published: CUDA and PyTorch
/// layers at the low end, a vLLM image at the high end.
pub(super) const UNPACKED_LOW: u64 = 189;
/// The high end.
pub(super) const UNPACKED_HIGH: u64 = 236;

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
    config.storage.volume.iops.map_or(3000, |iops| iops.count())
}

/// The volume's throughput in MiB/s: what is provisioned, or the 125 that gp3 includes.
pub(super) fn throughput(config: &Config) -> u32 {
    config
        .storage
        .volume
        .throughput
        .map_or(125, |rate| rate.to_mebibytes())
}

/// Largest volume of a type in GiB that both EBS and Karpenter's schema allow.
pub(crate) fn largest_gib(config: &Config) -> u32 {
    match config.storage.volume.volume_type {
        VolumeType::Gp2 | VolumeType::Io1 if config.engine.kind != EngineKind::AutoMode => 16_384,
        _ => 59_000,
    }
}

/// Whether Karpenter is older than 1.`minor`; Auto Mode's own never is.
pub(super) fn karpenter_before(config: &Config, minor: u8) -> bool {
    config.engine.kind != EngineKind::AutoMode && config.cluster.karpenter.to_minor() < minor
}

/// Whether a RAID0 of the instance store would hold SOCI's data, or containerd's own for the
/// engine without SOCI.
pub(in crate::core) fn raid0_covers_images(config: &Config) -> bool {
    let new_enough = config
        .cluster
        .al2023_version
        .is_at_least(ami::RAID0_COVERS_SOCI);
    match config.engine.kind {
        EngineKind::FastImagePull => new_enough,
        EngineKind::InstallScript => {
            let root = config.engine.install.root_dir.as_str();
            root.starts_with("/var/lib/containerd/") || (root == SOCI_ROOT && new_enough)
        }
        EngineKind::Bottlerocket => {
            !config.cluster.bottlerocket_version.is_before_minor(46) && !karpenter_before(config, 8)
        }
        EngineKind::AutoMode | EngineKind::Containerd => true,
    }
}

/// Whether some node keeps its images on the EBS volume: not if every node has NVMe and uses it.
pub(super) fn images_on_volume(config: &Config) -> bool {
    let every_node_has_nvme = config.nodes.min_local_nvme.is_some();
    let on_nvme = match config.engine.kind {
        EngineKind::AutoMode => true,
        _ => config.storage.instance_store == InstanceStore::Raid0 && raid0_covers_images(config),
    };
    !(every_node_has_nvme && on_nvme)
}

/// GiB that a volume needs while the image is pulled, if the image's size is known: compressed
/// and unpacked at once, the compressed layers once more if they are kept, and 10 %.
/// `unpacked` is the unpacked size in hundredths of the compressed one.
pub(super) fn needed_gib(config: &Config, keeps_layers: bool, unpacked: u64) -> Option<u64> {
    let compressed = u128::from(config.image.compressed_size?.to_bytes());
    let copies = if keeps_layers { 200 } else { 100 };
    let bytes = compressed * (copies + u128::from(unpacked)) * 11 / 1000;
    u64::try_from(bytes.div_ceil(1 << 30)).ok()
}

/// Whether SOCI puts compressed layers into containerd's store besides unpacking them.
pub(super) fn keeps_layers(config: &Config) -> bool {
    has_limits(config) && !config.engine.limits.discard_unpacked_layers
}

/// A size that has room for the image by the high ratio, and for the AMI: whole tens of GiB.
pub(super) fn roomy_gib(config: &Config, keeps_layers: bool) -> Option<u64> {
    let needed = needed_gib(config, keeps_layers, UNPACKED_HIGH)?;
    let size = needed.div_ceil(10).saturating_mul(10).max(20);
    (size <= u64::from(largest_gib(config))).then_some(size)
}

/// The AL2023 AMI release that a new Config is pinned to.
pub(super) fn recommended_ami() -> String {
    Config::default().cluster.al2023_version.to_string()
}

/// Whether an image reference names a private Amazon ECR registry.
pub(super) fn is_private_ecr(config: &Config) -> bool {
    let reference = config.image.reference.as_str();
    let host = reference.split_once('/').map_or("", |(host, _)| host);
    host.contains(".dkr.ecr.")
        && (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn"))
}
