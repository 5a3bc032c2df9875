//! The list of findings.

use super::words::count;

pub const IN_FILES: &str = "In the files, with what they keep of yours";

pub fn none(rules: usize) -> String {
    format!(
        "Nothing found. {} looked at these settings.",
        count(rules, "rule")
    )
}
