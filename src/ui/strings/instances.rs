//! The instance types.

use crate::core::{Date, grouped};

pub const FILTER: &str = "Filter";
pub const FILTER_HINT: &str = "m6i vcpu>=8 nvme>0 price<2";
pub const FILTER_HELP: &str =
    "Words from the name and comparisons (= != < <= > >=); all must match.";
pub const FILTER_COLUMNS: &str = "Columns to compare";

pub const CHOOSE_NONE: &str = "Choose none";
pub const CHOSEN_HELP: &str = "Fills Instance types; nothing else changes.";

pub const LEFT_OUT: &str = "Excluded";
pub const LEFT_OUT_HELP: &str =
    "By the first requirement that excludes each type, in manifest order.";
pub const NO_FIELD: &str = "No setting lifts this.";

pub const WHY_NOT: &str = "Why not …?";
pub const WHY_NOT_HINT: &str = "g6.xlarge";
pub const WHY_NOT_HELP: &str =
    "Enter an instance type: every reason it is excluded, and what makes it eligible.";

/// In place of a type, and of how many there are.
pub const NO_TYPE: &str = "no type";

/// “420 types”, as the result line says it.
pub fn types(count: usize) -> String {
    match count {
        0 => NO_TYPE.to_owned(),
        1 => "1 type".to_owned(),
        count => format!("{} types", grouped(count as u64)),
    }
}

/// How many of all types are admitted, and on how many of them the engine does nothing.
pub fn summary(admitted: usize, all: usize, idle: usize) -> String {
    let idle = match idle {
        0 => String::new(),
        count => format!(" The engine has no effect on {} of them.", types(count)),
    };
    format!(
        "{} of {} instance types {} the NodePool, the workload's affinity and the pod's requests.{idle}",
        grouped(admitted as u64),
        grouped(all as u64),
        if admitted == 1 { "meets" } else { "meet" }
    )
}

pub fn emptied(condition: &str, place: &str, left: usize) -> String {
    format!(
        "{condition} in the {place} leaves no type: {} {} all earlier requirements.",
        types(left),
        if left == 1 { "meets" } else { "meet" }
    )
}

pub fn no_prices(region: &str) -> String {
    format!("No prices for {region}.")
}

pub fn prices(region: &str, day: Date) -> String {
    format!("Prices: on-demand Linux in {region}, {day}.")
}

pub fn caption(shown: usize) -> String {
    format!(
        "Eligible instance types, {} shown. Column heads sort; unknown is last.",
        types(shown)
    )
}

pub const NONE_ADMITTED: &str = "No type is eligible.";
pub const NONE_MATCHES: &str = "No eligible type matches the filter.";

pub fn used(count: usize) -> String {
    match count {
        1 => "Instance types now lists this type.".to_owned(),
        count => format!("Instance types now lists these {count} types."),
    }
}

pub fn brings(count: usize) -> String {
    format!("adds {}", types(count))
}

pub const PULL_HEAD: &str = "Likely pull";
/// What pressing the name of a type does.
pub const SHOW: &str = "Show all numbers for this type";

/// Marks of types that may come.
pub const LIKELY_MEANS: &str = "The type Karpenter most likely launches.";
pub const SENT: &str = "may be launched";
pub const SENT_MEANS: &str =
    "Sent to EC2 with the likely type: launched when that has no capacity, on Spot also otherwise.";
pub const CHOSEN_MEANS: &str = "All numbers are for it.";

pub const IDLE: &str = "no SOCI";
pub const IDLE_MEANS: &str = "The engine has no effect on this type.";

pub fn it_has(value: &str) -> String {
    format!("it has {value}")
}

pub const NO_LABEL: &str = "it has no such label";

pub fn admitted(name: &str, is_idle: bool) -> String {
    if is_idle {
        format!("{name} is eligible, but the engine has no effect on it.")
    } else {
        format!("{name} is eligible.")
    }
}

pub fn left_out(name: &str, requirements: usize, has_fix: bool) -> String {
    let lead = match requirements {
        1 => "one requirement".to_owned(),
        count => format!("{count} requirements"),
    };
    let end = if has_fix {
        ""
    } else {
        " No setting lifts all of it."
    };
    format!("{name} is excluded by {lead}.{end}")
}
