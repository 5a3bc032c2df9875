//! The next steps.

pub const COPY: &str = "Copy";

pub fn copy(what: &str) -> String {
    format!("Copy: {what}")
}

/// What is copied, as [`copied`](super::actions::copied) names it.
pub const THE_COMMAND: &str = "Command";
