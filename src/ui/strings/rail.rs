//! The steps beside the form.

pub const LABEL: &str = "Steps";
/// After how many findings and missing values.
pub const TO_LOOK_AT: &str = " to look at";
/// After how many fields.
pub const CHANGED: &str = " changed";

pub fn changed(count: usize) -> String {
    format!("{count} changed from the default")
}
