//! The prices by which types are put in order.

use crate::core::catalogue::{Catalogue, Date, OnDemandPrices};
use crate::core::cost::{NodePrices, REFERENCE};
use crate::core::plan::NodePlan;
use crate::core::units::Money;

/// By which prices types are put in order. Karpenter asks AWS's price list, and for spot the market
/// of the last minutes; here are dated tables, and no spot prices: spot goes by the order of
/// on-demand prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PriceBasis {
    /// On-demand prices of the cluster's Region.
    Region {
        /// Its code.
        region: String,
        /// The day of the oldest.
        as_of: Option<Date>,
        /// Whether prices that its table lacks are estimated, as the user asked.
        with_estimates: bool,
    },
    /// On-demand prices of us-east-1, as the Region has no table here. Other Regions mostly have
    /// the same order.
    Reference {
        /// The Region without a table.
        region: String,
        /// The day of the oldest price.
        as_of: Option<Date>,
    },
    /// No table at all is there, so nobody knows which type is cheapest: the order is that of vCPU,
    /// then memory, and stands in for it.
    None {
        /// The Region.
        region: String,
    },
}

/// Prices of a plan's types.
#[derive(Debug)]
pub(super) struct Prices<'a> {
    catalogue: &'a Catalogue,
    own: NodePrices<'a>,
    reference: Option<&'a OnDemandPrices>,
    pub(super) basis: PriceBasis,
    /// What spot costs in percent of on-demand, where the user says so.
    pub(super) spot_percent: Option<u16>,
}

impl<'a> Prices<'a> {
    pub(super) fn new(plan: &NodePlan<'a>, catalogue: &'a Catalogue, admitted: &[usize]) -> Self {
        let config = plan.config;
        let region = config.cluster.region.to_string();
        let own = NodePrices::new(plan, catalogue);
        let table = catalogue.on_demand(&config.cluster.region);
        let reference = catalogue.on_demand_in(REFERENCE);
        let knows_some =
            |at: &dyn Fn(usize) -> bool| admitted.is_empty() || admitted.iter().any(|it| at(*it));
        let (basis, reference) = match (table, reference) {
            (Some(table), _) if knows_some(&|it| own.on_demand(it).is_some()) => (
                PriceBasis::Region {
                    region,
                    as_of: table.as_of(),
                    with_estimates: admitted
                        .iter()
                        .any(|it| own.on_demand(*it).is_some_and(|(_, estimated)| estimated)),
                },
                None,
            ),
            (_, Some(reference)) if knows_some(&|it| reference.at(it).is_some()) => (
                PriceBasis::Reference {
                    region,
                    as_of: reference.as_of(),
                },
                Some(reference),
            ),
            _ => (PriceBasis::None { region }, None),
        };
        Self {
            catalogue,
            own,
            reference,
            basis,
            spot_percent: config.costs.spot_percent,
        }
    }

    /// The on-demand price of a type, as far as this basis knows it.
    pub(super) fn on_demand(&self, position: usize) -> Option<Money> {
        match (&self.basis, self.reference) {
            (PriceBasis::Region { .. }, _) => self.own.on_demand(position).map(|(price, _)| price),
            (_, Some(reference)) => reference.at(position),
            (_, None) => None,
        }
    }

    /// Whether types without a price are out: they are not where no price is known at all.
    pub(super) fn are_there(&self) -> bool {
        !matches!(self.basis, PriceBasis::None { .. })
    }

    /// What a type is ordered by: its price, or its size where there are no prices.
    pub(super) fn rank(&self, position: usize) -> u64 {
        if let Some(price) = self.on_demand(position) {
            return price.to_micro_dollars();
        }
        self.catalogue
            .instances()
            .get(position)
            .map_or(u64::MAX, |instance| {
                (u64::from(instance.vcpu) << 32) | u64::from(instance.memory.to_mebibytes())
            })
    }

    /// What an hour of spot costs, where the user says what part of the on-demand price it is.
    pub(super) fn spot(&self, position: usize) -> Option<Money> {
        let percent = u64::from(self.spot_percent?);
        Some(self.on_demand(position)?.scaled(percent, 100))
    }
}
