//! The answer: how long a pull takes on the node that comes, what that node costs, and the control
//! that says which node that is.

use crate::core::grouped;

/// In place of a figure that is on its way.
pub const ON_ITS_WAY: &str = "…";

/// After the time.
pub const LIKELY_PULL: &str = "likely pull";
pub const MEDIAN_PULL: &str = "median pull";
pub const PULL: &str = "pull";

/// A range before the control that says on which type.
pub fn range_on(range: &str) -> String {
    format!("{range} on")
}

/// A range before the control that says that it is over all types.
pub fn range_over(range: &str) -> String {
    format!("{range} over")
}

/// The same without a range.
pub const ON: &str = "on";

/// How many times as fast the engine is, and how long stock containerd takes.
pub fn as_fast(times: &str) -> String {
    format!("{times} as fast")
}

/// What is saved wherever a node starts.
pub fn saves(time: &str) -> String {
    format!(" · saves {time} per cold start")
}

pub const AS_STOCK: &str = " as stock containerd";

/// Below a gain that could be seen.
pub const NO_FASTER: &str = "No faster";
pub const SLOWER: &str = "Slower";

pub const THAN_STOCK: &str = " than stock containerd";

/// How long stock containerd takes, after either.
pub fn stock_takes(time: &str) -> String {
    format!(" ({time})")
}

/// The engine is stock containerd itself.
pub const IS_STOCK: &str = "SOCI is off: stock containerd pulls.";

/// The pull time with SOCI, before its gain.
pub fn with_soci(time: &str) -> String {
    format!("With SOCI: {time}")
}

pub const TURN_ON: &str = "Turn SOCI on";

/// Before what holds the pull up.
pub const BOTTLENECK: &str = "Bottleneck: ";

pub const NO_SIZE: &str = "The image size is unknown.";
pub const NO_TYPE: &str = "No instance type is eligible.";
pub const UNKNOWN_TYPE: &str = "Unknown instance type.";

/// The rest, after the type's own time.
pub fn over_admitted(range: &str, count: usize) -> String {
    match count {
        1 => String::new(),
        count => format!("likely {range} over all {} types", grouped(count as u64)),
    }
}

pub fn over_may_come(range: &str, count: usize) -> String {
    match count {
        1 => format!("likely {range} on 1 possible type"),
        count => format!("likely {range} on {} possible types", grouped(count as u64)),
    }
}

pub fn median_of(name: &str) -> String {
    format!("Median: {name}")
}

/// Names of the bars.
pub const SOCI_BAR: &str = "SOCI";
pub const PARALLEL_BAR: &str = "Parallel";
pub const STOCK_BAR: &str = "Stock";

/// The cost of the node.
pub const NODE: &str = "node with its volume";
pub const NODE_WITHOUT_VOLUME: &str = "node";
pub const NODES: &str = "per node with its volume, by type";

pub fn per_hour(amount: &str) -> String {
    format!("{amount}/h")
}

/// On spot, where only the on-demand price is known.
pub fn at_most(amount: &str) -> String {
    format!("≤ {amount}")
}

pub fn per_month(amount: &str) -> String {
    format!("{amount}/month")
}

/// The volume's part, after a month.
pub fn of_it(volume: &str) -> String {
    format!(", {volume} of which is the volume")
}

/// What is known without the instance's price.
pub fn volume_month(volume: &str) -> String {
    format!("volume {volume}/month")
}

pub const LOADING: &str = "Loading prices…";

/// How many nodes start at once, and for how many pods; with several pools, how many in each.
pub fn nodes(nodes: u32, replicas: u32, pools: u32) -> String {
    let start = match nodes {
        1 => "1 node starts".to_owned(),
        count => format!("{} nodes start", grouped(count.into())),
    };
    let pods = match replicas {
        1 => "1 replica".to_owned(),
        count => format!("{} replicas", grouped(count.into())),
    };
    match pools {
        0 | 1 => format!("{start} for {pods}"),
        count => format!("{start} ({} per pool)", grouped((nodes / count).into())),
    }
}

/// The set has no workload.
pub const OWN_PODS: &str = "Nodes start for your own pods";
pub const NO_NODES: &str = "No replicas, so no node starts";

pub const NOTHING_LAUNCHED: &str = "Nothing is launched";
pub const TYPE_NOT_KNOWN: &str = "Which type comes is not known";

/// On a phone, where the way to the files stays in sight.
pub const FILES: &str = "Files";

pub fn unplaced(pods: u32) -> String {
    match pods {
        1 => "1 replica gets no node".to_owned(),
        count => format!("{} replicas get no node", grouped(count.into())),
    }
}

/// By which prices the type was found, where these are not the Region's own.
pub fn ordered(by: &str) -> String {
    format!("Types ordered {by}.")
}

/// A type and why it is the one.
pub fn because(name: &str, why: &str) -> String {
    format!("{name}, {why}")
}

/// A likely time with its range.
pub fn likely_in(likely: &str, range: &str) -> String {
    format!("{likely} ({range})")
}

pub fn hour_and_month(hour: &str, month: &str) -> String {
    if month.is_empty() {
        hour.to_owned()
    } else {
        format!("{hour}, {month}")
    }
}

/// The control: what it is for, for those who listen, before what it shows.
pub const CHOICE: &str = "Numbers for: ";
/// Its list.
pub const CHOICES: &str = "Instance type for all numbers";
pub const FIND: &str = "Find an instance type";
pub const FIND_HINT: &str = "Any type, such as m6i.8xlarge";
pub const NOTHING: &str = "No matching type.";

/// Why a type is the one, after its name.
pub const LIKELY: &str = "likely launched";
pub const CHOSEN: &str = "your choice";
pub const NEVER: &str = "your choice, never launched";
pub const STAND_IN: &str = "stand-in";
pub const NOT_LAUNCHED: &str = "not launched";

pub fn all_types(count: usize) -> String {
    format!("All {} eligible types", grouped(count as u64))
}

pub const NO_SUCH_TYPE: &str = "no such type";
pub const FINDING: &str = "finding the type…";

/// Parts of the list.
pub const FIRST: &str = "Launched";
pub const NEXT: &str = "If it has no capacity";
pub const MAY_COME: &str = "May also be launched";
pub const OTHERS: &str = "Other eligible types";
pub const NOT_ADMITTED: &str = "Not eligible";

pub fn more(count: usize) -> String {
    format!("{} more; type to search.", grouped(count as u64))
}

/// Said when the type in view is another.
pub fn now_about(name: &str) -> String {
    format!("All numbers are now for {name}.")
}

/// Said when an edit leads Karpenter to another type.
pub fn now_launched(name: &str) -> String {
    format!("Karpenter now most likely launches {name}")
}
