//! Pulls of a Config's image, asked about: on one type with all that is uncertain, over many types by
//! likely times.

use super::distribution::{Compared, PullDistribution, PullKind, PullSpreads, gain};
use super::estimate::cache::SimulationCache;
use super::estimate::{Estimator, PullEstimate};
use super::node::disk::Disk;
use super::node::{NodeSetup, PoolSetup};
use super::numbers::duration;
use super::parameter::Constants;
use super::runtime_memory::held_memory;
use super::timeline::PullTimeline;
use super::work::PullWork;
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::Config;
use crate::core::disk::ImagePlace;
use crate::core::image_profile::ImageProfile;
use crate::core::plan::Side;
use crate::core::units::{ByteSize, LikelyRange, TimeSpan};

/// Whose pull.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PullVariant {
    /// The Config's engine.
    Engine,
    /// Stock containerd on the same nodes: what the comparison pool does.
    StockContainerd,
}

impl PullVariant {
    pub(in crate::core) const fn side(self) -> Side {
        match self {
            Self::Engine => Side::Soci,
            Self::StockContainerd => Side::Baseline,
        }
    }
}

/// The estimate on one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeEstimate {
    /// Where the type stands in `Catalogue::instances`.
    pub position: usize,
    /// How it pulls.
    pub kind: PullKind,
    /// The estimate.
    pub estimate: PullEstimate,
    /// What the likely pull takes of the node's cores and memory.
    pub work: PullWork,
}

/// Why there is no estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEstimate {
    /// Neither the image's size nor its layers are known.
    ImageSize,
    /// No instance type is eligible.
    InstanceTypes,
    /// The type that the user chose is none that is known.
    UnknownType,
}

impl NoEstimate {
    /// What is missing, in one sentence.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::ImageSize => {
                "The image size is unknown, so its pull cannot be estimated: paste its manifest (on the command line: --image-manifest), or set image.compressedSize."
            }
            Self::InstanceTypes => "No instance type is eligible, so no pull can be estimated.",
            Self::UnknownType => {
                "The chosen instance type is unknown, so its pull cannot be estimated."
            }
        }
    }
}

/// The pull on one type, with the Config's engine and with stock containerd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodePulls {
    /// With the engine.
    pub engine: TypeEstimate,
    /// With stock containerd; none if that is the engine.
    pub stock: Option<TypeEstimate>,
    /// Whether the engine is SOCI, and not containerd's own parallel pull.
    pub is_soci: bool,
}

impl NodePulls {
    /// What the runtime holds in memory while the engine pulls: published for SOCI, inferred for
    /// containerd's own parallel pull; none where it is not worth counting, or no size is known.
    pub fn memory(&self) -> Option<LikelyRange<ByteSize>> {
        Some(self.engine.work.memory?.range)
    }

    /// How many times as fast the engine is, in hundredths, by likely times.
    pub fn gain(&self) -> Option<u32> {
        let stock = self.stock.as_ref()?.estimate.time.likely();
        Some(gain(stock, self.engine.estimate.time.likely()))
    }
}

/// Pulls of a Config's image: on the type in view with all that is uncertain, on every eligible type
/// by likely times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullEstimates {
    /// On the type in view.
    pub node: NodePulls,
    /// Over all eligible types, with the engine; none where no type is eligible, and the type in
    /// view is the user's.
    pub spread: Option<PullDistribution>,
    /// The likely times on the types that are sent to EC2 for the first node, where several are:
    /// from the fastest, over the likely one, to the slowest.
    pub candidates: Option<LikelyRange<TimeSpan>>,
}

/// Estimates pulls of a Config's image on any node. Make one to ask several things.
#[derive(Debug)]
pub struct PullModel<'a> {
    pub(in crate::core) config: &'a Config,
    pub(in crate::core) catalogue: &'a Catalogue,
    pub(in crate::core) profile: ImageProfile,
    pub(in crate::core) constants: Constants,
}

impl<'a> PullModel<'a> {
    /// A model of this Config's pulls; none if not even the image's size is known.
    pub fn new(
        config: &'a Config,
        catalogue: &'a Catalogue,
        constants: &Constants,
    ) -> Option<Self> {
        Some(Self {
            profile: ImageProfile::of_image(&config.image)?,
            config,
            catalogue,
            constants: constants.clone(),
        })
    }

    /// What is known about EC2.
    pub fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    /// The image as it is known.
    pub fn profile(&self) -> &ImageProfile {
        &self.profile
    }

    /// The estimate on one type; none if there is no type at this position.
    pub fn estimate_on(&self, by: PullVariant, position: usize) -> Option<TypeEstimate> {
        self.pulls(SimulationCache::default())
            .estimate_on(by, position)
    }

    /// The likely pull on one type as a picture; none if there is no type at this position.
    pub fn timeline(&self, by: PullVariant, position: usize) -> Option<PullTimeline> {
        let setup = self.setup(by, position)?;
        let estimator = Estimator::new(&self.profile, &self.constants);
        Some(PullTimeline::simulate(
            &setup,
            estimator.image(),
            estimator.draw(),
        ))
    }

