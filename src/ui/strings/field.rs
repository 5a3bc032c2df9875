//! One field of the form.

/// Before the default.
pub const DEFAULT: &str = "default ";
pub const RESET: &str = "Reset";

pub fn reset(label: &str) -> String {
    format!("Reset {label}")
}

/// In an empty number.
pub const NOT_SET: &str = "not set";

/// What shows the help of a field, and hides it.
pub fn about(label: &str) -> String {
    format!("About {label}")
}

/// The allowed values, and who says so.
pub fn bounds_and_source(bounds: &str, source: &str) -> String {
    format!("{bounds}. Source: {source}")
}

pub fn source_of(label: &str) -> String {
    format!("Source of {label}")
}

/// At a text that is no value.
pub const NOT_TAKEN: &str = "not taken";

/// The button that takes what was probably meant.
pub fn use_instead(text: &str) -> String {
    format!("Use {text}")
}
