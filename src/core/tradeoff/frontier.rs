//! The exact frontier of time against money.
//!
//! A candidate is a type, a way to pull and a volume. It is on the frontier if no other is at
//! least as good in both time and cost and better in one. Of equals, containerd's own parallel
//! pull gives way to what needs less memory (`Stairs::beats`); after that the first stays. Where
//! that pull may need more memory than its node has free, it is no candidate: it may be killed.
//!
//! Most candidates are never simulated: a bound on the pull's time that is quick to compute
//! (network, unpacking, disk, the slowest layer) already loses against a known candidate. Skipping
//! is safe because the bound is never above the simulated time and the cost never falls with time;
//! the tests compare with a search that tries everything.
//!
//! Karpenter cannot be told to take a type. So a point counts only if some change of the NodePool
//! makes its type the launched one; that change is part of the point.

use std::collections::BTreeMap;

use super::settings;
use super::space::{Scope, Space, VolumeChoice, Way};
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::{Config, EngineKind, SociLimits, VolumeType};
use crate::core::cost::{NodeCase, provisioning};
use crate::core::launch::Lead;
use crate::core::pull::{
    Constants, ImageProfile, NodePull, PullSearch, free_memory, runtime_memory,
};
use crate::core::units::{Iops, Limit, Money, Throughput, TimeSpan, VolumeSize, counted, grouped};

/// What a candidate's cost is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostBasis {
    /// One node with its volumes, an hour.
    Hour,
    /// One start of a node: the hour's price for the time until the image is there.
    Start,
}

/// One point of the frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TradeoffPoint {
    /// Where the instance type stands in `Catalogue::instances`.
    pub position: usize,
    /// The engine.
    pub engine: EngineKind,
    /// Its limits.
    pub limits: SociLimits,
    /// Whether images lie on the instance store.
    pub on_instance_store: bool,
    /// The volume's type.
    pub volume_type: VolumeType,
    /// The volume's IOPS.
    pub iops: Option<Iops>,
    /// The volume's throughput.
    pub throughput: Option<Throughput>,
    /// The volume's size, where it is another than the Config's: on Auto Mode it decides whether
    /// images lie on the instance store.
    pub other_size: Option<VolumeSize>,
    /// The likely time of the pull.
    pub time: TimeSpan,
    /// One node with its volumes, an hour.
    pub per_hour: Money,
    /// One start: the hour's price for provisioning and pull.
    pub per_start: Money,
    way: usize,
    volume: usize,
}

impl TradeoffPoint {
    /// Engine, limits and disk in words: `Bottlerocket, 20 downloads, 12 unpacks, gp3 3,000 IOPS
    /// 600 MiB/s`.
    pub fn describe(&self) -> String {
        let mut parts = vec![self.engine.label().to_owned()];
        if self.engine.own_limits().is_some() {
            let count = |limit: Limit, one: &str| match limit.count() {
                Some(number) => counted(number, one),
                None => format!("unlimited {one}s"),
            };
            let limits = &self.limits;
            parts.push(count(limits.max_concurrent_downloads_per_image, "download"));
            parts.push(count(limits.max_concurrent_unpacks_per_image, "unpack"));
        }
        if let Some(size) = self.other_size {
            parts.push(format!("{} GiB", grouped(u64::from(size.to_gib()))));
        }
        parts.push(if self.on_instance_store {
            "images on NVMe".to_owned()
        } else {
            let mut disk = self.volume_type.to_string();
            if let Some(iops) = self.iops.filter(|_| self.volume_type != VolumeType::Gp2) {
                disk.push_str(&format!(" {} IOPS", grouped(u64::from(iops.count()))));
            }
            if let Some(rate) = self
                .throughput
                .filter(|_| self.volume_type == VolumeType::Gp3)
            {
                disk.push_str(&format!(
                    " {} MiB/s",
                    grouped(u64::from(rate.to_mebibytes()))
                ));
            }
            disk
        });
        parts.join(", ")
    }

    /// Its cost by a basis.
    pub fn cost(&self, basis: CostBasis) -> Money {
        match basis {
            CostBasis::Hour => self.per_hour,
            CostBasis::Start => self.per_start,
        }
    }
}

/// What is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// Which types.
    pub scope: Scope,
    /// What money is.
    pub basis: CostBasis,
}

