//! How long the pull takes, and why.

use crate::core::grouped;

/// The button after what a manifest would do.
pub const PASTE_IT: &str = "paste it";

/// Around the field of the layers.
pub const ASSUMED_LAYERS: [&str; 2] = [
    "These layers are assumed from the image size and the share of its largest layer. Enter the real ones in ",
    ".",
];

pub const TYPES_CAPTION: &str = "Pull times across the eligible types";
pub const TYPE_HEAD: &str = "Type";
pub const PULL_HEAD: &str = "Pull";
pub const STOCK_HEAD: &str = "Stock containerd";
pub const BOUND_HEAD: &str = "Bottleneck";

/// How the launched type was found.
pub const FOUND: &str = "How this type was chosen";
/// The same where the numbers are not about that type.
pub const LAUNCHED: &str = "Which type Karpenter launches";
pub const FOUND_CAPTION: &str = "Types launched if the likely one is not";

/// One kind of node that comes: how many, of which type, for how many pods of each.
/// `own` nodes come for the user's own pods.
pub fn nodes_of(nodes: u32, own: u32, name: &str, pods: u32) -> String {
    let pods_of = |count: u32| match count {
        1 => "1 pod".to_owned(),
        count => format!("{} pods", grouped(count.into())),
    };
    match nodes {
        0 if own > 1 || pods > 1 => format!(
            "No pods, so no nodes. {} pods of yours would launch {} × {name}.",
            grouped(u64::from(own) * u64::from(pods)),
            grouped(own.into())
        ),
        0 => format!("No pods, so no nodes. One pod would launch {name}."),
        1 => format!("1 × {name} for {}.", pods_of(pods)),
        nodes => format!(
            "{} × {name}, {} on each.",
            grouped(nodes.into()),
            pods_of(pods)
        ),
    }
}

pub fn nothing_for(pods: u32) -> String {
    match pods {
        1 => "Nothing is launched for 1 pod.".to_owned(),
        count => format!("Nothing is launched for {} pods.", grouped(count.into())),
    }
}

/// What the pools of a set share.
pub fn in_each_pool(pools: u32) -> String {
    format!("The same in each of the {pools} pools.")
}

/// The last step: which type is first, how it is bought, by which prices.
pub fn first_is(name: &str, price: Option<&str>, capacity: &str, prices: &str) -> String {
    match price {
        Some(price) => {
            format!("{name} is the cheapest: {price} per hour {prices} ({capacity})")
        }
        None => format!("{name} is the first {prices} ({capacity})"),
    }
}

pub fn show_more(count: usize) -> String {
    format!("Show {} more", grouped(count as u64))
}

pub const PRICE_HEAD: &str = "$ per hour";
pub const LIKELY_HEAD: &str = "Likely pull";

/// A button that makes a type the one that every number is about; its name follows for those who
/// listen. Before it, what the column is.
pub const SHOW: &str = "Show";
pub const SHOW_HEAD: &str = "Show all numbers for it";

/// What stands below is about one type of the spread.
pub fn on_type(name: &str, role: &str) -> String {
    format!("Details for {name}, {role}")
}

pub const LEVERS: &str = "What-if";
/// Around the instance type.
pub const LEVERS_ABOUT: [&str; 2] = [
    "One change at a time, compared with likely times on ",
    "; most valuable first. If Karpenter would then launch another type, it is named.",
];
pub const LEVERS_CAPTION: &str = "Changes and the seconds they save";
pub const CHANGE_HEAD: &str = "Change";
pub const SAVES_HEAD: &str = "Saves";
pub const COST_HEADS: [&str; 3] = ["$ per hour", "$ per month", "$ per start"];
pub const APPLY: &str = "Apply";
/// In place of the button, for what is no setting.
pub const AT_BUILD: &str = "at image build";
pub const OTHER_IMAGE: &str = "with an image for it";

/// What goes with a change so that a type comes.
pub fn with(bound: &str, instance_type: &str) -> String {
    format!("with {bound}, so that Karpenter launches {instance_type}")
}

pub fn applied(change: &str) -> String {
    format!("Applied: {change}.")
}

pub const START: &str = "Pod start timeline";
pub const START_CAPTION: &str = "Phases of a node's start";
pub const PHASE_HEAD: &str = "Phase";
pub const TAKES_HEAD: &str = "Takes";
pub const SOURCE_HEAD: &str = "Source";
/// Around the field of the start.
pub const OWN_START: [&str; 2] = ["Enter your own figure in ", "."];

pub const RESTS_ON: &str = "Assumptions";
pub const RESTS_ON_CAPTION: &str = "Assumptions and their effect on pull time";
pub const FIGURE_HEAD: &str = "Figure and source";
pub const VALUE_HEAD: &str = "Value (range)";
pub const MOVES_HEAD: &str = "Effect on pull time";

pub fn rests_on(uncertainty: u32) -> String {
    format!("Uncertain figures, largest effect first. Together they make ±{uncertainty} %.")
}

