//! Settings of the storage that people choose between, and the edit that takes each.

use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::Fix;
use crate::core::config::{Config, Edit, Field, InstanceStore, VolumeType};
use crate::core::cost::VolumeSpec;
use crate::core::disk::place::{images_can_stay_on_volume, raid0_covers_images};
use crate::core::disk::rate::volume_of;
use crate::core::disk::space::{Space, bytes_of, keeps_layers, roomy_gib};
use crate::core::disk::{Fit, ImagePlace};
use crate::core::error::quoted;
use crate::core::launch::{InView, InViewBecause, Launch};
use crate::core::plan::NodePlan;
use crate::core::pull::image_place;
use crate::core::selection::Selection;
use crate::core::units::{Iops, Throughput, VolumeSize, grouped};
use crate::core::volume_limits::{GP3_IOPS, GP3_THROUGHPUT, VolumeLimits, iops_for};

const TYPE: &str = "storage.volume.volumeType";
const SIZE: &str = "storage.volume.volumeSize";
const IOPS: &str = "storage.volume.iops";
const THROUGHPUT: &str = "storage.volume.throughput";
const STORE: &str = "storage.instanceStore";
const LEAST_NVME: &str = "nodes.minLocalNvme";

/// Bytes of a GiB, in which volumes are sized.
const GIB: u64 = 1 << 30;
/// Bytes of a GB, in which instance stores are sold.
const GB: u64 = 1_000_000_000;

/// Where images lie, and on which volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageSetting {
    /// Where the type in view keeps images.
    pub place: ImagePlace,
    /// The volume; it holds the system alone where images lie on the instance store.
    pub volume: VolumeSpec,
}

impl StorageSetting {
    /// What a Config says, on one type.
    pub(super) fn new(config: &Config, instance: &Instance) -> Self {
        Self {
            place: image_place(config, instance),
            volume: volume_of(config),
        }
    }

    /// As people call it: `gp3 3000/600`, `io2 4000`, `NVMe`; with its volume where that is more
    /// than the system needs.
    pub fn name(&self) -> String {
        match self.place {
            ImagePlace::Volume => volume_name(&self.volume),
            ImagePlace::InstanceStore if is_included(&self.volume) => "NVMe".to_owned(),
            ImagePlace::InstanceStore => format!("NVMe with {}", volume_name(&self.volume)),
        }
    }

    /// The same in a sentence, where gp3 goes without saying: `3000/600`.
    pub fn short_name(&self) -> String {
        let name = self.name();
        name.strip_prefix("gp3 ").unwrap_or(&name).to_owned()
    }
}

/// What gp3 includes in the price of its size.
fn is_included(volume: &VolumeSpec) -> bool {
    volume.volume_type == VolumeType::Gp3 && rates(volume) == (GP3_IOPS, GP3_THROUGHPUT)
}

/// IOPS and MiB/s of a gp3 volume.
pub(super) fn rates(volume: &VolumeSpec) -> (u32, u32) {
    (
        volume.iops.map_or(GP3_IOPS, Iops::count),
        volume
            .throughput
            .map_or(GP3_THROUGHPUT, Throughput::to_mebibytes),
    )
}

fn volume_name(volume: &VolumeSpec) -> String {
    let (iops, throughput) = rates(volume);
    match volume.volume_type {
        VolumeType::Gp3 => format!("gp3 {iops}/{throughput}"),
        VolumeType::Gp2 => format!("gp2 of {}", volume.size),
        kind @ (VolumeType::Io1 | VolumeType::Io2) => match volume.iops {
            Some(iops) => format!("{kind} {}", iops.count()),
            None => format!("{kind} without IOPS"),
        },
    }
}

/// One field that a setting changes.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The field.
    pub field: &'static Field,
    /// What it holds now; empty for nothing.
    pub from: String,
    /// What it would hold.
    pub to: String,
}

/// Whether a setting can be taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Availability {
    /// It is the present one.
    Current,
    /// One edit takes it.
    Apply(Fix),
    /// It cannot be taken here; the words say why.
    Impossible(String),
}

