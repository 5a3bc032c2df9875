//! The line that says what the settings come to.

pub const LABEL: &str = "Result";
pub const READY: &str = "Ready to apply";
pub const WAITING_FOR: &str = "Waiting for:";
pub const TO_PUT_RIGHT: &str = "To put right:";
pub const NO_FINDINGS: &str = "No findings";
