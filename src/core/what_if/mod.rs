//! What would change a pull or its price: one change at a time, about one instance type.
//!
//! A lever that can be taken is tried as it would be taken: its edit is applied, the launch is
//! modelled anew, and time and money are those of the node that comes then. Where a setting makes
//! another type come (an engine has its own floor of vCPU), the edit keeps the type, if any bound can:
//! otherwise two things would change at once. No lever brings an error that is not there already.

#![allow(
    clippy::float_arithmetic,
    reason = "rates are fractions; only exactly rounded operations are used (see core/mod.rs)"
)]

mod engine;
mod image;
mod node_type;
mod place;
mod volume;
mod worth;

use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::{Config, Edit};
use crate::core::cost::{MONTH_HOURS, NodePrices, provisioning};
use crate::core::findings::{ErrorAt, errors, errors_with};
use crate::core::launch::{Launch, Lead};
use crate::core::plan::NodePlan;
use crate::core::pull::estimate::Estimator;
use crate::core::pull::model::{PullModel, PullVariant};
use crate::core::pull::node::{NodeSetup, PoolSetup};
use crate::core::pull::numbers::duration;
use crate::core::selection::Selection;
use crate::core::units::{Duration, Money, MoneyChange};
pub use worth::Worth;

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeverKind {
    /// Another engine.
    Engine,
    /// Program that unpacks gzip.
    Decompressor,
    /// Requests at once.
    Downloads,
    /// Layers unpacked at once.
    Unpacks,
    /// The size of a request.
    ChunkSize,
    /// Compressed layers are thrown away once unpacked.
    Discard,
    /// The volume's rates: IOPS, throughput and type together.
    VolumeRates,
    /// The volume's IOPS alone.
    Iops,
    /// Images on the instance store.
    InstanceStore,
    /// Images on the EBS volume.
    EbsVolume,
    /// Another type, by a bound of the NodePool.
    NodeType,
    /// Another architecture, for an image that is built for it.
    Architecture,
    /// An image whose largest layer is split.
    SplitLargest,
    /// An image packed with zstd.
    Zstd,
}

/// What a lever costs more, or less; each none where a price that it needs is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeverCost {
    /// One node with its volumes, an hour.
    pub hour: Option<MoneyChange>,
    /// The same, a month of 730 hours.
    pub month: Option<MoneyChange>,
    /// One start: the hour's price for provisioning and the likely pull.
    pub start: Option<MoneyChange>,
}

/// One change and what it does to the likely time and to the cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// What is changed.
    pub kind: LeverKind,
    /// From and to: “gp3 16,000 / 1,000 → 3,000 / 600”.
    pub label: String,
    /// What else the edit does so that Karpenter launches the type that the lever is about: “at least
    /// 4 vCPU”.
    pub with: Option<String>,
    /// Likely time as it is, on the type that was asked about.
    pub before: Duration,
    /// Likely time with the change.
    pub after: Duration,
    /// Where the type that it was estimated on stands in `Catalogue::instances`: the same one, but
    /// for what is a change of type.
    pub position: usize,
    /// The type that Karpenter most likely launches with the change; none where nothing comes.
    pub launched: Option<usize>,
    /// What it costs more.
    pub cost: LeverCost,
    /// The change as an edit, where it is a setting; an image is rebuilt by its owner.
    pub edit: Option<Edit>,
}

impl Lever {
    /// Milliseconds that it saves; below zero if it costs some.
    pub fn saved(&self) -> i64 {
        i64::from(self.before.to_milliseconds()) - i64::from(self.after.to_milliseconds())
    }
}

/// A change before it is tried.
#[derive(Debug, Clone)]
struct Change {
    kind: LeverKind,
    label: String,
    edit: Option<Edit>,
}

impl Change {
    fn new(kind: LeverKind, label: impl Into<String>, edit: Edit) -> Self {
        Self {
            kind,
            label: label.into(),
            edit: Some(edit),
        }
    }
}

