//! How far something was checked.

/// Whether something that was read was also checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage {
    /// All of it.
    Checked,
    /// Without these parts of it, each with why: “the unit drop-in of line 12 (its format is not
    /// understood here)”.
    Partial {
        /// What was not looked at; never empty.
        without: Vec<String>,
    },
    /// Nothing of it.
    Unchecked {
        /// Why: “no node class refers to it”.
        why: String,
    },
}