pub const MEASURED: &str = "Predicted against measured";
pub const MEASURED_CAPTION: &str = "Published pulls with their predictions";
pub const MEASURED_PULL_HEAD: &str = "Pull and source";
pub const IMAGE_HEAD: &str = "Image";
pub const ENGINE_HEAD: &str = "Engine";
pub const MEASURED_HEAD: &str = "Measured";
pub const PREDICTED_HEAD: &str = "Predicted";
pub const ERROR_HEAD: &str = "Error";
pub const NOT_PUBLISHED: &str = "not published";
pub const OUTSIDE: &str = "outside";
pub const OUTSIDE_MEANS: &str = "The measured time is outside the predicted range.";

/// The range of a likely time, on which type, and why that one.
pub fn range_on(range: &str, name: &str, because: &str) -> String {
    format!("likely ({range}) on {name}, {because}.")
}

/// The same over all types, the median with its type.
pub fn over(count: usize, median: &str, name: &str) -> String {
    match count {
        1 => format!("on {name}, the only eligible type."),
        count => format!(
            "over all {} eligible types, likely times; {median} on {name}, the median. The launched type is named below.",
            grouped(count as u64)
        ),
    }
}

/// Stock containerd on the same type: likely time, range, gain, and what is saved if anything is.
pub fn with_stock(
    (likely, range): (&str, &str),
    is_soci: bool,
    gain: &str,
    saved: Option<&str>,
) -> String {
    let stock = format!("Stock containerd on the same type: {likely} ({range}).");
    let engine = if is_soci {
        "SOCI"
    } else {
        "Its own parallel pull"
    };
    match saved {
        Some(saved) => format!("{stock} {engine} is {gain} and saves {saved} on every new node."),
        None => format!("{stock} {engine} is {gain}."),
    }
}

/// Over types, the same against stock containerd on each; none where it is no faster.
pub fn as_fast_over(likely: Option<&str>, low: Option<&str>, high: Option<&str>) -> String {
    const NO_FASTER: &str = "no faster";
    let median = match likely {
        Some(times) => format!("{times} as fast as stock containerd on the median type"),
        None => "No faster than stock containerd on the median type".to_owned(),
    };
    match (low.unwrap_or(NO_FASTER), high.unwrap_or(NO_FASTER)) {
        (low, high) if low == high => format!("{median} and on all others."),
        (low, high) => format!("{median}, from {low} to {high} over all."),
    }
}

pub fn bound(why: &str) -> String {
    format!("Bottleneck: {why}.")
}

/// Before the button that goes to the manifest; both in percent.
pub fn manifest_narrows(now: u32, then: u32) -> String {
    format!("The layers from the image manifest would narrow it from ±{now} % to ±{then} %: ")
}

/// How many types pull in what time, and how; the fast ones first.
pub fn two_speeds(fast: (usize, &str, &str), slow: (usize, &str, &str)) -> String {
    let types = |count: usize| match count {
        1 => "1 type pulls".to_owned(),
        count => format!("{} types pull", grouped(count as u64)),
    };
    format!(
        "Two speeds: {} in {} {}, {} in {} {}.",
        types(fast.0),
        fast.1,
        fast.2,
        types(slow.0),
        slow.1,
        slow.2,
    )
}

pub const MIDDLE: &str = "Median";
pub const ONLY: &str = "The only type";
pub const FASTEST: &str = "Fastest";
pub const SLOWEST: &str = "Slowest";

/// What a lever saves that saves nothing.
pub const SAVES_NOTHING: &str = "nothing";
/// In what a type costs.
pub const NO_CHANGE: &str = "no change";

pub fn start(range: &str, likely: &str) -> String {
    format!(
        "{range} from pending pod to unpacked image, likely {likely}, plus the container's own start."
    )
}

pub const OWN_PULLS: &str = "your own pulls";

/// How far predictions are off, in percent, on pulls that the figures were not fitted to, all and by who
/// pulls, and on those that they were.
pub fn mean_error(
    pulls: usize,
    [all, stock, soci]: [String; 3],
    largest: &str,
    fitted: &str,
) -> String {
    format!(
        "Each of the {pulls} published pulls with a known instance type, predicted by figures not fitted to it: off by {all} % on average (stock containerd {stock} %, SOCI {soci} %) and {largest} % at most. With figures fitted to it, {fitted} %, which tells you less about your pulls. "
    )
}

/// A prediction from the time that SOCI took on the same node.
pub fn from_soci(predicted: &str) -> String {
    format!("{predicted}, from the SOCI time")
}

/// Goes on from [`mean_error`].
pub fn in_range(errors: &str, in_range: usize, all: usize) -> String {
    format!("{errors}{in_range} of all {all} are within their predicted range.")
}

/// How many cores unpack on average and at most, and over which time.
pub fn cores(average: &str, most: &str, over: &str) -> String {
    format!("Unpacking averages {average} cores (peak {most}) over {over}")
}

/// What the runtime holds meanwhile, in tenths of a gigabyte, and where that is known from.
pub fn held([low, likely, high]: [u64; 3], basis: &str) -> String {
    let gigabytes = |tenths: u64| format!("{}.{}", tenths / 10, tenths % 10);
    format!(
        "; holds about {} GB of memory ({}–{}, {basis})",
        gigabytes(likely),
        gigabytes(low),
        gigabytes(high)
    )
}
