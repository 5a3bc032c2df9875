//! A change that somebody is offered.

use super::Edit;

/// A change that a finding or a piece of advice offers.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// What the button says: “Set throughput to 750”.
    pub label: String,
    /// The change.
    pub edit: Edit,
}
