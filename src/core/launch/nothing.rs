//! Why no node comes, or why nobody knows which one does.

use super::packing::Packing;
use super::steps::Bought;
use super::ways::ways;
use crate::core::catalogue::Catalogue;
use crate::core::config::regions::ZoneKind;
use crate::core::config::{Config, current_name};
use crate::core::manifest::Demand;
use crate::core::plan::NodePlan;
use crate::core::requirements::{Asked, Operator, Requirement};
use crate::core::selection::{Misfit, Selection, listed, misfit, misfit_of};
use crate::core::yaml::Yaml;

/// Why no type can be named that is launched: the first reason that there is, in the order in which
/// Karpenter meets them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoLaunch {
    /// The pool's requirements leave no capacity type: what they are.
    CapacityType(String),
    /// Reserved capacity alone is left, and the node class selects no reservation.
    Reservations,
    /// The pods fit no node of the pool, in a clause; whether a taint keeps them off.
    Pods {
        /// What keeps them off.
        why: String,
        /// Whether it is a taint.
        by_taint: bool,
    },
    /// No zone that is left is one of the Region: these, and the Region.
    Zones(Vec<String>, String),
    /// No type meets everything, in a clause.
    Types(String),
    /// The pool's limits leave no node: the resource and the amount, where one alone does it.
    Limits(Option<(String, String)>),
    /// A label of which the types have too few values.
    MinValues {
        /// The label.
        key: String,
        /// How many `minValues` asks for.
        least: usize,
        /// How many there are.
        found: usize,
    },
    /// Only Local Zones are left, and what these offer is not known: these.
    LocalZones(Vec<String>),
}

impl NoLaunch {
    fn of_misfit(misfit: &Misfit) -> Self {
        Self::Pods {
            why: misfit.why(),
            by_taint: matches!(misfit, Misfit::Taint(_)),
        }
    }

    /// Why a pool launches nothing for a workload's pods, both as files have them.
    pub(crate) fn of_documents(pool: &Yaml, workload: &Yaml, is_auto_mode: bool) -> Option<Self> {
        Some(Self::of_misfit(&misfit_of(pool, workload, is_auto_mode)?))
    }

    /// Whether something may be launched, and only what is not known.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::LocalZones(_))
    }

    /// In one sentence: “Nothing is launched: …” or “Which type is launched is not known: …”.
    pub fn describe(&self) -> String {
        let head = if self.is_unknown() {
            "Which type is launched is not known"
        } else {
            "Nothing is launched"
        };
        format!("{head}: {}.", self.why())
    }

    /// The reason alone, in a clause.
    pub fn why(&self) -> String {
        match self {
            Self::CapacityType(asked) => {
                format!("{asked} leaves none of the capacity types on-demand, spot and reserved")
            }
            Self::Reservations => {
                "only reserved capacity is allowed, and the node class selects no reservation"
                    .to_owned()
            }
            Self::Pods { why, .. } | Self::Types(why) => why.clone(),
            Self::Zones(zones, region) if zones.is_empty() => {
                format!("the requirements leave no zone of {region}")
            }
            Self::Zones(zones, region) => {
                format!("{region} has no zone {}", zones.join(" or "))
            }
            Self::Limits(Some((name, amount))) => format!(
                "the pool's limit of {amount} {name} leaves no room for a node of any eligible type"
            ),
            Self::Limits(None) => {
                "the pool's limits together leave no room for a node of any eligible type"
                    .to_owned()
            }
            Self::MinValues { key, least, found } => format!(
                "minValues asks for {least} values of {key}, and the types that are left have {found}"
            ),
            Self::LocalZones(zones) => format!(
                "only {} {} allowed, and which types a Local Zone offers is not known here",
                zones.join(" and "),
                if zones.len() == 1 { "is" } else { "are" }
            ),
        }
    }
}

impl Misfit {
    fn why(&self) -> String {
        match self {
            Self::NodeName(name) => {
                format!("the pods name node {name}, and Karpenter launches none for such pods")
            }
            Self::Hostname => {
                "the pods select kubernetes.io/hostname, and Karpenter launches nothing for such pods"
                    .to_owned()
            }
            Self::Taint(taint) => {
                format!("the pods do not tolerate the pool's taint {taint}")
            }
            Self::Label { asked, has } => {
                let asked = short(asked);
                match has.as_ref().map(short) {
                    Some(has) => format!("the pods ask for {asked}, and the pool's nodes have {has}"),
                    None => format!("the pods ask for {asked}, and the pool gives its nodes no such label"),
                }
            }
        }
    }
}

const CAPACITY_TYPE: &str = "karpenter.sh/capacity-type";
const ZONE: &str = "topology.kubernetes.io/zone";

fn of_key<'a>(lists: &[&'a [Asked]], key: &str) -> Vec<&'a Requirement> {
    let all = lists.iter().flat_map(|list| list.iter());
    all.map(|asked| &asked.requirement)
        .filter(|requirement| current_name(&requirement.key) == key)
        .collect()
}

/// A requirement as people say it: `team=a` for one value that is asked for.
fn short(asked: &Requirement) -> String {
    match (asked.operator, asked.values.as_slice()) {
        (Operator::In, [value]) => format!("{}={value}", asked.key),
        _ => asked.to_string(),
    }
}