    /// The likely time on one type with the engine; none if there is no type at this position.
    pub(crate) fn likely(&self, position: usize) -> Option<TimeSpan> {
        let setup = self.setup(PullVariant::Engine, position)?;
        let mut estimator = Estimator::new(&self.profile, &self.constants);
        Some(duration(estimator.likely(&setup)))
    }

    /// The same if the disk took everything at once: what no volume could better.
    pub(crate) fn likely_without_disk(&self, position: usize) -> Option<TimeSpan> {
        let setup = NodeSetup {
            disk: Disk::ENDLESS,
            ..self.setup(PullVariant::Engine, position)?
        };
        let mut estimator = Estimator::new(&self.profile, &self.constants);
        Some(duration(estimator.likely(&setup)))
    }

    /// The pull on one type with the engine and with stock containerd; none if there is no type at
    /// this position.
    pub fn node(&self, position: usize) -> Option<NodePulls> {
        self.pulls(SimulationCache::default()).node(position)
    }

    /// The likely times over these types, given by their positions, with the engine and with stock
    /// containerd; none if none of them is a type of the catalogue.
    pub fn over(&self, admitted: &[usize]) -> Option<PullSpreads> {
        let mut pulls = self.pulls(SimulationCache::default());
        Some(PullSpreads {
            engine: pulls.over(PullVariant::Engine, admitted)?,
            stock: if !self.config.engine.spec().pulls_in_parallel() {
                None
            } else {
                pulls.over(PullVariant::StockContainerd, admitted)
            },
        })
    }

    /// The pulls of this model, going on from what was simulated for the Config before.
    pub(crate) fn pulls(&self, cache: SimulationCache) -> Pulls<'_> {
        Pulls {
            estimator: Estimator::new(&self.profile, &self.constants).with_cache(cache),
            model: self,
        }
    }

    pub(in crate::core) fn constants(&self) -> &Constants {
        &self.constants
    }

    pub(in crate::core) fn setup(&self, by: PullVariant, position: usize) -> Option<NodeSetup> {
        let instance = self.catalogue.instances().get(position)?;
        Some(PoolSetup::new(self.config, by.side()).on_instance(instance))
    }
}

/// Several things about the pulls of one model, each the sooner for what was simulated before.
#[derive(Debug)]
pub(crate) struct Pulls<'a> {
    model: &'a PullModel<'a>,
    estimator: Estimator<'a>,
}

impl Pulls<'_> {
    /// The estimate on one type; none if there is no type at this position.
    pub(crate) fn estimate_on(&mut self, by: PullVariant, position: usize) -> Option<TypeEstimate> {
        let setup = self.model.setup(by, position)?;
        let estimate = self.estimator.estimate(&setup);
        let memory = held_memory(&setup, self.model.config);
        Some(TypeEstimate {
            position,
            kind: kind(by, self.model.config, &setup),
            estimate,
            work: PullWork::new(self.estimator.spans(), memory),
        })
    }

    /// The pull on one type with the engine and with stock containerd; none if there is no type at
    /// this position.
    pub(crate) fn node(&mut self, position: usize) -> Option<NodePulls> {
        Some(NodePulls {
            engine: self.estimate_on(PullVariant::Engine, position)?,
            stock: if !self.model.config.engine.spec().pulls_in_parallel() {
                None
            } else {
                self.estimate_on(PullVariant::StockContainerd, position)
            },
            is_soci: self.model.config.engine.spec().pulls_with_soci(),
        })
    }

    /// The likely time for comparing many types: images of many layers are simplified, and what was
    /// simulated before is looked up.
    pub(crate) fn compared(&mut self, position: usize) -> Option<TimeSpan> {
        let setup = self.model.setup(PullVariant::Engine, position)?;
        Some(duration(self.estimator.compared(&setup)))
    }

    /// What was simulated, for the next Config.
    pub(crate) fn into_cache(self) -> SimulationCache {
        self.estimator.into_cache()
    }

    /// The likely times over these types, given by their positions; none if none of them is a type
    /// of the catalogue.
    pub(crate) fn over(&mut self, by: PullVariant, admitted: &[usize]) -> Option<PullDistribution> {
        let model = self.model;
        let pool = PoolSetup::new(model.config, by.side());
        let mut compared: Vec<Compared> = Vec::with_capacity(admitted.len());
        for position in admitted {
            let setup = pool.on_instance(model.catalogue.instances().get(*position)?);
            compared.push(Compared {
                position: *position,
                kind: kind(by, model.config, &setup),
                seconds: self.estimator.compared(&setup),
            });
        }
        PullDistribution::from_compared(compared)
    }
}

/// Where a node of this type keeps the images that the Config's engine, or containerd in its place,
/// pulls there.
pub(crate) fn image_place(config: &Config, instance: &Instance) -> ImagePlace {
    let setup = PoolSetup::new(config, PullVariant::Engine.side()).on_instance(instance);
    if setup.disk.is_store() {
        ImagePlace::InstanceStore
    } else {
        ImagePlace::Volume
    }
}

fn kind(by: PullVariant, config: &Config, setup: &NodeSetup) -> PullKind {
    let has_engine = config.engine.spec().pulls_in_parallel();
    if by == PullVariant::Engine && has_engine && setup.puller.is_stock {
        PullKind::WithoutEffect
    } else if setup.disk.is_store() {
        PullKind::OnInstanceStore
    } else {
        PullKind::OnVolume
    }
}
