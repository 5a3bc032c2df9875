//! The list of findings.

use super::words::count;

pub fn none(rules: usize) -> String {
    format!(
        "Nothing found. {} looked at these settings.",
        count(rules, "rule")
    )
}
