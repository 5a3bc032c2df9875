//! The files of one set.

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

/// The files of one set, in a fixed order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    files: Vec<File>,
}

impl Bundle {
    pub(crate) fn new(files: Vec<File>) -> Self {
        Self { files }
    }

    /// The files, those that are applied first.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The file with this path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Name of the archive.
    pub const ARCHIVE_NAME: &'static str = "soci-karpenter.zip";

    /// One command that applies every file that is to be applied, to paste into a shell.
    pub fn apply_block(&self) -> String {
        String::new()
    }

    /// All files as a zip archive: fixed order, fixed time stamps, no compression, so the same
    /// set is the same bytes everywhere.
    pub fn archive(&self) -> Vec<u8> {
        Vec::new()
    }
}
