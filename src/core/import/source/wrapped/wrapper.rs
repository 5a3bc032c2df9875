//! A document that holds others, and how its pairs become parts.

use crate::core::import::source::{Lines, Part, PartForm, TakenApart};
use crate::core::yaml::{Key, Node};

/// A document that holds others.
pub(super) struct Wrapper<'a> {
    pub(super) node: &'a Node,
    /// `Application karpenter-nodes`; empty if it has no kind.
    pub(super) title: String,
}

impl Wrapper<'_> {
    /// The whole document is left unread.
    pub(super) fn leave(&self, found: &mut TakenApart, what: impl Into<String>, why: &str) {
        found.leave(self.node.line, what, why);
    }
}

/// A pair of a map: the key's line is what a block's text counts from.
pub(super) fn pair<'a>(node: &'a Node, name: &str) -> Option<(&'a Key, &'a Node)> {
    node.pairs()
        .iter()
        .rev()
        .find(|(key, _)| key.text == name)
        .map(|(key, below)| (key, below))
}

/// A scalar's text as a part. `key_line` is the line of its key, or its own in a list.
pub(super) fn text_part(key_line: usize, value: &Node, form: PartForm) -> Option<Part> {
    let text = value.as_str()?;
    let lines = if value.block {
        Lines::From(key_line + 1)
    } else {
        Lines::At(value.line)
    };
    Some(Part::text(text, lines).form(form))
}

/// A tree as values of a chart.
pub(super) fn values_part(node: &Node) -> Part {
    Part::tree(node.clone()).form(PartForm::Values)
}
