//! How fast a node writes what it pulls: its volume or its instance store, and the page cache.

use super::constants::{Draw, Parameter};
use crate::core::catalogue::Instance;
use crate::core::config::{Config, EngineKind, VolumeType};

/// MB in a MiB.
const MIB: f64 = 1.048_576;
/// MB of one write: EBS counts up to 256 KiB as one.
const WRITE: f64 = 0.262_144;

/// What holds the images.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Disk {
    /// The EBS volume: MB/s of its own, and what the instance lets through.
    Volume { rate: f64, instance: Option<f64> },
    /// Instance store whose writes a second are published.
    Store { write_iops: f64 },
    /// Instance store of G6, G6e and Gr6: GB.
    MeasuredStore { size: f64 },
    /// Instance store without figures: GB.
    UnknownStore { size: f64 },
    /// The same of a storage-optimised type, whose disks are large: GB.
    LargeStore { size: f64 },
}

/// MB/s that a volume writes by itself.
///
/// gp3: its throughput, and 256 KiB for each of its IOPS. gp2: 128 MiB/s up to 170 GiB, else 250
/// (between 170 and 334 GiB that is burst, which a new volume has). io1: 500 MiB/s up to 32,000
/// IOPS, then 16 KiB for each, at most 1,000. io2: 0.256 MiB/s for each of its IOPS, at most
/// 4,000. Source: EC2 API model and User Guide, June 2023.
pub(super) fn volume_rate(config: &Config) -> f64 {
    let volume = &config.storage.volume;
    let volume_type = match config.engine.kind {
        // Auto Mode's own is always gp3.
        EngineKind::AutoMode => VolumeType::Gp3,
        _ => volume.volume_type,
    };
    let iops = f64::from(volume.iops.map_or(3000, |iops| iops.count()));
    let mebibytes = match volume_type {
        VolumeType::Gp3 => f64::from(volume.throughput.map_or(125, |rate| rate.to_mebibytes())),
        VolumeType::Gp2 if volume.volume_size.to_gib() <= 170 => 128.0,
        VolumeType::Gp2 => 250.0,
        VolumeType::Io1 => (iops / 64.0).clamp(500.0, 1000.0),
        VolumeType::Io2 => (iops * 0.256).min(4000.0),
    };
    let by_iops = match volume_type {
        VolumeType::Gp3 | VolumeType::Io1 => iops * WRITE,
        VolumeType::Gp2 | VolumeType::Io2 => f64::INFINITY,
    };
    (mebibytes * MIB).min(by_iops)
}

/// What an instance lets its volumes write: the maximum, which a new node sustains for longer
/// than a pull takes (EC2 User Guide: 30 minutes a day).
pub(super) fn instance_rate(instance: &Instance) -> Option<f64> {
    let limits = &instance.ebs;
    let bandwidth = f64::from(limits.maximum.or(limits.baseline)?.to_megabits()) / 8.0;
    let iops = limits.maximum_iops.or(limits.baseline_iops);
    Some(iops.map_or(bandwidth, |iops| bandwidth.min(f64::from(iops) * WRITE)))
}

impl Disk {
    /// The volume on this instance.
    pub(super) fn volume(rate: f64, instance: &Instance) -> Self {
        Self::Volume {
            rate,
            instance: instance_rate(instance),
        }
    }

    /// The instance store, where the instance has one.
    pub(super) fn store(instance: &Instance) -> Option<Self> {
        let store = instance.local_store?;
        #[allow(
            clippy::cast_precision_loss,
            reason = "sizes of disks are far below 2^53"
        )]
        let size = store.capacity.to_bytes() as f64 / 1e9;
        Some(match store.write_iops {
            Some(iops) => Self::Store {
                write_iops: f64::from(iops),
            },
            None if ["g6", "g6e", "gr6"].contains(&instance.family) => Self::MeasuredStore { size },
            None if instance.category.starts_with(['i', 'd']) => Self::LargeStore { size },
            None => Self::UnknownStore { size },
        })
    }

    pub(super) fn parameters(self, add: &mut impl FnMut(Parameter)) {
        add(Parameter::PageCache);
        match self {
            Self::Volume {
                instance: Some(_), ..
            } => {}
            Self::Volume { instance: None, .. } => add(Parameter::UnknownEbs),
            Self::Store { .. } => add(Parameter::NvmeFactor),
            Self::MeasuredStore { .. } => add(Parameter::NvmePerGb),
            Self::UnknownStore { .. } => add(Parameter::NvmePerGbElsewhere),
            Self::LargeStore { .. } => add(Parameter::NvmePerGbStorage),
        }
    }

    /// MB/s.
    pub(super) fn rate(self, draw: &Draw) -> f64 {
        match self {
            Self::Volume { rate, instance } => {
                rate.min(instance.unwrap_or_else(|| draw.get(Parameter::UnknownEbs)))
            }
            Self::Store { write_iops } => write_iops * 0.004_096 * draw.get(Parameter::NvmeFactor),
            Self::MeasuredStore { size } => size * draw.get(Parameter::NvmePerGb),
            Self::UnknownStore { size } => size * draw.get(Parameter::NvmePerGbElsewhere),
            Self::LargeStore { size } => size * draw.get(Parameter::NvmePerGbStorage),
        }
        .max(1.0)
    }

    pub(super) fn is_store(self) -> bool {
        !matches!(self, Self::Volume { .. })
    }
}

/// MB of memory.
pub(super) fn memory(instance: &Instance) -> f64 {
    f64::from(instance.memory.to_mebibytes()) * MIB
}