/// What keeps every node away before limits and `minValues` count.
pub(super) fn before_packing(
    plan: &NodePlan<'_>,
    demand: &Demand,
    selection: &Selection,
) -> Option<NoLaunch> {
    let config = plan.config;
    without_capacity(config, demand, &[&demand.node_pool])
        .or_else(|| {
            let misfit = misfit(demand, plan.engine().is_auto_mode())?;
            Some(NoLaunch::of_misfit(&misfit))
        })
        .or_else(|| {
            let all = [
                &demand.node_pool[..],
                &demand.node_selector,
                &demand.affinity,
            ];
            without_capacity(config, demand, &all)
        })
        .or_else(|| without_zone(config, demand))
        .or_else(|| without_type(selection))
}

fn without_capacity(config: &Config, demand: &Demand, lists: &[&[Asked]]) -> Option<NoLaunch> {
    let asked = of_key(lists, CAPACITY_TYPE);
    let ways = ways(config, &asked);
    if ways.on_demand || ways.spot || ways.reserved {
        return too_few_ways(demand, ways);
    }
    let all: Vec<String> = asked.iter().map(|one| short(one)).collect();
    let wants_reserved = crate::core::selection::allows(&asked, "reserved");
    Some(if wants_reserved {
        NoLaunch::Reservations
    } else {
        NoLaunch::CapacityType(all.join(" and "))
    })
}

/// `minValues` of the capacity type, of which there are at most three.
fn too_few_ways(demand: &Demand, ways: Bought) -> Option<NoLaunch> {
    let found = [ways.on_demand, ways.spot, ways.reserved];
    let found = found.into_iter().filter(|is_left| *is_left).count();
    let least = demand
        .node_pool
        .iter()
        .filter(|asked| asked.requirement.key == CAPACITY_TYPE)
        .filter_map(|asked| usize::try_from(asked.min_values?).ok())
        .max()?;
    (found < least).then(|| NoLaunch::MinValues {
        key: CAPACITY_TYPE.to_owned(),
        least,
        found,
    })
}

/// The zones that are left, where they are listed.
fn zones(demand: &Demand) -> Option<Vec<&str>> {
    let lists = [
        &demand.node_pool[..],
        &demand.node_selector,
        &demand.affinity,
    ];
    listed(&of_key(&lists, ZONE))
}

fn without_zone(config: &Config, demand: &Demand) -> Option<NoLaunch> {
    let region = config.cluster.region.as_str();
    let zones = zones(demand)?;
    let is_inside = |zone: &&str| ZoneKind::classify(zone, region) != ZoneKind::Elsewhere;
    (!zones.iter().any(is_inside)).then(|| {
        let all = zones.iter().map(|zone| (*zone).to_owned());
        NoLaunch::Zones(all.collect(), region.to_owned())
    })
}

fn without_type(selection: &Selection) -> Option<NoLaunch> {
    let emptied = selection.emptied?;
    let condition = selection.conditions.get(emptied.by)?;
    Some(NoLaunch::Types(format!(
        "no instance type meets {} in the {} beside everything before it",
        condition.short_text(),
        condition.place.as_str()
    )))
}

/// What keeps every node away where types are eligible: limits, `minValues`.
pub(super) fn in_packing(
    demand: &Demand,
    packing: &Packing<'_>,
    catalogue: &Catalogue,
) -> Option<NoLaunch> {
    if !packing.has_room() {
        let closing = packing.closing(&demand.limits_written);
        let closing = closing.map(|(name, amount)| (name.to_owned(), amount.to_owned()));
        return Some(NoLaunch::Limits(closing));
    }
    too_few_values(packing, packing.all(), catalogue)
}

/// The `minValues` that these types do not meet.
pub(super) fn too_few_values(
    packing: &Packing<'_>,
    types: impl Iterator<Item = usize> + Clone,
    catalogue: &Catalogue,
) -> Option<NoLaunch> {
    let (key, least, found) = packing.min_values().unmet(types, catalogue)?;
    Some(NoLaunch::MinValues {
        key: key.to_owned(),
        least,
        found,
    })
}

/// Where no type that holds the pods has a price.
pub(super) fn no_price() -> Option<NoLaunch> {
    Some(NoLaunch::Types(
        "of the types that hold the pods none has a price here, so none is known to be offered"
            .to_owned(),
    ))
}

/// Where only Local Zones are left.
pub(super) fn only_local_zones(config: &Config, demand: &Demand) -> Option<NoLaunch> {
    let region = config.cluster.region.as_str();
    let kinds = |zone: &&str| ZoneKind::classify(zone, region);
    let zones = zones(demand)?;
    let is_regional = zones
        .iter()
        .any(|zone| kinds(zone) == ZoneKind::Availability);
    let local = zones.iter().filter(|zone| kinds(zone) == ZoneKind::Local);
    let local: Vec<String> = local.map(|zone| (*zone).to_owned()).collect();
    (!is_regional && !local.is_empty()).then_some(NoLaunch::LocalZones(local))
}
