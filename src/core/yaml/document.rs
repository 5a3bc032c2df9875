//! A document as it was read.

use super::node::Node;

/// A key that stands in one map twice; `kubectl` takes the later value without a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repeated {
    pub(crate) text: String,
    pub(crate) first: usize,
    pub(crate) second: usize,
}

/// One document and what is odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) node: Node,
    /// Keys that are there twice; the tree holds both, the later one is found first.
    pub(crate) repeated: Vec<Repeated>,
    /// A line `...`, by which published fragments say that something is left out.
    pub(crate) elided: Option<usize>,
}
