//! The list of findings.

use super::words::count;

pub const IN_FILES: &str = "In the files, with what they keep of yours";
pub const NO_WORKER: &str = "What your files bring with them could not be checked in this browser; the command line does it with `generate` and `check`.";

pub fn none(rules: usize) -> String {
    format!(
        "All checks passed: {} looked at these settings.",
        count(rules, "rule")
    )
}
