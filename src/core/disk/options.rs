//! Named settings of the storage, with what each costs and gives.

use super::advice::{RateSpread, StorageAdvice, likely};
use super::limits::{GP3_IOPS, GP3_THROUGHPUT, IOPS_PER_MEBIBYTE, SMALLEST_ROOT, VolumeLimits};
use super::place::{images_can_stay_on_volume, raid0_covers_images};
use super::rate::{AttachedVolume, Attachment, volume_of};
use super::space::{Fit, keeps_layers, roomy_gib};
use crate::core::catalogue::{EbsPrices, Instance};
use crate::core::config::{Config, Edit, EngineKind, Field, InstanceStore, NodeCount, VolumeType};
use crate::core::cost::VolumeCost;
use crate::core::findings::Fix;
use crate::core::units::{Money, grouped};

/// What a named setting is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// gp3 with these IOPS and MiB/s.
    Gp3(u32, u32),
    /// io2 with these IOPS.
    Io2(u32),
    /// The instance store for images, and the smallest volume.
    InstanceStore,
}

/// The table: name, what it is for, setting.
const TABLE: [(&str, &str, Named); 8] = [
    (
        "gp3 3,000 / 125",
        "What gp3 includes.",
        Named::Gp3(3000, 125),
    ),
    (
        "gp3 3,000 / 600",
        "nodeadm's advice for SOCI.",
        Named::Gp3(3000, 600),
    ),
    (
        "gp3 3,000 / 750",
        "The most that the included IOPS carry.",
        Named::Gp3(3000, 750),
    ),
    (
        "gp3 4,000 / 1,000",
        "The old maximum, with the IOPS it needs.",
        Named::Gp3(4000, 1000),
    ),
    (
        "gp3 16,000 / 1,000",
        "The original blueprint's setting.",
        Named::Gp3(16_000, 1000),
    ),
    (
        "gp3 8,000 / 2,000",
        "The most that gp3 writes.",
        Named::Gp3(8000, 2000),
    ),
    (
        "NVMe only",
        "Images on local disks, the smallest root volume.",
        Named::InstanceStore,
    ),
    (
        "io2 4,000",
        "Provisioned IOPS with the lowest latency.",
        Named::Io2(4000),
    ),
];

/// One field that an option changes.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The field.
    pub field: &'static Field,
    /// What it holds now; empty for nothing.
    pub from: String,
    /// What it would hold.
    pub to: String,
}

/// Whether an option can be taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Availability {
    /// It is the present setting.
    Current,
    /// One edit takes it.
    Apply(Fix),
    /// It cannot be taken here; the words say why.
    Impossible(String),
}

/// One row of the table of options.
#[derive(Debug, Clone, PartialEq)]
pub struct StorageOption {
    /// Its name: `gp3 3,000 / 600`.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What its volume costs in a month; none if a price is not known.
    pub per_month: Option<Money>,
    /// How fast images are written, over the selected types that would keep them there.
    pub rate: Option<RateSpread>,
    /// Whether the rates are estimates.
    pub is_estimate: bool,
    /// What it changes against the present setting.
    pub changes: Vec<FieldChange>,
    /// Whether it can be taken.
    pub availability: Availability,
}

