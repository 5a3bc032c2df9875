//! What a Config's storage comes to on the instance types that it selects.

use super::keep::keep_on_volume;
use super::place::ImagePlace;
use super::rate::{AttachedVolume, VolumeRate, WriteRate, volume_of};
use super::space::{Fit, Space, bytes_of};
use super::store::StoreRate;
use crate::core::catalogue::{Catalogue, Instance, LocalStore};
use crate::core::config::Fix;
use crate::core::config::{Config, VolumeType};
use crate::core::cost::{VolumeCost, VolumeSpec};
use crate::core::order;
use crate::core::units::{ByteRate, ByteSize, Money};
use crate::core::volume_limits::{GP3_OLD_IOPS, GP3_OLD_THROUGHPUT};

/// Storage of one instance type that may be launched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeStorage {
    /// The type.
    pub name: &'static str,
    /// Where it keeps images.
    pub place: ImagePlace,
    /// How fast the volume is written there; none if that is not known.
    pub volume: Option<WriteRate>,
    /// Its local NVMe disks.
    pub store: Option<TypeStore>,
}

/// Local NVMe disks of one instance type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeStore {
    /// What the catalogue knows of them.
    pub disks: LocalStore,
    /// Their estimated write rate; none if there is nothing to estimate it from.
    pub rate: Option<StoreRate>,
    /// How they compare with the volume on the same type.
    pub against_volume: StoreComparison,
    /// Whether the image has room on them; none if its size is not known.
    pub fit: Option<Fit>,
}

/// An instance store against the EBS volume of the same node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreComparison {
    /// Slower even by the high estimate.
    Slower,
    /// The estimate reaches from below the volume's rate to above it.
    Alike,
    /// Faster even by the low estimate.
    Faster,
    /// One of both is not known.
    Unknown,
}

impl StoreComparison {
    fn compare(store: Option<StoreRate>, volume: Option<WriteRate>) -> Self {
        match (store, volume) {
            (Some(store), Some(volume)) if store.rate.high() < volume.effective => Self::Slower,
            (Some(store), Some(volume)) if store.rate.low() > volume.effective => Self::Faster,
            (Some(_), Some(_)) => Self::Alike,
            _ => Self::Unknown,
        }
    }

    /// In words.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Slower => "slower than the volume",
            Self::Alike => "about as fast as the volume",
            Self::Faster => "faster than the volume",
            Self::Unknown => "unknown",
        }
    }
}

/// A rate, and a type that has it.
type RateOf = (ByteRate, &'static str);

/// A rate over several instance types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateSpread {
    /// The slowest type's rate, and the type.
    pub slowest: RateOf,
    /// The fastest type's rate, and the type.
    pub fastest: RateOf,
    /// How many types these are the ends of.
    pub types: usize,
    /// How many more have no known rate.
    pub unknown: usize,
}

impl RateSpread {
    /// The ends of some rates; none if there are none, or none is known.
    fn from_rates(
        rates: impl IntoIterator<Item = (&'static str, Option<ByteRate>)>,
    ) -> Option<Self> {
        let (mut types, mut unknown) = (0, 0);
        let mut ends: Option<(RateOf, RateOf)> = None;
        for (name, rate) in rates {
            let Some(rate) = rate else {
                unknown += 1;
                continue;
            };
            types += 1;
            ends = Some(match ends {
                None => ((rate, name), (rate, name)),
                Some((slow, fast)) => (
                    if rate < slow.0 { (rate, name) } else { slow },
                    if rate > fast.0 { (rate, name) } else { fast },
                ),
            });
        }
        ends.map(|(slowest, fastest)| Self {
            slowest,
            fastest,
            types,
            unknown,
        })
    }
}

/// How much volume throughput the instances that keep images on the volume can use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// The most that each lets its volumes do, lowest first.
    maxima: Vec<ByteRate>,
    /// How many more types have no known maximum.
    pub unknown: usize,
}