/// The frontier, and how it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier {
    /// What was searched.
    pub search: Search,
    /// The points, the cheapest first: each is faster than all before it.
    pub points: Vec<TradeoffPoint>,
    /// Types that were tried.
    pub types: usize,
    /// Settings that were tried on each: ways to pull times volumes.
    pub settings: usize,
    /// Types that fit and were left out, as they have no price in this Region.
    pub unpriced: usize,
    /// Pulls that were simulated.
    pub simulated: usize,
    ways: Vec<Way>,
    /// What makes each point's type the launched one, in the order of the points.
    leads: Vec<Lead>,
}

/// Why there is no frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFrontier {
    /// The image size is unknown.
    ImageSize,
    /// No type fits.
    Types,
    /// No type that fits has a price in this Region, or its volumes have none.
    Prices,
    /// No change of the NodePool alone makes Karpenter launch any of these types.
    NeverLaunched,
    /// Whoever asked does not want to know any more.
    Cancelled,
}

impl NoFrontier {
    /// In one sentence, with what to do.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::ImageSize => {
                "The image size is unknown, so no pull can be estimated: paste its manifest (on the command line: --image-manifest), or set image.compressedSize."
            }
            Self::Types => {
                "No instance type fits: the instance list shows which requirement excludes them."
            }
            Self::Prices => {
                "There are no prices for these types or volumes in this Region; switch on estimates under Prices."
            }
            Self::NeverLaunched => {
                "No NodePool change alone makes Karpenter launch any of these types: the launch details show what excludes them."
            }
            Self::Cancelled => "The search was stopped.",
        }
    }
}

/// How far a search is: settings that are done, each on each type, of how many. Returns whether it
/// is to go on. A search that has to begin again says so by less than before.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize) -> bool;

impl Frontier {
    /// Searches for the frontier.
    ///
    /// # Errors
    /// Why there is none.
    pub fn find(
        config: &Config,
        catalogue: &Catalogue,
        constants: &Constants,
        search: Search,
        progress: Progress<'_>,
    ) -> Result<Self, NoFrontier> {
        let space = Space::new(config, catalogue, search.scope);
        run(
            config,
            catalogue,
            constants,
            (search, space),
            true,
            progress,
        )
    }

    /// The same by trying every candidate: what tests and benches compare with.
    ///
    /// # Errors
    /// Why there is none.
    pub fn find_by_trying_all(
        config: &Config,
        catalogue: &Catalogue,
        constants: &Constants,
        search: Search,
    ) -> Result<Self, NoFrontier> {
        let space = Space::new(config, catalogue, search.scope);
        let mut on = |_, _| true;
        run(
            config,
            catalogue,
            constants,
            (search, space),
            false,
            &mut on,
        )
    }

    /// What makes a point's type the launched one; none for a point of another frontier.
    pub fn lead(&self, point: &TradeoffPoint) -> Option<&Lead> {
        let at = self.points.iter().position(|own| own == point)?;
        self.leads.get(at)
    }

    /// The Config with a point's engine, limits and storage; the type is not in it.
    pub(super) fn config_of(&self, point: &TradeoffPoint) -> Option<&Config> {
        let volume = self.ways.get(point.way)?.volumes.get(point.volume)?;
        Some(&volume.config)
    }
}