/// A setting that people name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// Images on gp3 with these IOPS and MiB/s.
    Gp3(u32, u32),
    /// Images on io2 with these IOPS.
    Io2(u32),
    /// Images on the instance store, and a volume for the system alone.
    Nvme,
}

impl Named {
    /// The settings that everybody compares, and what each is known for.
    pub(super) const ALL: [(Self, &'static str); 6] = [
        (Self::Gp3(3000, 125), "Included with gp3."),
        (Self::Gp3(3000, 600), "nodeadm's recommendation for SOCI."),
        (Self::Gp3(4000, 1000), "gp3's maximum until 2025."),
        (Self::Gp3(16_000, 1000), "The original blueprint's."),
        (Self::Io2(4000), "Provisioned IOPS, low latency."),
        (Self::Nvme, "Images on local disks."),
    ];

    /// As [`Self::name`] writes it: `gp3 3000/600`, `io2 4000`, `nvme`; `:` may stand for the blank.
    fn read(words: &str) -> Option<Self> {
        let words = words.trim().to_ascii_lowercase();
        if words == "nvme" {
            return Some(Self::Nvme);
        }
        let (kind, rates) = words.split_once([' ', ':'])?;
        match (kind, rates.split_once('/')) {
            ("gp3", Some((iops, throughput))) => {
                Some(Self::Gp3(iops.parse().ok()?, throughput.parse().ok()?))
            }
            ("io2", None) => Some(Self::Io2(rates.parse().ok()?)),
            _ => None,
        }
    }

    /// gp3 of so many MiB/s with the IOPS that carry it.
    pub(super) const fn gp3_of(throughput: u32) -> Self {
        Self::Gp3(iops_for(throughput), throughput)
    }

    /// Its name before it is known whether it can be taken.
    pub(super) fn name(self) -> String {
        match self {
            Self::Gp3(iops, throughput) => format!("gp3 {iops}/{throughput}"),
            Self::Io2(iops) => format!("io2 {iops}"),
            Self::Nvme => "NVMe".to_owned(),
        }
    }
}

/// What a Config's storage is called on one type.
pub(crate) fn storage_name(config: &Config, instance: &Instance) -> String {
    StorageSetting::new(config, instance).name()
}

/// The Config with the storage that somebody names as this tool prints it, for its type in view.
///
/// # Errors
/// Words that name no storage, and why it cannot be taken, in a sentence or two.
pub(crate) fn with_storage(
    config: &Config,
    catalogue: &Catalogue,
    words: &str,
) -> Result<Config, String> {
    let named = Named::read(words).ok_or_else(|| {
        format!(
            "{} is not a disk. Use gp3 IOPS/THROUGHPUT, io2 IOPS or NVMe, such as “gp3 16000/1000”.",
            quoted(words)
        )
    })?;
    let plan = NodePlan::new(config);
    let selection = Selection::new(&plan, catalogue);
    let launch = Launch::new(&plan, catalogue, &selection);
    let in_view = InView::from_config(config, catalogue, &launch, &selection.admitted);
    let of_view = in_view.and_then(|view| Some((view, catalogue.instances().get(view.position)?)));
    let (in_view, instance) = of_view.ok_or("No instance type is eligible.")?;
    let builder = SettingBuilder {
        config,
        catalogue,
        admitted: &selection.admitted,
        instance,
        in_view,
    };
    builder.take(named).map(|taken| taken.config)
}

/// A setting made of a Config's own.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// The Config with it.
    pub(super) config: Config,
    /// What it changes; nothing if it is the present one.
    pub(super) changes: Vec<FieldChange>,
    /// The change; empty for the present one.
    pub(super) edit: Edit,
}

