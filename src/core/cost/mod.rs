//! What nodes cost: lines of a bill in whole micro-dollars, and sums that equal them exactly.
//!
//! A price that is not known leaves its line unknown, and every sum over it "at least". A line is
//! exact for its base (an hour of an instance, a month of a volume); its share of another span is
//! rounded half up, and sums are made of such shares, each span for itself.

mod instance;
mod item;
mod node_price;
mod regional;
mod snapshot;
mod start;
mod volume;

use super::catalogue::Catalogue;
use super::config::{Config, TypeInView};
use super::order;
use super::plan::NodePlan;
use super::units::{LikelyRange, TimeSpan};
use instance::InstancePrices;
pub use instance::Purchase;
pub use item::{Base, Factor, Formula, LineItem, MONTH_HOURS, Origin, Price, Total};
pub(in crate::core) use node_price::NodePrices;
pub(in crate::core) use regional::REFERENCE;
pub(in crate::core) use start::provisioning;
pub use start::{Charge, NodeStart, Spread};
pub use volume::{VolumeCost, VolumeSpec};

/// Codes of the Regions whose on-demand prices a Config is evaluated with, its own first: us-east-1's
/// too, where prices are estimated from them, or the Region has no table to put types in order by.
pub fn price_regions(config: &Config, has_table: impl Fn(&str) -> bool) -> Vec<String> {
    let own = config.cluster.region.as_str();
    let mut regions = vec![own.to_owned()];
    if own != REFERENCE && (config.costs.estimate_missing || !has_table(own)) {
        regions.push(REFERENCE.to_owned());
    }
    regions
}

/// Which of the types a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The one that Karpenter most likely launches.
    Launched,
    /// The one that the user chose.
    Chosen,
    /// One that stands in for a type that nobody can name.
    StandIn,
    /// The cheapest of the eligible types that have a price.
    Cheapest,
    /// The one in the middle of them, by price.
    Median,
    /// The dearest of them.
    Dearest,
    /// None of the eligible types has a price, or none is admitted.
    Unpriced,
}

impl Role {
    /// For reading: `cheapest`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Launched => "likely launched",
            Self::Chosen => "chosen",
            Self::StandIn => "stand-in",
            Self::Cheapest => "cheapest",
            Self::Median => "median",
            Self::Dearest => "most expensive",
            Self::Unpriced => "no price",
        }
    }
}

/// A node of one type, with everything that it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeCase {
    /// Which of the types it is.
    pub role: Role,
    /// The type's name; none if no type has a price.
    pub instance_type: Option<String>,
    /// Whether its price is estimated.
    pub estimated: bool,
    /// Lines of the instance.
    pub instance: Vec<LineItem>,
    /// The instance alone, an hour.
    pub instance_hour: Total,
    /// One node with its volumes, an hour.
    pub node_hour: Total,
    /// One node with its volumes, a month of 730 hours.
    pub node_month: Total,
    /// All nodes and what they share, an hour.
    pub all_hour: Total,
    /// All nodes and what they share, a month of 730 hours.
    pub all_month: Total,
    /// What one start costs; it is part of the node's hours, but for what is paid once.
    pub start: NodeStart,
    /// What 1,000 starts cost.
    pub thousand_starts: Spread,
    /// What a month's starts cost, if the user says how many there are.
    pub monthly_starts: Option<Spread>,
}

/// What the nodes of a Config cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costs {
    /// Code of the Region.
    pub region: String,
    /// How capacity is bought, as far as prices go.
    pub purchase: Purchase,
    /// The type in view; or, of all types, the cheapest, the median and the dearest, each once.
    /// Never empty.
    pub cases: Vec<NodeCase>,
    /// Lines of a node's volumes.
    pub disk: Vec<LineItem>,
    /// The volumes, an hour.
    pub disk_hour: Total,
    /// The volumes, a month.
    pub disk_month: Total,
    /// Lines of what all nodes share: snapshot and fast restore.
    pub shared: Vec<LineItem>,
    /// How many nodes there are: the user's number, else those that start for the replicas, one at
    /// least.
    pub nodes: u32,
    /// Starts a month, if the user says so.
    pub node_starts: Option<u32>,
    /// Admitted types that have a price, estimated ones with them.
    pub priced: usize,
    /// How many of those are estimated.
    pub estimated: usize,
    /// Admitted types without a price.
    pub unpriced: usize,
    /// Whether the type that is looked at is one of the admitted; none without such a type.
    pub chosen_is_admitted: Option<bool>,
}

