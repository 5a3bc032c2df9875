//! Which NodeClaims the pods of a Deployment need.
//!
//! All pods are alike, so that Karpenter's first fit comes to this: a NodeClaim takes pods as long
//! as some type has room for all of them, then the next one is opened.

use super::min_values::MinValues;
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::manifest::{Demand, PoolLimits, RESOURCES};
use crate::core::plan::NodePlan;
use crate::core::selection::allocatable::{self, EphemeralStorage, NodeResources};
use crate::core::selection::{Selection, ephemeral_storage_of, node_resources};

/// NodeClaims that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) nodes: u32,
    pub(super) pods: u32,
    /// Types within the pool's limits.
    pub(super) within_limits: usize,
    /// Types on which all of its pods fit, in the catalogue's order.
    pub(super) types: Vec<usize>,
}

/// All NodeClaims, and the pods that get none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Packed {
    pub(super) claims: Vec<Claim>,
    pub(super) unplaced: u32,
}

/// What packing depends on.
#[derive(Debug)]
pub(super) struct Packing<'a> {
    catalogue: &'a Catalogue,
    /// Admitted types, and how many pods fit on each.
    types: Vec<(usize, u32)>,
    min_values: MinValues,
    limits: PoolLimits,
    node: NodeResources,
    storage: Option<EphemeralStorage>,
}

/// What a node counts against limits, in the order of their resources.
type Capacity = [u64; RESOURCES.len()];

/// What a pool may still use of what it is limited in.
#[derive(Debug, Clone, Copy)]
struct Remaining(PoolLimits);

impl<'a> Packing<'a> {
    pub(super) fn new(
        plan: &NodePlan<'_>,
        catalogue: &'a Catalogue,
        selection: &Selection,
        demand: &Demand,
    ) -> Self {
        let node = node_resources(plan, demand);
        let storage = ephemeral_storage_of(plan, node);
        let types = selection.admitted.iter().filter_map(|position| {
            let instance = catalogue.instances().get(*position)?;
            Some((*position, pods_on(instance, demand, node, storage).max(1)))
        });
        Self {
            catalogue,
            types: types.collect(),
            min_values: MinValues::new(&demand.node_pool),
            limits: demand.limits,
            node,
            storage,
        }
    }

    pub(super) fn min_values(&self) -> &MinValues {
        &self.min_values
    }

    /// The types, of those that are kept, on which the pods of the first NodeClaim fit.
    pub(super) fn first(&self, pods: u32, is_kept: impl Fn(usize) -> bool) -> Vec<usize> {
        let kept = Self {
            catalogue: self.catalogue,
            types: self
                .types
                .iter()
                .copied()
                .filter(|(position, _)| is_kept(*position))
                .collect(),
            min_values: self.min_values.clone(),
            limits: self.limits,
            node: self.node,
            storage: self.storage,
        };
        kept.claim(pods.max(1), Remaining(self.limits))
            .map_or_else(Vec::new, |claim| claim.types)
    }

    /// Packs so many pods; none are packed as one that needs no node. `launched` says which of a
    /// NodeClaim's types comes: limits count what is there.
    ///
    /// Karpenter sets aside the largest type that a NodeClaim might become, so that limits can
    /// end a round early; the next round goes on with what the nodes really took.
    pub(super) fn pack(&self, pods: u32, launched: impl Fn(&[usize]) -> Option<usize>) -> Packed {
        let mut packed = Packed::default();
        if pods == 0 {
            if let Some(claim) = self.claim(1, Remaining(self.limits)) {
                packed.claims.push(Claim { nodes: 0, ..claim });
            }
            return packed;
        }
        let mut left = pods;
        let mut used = Remaining(self.limits);
        if self.limits.is_unlimited() {
            // Every NodeClaim is like the first one, but for the pods that are over.
            while let Some(claim) = self.claim(left, used).filter(|_| left > 0) {
                let nodes = left / claim.pods;
                left -= nodes * claim.pods;
                packed.claims.push(Claim { nodes, ..claim });
            }
            packed.unplaced = left;
            return packed;
        }
        while left > 0 {
            let mut remaining = used;
            let before = left;
            while left > 0 {
                let Some(claim) = self.claim(left, remaining) else {
                    break;
                };
                left -= claim.pods.min(left);
                remaining = self.less_the_largest(remaining);
                let comes = launched(&claim.types);
                packed.add(claim);
                let Some(comes) = comes else { break };
                used = used.minus(self.capacity(comes));
            }
            if left == before {
                break;
            }
        }
        packed.unplaced = left;
        packed
    }