impl Reach {
    fn from_instances<'a>(instances: impl IntoIterator<Item = &'a Instance>) -> Self {
        let mut reach = Self::default();
        for instance in instances {
            match instance.ebs.maximum {
                Some(maximum) => reach.maxima.push(maximum.into()),
                None => reach.unknown += 1,
            }
        }
        order::stable_sort_by_u64(&mut reach.maxima, |maximum| maximum.to_bytes());
        reach
    }

    /// How many types have a known maximum.
    pub fn types(&self) -> usize {
        self.maxima.len()
    }

    /// How many of them cannot use a rate in full.
    pub fn capped_below(&self, rate: ByteRate) -> usize {
        self.maxima.partition_point(|maximum| *maximum < rate)
    }

    /// From which rate on more is wasted on at least half of these types.
    pub fn wasted_on_half(&self) -> Option<ByteRate> {
        let at = self.maxima.len().div_ceil(2).checked_sub(1)?;
        self.maxima.get(at).copied()
    }

    /// From which rate on more is wasted on all of these types.
    pub fn wasted_on_all(&self) -> Option<ByteRate> {
        self.maxima.last().copied()
    }
}

/// Something to know about limits that differ from what else can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitNote {
    /// The setting is above what gp3 had before September 2025.
    AboveOldLimits,
    /// Nobody checked this Region for the higher limits.
    RegionUnchecked,
    /// Auto Mode's NodeClass has narrower limits.
    AutoMode,
}

impl LimitNote {
    /// The note, in a sentence or two.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::AboveOldLimits => {
                "More than 16,000 IOPS or 1,000 MiB/s is possible since September 2025. Karpenter's CRD text still names the old limits, but does not enforce them."
            }
            Self::RegionUnchecked => {
                "Whether gp3 exceeds 16,000 IOPS and 1,000 MiB/s in GovCloud, China and Local Zones was not checked."
            }
            Self::AutoMode => {
                "Auto Mode's ephemeralStorage allows at most 16,000 IOPS and 1,000 MiB/s."
            }
        }
    }
}

/// What the storage of a Config comes to: rates over the selected types, and room.
#[derive(Debug, Clone, PartialEq)]
pub struct StorageAdvice {
    /// The volume that holds images.
    pub volume: VolumeSpec,
    /// What it can do by itself; none for io1 and io2 without a number of IOPS.
    pub volume_rate: Option<VolumeRate>,
    /// What it costs per month; none if a price is not known.
    pub per_month: Option<Money>,
    /// Every selected type, in the catalogue's order.
    pub types: Vec<TypeStorage>,
    /// How fast the volume is written on the types that keep images there.
    pub on_volume: Option<RateSpread>,
    /// How fast the instance store is likely written on the types that keep images there.
    pub on_store: Option<RateSpread>,
    /// How much throughput the types that keep images on the volume can use; all selected types
    /// if none of them does.
    pub reach: Reach,
    /// What a pull needs, if the image's size is known.
    pub space: Option<Space>,
    /// The edit that keeps images on the volume, where some type's NVMe is slower than it.
    pub keep_on_volume: Option<Fix>,
    /// What to know about limits.
    pub notes: Vec<LimitNote>,
}

impl StorageAdvice {
    /// The storage of a Config on the types at these positions of the catalogue's instances; none
    /// where the node class is the user's own to write.
    pub(crate) fn new(config: &Config, catalogue: &Catalogue, admitted: &[usize]) -> Option<Self> {
        if config.engine.is_set_up_by_hand() {
            return None;
        }
        let instances: Vec<&Instance> = admitted
            .iter()
            .filter_map(|position| catalogue.instances().get(*position))
            .collect();
        let volume = volume_of(config);
        let attached = AttachedVolume::new(&volume);
        let space = Space::from_config(config);
        let types: Vec<TypeStorage> = instances
            .iter()
            .map(|instance| type_storage(config, &attached, space.as_ref(), instance))
            .collect();
        let prices = catalogue.ebs_prices(&config.cluster.region);
        let reach = reach(&instances, &types);
        let mut advice = Self {
            volume,
            volume_rate: attached.own(),
            per_month: VolumeCost::new(&volume, prices).per_month().exactly(),
            on_volume: RateSpread::from_rates(
                of_place(&types, ImagePlace::Volume)
                    .map(|each| (each.name, each.volume.map(|rate| rate.effective))),
            ),
            on_store: RateSpread::from_rates(
                of_place(&types, ImagePlace::InstanceStore).map(likely),
            ),
            types,
            reach,
            space,
            keep_on_volume: None,
            notes: notes(config, &volume),
        };
        if advice.slower_on_store().next().is_some() {
            advice.keep_on_volume = keep_on_volume(config);
        }
        Some(advice)
    }

