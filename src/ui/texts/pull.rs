//! How long the pull takes, and why.

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