/// Makes settings of one Config, on one type.
#[derive(Debug, Clone, Copy)]
pub(super) struct SettingBuilder<'a> {
    pub(super) config: &'a Config,
    pub(super) catalogue: &'a Catalogue,
    /// The types that are admitted.
    pub(super) admitted: &'a [usize],
    /// The type in view.
    pub(super) instance: &'a Instance,
    pub(super) in_view: InView,
}

/// Fields with the texts that they are to hold.
type Texts = Vec<(&'static str, String)>;

impl<'a> SettingBuilder<'a> {
    /// The Config with a setting.
    ///
    /// # Errors
    /// Why it cannot be taken, in a sentence or two.
    pub(super) fn take(&self, named: Named) -> Result<Taken, String> {
        let mut texts = Texts::new();
        match named {
            Named::Gp3(iops, throughput) => {
                let limits = self.gp3_limits();
                if throughput > limits.most_throughput {
                    return Err(format!(
                        "Auto Mode allows at most {} MiB/s.",
                        grouped(limits.most_throughput.into())
                    ));
                }
                self.onto_volume(&mut texts)?;
                self.carries(limits, iops, &texts)?;
                self.gp3(iops, throughput, &mut texts);
            }
            Named::Io2(_) if self.is_auto_mode() => {
                return Err("Auto Mode's volume is always gp3.".to_owned());
            }
            Named::Io2(iops) => {
                self.onto_volume(&mut texts)?;
                self.carries(VolumeLimits::for_type(VolumeType::Io2), iops, &texts)?;
                texts.push((TYPE, VolumeType::Io2.as_str().to_owned()));
                texts.push((IOPS, iops.to_string()));
            }
            Named::Nvme => self.onto_store(&mut texts)?,
        }
        let taken = self.taken(texts)?;
        self.stays_in_view(&taken.config)?;
        Ok(taken)
    }

    /// The Config with images on its volume, whatever that is; for all that is asked of a volume.
    pub(super) fn on_volume(&self) -> Result<Config, String> {
        let mut texts = Texts::new();
        self.onto_volume(&mut texts)?;
        self.taken(texts).map(|taken| taken.config)
    }

    /// The Config as it is.
    pub(super) fn present(&self) -> Taken {
        Taken {
            config: self.config.clone(),
            changes: Vec::new(),
            edit: Edit::all(Vec::new()),
        }
    }

    /// What gp3 takes in this Config.
    pub(super) fn gp3_limits(&self) -> VolumeLimits {
        if self.is_auto_mode() {
            VolumeLimits::AUTO_MODE
        } else {
            VolumeLimits::for_type(VolumeType::Gp3)
        }
    }

    fn is_auto_mode(&self) -> bool {
        self.config.engine.spec().is_auto_mode()
    }

    /// Fields that make it a gp3 volume of these rates; what holds already by default stays empty.
    fn gp3(&self, iops: u32, throughput: u32, texts: &mut Texts) {
        let now = volume_of(self.config);
        if now.volume_type == VolumeType::Gp3 && rates(&now) == (iops, throughput) {
            return;
        }
        if !self.is_auto_mode() {
            texts.push((TYPE, VolumeType::Gp3.as_str().to_owned()));
        }
        texts.push((IOPS, iops.to_string()));
        texts.push((THROUGHPUT, throughput.to_string()));
    }

    /// Whether the volume, of the size that it has then, carries so many IOPS.
    fn carries(&self, limits: VolumeLimits, iops: u32, texts: &Texts) -> Result<(), String> {
        let size = texts
            .iter()
            .find(|(path, _)| *path == SIZE)
            .and_then(|(_, text)| text.parse().ok())
            .unwrap_or(self.config.storage.volume.volume_size);
        let gib = VolumeSize::to_gib(size);
        if iops <= limits.iops_at(gib) {
            return Ok(());
        }
        Err(format!(
            "{} IOPS need {}Gi; the volume has {gib}Gi.",
            grouped(iops.into()),
            limits.gib_for(iops)
        ))
    }

    /// What brings the images of the type in view onto its volume, and gives them room there.
    fn onto_volume(&self, texts: &mut Texts) -> Result<(), String> {
        let space = Space::from_config(self.config);
        if image_place(self.config, self.instance) == ImagePlace::InstanceStore {
            if self.is_auto_mode() {
                return self.auto_mode_onto_volume(space, texts);
            }
            let store = self.store_for_volume()?;
            texts.push((STORE, store.as_str().to_owned()));
        }
        let size = bytes_of(self.config.storage.volume.volume_size);
        let fits = space.is_none_or(|space| space.fit(size) == Fit::Fits);
        // Images that lie there now have the room that they have.
        if !fits && !texts.is_empty() {
            let Some(roomy) = roomy_gib(self.config, keeps_layers(self.config)) else {
                return Err("No volume of this type is large enough for the image.".to_owned());
            };
            texts.push((SIZE, format!("{roomy}Gi")));
        }
        Ok(())
    }

    /// Auto Mode uses the NVMe if it is asked for at least as much as that has: less than that
    /// keeps images on the volume.
    fn auto_mode_onto_volume(&self, space: Option<Space>, texts: &mut Texts) -> Result<(), String> {
        let Some(store) = self.instance.local_store else {
            return Ok(());
        };
        let below = store.capacity.to_bytes().div_ceil(GIB).saturating_sub(1);
        let bytes = crate::core::units::ByteSize::bytes(below * GIB);
        let has_room = space.is_none_or(|space| space.fit(bytes) == Fit::Fits);
        let asked = self.config.nodes.min_local_nvme.map(|count| count.get());
        let is_asked_for = asked.is_some_and(|least| u64::from(least) * GB > below * GIB);
        let size = u32::try_from(below)
            .ok()
            .filter(|_| has_room && !is_asked_for);
        let Some(size) = size.filter(|size| *size >= self.gp3_limits().size.0) else {
            return Err(format!(
                "Auto Mode keeps images on the NVMe of {} if {}Gi is requested.",
                self.instance.name,
                self.config.storage.volume.volume_size.to_gib()
            ));
        };
        texts.push((SIZE, format!("{size}Gi")));
        Ok(())
    }

    /// How the instance store is used when images are to lie on the volume.
    fn store_for_volume(&self) -> Result<InstanceStore, String> {
        let stays = |store: InstanceStore| {
            let edit = Edit::fix(STORE, store.as_str(), self.config);
            edit.is_some_and(|edit| {
                image_place(&self.config.apply(&edit), self.instance) == ImagePlace::Volume
            })
        };
        if images_can_stay_on_volume(self.config) && stays(InstanceStore::Raid0SociOnEbs) {
            return Ok(InstanceStore::Raid0SociOnEbs);
        }
        // Types with NVMe are asked for: left unused, it would be paid for and lie idle.
        if self.config.nodes.min_local_nvme.is_none() && stays(InstanceStore::Unused) {
            return Ok(InstanceStore::Unused);
        }
        Err(
            "With these versions the RAID0 includes SOCI's data, and the NodePool requires NVMe."
                .to_owned(),
        )
    }

    /// What brings the images of the type in view onto its instance store, with room for them on
    /// every type that keeps them there, and leaves a volume of what gp3 includes where all do. Its size
    /// stays the user's.
    fn onto_store(&self, texts: &mut Texts) -> Result<(), String> {
        let name = self.instance.name;
        let Some(store) = self.instance.local_store else {
            return Err(format!("{name} has no NVMe."));
        };
        let space = Space::from_config(self.config);
        if let Some(space) = space.filter(|space| space.fit(store.capacity) != Fit::Fits) {
            return Err(format!(
                "A pull needs {} GB; {name} has {} GB of NVMe.",
                grouped(space.high.to_bytes().div_ceil(GB)),
                grouped(store.capacity.to_bytes() / GB)
            ));
        }
        if self.is_auto_mode() {
            if image_place(self.config, self.instance) == ImagePlace::Volume {
                let size = store.capacity.to_bytes().div_ceil(GIB);
                if size > self.gp3_limits().size.1.into() {
                    return Err("Auto Mode does not allow a size as large as its NVMe.".to_owned());
                }
                texts.push((SIZE, format!("{size}Gi")));
            }
        } else {
            if !raid0_covers_images(self.config) {
                return Err(
                    "RAID0 does not cover SOCI's data with these versions or this directory."
                        .to_owned(),
                );
            }
            texts.push((STORE, InstanceStore::Raid0.as_str().to_owned()));
        }
        let after = self.taken(texts.clone())?.config;
        let needed = space.map(|space| space.high.to_bytes().div_ceil(GB));
        let (with_room, small, without) = self.stores(&after, needed);
        if small > 0 && !self.is_auto_mode() {
            let asked = self.config.nodes.min_local_nvme.map(|count| count.get());
            let least = u64::from(asked.unwrap_or(1)).max(needed.unwrap_or(1));
            texts.push((LEAST_NVME, least.to_string()));
        } else if without > 0 || with_room == 0 {
            // Other types keep images on the volume, which stays as fast as it is.
            return Ok(());
        }
        self.gp3(GP3_IOPS, GP3_THROUGHPUT, texts);
        Ok(())
    }

    /// How many eligible types would keep images on an instance store with room for `needed` GB,
    /// on one that is too small, and on the volume.
    fn stores(&self, after: &Config, needed: Option<u64>) -> (usize, usize, usize) {
        let (mut with_room, mut small, mut without) = (0, 0, 0);
        let instances = self.catalogue.instances();
        for instance in self.admitted.iter().filter_map(|at| instances.get(*at)) {
            match instance.local_store {
                Some(store) if image_place(after, instance) == ImagePlace::InstanceStore => {
                    if needed.is_none_or(|needed| store.capacity.to_bytes() >= needed * GB) {
                        with_room += 1;
                    } else {
                        small += 1;
                    }
                }
                _ => without += 1,
            }
        }
        (with_room, small, without)
    }

    /// The Config with these texts in their fields.
    fn taken(&self, texts: Texts) -> Result<Taken, String> {
        let changes: Vec<FieldChange> = texts
            .into_iter()
            .filter_map(|(path, to)| {
                let field = Field::find(path)?;
                let from = field.value(self.config).text(field.kind);
                (from != to).then_some(FieldChange { field, from, to })
            })
            .collect();
        let edits: Option<Vec<Edit>> = changes
            .iter()
            .map(|change| Edit::fix(change.field.path, &change.to, self.config))
            .collect();
        let edit = Edit::all(edits.ok_or("A setting does not allow it.")?);
        Ok(Taken {
            config: self.config.apply(&edit),
            changes,
            edit,
        })
    }

    /// Whether the type in view is still the one that comes: what a pod finds on a node depends on
    /// where images lie.
    fn stays_in_view(&self, after: &Config) -> Result<(), String> {
        let now = self.config;
        let is_same = after.nodes == now.nodes
            && after.storage.instance_store == now.storage.instance_store
            && after.storage.volume.volume_size == now.storage.volume.volume_size;
        if is_same {
            return Ok(());
        }
        let plan = NodePlan::new(after);
        let selection = Selection::new(&plan, self.catalogue);
        let launch = Launch::new(&plan, self.catalogue, &selection);
        let view = InView::from_config(after, self.catalogue, &launch, &selection.admitted);
        let name = self.instance.name;
        let stays = view.is_some_and(|view| {
            let was_admitted = self.in_view.because != InViewBecause::Chosen { is_admitted: false };
            view.position == self.in_view.position
                && (!was_admitted || selection.admitted.contains(&view.position))
        });
        if stays {
            return Ok(());
        }
        let other = view
            .filter(|view| view.position != self.in_view.position)
            .and_then(|view| self.catalogue.instances().get(view.position));
        Err(match other {
            Some(other) => format!(
                "Karpenter would then launch {}, as pods have different storage on {name}.",
                other.name
            ),
            None => format!("The pod would not fit on {name}."),
        })
    }
}
