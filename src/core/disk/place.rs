//! Where a node keeps the images that it pulls.

use super::ami;
use crate::core::catalogue::Instance;
use crate::core::config::{Config, InstanceStore};
use crate::core::engines::{BOTTLEROCKET_SOCI_ROOT, ImagesIn, NodeSystem};
pub(crate) use crate::core::engines::{SOCI_ROOT, is_containerds};
use crate::core::versions::{BOTTLEROCKET_BINDS_SOCI, KARPENTER_BINDS_SOCI};

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
    pub fn new(config: &Config, instance: &Instance) -> Self {
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

/// Whether a RAID0 of the instance store would hold the directory of the images. containerd's own is on
/// every one.
pub fn raid0_covers_images(config: &Config) -> bool {
    let Some(directory) = config.engine.image_directory() else {
        return true;
    };
    let cluster = &config.cluster;
    match directory {
        _ if is_containerds(directory) => true,
        SOCI_ROOT => cluster.al2023_version.is_at_least(ami::RAID0_COVERS_SOCI),
        BOTTLEROCKET_SOCI_ROOT => {
            !cluster
                .bottlerocket_version
                .is_before_minor(BOTTLEROCKET_BINDS_SOCI)
                && cluster.karpenter.to_minor() >= KARPENTER_BINDS_SOCI
        }
        _ => false,
    }
}

/// Whether images can stay on the volume while pods use the instance store: on AL2023 not with
/// the AMIs that move SOCI's data whatever is said, and Auto Mode has no such setting.
pub fn images_can_stay_on_volume(config: &Config) -> bool {
    let release = config.cluster.al2023_version;
    match config.engine.spec().images_in {
        ImagesIn::SystemsOwn => false,
        ImagesIn::Directory(directory) if directory != SOCI_ROOT => true,
        ImagesIn::Directory(_) | ImagesIn::ChosenDirectory => {
            release.is_before(ami::RAID0_COVERS_SOCI) || !release.is_before(ami::SOCI_STAYS_ON_EBS)
        }
    }
}