/// The table for a Config.
pub(super) fn table(
    config: &Config,
    prices: Option<&EbsPrices>,
    advice: &StorageAdvice,
    instances: &[&Instance],
) -> Vec<StorageOption> {
    let on_volume: Vec<(&'static str, Attachment)> = on_volume(advice, instances)
        .map(|instance| (instance.name, Attachment::of(instance)))
        .collect();
    TABLE
        .iter()
        .map(|&(name, about, setting)| {
            let why = impossible(config, setting, advice);
            let (Some((edit, changes)), None) = (edit(config, setting, advice), &why) else {
                return StorageOption {
                    name,
                    about,
                    per_month: None,
                    rate: None,
                    is_estimate: false,
                    changes: Vec::new(),
                    availability: Availability::Impossible(
                        why.unwrap_or_else(|| "A field refuses it.".into()),
                    ),
                };
            };
            let volume = volume_of(&config.apply(&edit));
            let availability = if changes.is_empty() {
                Availability::Current
            } else {
                Availability::Apply(Fix {
                    label: format!("Use {name}"),
                    edit,
                })
            };
            let rate = match setting {
                Named::InstanceStore => RateSpread::of(stores(advice).map(likely)),
                Named::Gp3(..) | Named::Io2(_) => {
                    let attached = AttachedVolume::new(&volume);
                    RateSpread::of(
                        on_volume
                            .iter()
                            .map(|(name, there)| (*name, attached.effective_on(*there))),
                    )
                }
            };
            StorageOption {
                name,
                about,
                per_month: VolumeCost::of(&volume, prices).per_month().exactly(),
                rate,
                is_estimate: setting == Named::InstanceStore,
                changes,
                availability,
            }
        })
        .collect()
}

/// The selected types whose instance store has room for the image.
fn stores(advice: &StorageAdvice) -> impl Iterator<Item = &super::advice::TypeStorage> {
    advice.types.iter().filter(|each| {
        each.store
            .is_some_and(|store| matches!(store.fit, None | Some(Fit::Fits)))
    })
}

/// The types that would keep images on the volume: those that do now; all, if none does.
fn on_volume<'a>(
    advice: &'a StorageAdvice,
    instances: &'a [&'a Instance],
) -> impl Iterator<Item = &'a Instance> {
    let all = advice.all_on_store();
    instances
        .iter()
        .zip(&advice.types)
        .filter(move |(_, each)| all || each.place == super::ImagePlace::Volume)
        .map(|(instance, _)| *instance)
}

/// The edit that takes a setting, and the fields that it changes; none if a field refuses.
fn edit(
    config: &Config,
    setting: Named,
    advice: &StorageAdvice,
) -> Option<(Edit, Vec<FieldChange>)> {
    const TYPE: &str = "storage.volume.volumeType";
    const SIZE: &str = "storage.volume.volumeSize";
    const IOPS: &str = "storage.volume.iops";
    const THROUGHPUT: &str = "storage.volume.throughput";
    const STORE: &str = "storage.instanceStore";
    let mut texts: Vec<(&str, String)> = Vec::new();
    match setting {
        Named::Gp3(iops, throughput) => {
            texts.push((TYPE, "gp3".into()));
            texts.push((IOPS, iops.to_string()));
            texts.push((THROUGHPUT, throughput.to_string()));
        }
        Named::Io2(iops) => {
            texts.push((TYPE, "io2".into()));
            texts.push((IOPS, iops.to_string()));
        }
        Named::InstanceStore => {
            texts.push((TYPE, "gp3".into()));
            texts.push((IOPS, GP3_IOPS.to_string()));
            texts.push((THROUGHPUT, GP3_THROUGHPUT.to_string()));
            texts.push((STORE, InstanceStore::Raid0.word().into()));
            texts.push((
                "nodes.minLocalNvme",
                least_store(config, advice).to_string(),
            ));
            // A volume made from a snapshot is at least as large as the snapshot.
            if config.storage.volume.snapshot_id.is_none() {
                texts.push((SIZE, format!("{SMALLEST_ROOT}Gi")));
            }
        }
    }
    if setting != Named::InstanceStore {
        if advice.all_on_store() && config.engine.kind != EngineKind::AutoMode {
            texts.push((STORE, store_for_volume(config).word().into()));
        }
        if let (Some(Fit::TooSmall | Fit::Perhaps), Some(size)) =
            (advice.volume_fit(), roomy_gib(config, keeps_layers(config)))
        {
            texts.push((SIZE, format!("{size}Gi")));
        }
    }
    let changes: Vec<FieldChange> = texts
        .into_iter()
        .filter_map(|(path, to)| {
            let field = Field::find(path)?;
            let from = field.value(config).text(field.kind);
            (from != to).then_some(FieldChange { field, from, to })
        })
        .collect();
    let edits: Option<Vec<Edit>> = changes
        .iter()
        .map(|change| Edit::fix(change.field.path, &change.to, config))
        .collect();
    Some((Edit::all(edits?), changes))
}

