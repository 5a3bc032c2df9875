//! The page on paper.

pub const SETTINGS: &str = "Settings that differ from the default";
pub const GROUP: &str = "Group";
pub const SETTING: &str = "Setting";
pub const VALUE: &str = "Value";
pub const DEFAULT: &str = "Default";

pub const FINDINGS: &str = "Findings";
pub const NO_FINDINGS: &str = "None.";
