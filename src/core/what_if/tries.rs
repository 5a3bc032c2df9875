//! Trying changes of one Config, about one type.

use super::lever::{Lever, LeverCost, LeverKind};
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
use crate::core::units::{Money, MoneyChange, TimeSpan};

/// A change before it is tried.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) kind: LeverKind,
    pub(super) label: String,
    pub(super) edit: Option<Edit>,
}

impl Change {
    pub(super) fn new(kind: LeverKind, label: impl Into<String>, edit: Edit) -> Self {
        Self {
            kind,
            label: label.into(),
            edit: Some(edit),
        }
    }
}

/// Where changes of one Config are tried, about one type.
pub(super) struct Tries<'a> {
    pub(super) config: &'a Config,
    pub(super) catalogue: &'a Catalogue,
    pub(super) model: &'a PullModel<'a>,
    pub(super) estimator: Estimator<'a>,
    pub(super) position: usize,
    pub(super) instance: &'a Instance,
    /// Whether the type is the one that comes now.
    pub(super) is_launched: bool,
    pub(super) selection: Selection,
    pub(super) launch: Launch,
    pub(super) setup: NodeSetup,
    /// Likely seconds as it is.
    pub(super) seconds: f64,
    /// Looked for when the first change asks.
    pub(super) errors: Option<Vec<ErrorAt>>,
}

impl<'a> Tries<'a> {
    pub(super) fn new(model: &'a PullModel<'a>, position: usize) -> Option<Self> {
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
    pub(super) fn seconds_on(&mut self, config: &Config, position: usize) -> Option<f64> {
        let instance = self.catalogue.instances().get(position)?;
        let setup = PoolSetup::new(config, PullVariant::Engine.side()).on_instance(instance);
        Some(self.estimator.likely(&setup))
    }

    /// Likely seconds with an edit, on the type that all is about.
    pub(super) fn seconds_with(&mut self, edit: &Edit) -> Option<f64> {
        let config = self.config.apply(edit);
        self.seconds_on(&config, self.position)
    }

    /// Whether a Config has an error that is not there already.
    pub(super) fn adds_errors(&mut self, config: &Config) -> bool {
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
    pub(super) fn has_same_launch(&self, config: &Config) -> bool {
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
    pub(super) fn launched_with(&self, config: &Config) -> Option<usize> {
        if self.has_same_launch(config) {
            return self.launch.likely();
        }
        Launch::for_config(config, self.catalogue).likely()
    }

    /// The lever of a setting, with what keeps the type; none where it changes nothing at all.
    pub(super) fn lever(&mut self, change: Change) -> Option<(Lever, Config)> {
        let edit = change.edit?;
        let mut config = self.config.apply(&edit);
        if config == *self.config {
            return None;
        }
        let mut launched = self.launched_with(&config);
        let mut edits = vec![edit];
        let mut with = None;
        if launched != Some(self.position)
            && let Some(lead) = Lead::toward(self.position, &config, self.catalogue)
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
    pub(super) fn tried(
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
    pub(super) fn cost(&self, config: &Config, position: usize, after: TimeSpan) -> LeverCost {
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
        // What costs the same per month costs the same per hour, whatever is lost in rounding.
        let volumes_are_same = months.is_some_and(|(before, after)| before == after);
        let volumes = volumes.map(|(before, after)| match volumes_are_same {
            true => (before, before),
            false => (before, after),
        });
        let both = |of_volumes: Option<(Money, Money)>, hours: u64| {
            let hours = i64::try_from(hours).unwrap_or(1);
            Some(of_instance?.times(hours).and(of_volumes.map(more)?))
        };
        let start = |config: &Config, hour: Money, pull: TimeSpan| {
            let span = provisioning(config).likely() + pull;
            hour.scaled(u64::from(span.as_millis()), 3_600_000)
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
