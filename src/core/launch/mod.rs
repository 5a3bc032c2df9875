//! Which nodes Karpenter launches for the workload, and of which type.
//!
//! A NodePool *admits* hundreds of types; one of them comes. The way from one to the other, as
//! Karpenter goes it:
//!
//! 1. **Packing** (`packing`): pods are put together on as few NodeClaims as the types allow; a
//!    NodeClaim keeps the types on which all of its pods fit beside the DaemonSets, within what the
//!    NodePool's limits leave and as varied as `minValues` asks.
//! 2. **Filters** (`filters`): in the order of price; without metal and accelerators unless nothing
//!    else is left; without spot that is dearer than the cheapest on-demand type; cut to 60.
//! 3. **EC2 chooses**: on demand the cheapest that has capacity; on spot one of the deepest and
//!    cheapest pools, which nobody outside AWS can foresee.
//!
//! Sources: karpenter-provider-aws at 1d92708 (2026-08-21), `pkg/providers/instance`; karpenter at
//! 2266468 (2026-08-20), `pkg/controllers/provisioning/scheduling`. EKS Auto Mode runs a Karpenter
//! of its own whose source is not public: what is said of it is inferred.
//!
//! Not known and not guessed at: capacity, spot prices and depths, the zones' own offers, nodes that
//! are there already.

mod bounds;
mod filters;
mod in_view;
mod lead;
mod min_values;
mod nothing;
mod packing;
mod prices;
mod starts;
mod steps;
mod ways;
mod words;

use crate::core::catalogue::Catalogue;
use crate::core::config::{Config, WorkloadKind};
use crate::core::manifest::Demand;
use crate::core::plan::NodePlan;
use crate::core::requirements::Requirement;
use crate::core::selection::{Selection, demand_of};
pub(crate) use bounds::MINIMA;
pub use in_view::{InView, InViewBecause};
pub(crate) use lead::Leads;
pub use lead::{Lead, LeadBy};
pub use nothing::NoLaunch;
use packing::{Packed, Packing};
pub use prices::PriceBasis;
use prices::Prices;
use steps::Bought;
pub use steps::{LaunchCandidate, LaunchStep};
use ways::ways;

/// The nodes that Karpenter launches for the pods of one Deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// NodeClaims that are alike together, those with most pods first. One at least, of no node,
    /// where there are no pods: what would come for one.
    pub groups: Vec<LaunchGroup>,
    /// How the capacity is bought.
    pub capacity: Capacity,
    /// By which prices the types were put in order.
    pub prices: PriceBasis,
    /// Why no type can be named; none where one is.
    pub nothing: Option<NoLaunch>,
    /// Pods that get no node: no type fits within the pool's limits or its `minValues`.
    pub unplaced: u32,
    /// Whether it is inferred, not read: EKS Auto Mode.
    pub is_inferred: bool,
    /// Whether the DaemonSets' requests are known.
    pub counts_daemon_sets: bool,
    /// What bears on the launch and was not taken into account, in words: “preferred node
    /// affinity”.
    pub not_modelled: Vec<&'static str>,
}

/// How Karpenter buys the capacity of a launch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capacity {
    /// EC2 takes the cheapest type that it has (`lowest-price`).
    OnDemand,
    /// EC2 weighs price and depth of the pools (`price-capacity-optimized`).
    Spot {
        /// Whether on-demand is there for when no pool has spot.
        or_on_demand: bool,
    },
    /// The reservations that the node class selects come first; of which type they are, the
    /// settings do not say.
    Reserved {
        /// Whether other capacity follows when they are full.
        then: Option<AfterReserved>,
    },
}

/// What follows when reservations are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterReserved {
    /// On-demand capacity.
    OnDemand,
    /// Spot capacity.
    Spot,
}

/// NodeClaims that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaunchGroup {
    /// How many nodes come with the set; none where it brings no pods.
    pub nodes: u32,
    /// How many come for the user's own pods, where the set brings none.
    pub for_own_pods: u32,
    /// Pods of the workload on each.
    pub pods: u32,
    /// What was left after each step, in order.
    pub steps: Vec<LaunchStep>,
    /// The types sent to EC2, the cheapest first: at most 60. Empty if nothing can be launched.
    pub candidates: Vec<LaunchCandidate>,
}

impl Launch {
    /// The launch for a plan's pods on the types that it selects.
    pub(crate) fn new(plan: &NodePlan<'_>, catalogue: &Catalogue, selection: &Selection) -> Self {
        let demand = demand_of(plan);
        let prices = Prices::new(plan, catalogue, &selection.admitted);
        let bought = bought(plan.config, &demand);
        let packing = Packing::new(plan, catalogue, selection, &demand);
        let filters = filters::Filters {
            catalogue,
            prices: &prices,
            bought,
            min_values: packing.min_values(),
        };
        let mut nothing = nothing::before_packing(plan, &demand, selection)
            .or_else(|| nothing::in_packing(&demand, &packing, catalogue))
            .or_else(|| nothing::only_local_zones(plan.config, &demand));
        let pods = Pods::from_config(plan.config);
        let packed = match &nothing {
            Some(_) => Packed::none(pods.brought()),
            None => packing.pack(pods.packed(), |types| {
                let sent = filters.candidates(types).1;
                Some(sent.first()?.position)
            }),
        };
        let groups: Vec<LaunchGroup> = packed
            .claims
            .iter()
            .map(|claim| group(claim, selection.admitted.len(), &filters, pods))
            .collect();
        if let Some(first) = packed.claims.first()
            && groups.iter().all(|group| group.candidates.is_empty())
        {
            // Of the 60 cheapest, or of those with a price.
            let sent = filters.in_order(&first.types, &mut Vec::new());
            let sent = sent.iter().copied().take(steps::MAX_SENT);
            nothing = nothing::too_few_values(&packing, sent, catalogue).or_else(nothing::no_price);
        }
        Self {
            groups,
            capacity: bought.capacity(),
            prices: prices.basis,
            nothing,
            unplaced: packed.unplaced,
            is_inferred: plan.engine().is_auto_mode(),
            counts_daemon_sets: !demand.daemon_sets.is_unknown(),
            not_modelled: demand.not_modelled,
        }
    }

