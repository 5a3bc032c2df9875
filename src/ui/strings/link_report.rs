//! What could not be read from a link.

use super::words::count;

pub const LABEL: &str = "What could not be read";
pub const DISMISS: &str = "Dismiss";

pub fn lead(problems: usize) -> String {
    format!(
        "The link is open, but {} in it could not be read:",
        count(problems, "thing")
    )
}
