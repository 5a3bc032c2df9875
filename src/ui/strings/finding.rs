//! One finding.

pub const WHY: &str = "Why?";
pub const ABOUT_RULE: &str = "About this rule";
