//! Where the lines of a text stand in its file.

use super::held;
use crate::core::yaml::Node;

/// How the lines of a text count in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum Lines {
    /// One by one, the first at this line.
    From(usize),
    /// All at this line: the text stands within quotes there, or encoded.
    At(usize),
}

impl Lines {
    /// The file's line of a one-based line of the text.
    pub(in crate::core::import) const fn line(self, own: usize) -> usize {
        match self {
            Self::From(first) => first + own.saturating_sub(1),
            Self::At(line) => line,
        }
    }

    /// Whether every line of the text is a line of the file.
    pub(in crate::core::import) const fn is_exact(self) -> bool {
        matches!(self, Self::From(_))
    }

    /// Lines of a text within this text.
    pub(super) const fn within(self, outer: Self) -> Self {
        match (self, outer) {
            (Self::From(own), Self::From(_)) => Self::From(outer.line(own)),
            (Self::At(own) | Self::From(own), _) => Self::At(outer.line(own)),
        }
    }

    /// A tree that was read from the text, with the lines of the file.
    pub(in crate::core::import) fn place(self, node: Node) -> Node {
        match self {
            Self::From(first) => node.shifted(first.saturating_sub(1)),
            Self::At(line) => held::at_line(node, line),
        }
    }
}
