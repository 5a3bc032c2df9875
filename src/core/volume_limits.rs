//! What each volume type takes, and the ratios that EC2 holds it to.

use crate::core::config::{Config, VolumeType};

/// Ranges and ratios of a volume type: EC2 API model in botocore 1.44.5 (2026); ratios of the EC2
/// User Guide (June 2023), which the increase of gp3 in September 2025 left as they were. io2's
/// are Block Express', which every io2 volume is since 2025-04-30.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolumeLimits {
    /// Sizes in GiB that both EBS and Karpenter's schema take.
    pub size: (u32, u32),
    /// IOPS; none where they follow from the size.
    pub iops: Option<(u32, u32)>,
    /// Most IOPS of each GiB.
    pub iops_per_gib: u32,
    /// IOPS that are there whatever the size, in the price of the size.
    pub included_iops: u32,
    /// Most MiB/s, whatever the IOPS.
    pub most_throughput: u32,
}

/// IOPS that gp3 includes.
pub const GP3_IOPS: u32 = 3000;
/// MiB/s that gp3 includes.
pub const GP3_THROUGHPUT: u32 = 125;
/// Most IOPS of gp3 before September 2025; the CRD's text and some Regions still say so.
pub const GP3_OLD_IOPS: u32 = 16_000;
/// Most MiB/s of gp3 before September 2025.
pub const GP3_OLD_THROUGHPUT: u32 = 1000;
/// IOPS that carry a MiB/s of gp3: an I/O moves at most 256 KiB.
pub const IOPS_PER_MEBIBYTE: u32 = 4;

/// The smallest root volume in GiB: what the AL2023 AMI comes with, and Karpenter's default.
pub const SMALLEST_ROOT: u32 = 20;

impl VolumeLimits {
    /// Auto Mode's `ephemeralStorage`: a gp3 volume in the ranges from before September 2025
    /// (EKS User Guide, create-node-class, 2025-04).
    pub const AUTO_MODE: Self = Self {
        iops: Some((GP3_IOPS, GP3_OLD_IOPS)),
        most_throughput: GP3_OLD_THROUGHPUT,
        ..Self::for_type(VolumeType::Gp3)
    };

    /// The limits of a type.
    pub const fn for_type(volume_type: VolumeType) -> Self {
        match volume_type {
            VolumeType::Gp3 => Self {
                size: (1, 59_000),
                iops: Some((GP3_IOPS, 80_000)),
                iops_per_gib: 500,
                included_iops: GP3_IOPS,
                most_throughput: 2000,
            },
            VolumeType::Gp2 => Self {
                size: (1, 16_384),
                iops: None,
                iops_per_gib: 3,
                included_iops: 100,
                most_throughput: 250,
            },
            VolumeType::Io1 => Self {
                size: (4, 16_384),
                iops: Some((100, 64_000)),
                iops_per_gib: 50,
                included_iops: 0,
                most_throughput: 1000,
            },
            VolumeType::Io2 => Self {
                size: (4, 59_000),
                iops: Some((100, 256_000)),
                iops_per_gib: 1000,
                included_iops: 0,
                most_throughput: 4000,
            },
        }
    }

    /// The limits of a Config's volume.
    pub fn of_config(config: &Config) -> Self {
        if config.engine.spec().is_auto_mode() {
            Self::AUTO_MODE
        } else {
            Self::for_type(config.storage.volume.volume_type)
        }
    }

    /// Most IOPS that a size carries.
    pub const fn iops_at(self, gib: u32) -> u32 {
        let carried = gib.saturating_mul(self.iops_per_gib);
        if carried < self.included_iops {
            self.included_iops
        } else {
            carried
        }
    }

    /// The smallest size in GiB that carries so many IOPS.
    pub const fn gib_for(self, iops: u32) -> u32 {
        if iops <= self.included_iops {
            return self.size.0;
        }
        iops.div_ceil(self.iops_per_gib)
    }
}

/// IOPS that a gp3 volume needs for a throughput: four for each MiB/s, and never fewer than the
/// included ones.
pub const fn iops_for(throughput: u32) -> u32 {
    let needed = throughput.saturating_mul(IOPS_PER_MEBIBYTE);
    if needed < GP3_IOPS { GP3_IOPS } else { needed }
}

/// Largest volume of a type in GiB that both EBS and Karpenter's schema allow.
pub(crate) fn largest_gib(config: &Config) -> u32 {
    VolumeLimits::of_config(config).size.1
}
