//! What may be chosen: types, ways to pull, volumes.

use serde::{Deserialize, Serialize};

use crate::core::catalogue::Catalogue;
use crate::core::config::{Config, EngineKind, InstanceStore, SociLimits, TypeInView, VolumeType};
use crate::core::cost::NodePrices;
use crate::core::disk::space::roomy_gib;
use crate::core::engines::ImagesIn;
use crate::core::findings::errors;
use crate::core::launch::{InView, Launch};
use crate::core::plan::NodePlan;
use crate::core::selection::{Place, Selection};
use crate::core::units::{ChunkSize, Iops, Limit, Money, Throughput, VolumeSize};

/// Which instance types are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// The type in view alone: the user's, else the launched one.
    InView,
    /// Those that the NodePool and the workload admit.
    Admitted,
    /// All on which the pod fits and the image runs, whatever the NodePool says.
    OutsidePool,
}

impl Scope {
    /// All of them, the narrowest first.
    pub const ALL: [Self; 3] = [Self::InView, Self::Admitted, Self::OutsidePool];

    /// The word that stands for it: `in-view`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InView => "in-view",
            Self::Admitted => "admitted",
            Self::OutsidePool => "outside-pool",
        }
    }

    /// What a Config's numbers are about: all eligible types where it says so, else one.
    pub fn from_config(config: &Config) -> Self {
        match config.costs.instance_type {
            Some(TypeInView::All) => Self::Admitted,
            Some(TypeInView::One(_)) | None => Self::InView,
        }
    }
}

/// A way to pull: engine, limits, and whether images may lie on the instance store.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Way {
    pub(super) config: Config,
    /// Whether this way is only for types whose images lie on the instance store.
    pub(super) on_store: bool,
    /// Volumes that go with it, the cheapest an hour first.
    pub(super) volumes: Vec<VolumeChoice>,
}

/// A volume and what an hour of it costs, with the node's other volumes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct VolumeChoice {
    pub(super) config: Config,
    pub(super) hour: Money,
}

/// An instance type and what an hour of it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TypeChoice {
    pub(super) position: usize,
    pub(super) hour: Money,
}

/// Everything that a search goes through.
#[derive(Debug, Clone)]
pub(super) struct Space {
    /// The cheapest first.
    pub(super) types: Vec<TypeChoice>,
    /// Types that would fit and have no price.
    pub(super) unpriced: usize,
    pub(super) ways: Vec<Way>,
}

/// Throughputs in MiB/s that people provision; those that instances carry at most come on top.
const THROUGHPUTS: [u32; 16] = [
    125, 200, 250, 300, 350, 400, 500, 600, 700, 750, 875, 1000, 1250, 1500, 1750, 2000,
];
/// gp3 gives at most 0.25 MiB/s for each of its IOPS (EC2 User Guide, June 2023).
const IOPS_PER_THROUGHPUT: u32 = 4;
/// gp3 has at most 500 IOPS for each GiB (EC2 User Guide, June 2023).
const IOPS_PER_GIB: u32 = 500;
/// What Auto Mode's NodeClass takes at most (EKS User Guide, April 2025).
const AUTO_MODE_MAX: (u32, u32) = (16_000, 1000);
/// GiB that Auto Mode's NodeClass has where it says nothing (EKS User Guide, create-node-class,
/// April 2025).
const AUTO_MODE_OWN_SIZE: u32 = 80;

