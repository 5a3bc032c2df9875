//! The line that says what the settings come to.

pub const LABEL: &str = "Result";
pub const READY: &str = "Ready to apply";
pub const WAITING_FOR: &str = "Waiting for:";
pub const TO_PUT_RIGHT: &str = "To put right:";
/// After the time.
pub const PULL: &str = " pull ";
/// After the cost of an instance.
pub const NODE: &str = " node";
/// After the cost of the volumes.
pub const DISK: &str = " disk";
pub const NO_FINDINGS: &str = "No findings";
