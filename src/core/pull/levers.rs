//! What would make a pull faster, and by how much: one change at a time, on one instance type.

use super::conditions::SimulatedImage;
use super::constants::Constants;
use super::estimate::{Estimator, duration};
use super::layers;
use super::setup::{Pool, Setup};
use super::simulation::Simulator;
use super::spread::{PullModel, PulledBy};
use crate::core::catalogue::Instance;
use crate::core::config::{
    Architecture, Compression, Config, Edit, EngineKind, InstanceStore, VolumeType,
};
use crate::core::cost::NodePrices;
use crate::core::plan::NodePlan;
use crate::core::units::{ChunkSize, Duration, Limit, Money, grouped};

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeverKind {
    /// SOCI in place of stock containerd.
    Soci,
    /// Requests at once.
    Downloads,
    /// Layers unpacked at once.
    Unpacks,
    /// The size of a request.
    ChunkSize,
    /// The volume's throughput, with the IOPS that carry it.
    Throughput,
    /// The volume's IOPS.
    Iops,
    /// The next size of the family.
    LargerInstance,
    /// Images on the instance store.
    InstanceStore,
    /// Bottlerocket, which has igzip on x86_64.
    Bottlerocket,
    /// An image whose largest layer is split.
    SplitLargest,
    /// An image packed with zstd.
    Zstd,
}

/// One change and what it does to the likely time.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// What is changed.
    pub kind: LeverKind,
    /// From and to: “Throughput 600 → 1,000 MiB/s”.
    pub label: String,
    /// Likely time as it is.
    pub before: Duration,
    /// Likely time with the change.
    pub after: Duration,
    /// Where the type that it was estimated on stands in `Catalogue::instances`: the same one, but
    /// for what is a change of type.
    pub position: usize,
    /// What a node with its volumes costs an hour, before and after; none if a price is not known.
    pub per_hour: Option<(Money, Money)>,
    /// The change as an edit, where it is a setting; an image is rebuilt by its owner.
    pub edit: Option<Edit>,
}

impl Lever {
    /// Milliseconds that it saves; below zero if it costs some.
    pub fn saved(&self) -> i64 {
        i64::from(self.before.to_milliseconds()) - i64::from(self.after.to_milliseconds())
    }
}

/// A change before it is estimated.
struct Change {
    kind: LeverKind,
    label: String,
    edit: Option<Edit>,
    position: usize,
}

