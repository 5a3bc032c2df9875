//! What one node costs an hour, for those who compare very many.

use super::instance::InstancePrices;
use super::item::{LineItem, Total};
use super::volume;
use crate::core::catalogue::Catalogue;
use crate::core::plan::NodePlan;
use crate::core::units::Money;

/// Prices of a plan's instances. A type without a price is none; what is not known besides (Auto
/// Mode's fee) is left out, as in every "at least".
#[derive(Debug)]
pub(in crate::core) struct NodePrices<'a>(InstancePrices<'a>);

impl<'a> NodePrices<'a> {
    pub(in crate::core) fn new(plan: &NodePlan<'a>, catalogue: &'a Catalogue) -> Self {
        Self(InstancePrices::new(plan, catalogue))
    }

    /// The on-demand price of the type at this place, and whether it is estimated.
    pub(in crate::core) fn on_demand(&self, position: usize) -> Option<(Money, bool)> {
        self.0.on_demand(position)
    }

    /// An hour of the type at this place, without its volumes; of the type that the user chose, at
    /// the user's own price where there is one.
    pub(in crate::core) fn instance_hour(&self, position: usize) -> Option<Money> {
        let lines = self.0.lines_in_view(position);
        known(Total::sum(lines.iter().map(LineItem::per_hour)))
    }

    /// A month of the volumes that a node of a plan has; none if any part has no price.
    pub(in crate::core) fn volumes_month(
        plan: &NodePlan<'_>,
        catalogue: &Catalogue,
    ) -> Option<Money> {
        let prices = catalogue.ebs_prices(&plan.config.cluster.region);
        let lines = volume::of_node(plan, prices);
        Total::sum(lines.iter().map(LineItem::per_month)).exactly()
    }

    /// An hour of the volumes that a node of a plan has; none if any part has no price.
    pub(in crate::core) fn volumes_hour(
        plan: &NodePlan<'_>,
        catalogue: &Catalogue,
    ) -> Option<Money> {
        let prices = catalogue.ebs_prices(&plan.config.cluster.region);
        let lines = volume::of_node(plan, prices);
        Total::sum(lines.iter().map(LineItem::per_hour)).exactly()
    }
}

fn known(total: Total) -> Option<Money> {
    (total.known > 0).then_some(total.at_least)
}
