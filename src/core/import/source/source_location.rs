//! A place in one of the given files.

/// A line of one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceLocation {
    /// Which file, counted from 0.
    pub file: usize,
    /// One-based line.
    pub line: usize,
}
