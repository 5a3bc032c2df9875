//! The best setting.

pub const ABOUT: &str = "Every engine, limits and volume that the cluster can use, on the launched type or on others: the Pareto frontier of time and cost, each setting with what makes Karpenter launch its type.";
pub const SEARCH: &str = "Search";
pub const STOP: &str = "Stop";
pub const SCOPE: &str = "Types";
pub const IN_VIEW: [&str; 2] = [
    "The type the answer is about",
    "The one that Karpenter launches, or the one that you chose.",
];
pub const ADMITTED: [&str; 2] = [
    "All eligible types",
    "Taking one changes the NodePool so that Karpenter launches it.",
];
pub const OUTSIDE_POOL: [&str; 2] = [
    "Include types outside the NodePool",
    "Whatever the NodePool says; taking one may widen it.",
];
pub const PER_START: &str = "Cost of a start instead of an hour";

pub const TIME: &str = "Max pull time";
pub const TIME_HINT: &str = "e.g. 45s";
pub const COST: &str = "Max cost";
pub const COST_HINT: &str = "not set";

pub const STOPPED: &str = "The search was stopped.";
pub const WAITS_FOR_PRICES: &str = "The search begins once prices are there.";
pub const STALE: &str = "The settings have changed; this is the result for those before.";
pub const NO_WORKER: &str =
    "The search could not be started in this browser; the command line has it as `frontier`.";

pub fn searching(percent: u8) -> String {
    format!("Searching, {percent} % done.")
}

/// The settings as they are, in a sentence.
pub fn present(instance_type: &str, time: &str, cost: &str, per_start: bool) -> String {
    let unit = if per_start { "a start" } else { "an hour" };
    format!("Your settings now: {instance_type}, {time} for {cost} {unit}.")
}

/// What was searched.
pub fn summary(best: usize, types: usize, settings: usize, unpriced: usize) -> String {
    let unpriced = match unpriced {
        0 => String::new(),
        1 => " 1 type has no price here and is left out.".to_owned(),
        count => format!(" {count} types have no price here and are left out."),
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
        "Of {settings} settings on {types}, {points} on the frontier: nothing else is as fast for the money.{unpriced}"
    )
}

pub const CHART: &str = "Likely pull time against cost";
pub const CHART_TIME: &str = "Likely pull";
pub const CHART_HEADS: [&str; 5] = ["pull", "cost", "type", "setting", "launched by"];

pub const CAPTION: &str = "Pareto frontier, the cheapest first";
pub const PULL_HEAD: &str = "Pull";
pub const TYPE_HEAD: &str = "Type";
pub const SETTING_HEAD: &str = "Setting";
pub const LAUNCHED_BY_HEAD: &str = "Launched by";
pub const TAKE_HEAD: &str = "Take it";

/// Head and axis of the money.
pub const fn cost_unit(per_start: bool) -> &'static str {
    if per_start { "$ a start" } else { "$ an hour" }
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
