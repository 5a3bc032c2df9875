//! Dismissing a finding.

pub const ASK: &str = "Dismiss…";
pub const WHY_NOT: &str = "Why not?";
pub const HINT: &str = "a reason for the next reader";
pub const DISMISS: &str = "Dismiss";
pub const CANCEL: &str = "Cancel";
pub const WHAT_IT_DOES: &str = "Saved with the settings; the finding no longer counts.";

pub const LIST: &str = "Dismissed findings";
pub const HEADING: &str = "Dismissed";
/// Before the reason.
pub const DISMISSED: &str = "dismissed: ";
pub const PUT_BACK: &str = "Restore";

pub fn put_back(rule: &str) -> String {
    format!("Restore {rule}")
}
