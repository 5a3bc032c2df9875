//! What nodes cost.

pub const TOTAL: &str = "What it comes to";
pub const TOTAL_CAPTION: &str = "What nodes cost. Each number opens its formula.";
pub const LINES: &str = "Line by line";
pub const LINES_CAPTION: &str =
    "Each line of the bill with its price. Each number opens its formula.";
pub const START: &str = "What a start costs";
pub const START_ABOUT: &str = "Part of the hours above: a node is paid for from its launch, and works once the image is there. \
     The 13 s from a pod to its NodeClaim cost nothing yet.";
pub const START_CAPTION: &str = "What the start of one node costs. Each number opens its formula.";

/// Around the field of the price of transfer, and the one of the share of Spot.
pub const NOT_COUNTED: [&str; 3] = [
    "Not counted: the cluster itself, load balancers, and transfer unless ",
    " is given. Spot prices are not in the data; ",
    " takes yours.",
];

pub const TRY_AGAIN: &str = "Try again";
pub const ALL_TYPES: &str = "Back to all admitted types";

pub fn look_at(instance_type: &str, role: &str) -> String {
    format!("Look at {instance_type} ({role})")
}
