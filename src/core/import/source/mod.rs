//! Files as they were given, and places in them.

/// A file as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Its name, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A line of one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceLocation {
    /// Which file, counted from 0.
    pub file: usize,
    /// One-based line.
    pub line: usize,
}

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

/// Something in a file that is no document that could be read: a loop, a remote chart, a template
/// that only its tool can fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it begins.
    pub place: SourceLocation,
    /// What it is: `module "eks" (terraform)`.
    pub what: String,
    /// Why it was not looked at.
    pub why: String,
}