impl PullModel<'_> {
    /// What would make the Config's pull on this type faster, what saves most first; changes that
    /// save nothing are there too, because that is worth knowing. None if there is no such type.
    pub fn levers(&self, position: usize) -> Option<Vec<Lever>> {
        let instance = self.catalogue.instances().get(position)?;
        let before = self.seconds_of(self.config, position)?;
        let cost = self.hour_of(self.config, position);
        let mut changes = Vec::new();
        self.of_engine(position, &mut changes);
        self.of_volume(position, &mut changes);
        self.of_instance(position, instance, &mut changes);
        let mut levers: Vec<Lever> = changes
            .into_iter()
            .filter_map(|change| {
                let config = match &change.edit {
                    Some(edit) => self.config.apply(edit),
                    None => self.config.clone(),
                };
                Some(Lever {
                    after: duration(self.seconds_of(&config, change.position)?),
                    before: duration(before),
                    kind: change.kind,
                    label: change.label,
                    per_hour: cost.zip(self.hour_of(&config, change.position)),
                    position: change.position,
                    edit: change.edit,
                })
            })
            .collect();
        levers.extend(self.of_image(position, before, cost)?);
        levers.sort_by_key(|lever| std::cmp::Reverse(lever.saved()));
        Some(levers)
    }

    /// Likely seconds with another Config, on a type of the catalogue.
    fn seconds_of(&self, config: &Config, position: usize) -> Option<f64> {
        let instance = self.catalogue.instances().get(position)?;
        let setup = Pool::new(config, PulledBy::Engine.side()).on(instance);
        let mut estimator = Estimator::new(&self.profile, &self.constants);
        Some(estimator.likely(&setup))
    }

    /// What an hour of a node costs with a Config, on a type of the catalogue.
    fn hour_of(&self, config: &Config, position: usize) -> Option<Money> {
        let plan = NodePlan::new(config);
        let instance = NodePrices::new(&plan, self.catalogue).instance_hour(position)?;
        Some(instance + NodePrices::volumes_hour(&plan, self.catalogue)?)
    }

    fn of_engine(&self, position: usize, changes: &mut Vec<Change>) {
        let config = self.config;
        let mut push = |kind, label: String, edit: Option<Edit>| {
            changes.extend(edit.map(|edit| Change {
                kind,
                label,
                edit: Some(edit),
                position,
            }));
        };
        let to = |path: &str, text: &str| Edit::fix(path, text, config);
        let kind = config.engine.kind;
        if kind == EngineKind::Containerd {
            push(
                LeverKind::Soci,
                "SOCI (FastImagePull) in place of stock containerd".to_owned(),
                to("engine.kind", "fast-image-pull"),
            );
        }
        let is_al2023 = matches!(kind, EngineKind::FastImagePull | EngineKind::InstallScript);
        if is_al2023 && config.nodes.architecture == Architecture::Amd64 {
            push(
                LeverKind::Bottlerocket,
                "Bottlerocket, which unpacks gzip with igzip".to_owned(),
                to("engine.kind", "bottlerocket"),
            );
        }
        if kind.own_limits().is_none() {
            return;
        }
        let limits = &config.engine.limits;
        // SOCI does not start with more for an image than for all.
        let raised = |path: &str, of_all: &str, most: Limit, count: u32| {
            let mut edits = vec![to(path, &count.to_string())?];
            if most.count().is_some_and(|most| most < count) {
                edits.push(to(of_all, &count.to_string())?);
            }
            Some(Edit::all(edits))
        };
        if let Limit::AtMost(now) = limits.max_concurrent_downloads_per_image {
            let more = if now < 20 { 20 } else { now.saturating_mul(2) };
            push(
                LeverKind::Downloads,
                format!("Downloads per image {now} → {more}"),
                raised(
                    "engine.maxConcurrentDownloadsPerImage",
                    "engine.maxConcurrentDownloads",
                    limits.max_concurrent_downloads,
                    more,
                ),
            );
        }
        if let Limit::AtMost(now) = limits.max_concurrent_unpacks_per_image {
            let more = if now < 12 { 12 } else { now.saturating_mul(2) };
            push(
                LeverKind::Unpacks,
                format!("Unpacks per image {now} → {more}"),
                raised(
                    "engine.maxConcurrentUnpacksPerImage",
                    "engine.maxConcurrentUnpacks",
                    limits.max_concurrent_unpacks,
                    more,
                ),
            );
        }
        let best = ChunkSize::mebibytes(16);
        let smaller = match limits.concurrent_download_chunk_size {
            ChunkSize::Bytes(bytes) if bytes <= 16 << 20 => "8MiB",
            _ => "16MiB",
        };
        let from = match limits.concurrent_download_chunk_size {
            ChunkSize::WholeLayer => "whole layers".to_owned(),
            size if size == best => "16 MiB".to_owned(),
            ChunkSize::Bytes(bytes) => format!("{} MB", bytes.div_ceil(1_000_000)),
        };
        push(
            LeverKind::ChunkSize,
            format!("Chunk size {from} → {}", smaller.replace("MiB", " MiB")),
            to("engine.concurrentDownloadChunkSize", smaller),
        );
    }

    fn of_volume(&self, position: usize, changes: &mut Vec<Change>) {
        let config = self.config;
        let volume = &config.storage.volume;
        let is_gp3 =
            config.engine.kind == EngineKind::AutoMode || volume.volume_type == VolumeType::Gp3;
        if !is_gp3 {
            return;
        }
        let iops = volume.iops.map_or(3000, |iops| iops.count());
        let throughput = volume.throughput.map_or(125, |rate| rate.to_mebibytes());
        let to = |rate: u32| {
            let mut edits = vec![Edit::fix(
                "storage.volume.throughput",
                &rate.to_string(),
                config,
            )?];
            // At most a quarter of a MiB/s for each of the IOPS.
            if iops < rate * 4 {
                edits.push(Edit::fix(
                    "storage.volume.iops",
                    &(rate * 4).to_string(),
                    config,
                )?);
            }
            Some(Edit::all(edits))
        };
        // The least throughput that is as good as the most.
        const RUNGS: [u32; 8] = [250, 400, 500, 600, 750, 1000, 1500, 2000];
        let seconds = |rate: u32| self.seconds_of(&config.apply(&to(rate)?), position);
        if let Some(best) = seconds(2000) {
            let enough = RUNGS
                .into_iter()
                .filter(|rate| *rate > throughput)
                .find(|rate| seconds(*rate).is_some_and(|time| time < best + 0.5));
            if let Some((rate, edit)) = enough.and_then(|rate| Some((rate, to(rate)?))) {
                changes.push(Change {
                    kind: LeverKind::Throughput,
                    label: format!(
                        "Throughput {} → {} MiB/s",
                        grouped(throughput.into()),
                        grouped(rate.into())
                    ),
                    edit: Some(edit),
                    position,
                });
            }
        }
        let more = if iops < 16_000 { 16_000 } else { 80_000 };
        if let Some(edit) = Edit::fix("storage.volume.iops", &more.to_string(), config)
            && iops < more
        {
            changes.push(Change {
                kind: LeverKind::Iops,
                label: format!("IOPS {} → {}", grouped(iops.into()), grouped(more.into())),
                edit: Some(edit),
                position,
            });
        }
    }

    fn of_instance(&self, position: usize, instance: &Instance, changes: &mut Vec<Change>) {
        let config = self.config;
        let instances = self.catalogue.instances();
        let alike = |other: &&Instance| {
            other.family == instance.family && other.is_bare_metal == instance.is_bare_metal
        };
        let larger = instances
            .iter()
            .filter(alike)
            .filter(|other| other.vcpu > instance.vcpu)
            .min_by_key(|other| other.vcpu);
        if let Some(larger) = larger
            && let Some(place) = self.catalogue.position(larger.name)
        {
            changes.push(Change {
                kind: LeverKind::LargerInstance,
                label: format!("{} → {}", instance.name, larger.name),
                edit: Edit::fix("nodes.minVcpu", &larger.vcpu.to_string(), config),
                position: place,
            });
        }
        let on_store = Edit::fix("storage.instanceStore", "raid0", config);
        if instance.local_store.is_some() {
            let is_elsewhere = config.storage.instance_store != InstanceStore::Raid0;
            if is_elsewhere && config.engine.kind != EngineKind::AutoMode {
                changes.extend(on_store.map(|edit| Change {
                    kind: LeverKind::InstanceStore,
                    label: "Images on the instance store".to_owned(),
                    edit: Some(edit),
                    position,
                }));
            }
            return;
        }
        // The same family with disks: m6i, m6id; m6in, m6idn.
        let with_disks = instances.iter().find(|other| {
            other.size == instance.size
                && other.local_store.is_some()
                && is_with_disks(instance.family, other.family)
        });
        if let Some(other) = with_disks
            && let Some(place) = self.catalogue.position(other.name)
        {
            let edits = [on_store, Edit::fix("nodes.minLocalNvme", "1", config)];
            changes.push(Change {
                kind: LeverKind::InstanceStore,
                label: format!(
                    "{} → {}, images on its instance store",
                    instance.name, other.name
                ),
                edit: Some(Edit::all(edits.into_iter().flatten().collect())),
                position: place,
            });
        }
    }

    /// What the image's owner could do.
    fn of_image(&self, position: usize, before: f64, cost: Option<Money>) -> Option<Vec<Lever>> {
        let setup = self.setup(PulledBy::Engine, position)?;
        let constants = layers::constants_for(&self.profile, &self.constants);
        let image = layers::layers(&self.profile, &constants.likely());
        let mut levers = Vec::new();
        let mut push = |kind, label: String, image| {
            levers.push(Lever {
                kind,
                label,
                before: duration(before),
                after: duration(seconds(&setup, &constants, image)),
                position,
                per_hour: cost.zip(cost),
                edit: None,
            });
        };
        for parts in [2, 4] {
            push(
                LeverKind::SplitLargest,
                format!("Largest layer split in {parts}"),
                layers::split_largest(&image, parts),
            );
        }
        if image
            .iter()
            .any(|layer| layer.compression == Compression::Gzip)
        {
            let mut zstd = image;
            for layer in &mut zstd {
                if layer.compression == Compression::Gzip {
                    layer.compression = Compression::Zstd;
                }
            }
            push(LeverKind::Zstd, "Layers packed with zstd".to_owned(), zstd);
        }
        Some(levers)
    }
}

fn seconds(
    setup: &Setup,
    constants: &Constants,
    image: Vec<super::conditions::SimulatedLayer>,
) -> f64 {
    let conditions = setup.conditions(&constants.likely());
    Simulator::default()
        .run(&SimulatedImage::new(image), &conditions)
        .seconds
}

/// Whether the second family is the first one with local disks: a `d` after the generation's
/// letters.
fn is_with_disks(family: &str, other: &str) -> bool {
    let mut rest = other.chars();
    let mut letters = family.chars().peekable();
    let mut is_added = false;
    loop {
        match (letters.peek().copied(), rest.next()) {
            (None, None) => return is_added,
            (Some(letter), Some(found)) if letter == found => {
                letters.next();
            }
            (_, Some('d')) if !is_added => is_added = true,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_with_disks;

    #[test]
    fn families_with_disks_are_found() {
        for (family, other, is) in [
            ("m6i", "m6id", true),
            ("m6in", "m6idn", true),
            ("c7g", "c7gd", true),
            ("m6i", "m6i", false),
            ("m6i", "m6a", false),
            ("m6i", "m6idn", false),
            ("r5", "r5d", true),
        ] {
            assert_eq!(is_with_disks(family, other), is, "{family} {other}");
        }
    }
}
