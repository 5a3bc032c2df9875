//! How bad something is.

use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Would be refused, or leaves nodes that never get Ready. Blocks the files.
    Error,
    /// Works, but badly or not on every node.
    Warning,
    /// Money for nothing.
    Waste,
    /// Good to know.
    Note,
}

impl Severity {
    /// The word that stands beside colour and shape.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Waste => "waste",
            Self::Note => "note",
        }
    }
}
