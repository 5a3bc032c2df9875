//! A file of the set, and what it is written in.

/// What a file is written in, for highlighting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// YAML, maybe several documents.
    Yaml,
    /// TOML.
    Toml,
    /// MIME multipart userData.
    Mime,
    /// A shell script.
    Shell,
    /// Markdown.
    Markdown,
}

/// One file of the set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path in the set, without directories.
    pub path: String,
    /// What it is, in one sentence.
    pub about: String,
    /// What it is written in.
    pub syntax: Syntax,
    /// Whether `kubectl apply` takes it.
    pub applied: bool,
    /// The bytes, UTF-8 with a line feed at each line's end.
    pub text: String,
}
