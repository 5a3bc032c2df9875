//! How fast a volume is written on an instance.

use crate::core::catalogue::Instance;
use crate::core::config::{Config, VolumeType};
use crate::core::cost::VolumeSpec;
use crate::core::units::{ByteRate, Iops, Throughput};
use crate::core::volume_limits::{GP3_IOPS, GP3_THROUGHPUT, VolumeLimits};

/// Largest I/O of an EBS volume: what IOPS count.
const IO_BYTES: u64 = 256 * 1024;
/// Most IOPS of io1 and io2 on instances that are not Nitro's.
const IOPS_WITHOUT_NITRO: u32 = 32_000;

/// What sets a write rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The volume's throughput.
    VolumeThroughput,
    /// The volume's IOPS, at 256 KiB each.
    VolumeIops,
    /// The most that the instance lets its volumes do.
    Instance,
}

impl Bound {
    /// What sets the rate, in words.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::VolumeThroughput => "volume throughput",
            Self::VolumeIops => "volume IOPS",
            Self::Instance => "instance maximum",
        }
    }
}

/// What a volume can do by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolumeRate {
    /// While it has credits, where it works on any.
    pub rate: ByteRate,
    /// For as long as one likes: lower than `rate` on small gp2 volumes only.
    pub sustained: ByteRate,
    /// What sets `rate`: throughput or IOPS.
    pub bound: Bound,
}

impl VolumeRate {
    /// The rate of a volume; none for io1 and io2 without a number of IOPS, which EC2 refuses.
    pub fn for_volume(volume: &VolumeSpec) -> Option<Self> {
        let iops = volume.iops.map(Iops::count);
        Some(match volume.volume_type {
            VolumeType::Gp3 => {
                let throughput = volume
                    .throughput
                    .map_or(GP3_THROUGHPUT, Throughput::to_mebibytes);
                steady(by_iops(iops.unwrap_or(GP3_IOPS)), throughput)
            }
            VolumeType::Gp2 => gp2(volume.size.to_gib()),
            VolumeType::Io1 => {
                let iops = iops?;
                // 500 MiB/s up to 32,000 IOPS, then 16 KiB for each IOPS.
                let cap = (iops / 64).clamp(500, 1000);
                steady(by_iops(iops), cap)
            }
            VolumeType::Io2 => {
                let most = VolumeLimits::for_type(VolumeType::Io2).most_throughput;
                steady(ByteRate::mebibytes(iops?).scaled(256, 1000), most)
            }
        })
    }
}

fn by_iops(iops: u32) -> ByteRate {
    ByteRate::bytes(u64::from(iops) * IO_BYTES)
}

fn steady(by_iops: ByteRate, mebibytes: u32) -> VolumeRate {
    let by_throughput = ByteRate::mebibytes(mebibytes);
    let rate = by_iops.min(by_throughput);
    VolumeRate {
        rate,
        sustained: rate,
        bound: if by_iops < by_throughput {
            Bound::VolumeIops
        } else {
            Bound::VolumeThroughput
        },
    }
}

/// gp2: 3 IOPS a GiB, 100 to 16,000, with a burst of 3,000 below 1,000 GiB; 128 MiB/s up to
/// 170 GiB, 250 above, of which 170 to 334 GiB only in a burst.
fn gp2(gib: u32) -> VolumeRate {
    const BURST_IOPS: u32 = 3000;
    let base = gib.saturating_mul(3).clamp(100, 16_000);
    let cap = if gib <= 170 { 128 } else { 250 };
    let burst = steady(by_iops(base.max(BURST_IOPS)), cap);
    VolumeRate {
        sustained: by_iops(base).min(burst.rate),
        ..burst
    }
}

/// How fast images are written to a volume on an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteRate {
    /// For the first 30 minutes of a day, and so for a pull on a new node.
    pub effective: ByteRate,
    /// What sets it.
    pub bound: Bound,
    /// For as long as one likes; none if the instance's baseline is not known.
    pub sustained: Option<ByteRate>,
}

impl WriteRate {
    /// The rate of a volume on an instance, as [`AttachedVolume::on_instance`] has it.
    pub fn for_volume(volume: &VolumeSpec, instance: &Instance) -> Option<Self> {
        AttachedVolume::new(volume).on_instance(instance)
    }

    /// The rate after the burst, where there is one and it is known.
    pub fn after_burst(self) -> Option<ByteRate> {
        self.sustained.filter(|rate| *rate < self.effective)
    }
}

/// What a volume can do on any instance; made once where there are many.
#[derive(Debug, Clone, Copy)]
pub(in crate::core) struct AttachedVolume {
    volume: VolumeSpec,
    /// By itself, on most instances.
    own: Option<VolumeRate>,
}

impl AttachedVolume {
    pub(in crate::core) fn new(volume: &VolumeSpec) -> Self {
        Self {
            volume: *volume,
            own: VolumeRate::for_volume(volume),
        }
    }

    /// What the volume can do by itself; none for io1 and io2 without a number of IOPS.
    pub(in crate::core) fn own(&self) -> Option<VolumeRate> {
        self.own
    }

    /// The rate on an instance: the lower of what the volume and the instance can do. None if the
    /// volume has no rate or the instance's maximum is not known.
    pub(in crate::core) fn on_instance(&self, instance: &Instance) -> Option<WriteRate> {
        let attachment = Attachment::for_instance(instance);
        let volume = self.with_iops_on(attachment)?;
        let maximum = attachment.maximum?;
        Some(WriteRate {
            effective: volume.rate.min(maximum),
            bound: if maximum < volume.rate {
                Bound::Instance
            } else {
                volume.bound
            },
            sustained: instance
                .ebs
                .baseline
                .map(|baseline| ByteRate::from(baseline).min(maximum).min(volume.sustained)),
        })
    }

    /// The volume with the IOPS that it has there.
    fn with_iops_on(&self, attachment: Attachment) -> Option<VolumeRate> {
        let most = Iops::new(IOPS_WITHOUT_NITRO);
        match self.volume.volume_type {
            VolumeType::Io1 | VolumeType::Io2 if !attachment.has_nitro => {
                VolumeRate::for_volume(&VolumeSpec {
                    iops: self.volume.iops.map(|iops| iops.min(most)),
                    ..self.volume
                })
            }
            _ => self.own,
        }
    }
}

/// All of an instance that bears on how fast its volumes are.
#[derive(Debug, Clone, Copy)]
struct Attachment {
    /// The most that it lets its volumes do, if that is known.
    maximum: Option<ByteRate>,
    has_nitro: bool,
}

impl Attachment {
    fn for_instance(instance: &Instance) -> Self {
        Self {
            maximum: instance.ebs.maximum.map(ByteRate::from),
            has_nitro: instance.hypervisor != Some("xen"),
        }
    }
}

/// The volume of a Config that holds images; Auto Mode's is always gp3.
pub fn volume_of(config: &Config) -> VolumeSpec {
    let volume = &config.storage.volume;
    VolumeSpec {
        volume_type: if config.engine.spec().is_auto_mode() {
            VolumeType::Gp3
        } else {
            volume.volume_type
        },
        size: volume.volume_size,
        iops: volume.iops,
        throughput: volume.throughput,
    }
}
