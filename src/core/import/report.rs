//! What importing says: what was recognised, taken, kept, ignored and noticed.

use crate::core::config::{Config, Field, Kept};
use crate::core::findings::Severity;
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::node::NodeReport;
use crate::core::import::source::{SourceLocation, Unread};

/// A document and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSummary {
    /// Where it begins.
    pub place: SourceLocation,
    /// What it is: `EC2NodeClass soci-snapshotter`.
    pub what: String,
    /// Whether it is part of the Config now.
    pub taken: bool,
    /// Why not, or what was made of it.
    pub note: String,
}

/// A field of the Config that a file's value went into.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// Where the value stands.
    pub place: SourceLocation,
    /// Its dotted path in the document.
    pub path: String,
    /// The field.
    pub field: &'static Field,
}

/// How a kept value stands to what the settings would write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptHow {
    /// The settings write nothing there.
    Added,
    /// The settings would write something else.
    Replaced,
    /// The settings would write something, and the file does not.
    LeftOut,
}

impl KeptHow {
    /// What becomes of it, in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Added => "kept",
            Self::Replaced => "kept in place of a setting",
            Self::LeftOut => "left out as in the file",
        }
    }
}

/// A value that no setting stands for, and that is written as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptValue {
    /// Where it stands; where the document stands, if it is left out there.
    pub place: SourceLocation,
    /// The last line that it goes on to.
    pub last_line: usize,
    /// The document: `EC2NodeClass soci-snapshotter`.
    pub document: String,
    /// Its dotted path.
    pub path: String,
    /// How it stands to the settings.
    pub how: KeptHow,
    /// What the Config keeps.
    pub kept: Kept,
}

/// Everything that files came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The documents, in their order.
    pub recognised: Vec<DocumentSummary>,
    /// The Config that writes the same documents again; nothing, if nothing could be taken.
    pub config: Option<Config>,
    /// Fields and the lines that they come from.
    pub taken: Vec<Taken>,
    /// What is kept word for word.
    pub kept: Vec<KeptValue>,
    /// What is no document that could be read, by file and line.
    pub unread: Vec<Unread>,
    /// What the API server had added, and nobody writes.
    pub ignored: Vec<(SourceLocation, String)>,
    /// What was noticed, by file and line.
    pub remarks: Vec<Diagnostic>,
    /// What nodes make of their userData, one for each node class or bare userData.
    pub on_nodes: Vec<NodeReport>,
    /// Lines of values that an API would refuse or drop.
    pub(super) refused: Vec<SourceLocation>,
}

impl Import {
    /// The line that a field's value came from.
    pub fn place_of(&self, field: &Field) -> Option<SourceLocation> {
        self.taken
            .iter()
            .find(|taken| taken.field == field)
            .map(|taken| taken.place)
    }

    /// Whether something was noticed that an API or a node would refuse.
    pub fn has_errors(&self) -> bool {
        self.remarks
            .iter()
            .any(|remark| remark.severity == Severity::Error)
    }
}
