//! What nodes cost.

use super::words::UNKNOWN;
use crate::core::{Date, grouped};

pub const TOTAL: &str = "Total";
pub const TOTAL_CAPTION: &str = "Node costs. Select a number to see its formula.";
pub const LINES: &str = "Breakdown";
pub const LINES_CAPTION: &str = "Cost lines with their prices. Select a number to see its formula.";
pub const START: &str = "Cost per node launch";
pub const START_ABOUT: &str = "Included in the hours above: a node is billed from its launch, but works only once the image is there. \
     The 13 s from a pod to its NodeClaim are not billed.";
pub const START_CAPTION: &str = "Cost of one node start. Select a number to see its formula.";

/// Around the field of the price of transfer, and the one of the share of Spot.
pub const NOT_COUNTED: [&str; 3] = [
    "Not included: the cluster itself, load balancers, and data transfer unless ",
    " is set. Spot prices are not in the data; enter yours in ",
    ".",
];

pub const TRY_AGAIN: &str = "Try again";

/// Whether the numbers are about one type or all.
pub const ALL_TYPES: &str = "Show all eligible types";
pub const LAUNCHED: &str = "Back to the likely launched type";

/// Makes a type of the range the one that everything is about.
pub fn look_at(instance_type: &str, role: &str) -> String {
    format!("Show {instance_type} ({role})")
}

/// The high end stands without its currency.
pub fn span(low: &str, high: &str) -> String {
    format!("{low}–{high}")
}

/// “At least” as a sign, where there is little room.
pub fn at_least(amount: &str) -> String {
    format!("≥ {amount}")
}

pub fn no_prices(region: &str) -> String {
    format!("No on-demand prices for {region}. Enter your own, for one type, under Prices.")
}

/// How capacity is bought in the Region; the pool admits the type that is looked at.
pub fn bought(region: &str, purchase: &str) -> String {
    format!("{region}, {purchase}.")
}

/// The same, where the pool does not admit it.
pub fn bought_not_admitted(region: &str, purchase: &str) -> String {
    format!("{region}, {purchase}. This type is not eligible.")
}

/// The same over all eligible types, and how many of them have a price.
pub fn bought_of(
    region: &str,
    purchase: &str,
    priced: usize,
    estimated: usize,
    unpriced: usize,
) -> String {
    let types = |count: usize| grouped(count as u64);
    let estimated = match estimated {
        0 => String::new(),
        count => format!(" ({} estimated)", types(count)),
    };
    let unpriced = match unpriced {
        0 => String::new(),
        count => format!("; {} without a known price", types(count)),
    };
    format!(
        "{region}, {purchase}. {} eligible types are priced{estimated}{unpriced}.",
        types(priced)
    )
}

/// Heads of the lines' amounts.
pub const LINE_HEADS: [&str; 2] = ["per hour", "per month (730 h)"];

/// Both amounts exactly, as they are computed from each other.
pub fn month_of_hour(hour: &str, month: &str) -> String {
    format!("{hour} per hour × 730 h = {month} per month")
}

pub fn hour_of_month(month: &str, hour: &str) -> String {
    format!("{month} per month ÷ 730 h = {hour} per hour")
}

pub fn price_estimated(how: &str) -> String {
    format!("The price is estimated: {how}.")
}

pub fn not_known(why: &str) -> String {
    format!("Not known: {why}.")
}

/// Marks of a price.
pub const ESTIMATED: &str = "estimated";
pub const OWN: &str = "your own";
pub const OWN_MEANS: &str = "Used as you entered it.";
pub const ESTIMATED_PART: &str = "Includes an estimated price.";

/// Where a price comes from.
pub const NOTHING_ABOVE: &str = "no charge within the included amount";
pub const OWN_PRICE: &str = "your own price";
pub const NO_DATE: &str = "date unknown";

pub fn prices_of(day: Date) -> String {
    format!("prices of {day}")
}

pub fn estimated_of(day: Date) -> String {
    format!("estimated from prices of {day}")
}

pub const INSTANCE_HOUR: &str = "Instance, per hour";
pub const DISK_HOUR: &str = "Volumes, per hour";
pub const NODE_HOUR: &str = "One node, per hour";
pub const NODE_MONTH: &str = "One node, per month";

/// All nodes, and the snapshot that they share.
pub fn all_month(nodes: u32) -> String {
    match nodes {
        1 => "Node and snapshot, per month".to_owned(),
        count => format!("{} nodes, per month", grouped(u64::from(count))),
    }
}

pub fn of_one_node(nodes: u32, month: &str) -> String {
    format!("{} × {month} per node", grouped(u64::from(nodes)))
}

/// The parts of a start.
pub const PROVISIONING: &str = "Launch to Ready";
pub const PULL: &str = "Image pull";
/// The same within a formula.
pub const PROVISIONING_PART: &str = "launch to Ready";
pub const PULL_PART: &str = "pull";

/// Where the time of a part comes from.
pub const ONE_RUN: &str = "one published run";
pub const TIME_ESTIMATED: &str = "estimated";
pub const OWN_FIGURE: &str = "your own figure";

/// How long a part takes, and where that comes from.
pub fn time_from(time: Option<&str>, whose: &str) -> String {
    format!("{}, {whose}", time.unwrap_or(UNKNOWN))
}

/// What a part is paid by.
pub fn time_of_node(time: Option<&str>, hour: &str) -> String {
    format!(
        "{} of a node at {hour} per hour",
        time.unwrap_or("an unknown time")
    )
}

pub const ONE_START: &str = "One start";
pub const THOUSAND_STARTS: &str = "1,000 starts";

pub fn thousand_times(start: &str) -> String {
    format!("1,000 × {start}")
}

pub fn monthly_starts(starts: u32) -> String {
    format!("{} starts, per month", grouped(u64::from(starts)))
}

pub fn times(starts: u32, start: &str) -> String {
    format!("{} × {start}", grouped(u64::from(starts)))
}
