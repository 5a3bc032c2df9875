//! A userData where it stands in a file.

use super::Document;
use crate::core::import::source::SourceLocation;

/// Where a userData stands, and how its own lines count in the file.
#[derive(Debug, Clone)]
pub(in crate::core::import) struct UserDataText<'a> {
    pub(in crate::core::import) text: &'a str,
    pub(in crate::core::import) place: SourceLocation,
    /// Whether the text's lines are the file's lines; they are not within JSON's quotes.
    pub(in crate::core::import) exact: bool,
}

impl<'a> UserDataText<'a> {
    /// The userData of an EC2NodeClass.
    pub(in crate::core::import) fn of_class(found: &'a Document) -> Option<Self> {
        let keys = ["spec", "userData"];
        let node = found.node.at(&keys)?;
        // A block's text begins on the line behind its key's.
        let line = if node.block {
            found.node.line_at(&keys) + 1
        } else {
            node.line
        };
        Some(Self {
            text: node.as_str()?,
            place: SourceLocation {
                file: found.place.file,
                line,
            },
            exact: node.block,
        })
    }

    /// A file that is userData.
    pub(in crate::core::import) fn of_file(found: &'a Document) -> Option<Self> {
        Some(Self {
            text: found.node.as_str()?,
            place: found.place,
            // It is not where the text stood in quotes, or was encoded.
            exact: found.node.plain,
        })
    }

    /// The place of one of its lines.
    pub(in crate::core::import) fn place(&self, line: usize) -> SourceLocation {
        SourceLocation {
            file: self.place.file,
            line: if self.exact {
                self.place.line + line.saturating_sub(1)
            } else {
                self.place.line
            },
        }
    }

    /// What to say beside a line that the file does not show.
    pub(in crate::core::import) fn hint(&self, line: usize) -> String {
        if self.exact {
            String::new()
        } else {
            format!(" (line {line} of the userData)")
        }
    }
}