impl Space {
    pub(super) fn new(config: &Config, catalogue: &Catalogue, scope: Scope) -> Self {
        let plan = NodePlan::new(config);
        let selection = Selection::new(&plan, catalogue);
        let positions = match scope {
            Scope::InView => {
                let launch = Launch::new(&plan, catalogue, &selection);
                let in_view = InView::from_config(config, catalogue, &launch, &selection.admitted);
                in_view.map(|it| it.position).into_iter().collect()
            }
            Scope::Admitted => selection.admitted.clone(),
            Scope::OutsidePool => fitting(&selection, catalogue),
        };
        let prices = NodePrices::new(&plan, catalogue);
        let mut types: Vec<TypeChoice> = positions
            .iter()
            .filter_map(|position| {
                Some(TypeChoice {
                    position: *position,
                    hour: prices.instance_hour(*position)?,
                })
            })
            .collect();
        types.sort_by_key(|choice| (choice.hour, choice.position));
        let throughputs = throughputs(&positions, catalogue);
        Self {
            unpriced: positions.len() - types.len(),
            ways: ways(config, catalogue, &throughputs),
            types,
        }
    }
}

/// Types on which the pod fits and the image runs: only requirements of the pool and the workload
/// on other things than the architecture keep them out.
fn fitting(selection: &Selection, catalogue: &Catalogue) -> Vec<usize> {
    let is_fixed = |condition: &&crate::core::selection::Condition| {
        condition.place == Place::PodRequest || condition.is_about_the_image()
    };
    let fixed: Vec<_> = selection.conditions.iter().filter(is_fixed).collect();
    let fits = |instance| fixed.iter().all(|condition| condition.admits(instance));
    let all = catalogue.instances().iter().enumerate();
    all.filter(|(_, instance)| fits(instance))
        .map(|(position, _)| position)
        .collect()
}