impl PullModel<'_> {
    /// What would change the Config's pull or its cost, about the type at this position; sorted by
    /// what is worth most, as [`Worth`] has it. What changes nothing is there too, because that is
    /// worth knowing; what is slower and no cheaper is not. None if there is no such type.
    pub fn levers(&self, position: usize) -> Option<Vec<Lever>> {
        let mut tries = Tries::new(self, position)?;
        let mut changes = engine::changes(&mut tries);
        changes.extend(volume::changes(&mut tries));
        changes.extend(place::changes(&mut tries));
        let mut found: Vec<(Lever, Config)> = changes
            .into_iter()
            .filter_map(|change| tries.lever(change))
            .collect();
        found.extend(node_type::levers(&mut tries));
        let mut kept: Vec<Lever> = Vec::new();
        let mut known: Vec<Config> = Vec::new();
        for (lever, config) in found {
            // Two ways to say one change are one lever.
            if Worth::of(&lever).is_some()
                && !known.contains(&config)
                && !tries.adds_errors(&config)
            {
                kept.push(lever);
                known.push(config);
            }
        }
        kept.extend(node_type::other_architecture(&mut tries));
        kept.extend(image::levers(&tries));
        kept.retain(|lever| Worth::of(lever).is_some());
        worth::sort(&mut kept);
        Some(kept)
    }
}

/// Where changes of one Config are tried, about one type.
struct Tries<'a> {
    config: &'a Config,
    catalogue: &'a Catalogue,
    model: &'a PullModel<'a>,
    estimator: Estimator<'a>,
    position: usize,
    instance: &'a Instance,
    /// Whether the type is the one that comes now.
    is_launched: bool,
    selection: Selection,
    launch: Launch,
    setup: NodeSetup,
    /// Likely seconds as it is.
    seconds: f64,
    /// Looked for when the first change asks.
    errors: Option<Vec<ErrorAt>>,
}

impl<'a> Tries<'a> {
    fn new(model: &'a PullModel<'a>, position: usize) -> Option<Self> {
        let (config, catalogue) = (model.config, model.catalogue);
        let instance = catalogue.instances().get(position)?;
        let plan = NodePlan::new(config);
        let selection = Selection::new(&plan, catalogue);
        let launch = Launch::new(&plan, catalogue, &selection);
        let mut estimator = Estimator::new(&model.profile, &model.constants);
        let setup = model.setup(PullVariant::Engine, position)?;
        let seconds = estimator.likely(&setup);
        Some(Self {
            config,
            catalogue,
            model,
            estimator,
            position,
            instance,
            is_launched: launch.likely() == Some(position),
            selection,
            launch,
            setup,
            seconds,
            errors: None,
        })
    }

    /// Likely seconds with another Config, on a type of the catalogue.
    fn seconds_on(&mut self, config: &Config, position: usize) -> Option<f64> {
        let instance = self.catalogue.instances().get(position)?;
        let setup = PoolSetup::new(config, PullVariant::Engine.side()).on(instance);
        Some(self.estimator.likely(&setup))
    }

    /// Likely seconds with an edit, on the type that all is about.
    fn seconds_with(&mut self, edit: &Edit) -> Option<f64> {
        let config = self.config.apply(edit);
        self.seconds_on(&config, self.position)
    }

    /// Whether a Config has an error that is not there already.
    fn adds_errors(&mut self, config: &Config) -> bool {
        let catalogue = self.catalogue;
        if self.errors.is_none() {
            let plan = NodePlan::new(self.config);
            self.errors = Some(errors_with(&plan, catalogue, &self.selection, &self.launch));
        }
        let found = if self.has_same_launch(config) {
            let plan = NodePlan::new(config);
            errors_with(&plan, catalogue, &self.selection, &self.launch)
        } else {
            errors(config, catalogue)
        };
        let known = self.errors.as_deref().unwrap_or_default();
        found.iter().any(|error| !known.contains(error))
    }

    /// Whether nothing that types and launch depend on is another.
    fn has_same_launch(&self, config: &Config) -> bool {
        let own = self.config;
        config.nodes == own.nodes
            && config.workload == own.workload
            && config.engine.kind == own.engine.kind
            && config.storage.volume.volume_size == own.storage.volume.volume_size
            && config.storage.instance_store == own.storage.instance_store
            && config.cluster == own.cluster
            && config.kept == own.kept
            && config.costs == own.costs
            && config.comparison == own.comparison
    }