/// How the instance store is used when images are to lie on the volume.
pub(crate) fn store_for_volume(config: &Config) -> InstanceStore {
    if images_can_stay_on_volume(config) {
        InstanceStore::Raid0SociOnEbs
    } else {
        InstanceStore::Unused
    }
}

/// The edit that keeps images on the volume; Auto Mode has none.
pub(crate) fn keep_on_volume(config: &Config) -> Option<Fix> {
    if config.engine.kind == EngineKind::AutoMode {
        return None;
    }
    let store = store_for_volume(config);
    let edit = Edit::fix("storage.instanceStore", store.word(), config)?;
    Some(Fix {
        label: match store {
            InstanceStore::Raid0SociOnEbs => "Keep SOCI data on EBS",
            InstanceStore::Unused | InstanceStore::Raid0 => "Leave the NVMe unused",
        }
        .into(),
        edit,
    })
}

/// The least instance store with room for the image, in decimal GB, as the requirement counts it;
/// not below what is asked for already.
fn least_store(config: &Config, advice: &StorageAdvice) -> u32 {
    let asked = config.nodes.min_local_nvme.map_or(1, NodeCount::get);
    let needed = advice
        .space
        .as_ref()
        .map_or(1, |space| space.high.to_bytes().div_ceil(1_000_000_000));
    u32::try_from(needed).unwrap_or(u32::MAX).max(asked)
}

fn impossible(config: &Config, setting: Named, advice: &StorageAdvice) -> Option<String> {
    let auto_mode = config.engine.kind == EngineKind::AutoMode;
    let gib = config.storage.volume.volume_size.to_gib();
    match setting {
        Named::Gp3(iops, throughput) => {
            let limits = if auto_mode {
                VolumeLimits::AUTO_MODE
            } else {
                VolumeLimits::of(VolumeType::Gp3)
            };
            if throughput > limits.most_throughput {
                return Some(format!(
                    "Auto Mode takes at most {} MiB/s.",
                    grouped(u64::from(limits.most_throughput))
                ));
            }
            too_small(limits, gib, iops)
        }
        Named::Io2(_) if auto_mode => Some("Auto Mode's volume is always gp3.".into()),
        Named::Io2(iops) => too_small(VolumeLimits::of(VolumeType::Io2), gib, iops),
        Named::InstanceStore if auto_mode => {
            Some("Auto Mode decides by itself when it uses NVMe.".into())
        }
        Named::InstanceStore if !raid0_covers_images(config) => {
            Some("RAID0 does not cover SOCI's data with these versions or this directory.".into())
        }
        Named::InstanceStore if stores(advice).next().is_none() => Some(
            if advice.types.iter().any(|each| each.store.is_some()) {
                "No selected type has NVMe with room for the image."
            } else {
                "No selected type has NVMe."
            }
            .into(),
        ),
        Named::InstanceStore => None,
    }
}

fn too_small(limits: VolumeLimits, gib: u32, iops: u32) -> Option<String> {
    (limits.iops_at(gib) < iops).then(|| {
        format!(
            "{} IOPS need {}Gi; the volume has {gib}Gi.",
            grouped(u64::from(iops)),
            limits.gib_for(iops)
        )
    })
}

// A row whose throughput its own IOPS do not carry would be refused by EC2.
const _: () = {
    let mut row = 0;
    while row < TABLE.len() {
        #[expect(
            clippy::indexing_slicing,
            reason = "checked when the program is compiled"
        )]
        if let Named::Gp3(iops, throughput) = TABLE[row].2 {
            assert!(throughput * IOPS_PER_MEBIBYTE <= iops);
        }
        row += 1;
    }
};
