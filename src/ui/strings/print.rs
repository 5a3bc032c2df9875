//! The page on paper.

pub const ANSWER: &str = "Answer";
pub const TYPE: &str = "Instance type";
pub const PULL: &str = "Pull";
pub const STOCK: &str = "Compared with stock containerd";
pub const BOUND: &str = "Bottleneck";
pub const SPREAD: &str = "Other types";
pub const COST: &str = "Node cost";
pub const NODES: &str = "Nodes at once";
pub const FOUND: &str = "How the type was chosen";

pub const SETTINGS: &str = "Settings that differ from the default";
pub const GROUP: &str = "Group";
pub const SETTING: &str = "Setting";
pub const VALUE: &str = "Value";
pub const DEFAULT: &str = "Default";

pub const FINDINGS: &str = "Findings";
pub const NO_FINDINGS: &str = "None.";