impl Costs {
    /// What the nodes of a plan cost: of the type in view, or over all that are admitted, where the
    /// settings ask for that. `nodes` are those that come if the settings do not say how many;
    /// `in_view` is the type in view, by its position, and what it is. `admitted` are positions in the catalogue, `pull` says how long a
    /// pull takes on the type at one, where that is known.
    pub(crate) fn new(
        plan: &NodePlan<'_>,
        catalogue: &Catalogue,
        admitted: &[usize],
        (nodes, in_view): (u32, Option<(Role, usize)>),
        pull: &mut dyn FnMut(usize) -> Option<LikelyRange<TimeSpan>>,
    ) -> Self {
        let config = plan.config;
        let ebs = catalogue.ebs_prices(&config.cluster.region);
        let disk = volume::of_node(plan, ebs);
        let shared = snapshot::lines(plan, ebs);
        let prices = InstancePrices::new(plan, catalogue);
        let ranked = rank(&prices, admitted);
        let chosen = config.costs.instance_type.as_ref();
        let nodes = config.costs.nodes.unwrap_or(nodes.max(1));
        let cases = match (chosen, in_view) {
            (Some(TypeInView::One(name)), _) => vec![Pick {
                role: Role::Chosen,
                position: catalogue.position(name.as_str()),
                instance: prices.lines_of(name.as_str()),
                name: Some(name.to_string()),
            }],
            (None, Some((role, position))) => {
                vec![Pick::new(role, position, &prices, catalogue)]
            }
            (Some(TypeInView::All) | None, _) => picks(&prices, catalogue, &ranked),
        };
        let bill = Bill {
            plan,
            disk: &disk,
            shared: &shared,
            nodes,
        };
        Self {
            region: config.cluster.region.to_string(),
            purchase: prices.purchase,
            cases: cases
                .into_iter()
                .map(|pick| bill.case(pick, &mut *pull))
                .collect(),
            disk_hour: Total::sum(disk.iter().map(LineItem::per_hour)),
            disk_month: Total::sum(disk.iter().map(LineItem::per_month)),
            nodes,
            node_starts: config.costs.node_starts,
            priced: ranked.len(),
            estimated: ranked.iter().filter(|rank| rank.estimated).count(),
            unpriced: admitted.len() - ranked.len(),
            chosen_is_admitted: chosen.and_then(TypeInView::one).map(|name| {
                catalogue
                    .position(name.as_str())
                    .is_some_and(|position| admitted.contains(&position))
            }),
            disk,
            shared,
        }
    }

    /// The instance alone, an hour: of the cheapest case and of the dearest, the same for one.
    pub fn instance_hours(&self) -> (Total, Total) {
        let at = |case: Option<&NodeCase>| case.map_or_else(Total::default, |it| it.instance_hour);
        (at(self.cases.first()), at(self.cases.last()))
    }

    /// The case that stands for all where only one fits: the type in view, else the median.
    pub fn typical(&self) -> Option<&NodeCase> {
        self.cases.get(self.cases.len().saturating_sub(1) / 2)
    }
}

/// A priced type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rank {
    price: super::units::Money,
    position: usize,
    estimated: bool,
}

/// The types that have a price, cheapest first; `admitted` is in the catalogue's order, and types of
/// the same price stay in it.
fn rank(prices: &InstancePrices<'_>, admitted: &[usize]) -> Vec<Rank> {
    let mut ranked: Vec<Rank> = admitted
        .iter()
        .filter_map(|&position| {
            let (price, estimated) = prices.on_demand(position)?;
            Some(Rank {
                price,
                position,
                estimated,
            })
        })
        .collect();
    order::stable_sort_by_u64(&mut ranked, |rank| rank.price.to_micro_dollars());
    ranked
}

/// A type to make a case of.
struct Pick {
    role: Role,
    position: Option<usize>,
    name: Option<String>,
    instance: Vec<LineItem>,
}

impl Pick {
    fn new(
        role: Role,
        position: usize,
        prices: &InstancePrices<'_>,
        catalogue: &Catalogue,
    ) -> Self {
        Self {
            role,
            position: Some(position),
            name: catalogue
                .instances()
                .get(position)
                .map(|instance| instance.name.to_owned()),
            instance: prices.lines(position),
        }
    }
}

fn picks(prices: &InstancePrices<'_>, catalogue: &Catalogue, ranked: &[Rank]) -> Vec<Pick> {
    let of = |role, position: usize| Pick::new(role, position, prices, catalogue);
    match ranked {
        [] => vec![Pick {
            role: Role::Unpriced,
            position: None,
            name: None,
            instance: prices.lines_of_none(),
        }],
        [one] => vec![of(Role::Cheapest, one.position)],
        [first, second] => vec![
            of(Role::Cheapest, first.position),
            of(Role::Dearest, second.position),
        ],
        [first, between @ .., last] => {
            let median = between.get((between.len() - 1) / 2).unwrap_or(first);
            vec![
                of(Role::Cheapest, first.position),
                of(Role::Median, median.position),
                of(Role::Dearest, last.position),
            ]
        }
    }
}

/// What every case has in common.
struct Bill<'a> {
    plan: &'a NodePlan<'a>,
    disk: &'a [LineItem],
    shared: &'a [LineItem],
    nodes: u32,
}

impl Bill<'_> {
    fn case(
        &self,
        pick: Pick,
        pull: &mut dyn FnMut(usize) -> Option<LikelyRange<TimeSpan>>,
    ) -> NodeCase {
        let lines = pick.instance.iter().chain(self.disk);
        let node_hour = Total::sum(lines.clone().map(LineItem::per_hour));
        let node_month = Total::sum(lines.clone().map(LineItem::per_month));
        let shared_hour = Total::sum(self.shared.iter().map(LineItem::per_hour));
        let shared_month = Total::sum(self.shared.iter().map(LineItem::per_month));
        let nodes = u64::from(self.nodes);
        let start = NodeStart::new(self.plan, lines, pick.position.and_then(pull));
        let starts = self.plan.config.costs.node_starts;
        NodeCase {
            role: pick.role,
            estimated: pick
                .instance
                .iter()
                .any(|line| matches!(line.formula.price.origin, Origin::Estimated(_))),
            instance_type: pick.name,
            instance_hour: Total::sum(pick.instance.iter().map(LineItem::per_hour)),
            node_hour,
            node_month,
            all_hour: node_hour.times(nodes).and(shared_hour),
            all_month: node_month.times(nodes).and(shared_month),
            thousand_starts: start.total.times(1000),
            monthly_starts: starts.map(|count| start.total.times(u64::from(count))),
            start,
            instance: pick.instance,
        }
    }
}
