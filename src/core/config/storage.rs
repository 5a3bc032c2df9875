//! Volumes and instance store.

use super::text::{KmsKey, SnapshotId};
use crate::core::choice::choices;
use crate::core::units::{Iops, Throughput, VolumeSize};

choices! {
    /// Type of the EBS volume that holds images. Types that cannot boot (st1, sc1) are not
    /// offered.
    VolumeType, "a volume type", {
        /// General purpose, third generation.
        Gp3 = "gp3", "gp3", "Separate IOPS and throughput; the usual choice.";
        /// General purpose, second generation.
        Gp2 = "gp2", "gp2", "Speed grows with size, at most 250 MiB/s.";
        /// Provisioned IOPS, Block Express.
        Io2 = "io2", "io2", "Up to 4,000 MiB/s and 256,000 IOPS, at a price.";
        /// Provisioned IOPS, first generation.
        Io1 = "io1", "io1", "Older provisioned IOPS; up to 1,000 MiB/s.";
    }
}

choices! {
    /// A yes or no that can also be left to EC2.
    Tristate, "a setting", {
        /// Written as true.
        Yes = "true", "Yes", "Written into the manifest.";
        /// Written as false.
        No = "false", "No", "Written into the manifest.";
        /// Not written at all.
        Unset = "unset", "Leave to EC2", "Not written: the account's or EC2's default applies.";
    }
}

choices! {
    /// What happens with an instance's local NVMe disks.
    InstanceStore, "a use of the instance store", {
        /// Left alone.
        Unused = "unused", "Don't use", "Images are on the EBS volume on every node.";
        /// RAID0, with SOCI's data on it.
        Raid0 = "raid0", "Images on local NVMe (RAID 0)", "Nodes with NVMe keep images and pods on it; others use the volume.";
        /// RAID0, but SOCI's data stays on EBS.
        Raid0SociOnEbs = "raid0-soci-on-ebs", "Images on EBS, pods on NVMe", "Pods use the NVMe, images stay on the volume: for types whose NVMe is slower (g5, g6).";
    }
}

/// The EBS volume that holds images: `/dev/xvda` on AL2023, `/dev/xvdb` on Bottlerocket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// Type of the volume.
    pub volume_type: VolumeType,
    /// Size of the volume.
    pub volume_size: VolumeSize,
    /// Provisioned IOPS; gp3's included 3,000 if empty.
    pub iops: Option<Iops>,
    /// Provisioned throughput; gp3's included 125 MiB/s if empty.
    pub throughput: Option<Throughput>,
    /// Whether the volume is encrypted.
    pub encrypted: Tristate,
    /// Whether the volume goes with its instance.
    pub delete_on_termination: Tristate,
    /// Key that encrypts it; the account's EBS key if empty.
    pub kms_key_id: Option<KmsKey>,
    /// Snapshot that it is made from.
    pub snapshot_id: Option<SnapshotId>,
    /// How fast the snapshot is read in, 100 to 300 MiB/s; Karpenter 1.5 and later.
    pub volume_initialization_rate: Option<u16>,
}

/// Volumes and instance store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storage {
    /// The volume that holds images.
    pub volume: Volume,
    /// What happens with local NVMe disks.
    pub instance_store: InstanceStore,
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            volume: Volume {
                volume_type: VolumeType::Gp3,
                volume_size: VolumeSize::gib(100),
                iops: Some(Iops::new(3000)),
                throughput: Some(Throughput::mebibytes(600)),
                encrypted: Tristate::Yes,
                delete_on_termination: Tristate::Yes,
                kms_key_id: None,
                snapshot_id: None,
                volume_initialization_rate: None,
            },
            instance_store: InstanceStore::Raid0,
        }
    }
}
