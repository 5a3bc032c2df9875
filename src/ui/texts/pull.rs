//! How long the pull takes, and why.

use crate::core::grouped;

/// The button after what a manifest would do.
pub const PASTE_IT: &str = "paste it";
pub const LOOK_AT: &str = "Look at";

/// Around the field of the layers.
pub const ASSUMED_LAYERS: [&str; 2] = [
    "These layers are assumed from the image's size and its largest layer's share. The real ones go into ",
    ".",
];

pub const TYPES_CAPTION: &str = "Pull times over the admitted types";
pub const TYPE_HEAD: &str = "Type";
pub const PULL_HEAD: &str = "Pull";
pub const STOCK_HEAD: &str = "Stock containerd";
pub const BOUND_HEAD: &str = "Held up because";

pub fn likely(time: &str) -> String {
    format!("likely {time}")
}

pub const LEVERS: &str = "What would change it";
/// Around the instance type.
pub const LEVERS_ABOUT: [&str; 2] = [
    "One change at a time, likely times on ",
    ". A change of type costs what the other type costs.",
];
pub const LEVERS_CAPTION: &str = "Changes with the seconds that they save";
pub const CHANGE_HEAD: &str = "Change";
pub const SAVES_HEAD: &str = "Saves";
pub const COST_HEAD: &str = "$ an hour";
pub const APPLY: &str = "Apply";
/// In place of the button, for what is no setting.
pub const AT_BUILD: &str = "when the image is built";

pub fn applied(change: &str) -> String {
    format!("Applied: {change}.")
}

pub const START: &str = "Around it: the node's start";
pub const START_CAPTION: &str = "Phases of a node's start";
pub const PHASE_HEAD: &str = "Phase";
pub const TAKES_HEAD: &str = "Takes";
pub const SOURCE_HEAD: &str = "Source";
/// Around the field of the start.
pub const OWN_START: [&str; 2] = ["Your own figure goes into ", "."];

pub const RESTS_ON: &str = "What the estimate rests on";
pub const RESTS_ON_CAPTION: &str = "Figures of the estimate and how much they move it";
pub const FIGURE_HEAD: &str = "Figure and source";
pub const VALUE_HEAD: &str = "Value (range)";
pub const MOVES_HEAD: &str = "Moves the pull";

pub fn rests_on(uncertainty: u32) -> String {
    format!(
        "Uncertain figures, the one that widens the range most first. Together they make ±{uncertainty} %."
    )
}

pub const MEASURED: &str = "Predicted against measured";
pub const MEASURED_CAPTION: &str = "Published pulls and what is predicted of them";
pub const MEASURED_PULL_HEAD: &str = "Pull and source";
pub const IMAGE_HEAD: &str = "Image";
pub const ENGINE_HEAD: &str = "Engine";
pub const MEASURED_HEAD: &str = "Measured";
pub const PREDICTED_HEAD: &str = "Predicted";
pub const ERROR_HEAD: &str = "Error";
pub const NOT_PUBLISHED: &str = "not published";
pub const OUTSIDE: &str = "outside";
pub const OUTSIDE_MEANS: &str = "The measured time lies outside of the predicted range.";

/// A range of two times that share no unit.
pub fn from_to(low: &str, high: &str) -> String {
    format!("{low} to {high}")
}

/// In the result line.
pub fn without_soci(time: &str) -> String {
    format!("({time} without SOCI)")
}

pub fn middle_of(types: usize) -> String {
    format!("middle of {} types", grouped(types as u64))
}

pub const NO_SIZE: &str = "the image's size is not known";
pub const NO_TYPE: &str = "no type is admitted";

/// On which type a headline's time is, of how many.
pub fn on(name: &str, types: usize) -> String {
    match types {
        1 => format!("on {name}, the only admitted type"),
        count => format!(
            "on {name}, the middle one of {} admitted types",
            grouped(count as u64)
        ),
    }
}

/// These go on from [`on`].
pub fn with_stock(time: &str) -> String {
    format!("; {time} with stock containerd")
}

pub fn as_fast(likely: &str) -> String {
    format!(": {likely} as fast")
}

pub fn as_fast_over(likely: &str, low: &str, high: &str) -> String {
    format!(": {likely} as fast, {low} to {high} over the types")
}

pub fn bound(why: &str) -> String {
    format!("What holds it up: {why}.")
}

/// Before the button that goes to the manifest; both in percent.
pub fn manifest_narrows(now: u32, then: u32) -> String {
    format!("The layers of the image's manifest would narrow it from ±{now} % to ±{then} %: ")
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

pub const MIDDLE: &str = "Middle";
pub const ONLY: &str = "The only type";
pub const FASTEST: &str = "Fastest";
pub const SLOWEST: &str = "Slowest";
pub const LOOKED_AT: &str = "Looked at";

/// What a lever saves that saves nothing.
pub const SAVES_NOTHING: &str = "nothing";
/// In what a type costs.
pub const NO_CHANGE: &str = "no change";

pub fn start(range: &str, likely: &str) -> String {
    format!(
        "{range} from the pending pod to an unpacked image, likely {likely}; the container's own start comes on top."
    )
}

pub const OWN_PULLS: &str = "your own pulls";

/// How far predictions are off, in percent, on how many pulls.
pub fn mean_error(pulls: usize, mean: &str, largest: &str) -> String {
    format!(
        "On the {pulls} published pulls whose instance type is known, the likely time is off by {mean} % on average and {largest} % at most. "
    )
}

/// Goes on from [`mean_error`].
pub fn in_range(errors: &str, in_range: usize, all: usize) -> String {
    format!(
        "{errors}{in_range} of all {all} lie in their predicted range. The model's figures were fitted to most of these pulls, so yours will be off by more."
    )
}
