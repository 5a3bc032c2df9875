//! The engines side by side.

/// Which of the two parallel ones to take.
pub fn take(engine: &str, over: &str) -> String {
    format!("Use {engine} rather than {over}.")
}

pub const NOTHING_TO_DECIDE: &str =
    "SOCI and containerd's own parallel pull cannot both be chosen here, or neither works.";
pub const CAPTION: &str = "Engines with pull time, price and memory on the node each one gets";
pub const ENGINE_HEAD: &str = "Engine";
pub const PULL_HEAD: &str = "Pull";
pub const COST_HEAD: &str = "$ per hour";
pub const MEMORY_HEAD: &str = "Runtime memory";
pub const TAKE_HEAD: &str = "Use";
pub const USE: &str = "Use";
pub const YOURS: &str = "yours";
pub const REASONS: &str = "Reasons";

/// The node that an engine gets.
pub fn on_type(name: &str) -> String {
    format!("on {name}")
}

pub const NO_NODE: &str = "No instance type is eligible";

/// Behind a reason that speaks for an engine.
pub fn favours(engine: &str) -> String {
    format!("Favours {engine}.")
}