pub(super) fn run(
    config: &Config,
    catalogue: &Catalogue,
    constants: &Constants,
    (search, space): (Search, Space),
    is_pruned: bool,
    progress: Progress<'_>,
) -> Result<Frontier, NoFrontier> {
    let profile = ImageProfile::of_image(&config.image).ok_or(NoFrontier::ImageSize)?;
    if space.types.is_empty() || space.ways.is_empty() {
        return Err(if space.types.is_empty() && space.unpriced == 0 {
            NoFrontier::Types
        } else {
            NoFrontier::Prices
        });
    }
    // Nearly every type can be led to, which takes longer to find out than its pull: so only the
    // points that are found are asked, and only where one of them cannot be had, all that come up.
    for is_asked in [false, true] {
        let mut finder = Finder {
            pulls: PullSearch::new(&profile, constants),
            stairs: Stairs {
                basis: search.basis,
                points: Vec::new(),
            },
            provisioning: provisioning(config).likely(),
            size: config.storage.volume.volume_size,
            is_pruned,
            simulated: 0,
            leads: is_asked.then(|| Leads::new(config, catalogue)),
        };
        let settings: usize = space.ways.iter().map(|way| way.volumes.len()).sum();
        let of = settings * space.types.len();
        let mut before = 0;
        for choice in &space.types {
            let Some(instance) = catalogue.instances().get(choice.position) else {
                continue;
            };
            for (at, way) in space.ways.iter().enumerate() {
                let mut go_on = |volume| progress(before + volume, of);
                finder
                    .try_way(
                        (choice.position, choice.hour),
                        instance,
                        (at, way),
                        &mut go_on,
                    )
                    .map_err(|Stopped| NoFrontier::Cancelled)?;
                before += way.volumes.len();
            }
        }
        let mut known = finder
            .leads
            .take()
            .unwrap_or_else(|| Leads::new(config, catalogue));
        let points = finder.stairs.points;
        let leads: Option<Vec<Lead>> = points
            .iter()
            .map(|point| {
                let way = space.ways.get(point.way)?;
                known.lead(point.position, (point.way, way)).cloned()
            })
            .collect();
        let Some(leads) = leads else { continue };
        if points.is_empty() {
            return Err(NoFrontier::NeverLaunched);
        }
        return Ok(Frontier {
            search,
            points,
            leads,
            types: space.types.len(),
            settings,
            unpriced: space.unpriced,
            simulated: finder.simulated,
            ways: space.ways,
        });
    }
    Err(NoFrontier::NeverLaunched)
}

/// What makes types the launched ones, each with each way to pull, as far as it was asked for.
struct Leads<'a> {
    config: &'a Config,
    catalogue: &'a Catalogue,
    known: BTreeMap<(usize, usize), Option<Lead>>,
}

impl<'a> Leads<'a> {
    fn new(config: &'a Config, catalogue: &'a Catalogue) -> Self {
        Self {
            config,
            catalogue,
            known: BTreeMap::new(),
        }
    }

    /// The lead to a type with a way: a volume's rates change nothing about it.
    fn lead(&mut self, position: usize, (at, way): (usize, &Way)) -> Option<&Lead> {
        let lead = || settings::lead(position, &way.config, self.config, self.catalogue);
        self.known
            .entry((position, at))
            .or_insert_with(lead)
            .as_ref()
    }
}

/// The search is not to go on.
struct Stopped;

struct Finder<'a> {
    pulls: PullSearch<'a>,
    stairs: Stairs,
    provisioning: TimeSpan,
    /// The Config's own size of the volume.
    size: VolumeSize,
    is_pruned: bool,
    simulated: usize,
    /// Asked of every point that comes up, if there.
    leads: Option<Leads<'a>>,
}

impl Finder<'_> {
    fn try_way(
        &mut self,
        (position, hour): (usize, Money),
        instance: &Instance,
        (at, way): (usize, &Way),
        go_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), Stopped> {
        if !go_on(0) {
            return Err(Stopped);
        }
        let Some(cheapest) = way.volumes.first() else {
            return Ok(());
        };
        let base = self.pulls.pull_on(&way.config, instance);
        // Without effect it is containerd's pull, which is a way of its own, but for Auto Mode; a type
        // without an instance store is the other way's.
        let is_own = base.has_effect || way.config.engine.spec().is_auto_mode();
        if !is_own || base.is_on_store() != way.on_store {
            return Ok(());
        }
        let engine = way.config.engine.kind;
        let least = self.pulls.least_on_any_disk(&base);
        if self.is_pruned && self.is_beaten(hour + cheapest.hour, least, engine) {
            return Ok(());
        }
        // Volumes come by price: one that writes no faster than a cheaper one cannot win.
        let mut fastest = None;
        for (volume_at, volume) in way.volumes.iter().enumerate() {
            let pull = if way.on_store {
                base
            } else {
                self.pulls.with_volume(&base, &volume.config, instance)
            };
            let rate = pull.disk_rate();
            if self.is_pruned
                && (fastest.is_some_and(|fastest| rate <= fastest)
                    || self.is_beaten(hour + volume.hour, self.pulls.least(&pull), engine))
            {
                continue;
            }
            // A slower volume leaves more in memory, so the cheaper one may be none to compare with.
            if !has_memory(&volume.config, instance) {
                continue;
            }
            fastest = Some(rate);
            // Each that is simulated takes some milliseconds for an image of hundreds of layers.
            if !go_on(volume_at) {
                return Err(Stopped);
            }
            self.try_pull(position, hour, (at, way), (volume_at, volume), &pull);
        }
        Ok(())
    }

    fn try_pull(
        &mut self,
        position: usize,
        hour: Money,
        (way_at, way): (usize, &Way),
        (volume_at, volume): (usize, &VolumeChoice),
        pull: &NodePull,
    ) {
        self.simulated += 1;
        let time = self.pulls.time(pull);
        let per_hour = hour + volume.hour;
        let settings = &volume.config.storage.volume;
        let point = TradeoffPoint {
            position,
            engine: way.config.engine.kind,
            limits: way.config.engine.limits,
            on_instance_store: way.on_store,
            volume_type: settings.volume_type,
            iops: settings.iops,
            throughput: settings.throughput,
            other_size: Some(settings.volume_size).filter(|size| *size != self.size),
            time,
            per_hour,
            per_start: self.per_start(per_hour, time),
            way: way_at,
            volume: volume_at,
        };
        let cost = point.cost(self.stairs.basis);
        if let Some(leads) = &mut self.leads
            && (self.stairs.beats(cost, time, point.engine)
                || leads.lead(position, (way_at, way)).is_none())
        {
            return;
        }
        self.stairs.add(point);
    }

    fn per_start(&self, per_hour: Money, time: TimeSpan) -> Money {
        cost_of_start(per_hour, self.provisioning + time)
    }

    /// Whether a known point is as cheap and as fast as this at best.
    fn is_beaten(&self, per_hour: Money, least: TimeSpan, engine: EngineKind) -> bool {
        let cost = match self.stairs.basis {
            CostBasis::Hour => per_hour,
            CostBasis::Start => self.per_start(per_hour, least),
        };
        self.stairs.beats(cost, least, engine)
    }
}