    /// The types that keep images on the instance store.
    pub fn on_store_types(&self) -> impl Iterator<Item = &TypeStorage> {
        of_place(&self.types, ImagePlace::InstanceStore)
    }

    /// Whether every selected type keeps images on its instance store.
    pub fn all_on_store(&self) -> bool {
        !self.types.is_empty() && of_place(&self.types, ImagePlace::Volume).next().is_none()
    }

    /// The smallest instance store that images are kept on.
    pub fn smallest_store(&self) -> Option<(&'static str, ByteSize)> {
        self.on_store_types()
            .filter_map(|each| Some((each.name, each.store?.disks.capacity)))
            .min_by_key(|(name, capacity)| (*capacity, *name))
    }

    /// Whether the image has room on the volume; none if its size is not known.
    pub fn volume_fit(&self) -> Option<Fit> {
        self.space
            .as_ref()
            .map(|space| space.fit(bytes_of(self.volume.size)))
    }

    /// Types that keep images on an instance store and are slower with it than with the volume.
    pub fn slower_on_store(&self) -> impl Iterator<Item = &TypeStorage> {
        self.on_store_types().filter(|each| {
            each.store
                .is_some_and(|store| store.against_volume == StoreComparison::Slower)
        })
    }
}

fn of_place(types: &[TypeStorage], place: ImagePlace) -> impl Iterator<Item = &TypeStorage> {
    types.iter().filter(move |each| each.place == place)
}

/// A type's name and the likely rate of its instance store.
fn likely(each: &TypeStorage) -> (&'static str, Option<ByteRate>) {
    let rate = each.store.and_then(|store| store.rate);
    (each.name, rate.map(|rate| rate.rate.likely()))
}

fn type_storage(
    config: &Config,
    volume: &AttachedVolume,
    space: Option<&Space>,
    instance: &Instance,
) -> TypeStorage {
    let written = volume.on_instance(instance);
    TypeStorage {
        name: instance.name,
        place: ImagePlace::new(config, instance),
        volume: written,
        store: instance.local_store.map(|disks| {
            let rate = StoreRate::for_instance(instance);
            TypeStore {
                disks,
                rate,
                against_volume: StoreComparison::compare(rate, written),
                fit: space.map(|space| space.fit(disks.capacity)),
            }
        }),
    }
}

fn reach(instances: &[&Instance], types: &[TypeStorage]) -> Reach {
    let on_volume = instances
        .iter()
        .zip(types)
        .filter(|(_, each)| each.place == ImagePlace::Volume)
        .map(|(instance, _)| *instance);
    let reach = Reach::from_instances(on_volume);
    if reach == Reach::default() {
        Reach::from_instances(instances.iter().copied())
    } else {
        reach
    }
}

fn notes(config: &Config, volume: &VolumeSpec) -> Vec<LimitNote> {
    if volume.volume_type != VolumeType::Gp3 {
        return Vec::new();
    }
    if config.engine.spec().is_auto_mode() {
        return vec![LimitNote::AutoMode];
    }
    let above = volume.iops.is_some_and(|iops| iops.count() > GP3_OLD_IOPS)
        || volume
            .throughput
            .is_some_and(|rate| rate.to_mebibytes() > GP3_OLD_THROUGHPUT);
    let region = config.cluster.region.as_str();
    let unchecked = region.starts_with("us-gov-") || region.starts_with("cn-");
    [
        (above, LimitNote::AboveOldLimits),
        (unchecked, LimitNote::RegionUnchecked),
    ]
    .into_iter()
    .filter_map(|(applies, note)| applies.then_some(note))
    .collect()
}
