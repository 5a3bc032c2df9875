//! Which instance types Karpenter may launch for the workload, and what keeps the others out.
//!
//! The conditions are what the manifests say (`requirements`), in the order in which they are
//! written, then what the pod requests. They are the same for both pools of a set: these differ
//! in their node class's userData only.

pub(crate) mod allocatable;
mod column;
mod condition;
mod effect;
mod filter;
mod fit;
mod keys;
mod known_words;
pub(crate) mod label;
mod relax;

use super::catalogue::{Catalogue, Instance};
use super::config::{Config, Field};
use super::manifest::Demand;
use super::plan::NodePlan;
use super::requirements::{Asked, Requirement};
use allocatable::{EphemeralStorage, NodeResources};
pub use column::{Cell, Column, InstanceRows, Order};
pub use condition::{Amount, Condition, Place, Wanted};
use condition::{CountAccelerators, MissingLabel, Test};
pub(crate) use effect::AUTO_MODE_CATEGORIES;
pub(crate) use effect::has_effect;
pub use filter::Filter;
pub(crate) use fit::{Misfit, demand_of, misfit, misfit_of};
use keys::Allowed;
pub use known_words::{KnownWord, known_words};
pub(crate) use relax::lower_first;
pub use relax::{ExcludedGroup, Reason, Relaxation, Why};

/// The instance types that a Config selects. Types are positions in `Catalogue::instances`.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// What a type has to meet, in the order in which it is written.
    pub conditions: Vec<Condition>,
    /// The types that meet everything, in the catalogue's order.
    pub admitted: Vec<usize>,
    /// The types that do not, in the catalogue's order.
    pub excluded: Vec<Excluded>,
    /// Types among the admitted on which the engine does nothing, and nobody says so.
    pub without_effect: Vec<usize>,
    /// The condition after which no type is left.
    pub emptied: Option<Emptied>,
}

/// A type that is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excluded {
    /// Where the type stands in `Catalogue::instances`.
    pub position: usize,
    /// Which of the selection's conditions excludes it first.
    pub by: usize,
}

/// Where a selection runs empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emptied {
    /// Which of the selection's conditions leaves nothing.
    pub by: usize,
    /// How many types met everything before it.
    pub left: usize,
}

impl Selection {
    /// Selects for a plan.
    pub(crate) fn new(plan: &NodePlan<'_>, catalogue: &Catalogue) -> Self {
        let mut selection = Self::from_conditions(conditions(plan), catalogue);
        selection.without_effect = effect::without(plan, catalogue, &selection.admitted);
        selection
    }

    /// Selects for a Config.
    pub fn for_config(config: &Config, catalogue: &Catalogue) -> Self {
        Self::new(&NodePlan::new(config), catalogue)
    }

    /// Selects by requirements alone: those of a NodePool, then those of a workload.
    pub fn by_requirements(
        node_pool: &[Requirement],
        workload: &[Requirement],
        catalogue: &Catalogue,
    ) -> Self {
        let asked = |list: &[Requirement]| -> Vec<Asked> {
            list.iter()
                .map(|requirement| Asked {
                    requirement: requirement.clone(),
                    path: None,
                    min_values: None,
                })
                .collect()
        };
        let workload = labelled(Place::Affinity, asked(workload));
        let mut all = labelled(Place::NodePool, asked(node_pool));
        all.extend(workload);
        Self::from_conditions(compiled(all), catalogue)
    }

    fn from_conditions(conditions: Vec<Condition>, catalogue: &Catalogue) -> Self {
        let deciding: Vec<(usize, &Test)> = conditions
            .iter()
            .map(|condition| &condition.test)
            .enumerate()
            .filter(|(_, test)| **test != Test::Undecided)
            .collect();
        let mut admitted = Vec::new();
        let mut excluded = Vec::new();
        for (position, instance) in catalogue.instances().iter().enumerate() {
            match deciding.iter().find(|(_, test)| !test.admits(instance)) {
                None => admitted.push(position),
                Some((by, _)) => excluded.push(Excluded { position, by: *by }),
            }
        }
        let emptied = admitted.is_empty().then(|| emptied(&excluded)).flatten();
        Self {
            conditions,
            admitted,
            excluded,
            without_effect: Vec::new(),
            emptied,
        }
    }

    /// Whether the type at this position is admitted.
    pub fn admits(&self, position: usize) -> bool {
        self.admitted.binary_search(&position).is_ok()
    }

    /// The conditions that exclude a type, in their order.
    pub fn failed<'a>(&'a self, instance: &'a Instance) -> impl Iterator<Item = &'a Condition> {
        self.conditions
            .iter()
            .filter(|condition| !condition.admits(instance))
    }
}

/// Whether requirements on one key, which no type decides, allow this value; all values where there
/// are none.
pub(crate) fn allows(requirements: &[&Requirement], value: &str) -> bool {
    Allowed::all(requirements.iter().copied()).is_none_or(|allowed| allowed.has(value))
}

/// The values that requirements on one key leave, where these are listed one by one.
pub(crate) fn listed<'a>(requirements: &[&'a Requirement]) -> Option<Vec<&'a str>> {
    Allowed::all(requirements.iter().copied())?.listed()
}

/// The last condition that is the first to exclude some type: after it nothing is left.
fn emptied(excluded: &[Excluded]) -> Option<Emptied> {
    let by = excluded.iter().map(|type_| type_.by).max()?;
    let left = excluded.iter().filter(|type_| type_.by == by).count();
    Some(Emptied { by, left })
}

type Labelled = Vec<(Place, Asked)>;

fn labelled(place: Place, list: Vec<Asked>) -> Labelled {
    list.into_iter().map(|asked| (place, asked)).collect()
}

