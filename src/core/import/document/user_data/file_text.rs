//! What a file holds.

/// A file after all changes, as far as its text is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum FileText {
    /// Lines, each with the userData line that wrote it last; none for lines of the AMI.
    Known(Vec<(String, Option<usize>)>),
    /// Line and reason of what made it unknown.
    Unknown(usize, String),
}