    /// The type that comes with another Config.
    fn launched_with(&self, config: &Config) -> Option<usize> {
        if self.has_same_launch(config) {
            return self.launch.likely();
        }
        Launch::for_config(config, self.catalogue).likely()
    }

    /// The lever of a setting, with what keeps the type; none where it changes nothing at all.
    fn lever(&mut self, change: Change) -> Option<(Lever, Config)> {
        let edit = change.edit?;
        let mut config = self.config.apply(&edit);
        if config == *self.config {
            return None;
        }
        let mut launched = self.launched_with(&config);
        let mut edits = vec![edit];
        let mut with = None;
        if launched != Some(self.position)
            && let Some(lead) = Lead::to(self.position, &config, self.catalogue)
            && let Some(edit) = lead.edit
        {
            config = config.apply(&edit);
            edits.push(edit);
            with = Some(lead.words);
            launched = Some(self.position);
        }
        // No bound keeps the type: the node that comes is another one.
        let position = if self.is_launched {
            launched?
        } else {
            self.position
        };
        let edit = if edits.len() == 1 {
            edits.pop()?
        } else {
            Edit::all(edits)
        };
        let label = if position == self.position {
            change.label
        } else {
            let name = self.catalogue.instances().get(position)?.name;
            format!("{}: Karpenter launches {name}", change.label)
        };
        let lever = self.tried(change.kind, label, &config, position)?;
        Some((
            Lever {
                with,
                launched,
                edit: Some(edit),
                ..lever
            },
            config,
        ))
    }

    /// Time and money with another Config on a type that comes with it.
    fn tried(
        &mut self,
        kind: LeverKind,
        label: String,
        config: &Config,
        position: usize,
    ) -> Option<Lever> {
        let after = duration(self.seconds_on(config, position)?);
        Some(Lever {
            kind,
            label,
            with: None,
            before: duration(self.seconds),
            after,
            position,
            launched: Some(position),
            cost: self.cost(config, position, after),
            edit: None,
        })
    }

    /// What a node of another Config costs more on a type, if its pull takes so long.
    fn cost(&self, config: &Config, position: usize, after: Duration) -> LeverCost {
        let plans = [NodePlan::new(self.config), NodePlan::new(config)];
        let [before_plan, after_plan] = &plans;
        let instance = |plan: &NodePlan<'_>, position: usize| {
            NodePrices::new(plan, self.catalogue).instance_hour(position)
        };
        let instances = instance(before_plan, self.position).zip(instance(after_plan, position));
        let volumes = NodePrices::volumes_hour(before_plan, self.catalogue)
            .zip(NodePrices::volumes_hour(after_plan, self.catalogue));
        let months = NodePrices::volumes_month(before_plan, self.catalogue)
            .zip(NodePrices::volumes_month(after_plan, self.catalogue));
        let more = |(before, after): (Money, Money)| MoneyChange::between(before, after);
        // The same instance costs the same, whatever that is.
        let of_instance = if position == self.position {
            Some(MoneyChange::NONE)
        } else {
            instances.map(more)
        };
        // What costs the same a month costs the same an hour, whatever is lost in rounding.
        let volumes_are_same = months.is_some_and(|(before, after)| before == after);
        let volumes = volumes.map(|(before, after)| match volumes_are_same {
            true => (before, before),
            false => (before, after),
        });
        let both = |of_volumes: Option<(Money, Money)>, hours: u64| {
            let hours = i64::try_from(hours).unwrap_or(1);
            Some(of_instance?.times(hours).and(of_volumes.map(more)?))
        };
        let start = |config: &Config, hour: Money, pull: Duration| {
            let span = provisioning(config).likely() + pull;
            hour.scaled(u64::from(span.to_milliseconds()), 3_600_000)
        };
        let before = duration(self.seconds);
        let starts = instances.zip(volumes).map(|(instances, volumes)| {
            more((
                start(self.config, instances.0 + volumes.0, before),
                start(config, instances.1 + volumes.1, after),
            ))
        });
        LeverCost {
            hour: both(volumes, 1),
            month: both(months, MONTH_HOURS),
            start: starts,
        }
    }
}
