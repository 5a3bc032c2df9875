//! Fields of prices and of what is priced.

use super::applies::{not_on_auto_mode, unless};
use super::row::field;
use super::value::{read_count, read_small, show_count, show_small};
use super::{Applies, Field, Kind};
use crate::core::config::{CapacityType, Config};

fn has_type(config: &Config) -> Applies {
    unless(
        config
            .costs
            .instance_type
            .as_ref()
            .is_some_and(|view| view.one().is_some()),
        "The price applies to one instance type; choose that type first.",
    )
}

fn has_spot(config: &Config) -> Applies {
    unless(
        config.nodes.capacity_types.contains(&CapacityType::Spot),
        "The pool does not buy spot capacity.",
    )
}

fn has_snapshot(config: &Config) -> Applies {
    match not_on_auto_mode(config) {
        Applies::Yes => unless(
            config.storage.volume.snapshot_id.is_some(),
            "The volume is not created from a snapshot.",
        ),
        no @ Applies::No(_) => no,
    }
}

fn has_fast_restore(config: &Config) -> Applies {
    match has_snapshot(config) {
        Applies::Yes => unless(
            config.costs.fast_restore_zones.is_some(),
            "Fast snapshot restore is off.",
        ),
        no @ Applies::No(_) => no,
    }
}

/// Hours of a month.
const MONTH: u16 = 730;

pub(super) const FIELDS: &[Field] = &[
    field!("costs.instanceType", Prices, "Instance type",
        "The type for all numbers. Empty: the one Karpenter most likely launches; all: the spread over every eligible type.",
        Kind::Text, "a type, such as m6i.8xlarge, or all", KARPENTER_LAUNCH; costs.instance_type),
    field!("costs.price", Prices, "Your price for that type",
        "Used instead of the on-demand price.",
        Kind::Text, "dollars per hour, such as 1.25", CHOICE, unit "$ per hour", applies has_type; costs.price),
    field!("costs.discount", Prices, "Discount",
    "Discount on the on-demand price: a savings plan or an agreement.",
    Kind::Number { min: 0, max: 100, step: 5 }, "0 to 100", CHOICE, unit "%";
    get |config| show_small(config.costs.discount),
    set |config, value| {
        config.costs.discount = read_small(value, "The discount in percent", 0, 100, "a percentage")?;
        Ok(())
    }),
    field!("costs.spotPercent", Prices, "Spot price",
    "Your Spot price in percent of on-demand; Spot prices change hourly and are not in the data.",
    Kind::Number { min: 1, max: 100, step: 5 }, "1 to 100", CHOICE, unit "%", applies has_spot;
    get |config| show_small(config.costs.spot_percent),
    set |config, value| {
        config.costs.spot_percent = read_small(value, "The spot price in percent", 1, 100, "the on-demand price, which spot never exceeds")?;
        Ok(())
    }),
    field!("costs.estimateMissing", Prices, "Estimate missing prices",
        "For types missing in the Region's table: the us-east-1 price times the Region's usual ratio, marked as estimated.",
        Kind::Bool, "true or false", ON_DEMAND_PRICES; costs.estimate_missing),
    field!("costs.nodes", Prices, "Number of nodes",
    "Multiplies the totals; one if empty.",
    Kind::Number { min: 1, max: 100_000, step: 1 }, "1 to 100,000", CHOICE, unit "nodes";
    get |config| show_count(config.costs.nodes),
    set |config, value| {
        config.costs.nodes = read_count(value, "The number of nodes", 1, 100_000, "more than a cluster has")?;
        Ok(())
    }),
    field!("costs.nodeStarts", Prices, "Node starts",
    "Node starts per month, over all nodes in the pool.",
    Kind::Number { min: 0, max: 10_000_000, step: 100 }, "0 to 10,000,000", CHOICE, unit "per month";
    get |config| show_count(config.costs.node_starts),
    set |config, value| {
        config.costs.node_starts = read_count(value, "The number of starts", 0, 10_000_000, "the most that this tool counts")?;
        Ok(())
    }),
    field!("costs.provisioning", Prices, "Launch to Ready",
        "Billed before the pull starts; 29 to 40 s if empty, as in one published run.",
        Kind::Text, "a duration such as 45s or 2m", NODE_START, advanced true; costs.provisioning),
    field!("costs.pullTime", Prices, "Pull time",
        "Your measured pull, as in the kubelet's “Pulled” event; estimated if empty.",
        Kind::Text, "a duration such as 39.5s or 2m18s", CHOICE, advanced true; costs.pull_time),
    field!("costs.transferPrice", Prices, "Transfer price",
        "Data transfer price per GB from the registry: NAT or another Region. Not known if empty.",
        Kind::Text, "dollars per GB, such as 0.045", CHOICE, unit "$ a GB", advanced true; costs.transfer_price),
    field!("costs.snapshotSize", Prices, "Stored snapshot size",
        "Stored size of the snapshot, which determines its cost.",
        Kind::Text, "1Gi to 59000Gi", EBS_PRICES, applies has_snapshot, advanced true; costs.snapshot_size),
    field!("costs.fastRestoreZones", Prices, "Fast snapshot restore",
    "Availability Zones with fast restore on for the snapshot; off if empty.",
    Kind::Number { min: 1, max: 10, step: 1 }, "1 to 10", EBS_PRICES, unit "zones", applies has_snapshot, advanced true;
    get |config| show_small(config.costs.fast_restore_zones),
    set |config, value| {
        config.costs.fast_restore_zones = read_small(value, "The number of zones", 1, 10, "more than a Region has")?;
        Ok(())
    }),
    field!("costs.fastRestoreHours", Prices, "Fast restore hours",
    "Hours per month with fast restore on; the whole month if empty.",
    Kind::Number { min: 1, max: MONTH as u64, step: 10 }, "1 to 730", EBS_PRICES, unit "hours", applies has_fast_restore, advanced true;
    get |config| show_small(config.costs.fast_restore_hours),
    set |config, value| {
        config.costs.fast_restore_hours = read_small(value, "The hours of a month", 1, MONTH, "the hours of a month")?;
        Ok(())
    }),
];
