//! What a snapshot costs that nodes' volumes are made from: once, however many nodes there are.

use super::item::{Base, Factor, LineItem, MONTH_HOURS, Price};
use super::volume::NO_PRICE;
use crate::core::catalogue::EbsPrices;
use crate::core::config::sources::EBS_PRICES;
use crate::core::plan::NodePlan;
use crate::core::units::Money;

/// Lines of the snapshot and of its fast restore, where the volume is made from one.
pub(super) fn lines(plan: &NodePlan<'_>, prices: Option<&EbsPrices>) -> Vec<LineItem> {
    let config = plan.config;
    let used = config.storage.volume.snapshot_id.is_some()
        && !plan.engine().is_auto_mode()
        && !plan.by_hand();
    if !used {
        return Vec::new();
    }
    let price = |amount: Option<Money>, unit| {
        let source = (EBS_PRICES, prices.map(|prices| prices.as_of));
        Price::published(amount, unit, source, NO_PRICE)
    };
    let costs = &config.costs;
    let mut lines = vec![match costs.snapshot_size {
        Some(size) => LineItem::new(
            "Snapshot",
            Base::Month,
            vec![Factor::Count(u64::from(size.to_gib()), "GiB stored")],
            price(
                prices.and_then(|prices| prices.snapshot_gib),
                "per GiB-month",
            ),
        ),
        None => LineItem::new(
            "Snapshot",
            Base::Month,
            Vec::new(),
            Price::unknown("per month", "the snapshot's stored size is not set"),
        ),
    }];
    if let Some(zones) = costs.fast_restore_zones {
        let hours = costs.fast_restore_hours.map_or(MONTH_HOURS, u64::from);
        lines.push(LineItem::new(
            "Fast snapshot restore",
            Base::Month,
            vec![
                Factor::Count(u64::from(zones), if zones == 1 { "zone" } else { "zones" }),
                Factor::Count(hours, "hours per month"),
            ],
            price(
                prices.and_then(|prices| prices.fast_snapshot_restore_hour),
                "per zone and hour",
            ),
        ));
    }
    lines
}