/// Everything that a plan asks of a type.
fn conditions(plan: &NodePlan<'_>) -> Vec<Condition> {
    let demand = demand_of(plan);
    let node = node_resources(plan, &demand);
    let requests = requests(plan, &demand, node);
    let mut list = labelled(Place::NodePool, demand.node_pool);
    list.extend(labelled(
        Place::NodeClass,
        demand.ami.map(Asked::of_ami).into_iter().collect(),
    ));
    list.extend(labelled(Place::NodeSelector, demand.node_selector));
    list.extend(labelled(Place::Affinity, demand.affinity));
    let mut conditions = compiled(list);
    conditions.extend(requests);
    conditions
}

/// Compiles requirements; what happens to a type without a label depends on all that ask for it.
fn compiled(list: Labelled) -> Vec<Condition> {
    let missing: Vec<MissingLabel> = list
        .iter()
        .map(|(_, asked)| {
            if lets_missing_through(&list, &asked.requirement.key) {
                MissingLabel::Passes
            } else {
                MissingLabel::Fails
            }
        })
        .collect();
    // Where the key as a whole fails, the entries that would let a type through alone still do:
    // the entry that does not is the one to name.
    list.into_iter()
        .zip(missing)
        .map(|((place, asked), missing)| {
            let alone = Allowed::all([&asked.requirement])
                .is_some_and(|allowed| allowed.lets_missing_through());
            let missing = if alone { MissingLabel::Passes } else { missing };
            Condition::new(place, asked.requirement, asked.path, missing)
        })
        .collect()
}

/// Whether a type without the label passes all requirements on it: a NodePool's entries are
/// intersected, and the workload's must have something in common with them.
fn lets_missing_through(list: &Labelled, key: &str) -> bool {
    let side = |is_pool: bool| {
        Allowed::all(
            list.iter()
                .filter(|(place, asked)| {
                    (*place == Place::NodePool) == is_pool && asked.requirement.key == key
                })
                .map(|(_, asked)| &asked.requirement),
        )
    };
    match (side(true), side(false)) {
        (Some(pool), Some(workload)) => {
            let both_open = pool.lets_missing_through() && workload.lets_missing_through();
            if pool.meets(&workload) {
                pool.and(&workload).lets_missing_through()
            } else {
                both_open
            }
        }
        (Some(one), None) | (None, Some(one)) => one.lets_missing_through(),
        (None, None) => true,
    }
}

/// What one pod requests, beside what the DaemonSets of its node do.
fn requests(plan: &NodePlan<'_>, demand: &Demand, node: NodeResources) -> Vec<Condition> {
    let Demand {
        pod, daemon_sets, ..
    } = demand;
    let request = |path: &str, wanted: Wanted, test: Test| Condition {
        place: Place::PodRequest,
        wanted,
        field: Field::find(path),
        test,
    };
    let amount = |pod: u64, daemon_sets: u64| {
        (pod > 0 || daemon_sets > 0).then_some(Amount { pod, daemon_sets })
    };
    let mut list = Vec::new();
    list.extend(
        amount(pod.cpu, daemon_sets.cpu)
            .map(|wanted| request("workload.cpu", Wanted::Cpu(wanted), Test::Cpu(wanted, node))),
    );
    list.extend(amount(pod.memory, daemon_sets.memory).map(|wanted| {
        request(
            "workload.memory",
            Wanted::Memory(wanted),
            Test::Memory(wanted, node),
        )
    }));
    let places = Amount {
        pod: 1,
        daemon_sets: daemon_sets.pods.into(),
    };
    list.extend(
        (daemon_sets.pods > 0 || node.kubelet.max_pods.is_some()).then(|| {
            request(
                "nodes.daemonSetPods",
                Wanted::Pods(places),
                Test::Pods(places, node),
            )
        }),
    );
    if pod.ephemeral_storage > 0
        && let Some(storage) = ephemeral_storage_of(plan, node)
    {
        let wanted = pod.ephemeral_storage;
        list.push(request(
            "workload.ephemeralStorage",
            Wanted::EphemeralStorage(wanted),
            Test::EphemeralStorage(wanted, storage),
        ));
    }
    let accelerators: [(&'static str, &str, u32, CountAccelerators); 4] = [
        (
            "nvidia.com/gpu",
            "workload.gpus",
            pod.nvidia_gpus,
            allocatable::nvidia_gpus,
        ),
        ("amd.com/gpu", "", pod.amd_gpus, allocatable::amd_gpus),
        (
            "aws.amazon.com/neuron",
            "",
            pod.neurons,
            allocatable::neurons,
        ),
        ("habana.ai/gaudi", "", pod.gaudis, allocatable::gaudis),
    ];
    for (resource, path, wanted, count) in accelerators {
        list.extend((wanted > 0).then(|| {
            request(
                path,
                Wanted::Accelerators(resource, wanted),
                Test::Accelerators(wanted, count),
            )
        }));
    }
    list
}

/// What the nodes of a pool have for pods.
pub(crate) fn node_resources(plan: &NodePlan<'_>, demand: &Demand) -> NodeResources {
    NodeResources {
        kubelet: demand.kubelet,
        is_bottlerocket: plan.engine().is_bottlerocket(),
    }
}

/// Where the nodes' ephemeral storage is; unknown for a node class that the user writes.
pub(crate) fn ephemeral_storage_of(
    plan: &NodePlan<'_>,
    node: NodeResources,
) -> Option<EphemeralStorage> {
    (!plan.by_hand()).then(|| EphemeralStorage {
        kubelet: node.kubelet,
        on_instance_store: !plan.engine().is_auto_mode() && plan.has_raid0_policy(),
        volume_gib: plan.config.storage.volume.volume_size.to_gib(),
    })
}
