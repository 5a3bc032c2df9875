//! Words and counts that many parts of the page share.

/// “1 file”, “9 files”.
pub fn count(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

/// In place of a figure.
pub const UNKNOWN: &str = "unknown";

pub fn findings(number: usize) -> String {
    count(number, "finding")
}
