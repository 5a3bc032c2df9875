//! The form around its fields.

pub const LABEL: &str = "Settings";
pub const ESSENTIALS: &str = "Essentials";
/// After how many findings and missing values.
pub const TO_LOOK_AT: &str = " to look at";
pub const NOT_USED: &str = "Not used with these settings";

/// The fold with what is seldom needed.
pub fn more(group: &str) -> String {
    format!("More {} settings", group.to_ascii_lowercase())
}

/// After how many.
pub const CHANGED: &str = " changed";

pub fn changed(count: usize) -> String {
    format!("{count} changed from the default")
}
