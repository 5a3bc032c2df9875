//! The line that says what the settings come to.

pub const LABEL: &str = "Answer";
/// The bar at the foot of a narrow page.
pub const DOCK: &str = "Result summary";
pub const COPY: &str = "Copy";

/// How much stands in the way of copying; leads to the first of it.
pub fn fix(number: usize) -> String {
    format!("Fix {number}")
}

pub const READY: &str = "Ready to apply";
pub const WAITING_FOR: &str = "Required:";
pub const TO_PUT_RIGHT: &str = "Fix:";
/// What is kept of somebody's files is read in the background.
pub const READING_KEPT: &str = "Checking the preserved fields of your files";
pub const KEPT_NOT_READ: &str = "The preserved fields of your files were not checked";
pub const NO_FINDINGS: &str = "No findings";
