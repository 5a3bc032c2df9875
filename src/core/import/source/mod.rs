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
