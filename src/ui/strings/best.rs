//! The best setting.

pub const ABOUT: &str = "Searches every engine, limit and volume the cluster can use, on the launched type or others, for the Pareto frontier of time and cost. Each setting names what makes Karpenter launch its type.";
pub const SEARCH: &str = "Search";
pub const STOP: &str = "Stop";
pub const SCOPE: &str = "Types";
pub const IN_VIEW: [&str; 2] = [
    "The type in the answer",
    "The type Karpenter launches, or the one you chose.",
];
pub const ADMITTED: [&str; 2] = [
    "All eligible types",
    "Using one changes the NodePool so that Karpenter launches it.",
];
pub const OUTSIDE_POOL: [&str; 2] = [
    "Include types outside the NodePool",
    "Ignores the NodePool; using one may widen it.",
];
pub const PER_START: &str = "Cost per start instead of per hour";

pub const TIME: &str = "Max pull time";
pub const TIME_HINT: &str = "e.g. 45s";
pub const COST: &str = "Max cost";
pub const COST_HINT: &str = "not set";

pub const STOPPED: &str = "The search was stopped.";
pub const WAITS_FOR_PRICES: &str = "The search starts once prices are loaded.";
pub const STALE: &str = "The settings have changed; this result is for the previous ones.";
pub const NO_WORKER: &str =
    "The search could not start in this browser; use `frontier` on the command line.";

pub fn searching(percent: u8) -> String {
    format!("Searching, {percent} % done.")
}

/// The settings as they are, in a sentence.
pub fn present(instance_type: &str, time: &str, cost: &str, per_start: bool) -> String {
    let unit = if per_start { "per start" } else { "per hour" };
    format!("Your settings now: {instance_type}, {time} at {cost} {unit}.")
}

/// What was searched.
pub fn summary(best: usize, types: usize, settings: usize, unpriced: usize) -> String {
    let unpriced = match unpriced {
        0 => String::new(),
        1 => " 1 type without a price is skipped.".to_owned(),
        count => format!(" {count} types without a price are skipped."),
    };
    let types = match types {
        1 => "1 type".to_owned(),
        count => format!("each of {count} types"),
    };
    let points = match best {
        1 => "1 is".to_owned(),
        count => format!("{count} are"),
    };
    format!(
        "Of {settings} settings on {types}, {points} on the frontier: nothing else is as fast for the price.{unpriced}"
    )
}

pub const CHART: &str = "Likely pull time against cost";
pub const CHART_TIME: &str = "Likely pull";
pub const CHART_HEADS: [&str; 5] = ["pull", "cost", "type", "setting", "launched by"];

pub const CAPTION: &str = "Pareto frontier, cheapest first";
pub const PULL_HEAD: &str = "Pull";
pub const TYPE_HEAD: &str = "Type";
pub const SETTING_HEAD: &str = "Setting";
pub const LAUNCHED_BY_HEAD: &str = "Launched by";
pub const TAKE_HEAD: &str = "Use";

/// Head and axis of the money.
pub const fn cost_unit(per_start: bool) -> &'static str {
    if per_start {
        "$ per start"
    } else {
        "$ per hour"
    }
}

/// A setting: `m6i.8xlarge with AL2023 FastImagePull, … (31 s for $1.61; launched as is)`.
pub fn setting(
    instance_type: &str,
    setting: &str,
    time: &str,
    cost: &str,
    launched_by: &str,
) -> String {
    format!("{instance_type} with {setting} ({time} for {cost}; {launched_by})")
}

pub const USE: &str = "Use";

/// After the button, for those who listen.
pub fn use_of(instance_type: &str, setting: &str) -> String {
    format!(" {instance_type} with {setting}")
}