    /// The next NodeClaim for at most so many pods.
    fn claim(&self, pods: u32, remaining: Remaining) -> Option<Claim> {
        let within_limits = self.fitting(1, remaining).count();
        let most = self
            .types_within(remaining)
            .map(|(_, fit)| fit)
            .max()?
            .min(pods);
        // Fewer types are left for more pods, and so fewer kinds of them.
        let is_varied = |pods: u32| {
            let types: Vec<usize> = self.fitting(pods, remaining).collect();
            self.min_values
                .are_met(types.iter().copied(), self.catalogue)
        };
        let (mut low, mut high) = (0, most);
        if !self.min_values.is_set {
            low = most;
        }
        while low < high {
            let middle = high - (high - low) / 2;
            if is_varied(middle) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        (low > 0).then(|| Claim {
            nodes: 1,
            pods: low,
            within_limits,
            types: self.fitting(low, remaining).collect(),
        })
    }

    fn types_within(&self, remaining: Remaining) -> impl Iterator<Item = (usize, u32)> {
        let is_unlimited = self.limits.is_unlimited();
        self.types.iter().copied().filter(move |(position, _)| {
            is_unlimited
                || self
                    .capacity(*position)
                    .is_some_and(|capacity| remaining.has_room_for(capacity))
        })
    }

    /// What a node of a type counts against each limit.
    fn capacity(&self, position: usize) -> Option<Capacity> {
        let instance = self.catalogue.instances().get(position)?;
        let storage = self.storage.map(|storage| storage.capacity(instance));
        Some([
            allocatable::cpu_capacity(instance),
            allocatable::memory_capacity(instance),
            1,
            self.node.pods(instance),
            storage.unwrap_or(0),
            allocatable::nvidia_gpus(instance).into(),
            allocatable::amd_gpus(instance).into(),
            allocatable::neurons(instance).into(),
            allocatable::gaudis(instance).into(),
        ])
    }

    /// What is left beside a node as large as any that fits, each resource for itself.
    fn less_the_largest(&self, remaining: Remaining) -> Remaining {
        let all = self.fitting(1, remaining);
        let largest = all.filter_map(|position| self.capacity(position)).fold(
            Capacity::default(),
            |mut most, capacity| {
                for (most, own) in most.iter_mut().zip(capacity) {
                    *most = own.max(*most);
                }
                most
            },
        );
        remaining.minus(Some(largest))
    }

    /// The first limit that alone leaves no type: the resource and the amount.
    pub(super) fn closing<'b>(
        &self,
        written: &'b [(String, String)],
    ) -> Option<(&'b str, &'b str)> {
        let closes = |one: &&'b (String, String)| {
            let alone = Remaining(PoolLimits::read(std::slice::from_ref(*one)));
            let all = self.types.iter();
            let mut capacities = all.filter_map(|(position, _)| self.capacity(*position));
            !capacities.any(|capacity| alone.has_room_for(capacity))
        };
        let (name, amount) = written.iter().find(closes)?;
        Some((name, amount))
    }

    /// Whether the limits leave some type.
    pub(super) fn has_room(&self) -> bool {
        self.types_within(Remaining(self.limits)).next().is_some()
    }

    /// All types on which one pod fits.
    pub(super) fn all(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        self.types.iter().map(|(position, _)| *position)
    }

    fn fitting(&self, pods: u32, remaining: Remaining) -> impl Iterator<Item = usize> {
        self.types_within(remaining)
            .filter(move |(_, fit)| *fit >= pods)
            .map(|(position, _)| position)
    }
}

impl Packed {
    /// No node for so many pods.
    pub(super) const fn none(pods: u32) -> Self {
        Self {
            claims: Vec::new(),
            unplaced: pods,
        }
    }

    fn add(&mut self, claim: Claim) {
        let alike = |own: &&mut Claim| own.pods == claim.pods && own.types == claim.types;
        match self.claims.iter_mut().find(alike) {
            Some(own) => own.nodes = own.nodes.saturating_add(1),
            None => self.claims.push(claim),
        }
    }
}

impl PoolLimits {
    fn is_unlimited(self) -> bool {
        self == Self::default()
    }
}

impl Remaining {
    fn has_room_for(self, capacity: Capacity) -> bool {
        let mut all = self.0.amounts.iter().zip(capacity);
        !self.0.is_below_zero
            && all.all(|(limit, needed)| limit.is_none_or(|limit| needed <= limit))
    }

    /// What is left beside a node of so much.
    fn minus(mut self, taken: Option<Capacity>) -> Self {
        for (limit, taken) in self.0.amounts.iter_mut().zip(taken.unwrap_or_default()) {
            *limit = limit.map(|limit| limit.saturating_sub(taken));
        }
        self
    }
}

/// How many pods fit on a node of this type beside its DaemonSets.
fn pods_on(
    instance: &Instance,
    demand: &Demand,
    node: NodeResources,
    storage: Option<EphemeralStorage>,
) -> u32 {
    let (pod, reserve) = (&demand.pod, demand.daemon_sets);
    let times = |room: u64, taken: u64, each: u64| match each {
        0 => u64::MAX,
        each => room.saturating_sub(taken) / each,
    };
    let accelerators = |count: u32, each: u32| times(count.into(), 0, each.into());
    let fits = [
        node.pods(instance).saturating_sub(reserve.pods.into()),
        times(node.cpu(instance), reserve.cpu, pod.cpu),
        times(node.memory(instance), reserve.memory, pod.memory),
        accelerators(allocatable::nvidia_gpus(instance), pod.nvidia_gpus),
        accelerators(allocatable::amd_gpus(instance), pod.amd_gpus),
        accelerators(allocatable::neurons(instance), pod.neurons),
        accelerators(allocatable::gaudis(instance), pod.gaudis),
        storage.map_or(u64::MAX, |storage| {
            times(storage.allocatable(instance), 0, pod.ephemeral_storage)
        }),
        pod.per_node.map_or(u64::MAX, u64::from),
    ];
    let most = fits.into_iter().min().unwrap_or(0);
    u32::try_from(most).unwrap_or(u32::MAX)
}
