//! The form around its fields.

pub const LABEL: &str = "Settings";
pub const NOT_USED: &str = "Not used with these settings";

/// The fold with what is seldom needed.
pub fn more(group: &str) -> String {
    format!("More {} settings", group.to_ascii_lowercase())
}

/// After how many.
pub const CHANGED: &str = " changed";
