//! Whether pods fit a pool beside its types: by labels, taints and names.
//!
//! Sources: `Requirements.Compatible` and `Intersects` in karpenter's scheduling/requirements.go,
//! `Taints.ToleratesPod` in taints.go, `RestrictedLabels` in apis/v1/labels.go and `IsProvisionable`
//! in utils/pod, at 2266468 (2026-08-20).

use super::keys::Allowed;
use super::label::Label;
use crate::core::config::current_name;
use crate::core::manifest::{Demand, Placement};
use crate::core::plan::NodePlan;
use crate::core::requirements::{Asked, Requirement};
use crate::core::yaml::Yaml;

/// What keeps pods off every node of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// They name a node.
    NodeName(String),
    /// They ask for a host by its name, which no node has before it is there.
    Hostname,
    /// They do not tolerate a taint.
    Taint(String),
    /// They ask for a label that the pool's nodes do not have so: what is asked, and what the pool
    /// has.
    Label {
        asked: Requirement,
        has: Option<Requirement>,
    },
}

const HOSTNAME: &str = "kubernetes.io/hostname";

/// Labels that Karpenter knows of every node, whatever the pool says.
const WELL_KNOWN: [&str; 9] = [
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "topology.k8s.aws/zone-id",
    "node.kubernetes.io/instance-type",
    "node.kubernetes.io/windows-build",
    "kubernetes.io/arch",
    "kubernetes.io/os",
    "karpenter.sh/capacity-type",
    "karpenter.sh/nodepool",
];

fn is_well_known(key: &str, is_auto_mode: bool) -> bool {
    WELL_KNOWN.contains(&key)
        || (key.starts_with("karpenter.k8s.aws/") && key != "karpenter.k8s.aws/ec2nodeclass")
        || (is_auto_mode
            && key.starts_with("eks.amazonaws.com/")
            && key != "eks.amazonaws.com/nodeclass")
}

/// What Karpenter schedules by, with the term of the required node affinity that it comes to: the
/// first that fits the pool, as it drops a term that nothing meets (preferences.go).
pub(crate) fn demand_of(plan: &NodePlan<'_>) -> Demand {
    with_fitting_term(Demand::from_plan(plan), plan.engine().is_auto_mode())
}

/// The same with the term of the affinity that fits the pool.
fn with_fitting_term(mut demand: Demand, is_auto_mode: bool) -> Demand {
    if demand.other_terms.is_empty() || by_labels(&demand, is_auto_mode).is_none() {
        return demand;
    }
    for term in std::mem::take(&mut demand.other_terms) {
        let first = std::mem::replace(&mut demand.affinity, term);
        if by_labels(&demand, is_auto_mode).is_none() {
            return demand;
        }
        demand.affinity = first;
    }
    demand
}

/// What keeps a workload's pods off every node of a pool, both as files have them.
pub(crate) fn misfit_of(pool: &Yaml, workload: &Yaml, is_auto_mode: bool) -> Option<Misfit> {
    let demand = Demand::of_documents(pool, workload);
    misfit(&with_fitting_term(demand, is_auto_mode), is_auto_mode)
}

/// What keeps the pods off every node of the pool; nothing where the settings write both.
pub(crate) fn misfit(demand: &Demand, is_auto_mode: bool) -> Option<Misfit> {
    let placement = demand.placement.as_ref()?;
    if let Some(name) = &placement.node_name {
        return Some(Misfit::NodeName(name.clone()));
    }
    by_labels(demand, is_auto_mode).or_else(|| {
        placement
            .not_tolerated()
            .map(|taint| Misfit::Taint(taint.to_string()))
    })
}

fn by_labels(demand: &Demand, is_auto_mode: bool) -> Option<Misfit> {
    let placement = demand.placement.as_ref()?;
    let labels = labels_of(placement);
    let of_pool = || {
        let asked = demand.node_pool.iter().map(|asked| &asked.requirement);
        asked.chain(&labels)
    };
    let of_pod = || {
        let both = demand.node_selector.iter().chain(&demand.affinity);
        both.map(|asked: &Asked| &asked.requirement)
    };
    of_pod().find_map(|asked| {
        let key = current_name(&asked.key);
        if key == HOSTNAME {
            return Some(Misfit::Hostname);
        }
        // What a type decides is the selection's.
        if Label::from_key(key).is_some()
            || placement.open.iter().any(|open| current_name(open) == key)
        {
            return None;
        }
        let is_of_key = |one: &&Requirement| current_name(&one.key) == key;
        let wanted = Allowed::all(of_pod().filter(is_of_key))?;
        let fits = match Allowed::all(of_pool().filter(is_of_key)) {
            None => wanted.lets_missing_through() || is_well_known(key, is_auto_mode),
            Some(has) => {
                has.meets(&wanted) || (has.lets_missing_through() && wanted.lets_missing_through())
            }
        };
        (!fits).then(|| Misfit::Label {
            asked: asked.clone(),
            has: of_pool().find(is_of_key).cloned(),
        })
    })
}

fn labels_of(placement: &Placement) -> Vec<Requirement> {
    let own = placement.labels.iter();
    own.map(|(key, value)| Asked::label(key.clone(), value.clone()).requirement)
        .collect()
}
