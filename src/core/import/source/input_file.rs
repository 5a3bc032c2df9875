//! A file as it was given.

/// A file as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Its name, for messages; its ending helps to tell what it is.
    pub name: String,
    /// Its text.
    pub text: String,
}
