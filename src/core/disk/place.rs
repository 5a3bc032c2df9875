//! Where a node keeps the images that it pulls.

use super::ami;
use crate::core::catalogue::Instance;
use crate::core::config::{Config, InstanceStore};
use crate::core::engines::{NodeSystem, SociSetup};
use crate::core::versions::{BOTTLEROCKET_BINDS_SOCI, KARPENTER_BINDS_SOCI};

/// Where SOCI keeps its data on AL2023 unless told otherwise.
pub const SOCI_ROOT: &str = "/var/lib/soci-snapshotter-grpc";

/// The filesystem that holds images while they are pulled: SOCI's root, or containerd's for
/// engines without SOCI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImagePlace {
    /// The EBS volume.
    Volume,
    /// The RAID0 of the local NVMe disks.
    InstanceStore,
}

impl ImagePlace {
    /// Where a node of this type keeps images.
    pub fn of(config: &Config, instance: &Instance) -> Self {
        let Some(store) = instance.local_store else {
            return Self::Volume;
        };
        let on_store = if config.engine.spec().is_auto_mode() {
            // Auto Mode uses the disks if it is asked for at least their capacity.
            let asked = u64::from(config.storage.volume.volume_size.to_gib()) << 30;
            asked >= store.capacity.to_bytes()
        } else {
            store_holds_images(config)
        };
        if on_store {
            Self::InstanceStore
        } else {
            Self::Volume
        }
    }
}

/// Whether a node with NVMe would keep its images there.
pub fn store_holds_images(config: &Config) -> bool {
    match (config.engine.spec().system, config.storage.instance_store) {
        (NodeSystem::AutoMode, _) => true,
        (_, InstanceStore::Unused | InstanceStore::Raid0SociOnEbs) => false,
        (_, InstanceStore::Raid0) => raid0_covers_images(config),
    }
}

/// Whether a RAID0 of the instance store would hold SOCI's data, or containerd's own for
/// engines without SOCI.
pub fn raid0_covers_images(config: &Config) -> bool {
    let new_enough = config
        .cluster
        .al2023_version
        .is_at_least(ami::RAID0_COVERS_SOCI);
    match config.engine.spec().soci {
        SociSetup::FeatureGate => new_enough,
        SociSetup::InstallScript => {
            let root = config.engine.install.root_dir.as_str();
            root.starts_with("/var/lib/containerd/") || (root == SOCI_ROOT && new_enough)
        }
        SociSetup::Settings => {
            !config
                .cluster
                .bottlerocket_version
                .is_before_minor(BOTTLEROCKET_BINDS_SOCI)
                && config.cluster.karpenter.to_minor() >= KARPENTER_BINDS_SOCI
        }
        SociSetup::BuiltIn | SociSetup::TransferService | SociSetup::Absent => true,
    }
}

/// Whether images can stay on the volume while pods use the instance store: on AL2023 not with
/// the AMIs that move SOCI's data whatever is said, and Auto Mode has no such setting.
pub fn images_can_stay_on_volume(config: &Config) -> bool {
    let release = config.cluster.al2023_version;
    match config.engine.spec().soci {
        SociSetup::FeatureGate | SociSetup::InstallScript => {
            release.is_before(ami::RAID0_COVERS_SOCI) || !release.is_before(ami::SOCI_STAYS_ON_EBS)
        }
        SociSetup::Settings | SociSetup::TransferService | SociSetup::Absent => true,
        SociSetup::BuiltIn => false,
    }
}
