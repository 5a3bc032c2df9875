//! How fast a node writes what it pulls: its volume or its instance store, and the page cache.

use crate::core::catalogue::Instance;
use crate::core::disk::rate::AttachedVolume;
use crate::core::pull::parameter::{Parameter, ParameterValues};
use crate::core::units::ByteRate;

/// MB in a MiB.
const MIB: f64 = 1.048_576;

/// What holds the images.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) enum Disk {
    /// The EBS volume: MB/s that it writes on this instance, or by itself if what the instance
    /// lets through is not known.
    Volume { rate: f64, is_known: bool },
    /// Instance store whose writes a second are published.
    Store { write_iops: f64 },
    /// Instance store of G6, G6e and Gr6: GB.
    MeasuredStore { size: f64 },
    /// Instance store without figures: GB.
    UnknownStore { size: f64 },
    /// The same of a storage-optimised type, whose disks are large: GB.
    LargeStore { size: f64 },
}

fn megabytes(rate: ByteRate) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "rates are far below 2^53")]
    let bytes = rate.to_bytes() as f64;
    bytes / 1e6
}

impl Disk {
    /// One that takes everything at once.
    pub(in crate::core) const ENDLESS: Self = Self::Volume {
        rate: f64::INFINITY,
        is_known: true,
    };

    /// A volume on this instance, at the rate that it sustains for longer than a pull takes.
    pub(in crate::core) fn volume(volume: &AttachedVolume, instance: &Instance) -> Self {
        match volume.on_instance(instance) {
            Some(rate) => Self::Volume {
                rate: megabytes(rate.effective),
                is_known: true,
            },
            None => Self::Volume {
                rate: volume
                    .own()
                    .map_or(f64::INFINITY, |own| megabytes(own.rate)),
                is_known: false,
            },
        }
    }

    /// The instance store, where the instance has one.
    pub(in crate::core) fn store(instance: &Instance) -> Option<Self> {
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

    pub(in crate::core) fn parameters(self, add: &mut impl FnMut(Parameter)) {
        add(Parameter::PageCache);
        if !self.is_store() {
            add(Parameter::KeptInMemory);
        }
        match self {
            Self::Volume { is_known: true, .. } => {}
            Self::Volume {
                is_known: false, ..
            } => add(Parameter::UnknownEbs),
            Self::Store { .. } => add(Parameter::NvmeFactor),
            Self::MeasuredStore { .. } => add(Parameter::NvmePerGb),
            Self::UnknownStore { .. } => add(Parameter::NvmePerGbElsewhere),
            Self::LargeStore { .. } => add(Parameter::NvmePerGbStorage),
        }
    }

    /// MB/s.
    pub(in crate::core) fn rate(self, draw: &ParameterValues) -> f64 {
        match self {
            Self::Volume {
                rate,
                is_known: true,
            } => rate,
            Self::Volume {
                rate,
                is_known: false,
            } => rate.min(draw.get(Parameter::UnknownEbs)),
            Self::Store { write_iops } => write_iops * 0.004_096 * draw.get(Parameter::NvmeFactor),
            Self::MeasuredStore { size } => size * draw.get(Parameter::NvmePerGb),
            Self::UnknownStore { size } => size * draw.get(Parameter::NvmePerGbElsewhere),
            Self::LargeStore { size } => size * draw.get(Parameter::NvmePerGbStorage),
        }
        .max(1.0)
    }

    pub(in crate::core) fn is_store(self) -> bool {
        !matches!(self, Self::Volume { .. })
    }
}

/// MB of memory.
pub(in crate::core) fn memory(instance: &Instance) -> f64 {
    f64::from(instance.memory.to_mebibytes()) * MIB
}

#[cfg(test)]
mod tests {
    use super::{Disk, megabytes};
    use crate::core::disk::StoreRate;
    use crate::core::pull::parameter::Constants;

    /// The storage advice says the same of a disk as the pull is simulated with.
    #[test]
    fn instance_stores_are_as_fast_as_elsewhere() {
        let likely = Constants::default().likely();
        let mut compared = 0;
        for instance in crate::data::catalogue().instances() {
            let (Some(disk), Some(store)) =
                (Disk::store(instance), StoreRate::for_instance(instance))
            else {
                continue;
            };
            let (ours, theirs) = (disk.rate(&likely), megabytes(store.rate.likely()));
            assert!(
                (ours - theirs).abs() < 1.0,
                "{}: {ours} {theirs}",
                instance.name
            );
            compared += 1;
        }
        assert!(compared > 200, "{compared}");
    }
}