    /// The launch for a Config.
    pub fn for_config(config: &Config, catalogue: &Catalogue) -> Self {
        let plan = NodePlan::new(config);
        let selection = Selection::new(&plan, catalogue);
        Self::new(&plan, catalogue, &selection)
    }

    /// The type that most likely comes, by its place in `Catalogue::instances`: the cheapest of
    /// the first group. None where nothing can be launched.
    pub fn likely(&self) -> Option<usize> {
        Some(self.groups.first()?.candidates.first()?.position)
    }

    /// The types that come when the likely one has no capacity, the cheapest first; on spot any of
    /// them may come at once.
    pub fn runners_up(&self) -> &[LaunchCandidate] {
        self.groups
            .first()
            .and_then(|group| group.candidates.get(1..))
            .unwrap_or_default()
    }

    /// How many nodes come at once for all pods of one Deployment.
    pub fn nodes(&self) -> u32 {
        self.groups.iter().map(|group| group.nodes).sum()
    }

    /// How many nodes come for how many of the user's own pods that start together; none where the
    /// set brings its own.
    pub fn own_pods(&self) -> (u32, u32) {
        let all = self.groups.iter();
        all.fold((0, 0), |(nodes, pods), group| {
            let more = group.for_own_pods.saturating_mul(group.pods);
            (nodes + group.for_own_pods, pods + more)
        })
    }

    /// Whether any of several types may come, not the cheapest before all others.
    pub fn is_open(&self) -> bool {
        let several = self
            .groups
            .first()
            .is_some_and(|group| group.candidates.len() > 1);
        several && !matches!(self.capacity, Capacity::OnDemand)
    }
}

/// The pods that nodes come for.
#[derive(Debug, Clone, Copy)]
enum Pods {
    /// The set's Deployment brings so many.
    OfSet(u32),
    /// So many of the user's own start together; the set brings none.
    Own(u32),
}

impl Pods {
    fn from_config(config: &Config) -> Self {
        let replicas = u32::from(config.workload.replicas);
        match config.workload.kind {
            WorkloadKind::Absent => Self::Own(replicas.max(1)),
            WorkloadKind::Deployment => Self::OfSet(replicas),
        }
    }

    /// How many are packed together; none is packed as one that needs no node.
    const fn packed(self) -> u32 {
        match self {
            Self::OfSet(pods) | Self::Own(pods) => pods,
        }
    }

    /// How many the set brings.
    const fn brought(self) -> u32 {
        match self {
            Self::OfSet(pods) => pods,
            Self::Own(_) => 0,
        }
    }
}

/// NodeClaims that are alike, with the steps to what EC2 gets.
fn group(
    claim: &packing::Claim,
    admitted: usize,
    filters: &filters::Filters<'_>,
    pods: Pods,
) -> LaunchGroup {
    let mut steps = vec![LaunchStep::Admitted { types: admitted }];
    if claim.within_limits < admitted {
        steps.push(LaunchStep::WithinLimits {
            types: claim.within_limits,
        });
    }
    if claim.pods > 1 || claim.types.len() < claim.within_limits {
        steps.push(LaunchStep::Packed {
            pods: claim.pods,
            types: claim.types.len(),
        });
    }
    let (more, candidates) = filters.candidates(&claim.types);
    steps.extend(more);
    let (nodes, for_own_pods) = match pods {
        Pods::OfSet(_) => (claim.nodes, 0),
        Pods::Own(_) => (0, claim.nodes),
    };
    LaunchGroup {
        nodes,
        for_own_pods,
        pods: claim.pods,
        steps,
        candidates,
    }
}

impl Bought {
    fn capacity(self) -> Capacity {
        let after = match (self.spot, self.on_demand) {
            (true, _) => Some(AfterReserved::Spot),
            (false, true) => Some(AfterReserved::OnDemand),
            (false, false) => None,
        };
        if self.reserved {
            Capacity::Reserved { then: after }
        } else if self.spot {
            Capacity::Spot {
                or_on_demand: self.on_demand,
            }
        } else {
            Capacity::OnDemand
        }
    }
}

/// What may be bought: by the requirements on the capacity type; all of it where nothing asks.
fn bought(config: &Config, demand: &Demand) -> Bought {
    const KEY: &str = "karpenter.sh/capacity-type";
    let asked: Vec<&Requirement> = [&demand.node_pool, &demand.node_selector, &demand.affinity]
        .into_iter()
        .flatten()
        .map(|asked| &asked.requirement)
        .filter(|requirement| requirement.key == KEY)
        .collect();
    ways(config, &asked)
}
