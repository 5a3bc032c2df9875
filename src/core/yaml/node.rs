//! The tree that YAML, JSON and TOML are read into: values with the lines at which they stand.

use super::scalar::Scalar;

/// A value and the one-based line at which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) line: usize,
    /// Whether a scalar stands without quotes, so that it may mean a number or a truth.
    pub(crate) plain: bool,
    /// Whether a scalar is a block (`|` or `>`), whose text begins on the next line.
    pub(crate) block: bool,
    /// Whether only a part of a map or a list is known, so that what is missing may stand elsewhere.
    pub(crate) is_part: bool,
    pub(crate) tree: Tree,
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tree {
    /// Nothing, `null` or `~`.
    Null,
    /// Any other scalar, by its letters.
    Scalar(String),
    Sequence(Vec<Node>),
    Mapping(Vec<(Key, Node)>),
}

/// A mapping's key and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) line: usize,
    pub(crate) text: String,
}

impl Node {
    pub(crate) fn new(line: usize, tree: Tree) -> Self {
        Self {
            line,
            plain: false,
            block: false,
            is_part: false,
            tree,
        }
    }

    /// The scalar as Kubernetes reads it; none for a list or a map.
    pub(crate) fn scalar(&self) -> Option<Scalar<'_>> {
        match &self.tree {
            Tree::Null => Some(Scalar::Null),
            Tree::Scalar(text) if self.plain => Some(Scalar::plain(text)),
            Tree::Scalar(text) => Some(Scalar::Text(text)),
            Tree::Sequence(_) | Tree::Mapping(_) => None,
        }
    }

    /// A scalar's letters, whatever they mean.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.tree {
            Tree::Scalar(text) => Some(text),
            Tree::Null | Tree::Sequence(_) | Tree::Mapping(_) => None,
        }
    }

    /// The pairs of a map; none for anything else.
    pub(crate) fn pairs(&self) -> &[(Key, Self)] {
        match &self.tree {
            Tree::Mapping(pairs) => pairs,
            Tree::Null | Tree::Scalar(_) | Tree::Sequence(_) => &[],
        }
    }

    /// The items of a list; none for anything else.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.tree {
            Tree::Sequence(items) => items,
            Tree::Null | Tree::Scalar(_) | Tree::Mapping(_) => &[],
        }
    }

    /// What stands at a key of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.pairs()
            .iter()
            .rev()
            .find(|(own, _)| own.text == key)
            .map(|(_, node)| node)
    }

    /// The same tree, `by` lines further down its file.
    pub(crate) fn shifted(mut self, by: usize) -> Self {
        self.line += by;
        self.tree = match self.tree {
            Tree::Sequence(items) => {
                Tree::Sequence(items.into_iter().map(|item| item.shifted(by)).collect())
            }
            Tree::Mapping(pairs) => Tree::Mapping(
                pairs
                    .into_iter()
                    .map(|(mut key, node)| {
                        key.line += by;
                        (key, node.shifted(by))
                    })
                    .collect(),
            ),
            scalar => scalar,
        };
        self
    }

    /// What stands below several keys.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The letters of the scalar below several keys.
    pub(crate) fn str_at(&self, keys: &[&str]) -> Option<&str> {
        self.at(keys).and_then(Self::as_str)
    }

    /// The line of the key below several keys, or of what is nearest above it.
    pub(crate) fn line_at(&self, keys: &[&str]) -> usize {
        let (mut node, mut line) = (self, self.line);
        for key in keys {
            let Some((own, below)) = node.pairs().iter().rev().find(|(own, _)| own.text == *key)
            else {
                break;
            };
            (node, line) = (below, own.line);
        }
        line
    }
}
