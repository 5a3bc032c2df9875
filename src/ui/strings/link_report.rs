//! What could not be read from a link.

use super::words::count;

pub const LABEL: &str = "Unreadable parts of the link";
pub const DISMISS: &str = "Dismiss";

pub fn lead(problems: usize) -> String {
    format!(
        "The link is open, but {} could not be read:",
        count(problems, "item")
    )
}