/// The usual throughputs, and what each of these instances carries at most, each once.
fn throughputs(positions: &[usize], catalogue: &Catalogue) -> Vec<u32> {
    let range = Throughput::MIN..=Throughput::MAX;
    let of_instances = positions
        .iter()
        .filter_map(|position| catalogue.instances().get(*position)?.ebs.maximum)
        // Mbit/s are decimal: 8,000 of them are 1,000,000,000 bytes.
        .map(|maximum| (u64::from(maximum.to_megabits()) * 125_000).div_ceil(1 << 20))
        .filter(|rate| range.contains(rate))
        .filter_map(|rate| u32::try_from(rate).ok());
    let mut all: Vec<u32> = THROUGHPUTS.into_iter().chain(of_instances).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Every way that the cluster can go: what adds an error to the Config's own is left out.
fn ways(config: &Config, catalogue: &Catalogue, throughputs: &[u32]) -> Vec<Way> {
    let own = errors(config, catalogue);
    let adds_error = |next: &Config| {
        let all = errors(next, catalogue);
        all.len() > own.len() || all.iter().any(|error| !own.contains(error))
    };
    let mut ways: Vec<Way> = Vec::new();
    for kind in engines(config) {
        for limits in limits(config, kind) {
            let mut base = config.clone();
            base.engine.kind = kind;
            base.engine.limits = limits;
            let mut known = [false; 2];
            for (next, on_store) in stores(&base) {
                // One way to leave images on the volume is enough, but for Auto Mode.
                let is_known = known.get_mut(usize::from(on_store));
                if !kind.spec().is_auto_mode() && is_known.as_ref().is_some_and(|it| **it) {
                    continue;
                }
                if adds_error(&next) {
                    continue;
                }
                if let Some(is_known) = is_known {
                    *is_known = true;
                }
                let volumes = volumes(&next, catalogue, on_store, throughputs);
                ways.push(Way {
                    config: next,
                    on_store,
                    volumes,
                });
            }
        }
    }
    ways.retain(|way| !way.volumes.is_empty());
    ways
}

/// The ways to use the instance store, and whether each is for types whose images lie on it.
fn stores(config: &Config) -> Vec<(Config, bool)> {
    let with = |store: InstanceStore| {
        let mut next = config.clone();
        next.storage.instance_store = store;
        next
    };
    let spec = config.engine.spec();
    match spec.images_in {
        // Its NodeClass decides by the size of the storage: with no more than the image needs, images
        // stay on the volume.
        ImagesIn::SystemsOwn => {
            let mut all = vec![(config.clone(), true), (config.clone(), false)];
            let own = config.storage.volume.volume_size;
            let small = roomy_gib(config, false)
                .and_then(|gib| u32::try_from(gib).ok())
                .map(|gib| VolumeSize::gib(gib.max(AUTO_MODE_OWN_SIZE)));
            if let Some(size) = small.filter(|size| *size < own) {
                let mut next = config.clone();
                next.storage.volume.volume_size = size;
                all.push((next, false));
            }
            all
        }
        // Nobody keeps what stock containerd pulls off the array.
        _ if !spec.pulls_in_parallel() => vec![
            (with(InstanceStore::Raid0), true),
            (with(InstanceStore::Unused), false),
        ],
        ImagesIn::Directory(_) | ImagesIn::ChosenDirectory => vec![
            (with(InstanceStore::Raid0), true),
            (with(InstanceStore::Raid0SociOnEbs), false),
            (with(InstanceStore::Unused), false),
        ],
    }
}

/// Engines that the cluster can use: another mode or distribution is another cluster.
fn engines(config: &Config) -> Vec<EngineKind> {
    let now = config.engine.kind;
    if config.engine.is_set_up_by_hand() {
        vec![now]
    } else {
        now.searched()
    }
}

/// The Config's limits, the engine's own, and some that are often advised.
fn limits(config: &Config, kind: EngineKind) -> Vec<SociLimits> {
    let own = config.engine.limits;
    if kind.own_limits().is_none() {
        return vec![own];
    }
    let with = |downloads, unpacks| SociLimits {
        max_concurrent_downloads_per_image: Limit::AtMost(downloads),
        max_concurrent_unpacks_per_image: Limit::AtMost(unpacks),
        concurrent_download_chunk_size: ChunkSize::mebibytes(16),
        ..own
    };
    let mut all: Vec<SociLimits> = Vec::new();
    for limits in [own, with(10, 10), with(20, 12), with(20, 24)] {
        if !all.contains(&limits) {
            all.push(limits);
        }
    }
    all
}

/// The Config's own volume and the gp3 volumes of its size with these throughputs, each with as
/// many IOPS as that needs: more buy nothing. Where images lie on the instance store, the
/// cheapest one.
fn volumes(
    config: &Config,
    catalogue: &Catalogue,
    on_store: bool,
    throughputs: &[u32],
) -> Vec<VolumeChoice> {
    let gib = config.storage.volume.volume_size.to_gib();
    let (most_iops, most_throughput) = if config.engine.spec().is_auto_mode() {
        AUTO_MODE_MAX
    } else {
        (80_000, 2000)
    };
    let most_iops = most_iops.min(gib.saturating_mul(IOPS_PER_GIB)).max(3000);
    let gp3 = |throughput: &u32| {
        let iops = throughput.saturating_mul(IOPS_PER_THROUGHPUT).max(3000);
        if iops > most_iops || *throughput > most_throughput {
            return None;
        }
        let mut next = config.clone();
        next.storage.volume.volume_type = VolumeType::Gp3;
        next.storage.volume.iops = Some(Iops::new(iops));
        next.storage.volume.throughput = Some(Throughput::mebibytes(*throughput));
        Some(next)
    };
    let configs: Vec<Config> = if on_store {
        throughputs.first().and_then(gp3).into_iter().collect()
    } else {
        let grid = throughputs.iter().filter_map(gp3);
        std::iter::once(config.clone()).chain(grid).collect()
    };
    let mut volumes: Vec<VolumeChoice> = configs
        .into_iter()
        .filter_map(|config| {
            let hour = NodePrices::volumes_hour(&NodePlan::new(&config), catalogue)?;
            Some(VolumeChoice { config, hour })
        })
        .collect();
    // Stable: the Config's own comes first among equals.
    volumes.sort_by_key(|volume| volume.hour);
    volumes
}
