//! What instances cost: the types' prices, by how capacity is bought.

use super::item::{Base, Factor, LineItem, Origin, Price};
use super::regional::{REFERENCE, Ratios};
use crate::core::catalogue::{Catalogue, OnDemandPrices};
use crate::core::config::sources::ON_DEMAND_PRICES;
use crate::core::config::{CapacityType, Config, TypeInView};
use crate::core::plan::NodePlan;
use crate::core::units::Money;

const PER_HOUR: &str = "per hour";
const NO_TABLE: &str = "there are no on-demand prices for this Region";
const NO_ROW: &str = "the Region's price table has no such type; it may not be offered there";
const NO_TYPE: &str = "the type is not in the catalogue";
const NO_FEE: &str = "Auto Mode's management fee is not in the data; it is added to each instance";

/// How the instances are bought, as far as their price goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purchase {
    /// At the on-demand price.
    OnDemand,
    /// At the on-demand price less the user's discount, in percent.
    Discounted(u16),
    /// On spot, at the user's percentage of the on-demand price.
    Spot(u16),
    /// Maybe on spot, whose price nobody said: the on-demand price is the most that it costs.
    AtMostOnDemand,
}

impl Purchase {
    fn from_plan(plan: &NodePlan<'_>) -> Self {
        let costs = &plan.config.costs;
        let spot = plan.capacity_types.contains(&CapacityType::Spot);
        match (spot, costs.spot_percent, costs.discount) {
            (true, Some(percent), _) => Self::Spot(percent),
            (false, _, Some(percent)) if percent > 0 => Self::Discounted(percent),
            (false, ..) => Self::OnDemand,
            (true, None, _) => Self::AtMostOnDemand,
        }
    }

    /// In words: `on-demand`, `spot at 35 % of on-demand`.
    pub fn text(self) -> String {
        match self {
            Self::OnDemand => "on-demand".to_owned(),
            Self::Discounted(percent) => format!("on-demand less {percent} %"),
            Self::Spot(percent) => format!("spot at {percent} % of on-demand"),
            Self::AtMostOnDemand => "on-demand price; spot costs less".to_owned(),
        }
    }

    /// The same beside a type's name, where there is little room.
    const fn as_str(self) -> &'static str {
        match self {
            Self::OnDemand | Self::AtMostOnDemand => "on-demand",
            Self::Discounted(_) => "on-demand with your discount",
            Self::Spot(_) => "spot",
        }
    }

    fn factor(self) -> Option<Factor> {
        match self {
            Self::OnDemand | Self::AtMostOnDemand => None,
            Self::Discounted(percent) => Some(Factor::Percent(
                100_u64.saturating_sub(u64::from(percent)),
                "after your discount",
            )),
            Self::Spot(percent) => Some(Factor::Percent(u64::from(percent), "spot")),
        }
    }
}

/// The prices of a Region's instances.
#[derive(Debug)]
pub(super) struct InstancePrices<'a> {
    config: &'a Config,
    catalogue: &'a Catalogue,
    table: Option<&'a OnDemandPrices>,
    ratios: Option<Ratios<'a>>,
    pub(super) purchase: Purchase,
}

impl<'a> InstancePrices<'a> {
    pub(super) fn new(plan: &NodePlan<'a>, catalogue: &'a Catalogue) -> Self {
        let config = plan.config;
        let region = &config.cluster.region;
        let table = catalogue.on_demand(region);
        let wanted = config.costs.estimate_missing && region.as_str() != REFERENCE;
        let ratios = match (table, catalogue.on_demand_in(REFERENCE)) {
            (Some(table), Some(reference)) if wanted => {
                Some(Ratios::new(catalogue.instances(), table, reference))
            }
            _ => None,
        };
        Self {
            config,
            catalogue,
            table,
            ratios,
            purchase: Purchase::from_plan(plan),
        }
    }

    /// The on-demand price of the type at this place, and whether it is estimated.
    pub(super) fn on_demand(&self, position: usize) -> Option<(Money, bool)> {
        if let Some(price) = self.table.and_then(|table| table.at(position)) {
            return Some((price, false));
        }
        let estimate = self.ratios.as_ref()?.estimate(position)?;
        Some((estimate.price, true))
    }

    /// Lines of a type that the catalogue has.
    pub(super) fn lines(&self, position: usize) -> Vec<LineItem> {
        let name = self
            .catalogue
            .instances()
            .get(position)
            .map_or("", |instance| instance.name);
        self.lines_at(name, self.price(position))
    }

    /// Lines of a type that the catalogue has; at the user's own price, if it is the one that the
    /// user looks at and has a price of.
    pub(super) fn lines_in_view(&self, position: usize) -> Vec<LineItem> {
        let chosen = self.config.costs.instance_type.as_ref();
        match chosen.and_then(TypeInView::one) {
            Some(name) if self.catalogue.position(name.as_str()) == Some(position) => {
                self.lines_of(name.as_str())
            }
            Some(_) | None => self.lines(position),
        }
    }

    /// Lines of the type that the user looks at, at the user's own price if there is one.
    pub(super) fn lines_of(&self, name: &str) -> Vec<LineItem> {
        if let Some(own) = self.config.costs.price {
            // The user's own figure is what they pay: nothing comes off or on top.
            return vec![LineItem::new(
                format!("Instance {name}, your price"),
                Base::Hour,
                Vec::new(),
                Price::own(own, PER_HOUR),
            )];
        }
        match self.catalogue.position(name) {
            Some(position) => self.lines(position),
            None => self.lines_at(name, Price::unknown(PER_HOUR, NO_TYPE)),
        }
    }

    /// Lines where no type has a price: not even which one is cheapest is known.
    pub(super) fn lines_of_none(&self) -> Vec<LineItem> {
        let why = if self.table.is_some() {
            "no eligible type has a price in this Region's table"
        } else {
            NO_TABLE
        };
        self.lines_at("of any eligible type", Price::unknown(PER_HOUR, why))
    }

    fn lines_at(&self, name: &str, price: Price) -> Vec<LineItem> {
        let factors = self.purchase.factor().into_iter().collect();
        let what = format!("Instance {name}, {}", self.purchase.as_str());
        let mut lines = vec![LineItem::new(what, Base::Hour, factors, price)];
        if self.config.engine.spec().is_auto_mode() {
            lines.push(LineItem::new(
                "EKS Auto Mode fee",
                Base::Hour,
                Vec::new(),
                Price::unknown(PER_HOUR, NO_FEE),
            ));
        }
        lines
    }

    fn price(&self, position: usize) -> Price {
        let as_of = self.table.and_then(OnDemandPrices::as_of);
        let published = self.table.and_then(|table| table.at(position));
        if published.is_none()
            && let Some(estimate) = self
                .ratios
                .as_ref()
                .and_then(|ratios| ratios.estimate(position))
        {
            return Price {
                amount: Some(estimate.price),
                unit: PER_HOUR,
                origin: Origin::Estimated(estimate.to_string()),
                source: Some(ON_DEMAND_PRICES),
                // As old as the older of both tables.
                as_of: as_of.min(
                    self.catalogue
                        .on_demand_in(REFERENCE)
                        .and_then(OnDemandPrices::as_of),
                ),
            };
        }
        let why = if self.table.is_some() {
            NO_ROW
        } else {
            NO_TABLE
        };
        Price::published(published, PER_HOUR, (ON_DEMAND_PRICES, as_of), why)
    }
}
