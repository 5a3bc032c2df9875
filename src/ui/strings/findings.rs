//! The list of findings.

use super::words::count;

pub const IN_FILES: &str = "In the files, including preserved fields";
pub const NO_WORKER: &str = "The preserved fields could not be checked in this browser; use `generate` and `check` on the command line.";

pub fn none(rules: usize) -> String {
    format!("All checks passed ({}).", count(rules, "rule"))
}
