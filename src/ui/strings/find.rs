//! Finding a setting by name.

pub const LABEL: &str = "Find a setting";
pub const KEY: &str = "/ outside text fields";
pub const FOUND: &str = "Settings";
pub const NOTHING: &str = "No matching setting.";

pub fn not_used_now(label: &str, reason: &str) -> String {
    format!("{label} is not used now. {reason}")
}