/// What a node costs from its launch to the end of its pull.
fn cost_of_start(per_hour: Money, span: TimeSpan) -> Money {
    per_hour.scaled(u64::from(span.as_millis()), 3_600_000)
}

/// The present setting beside the points of a frontier, on the type in view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentPoint {
    /// The type's name.
    pub instance_type: String,
    /// The likely pull.
    pub time: TimeSpan,
    /// A node with its volumes, an hour.
    pub per_hour: Money,
    /// A start of a node.
    pub per_start: Money,
}

impl PresentPoint {
    /// Where a Config stands, by its likely pull and the cost of its node; nothing if its price is not
    /// known.
    pub fn new(config: &Config, time: TimeSpan, case: &NodeCase) -> Option<Self> {
        let per_hour = case.node_hour.exactly()?;
        Some(Self {
            instance_type: case.instance_type.clone()?,
            time,
            per_hour,
            per_start: cost_of_start(per_hour, provisioning(config).likely() + time),
        })
    }
}

/// Whether a node of this type has the memory that the pull may need at most. Only containerd's own
/// parallel pull asks for so much of it that a node may have too little.
fn has_memory(config: &Config, instance: &Instance) -> bool {
    !config.engine.spec().has_transfer_service()
        || runtime_memory(config, instance).is_none_or(|held| held.high() <= free_memory(instance))
}

/// Points of which none beats another, the cheapest first.
struct Stairs {
    basis: CostBasis,
    points: Vec<TradeoffPoint>,
}

impl Stairs {
    /// How many points cost at most this.
    fn within(&self, cost: Money) -> usize {
        self.points
            .partition_point(|point| point.cost(self.basis) <= cost)
    }

    /// Whether some point costs no more and takes no longer than a candidate with this engine. With the
    /// same cost and the same time, the one that needs less memory wins, whichever came first: a point
    /// with containerd's own parallel pull does not beat an engine that buffers on the disk.
    fn beats(&self, cost: Money, time: TimeSpan, engine: EngineKind) -> bool {
        // Each point is faster than all before it.
        let last = self.within(cost).checked_sub(1);
        let point = last.and_then(|at| self.points.get(at));
        point.is_some_and(|point| {
            let is_same = point.time == time && point.cost(self.basis) == cost;
            let buffers = |engine: EngineKind| engine.spec().has_transfer_service();
            point.time <= time && !(is_same && buffers(point.engine) && !buffers(engine))
        })
    }

    fn add(&mut self, point: TradeoffPoint) {
        let cost = point.cost(self.basis);
        if self.beats(cost, point.time, point.engine) {
            return;
        }
        self.points
            .retain(|other| other.cost(self.basis) < cost || other.time < point.time);
        let at = self.within(cost);
        self.points.insert(at, point);
    }
}
