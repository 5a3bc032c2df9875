//! The pairs of a mapping that is being read, with `<<` and keys that come twice.

use std::collections::BTreeMap;

use super::document::Repeated;
use super::node::{Key, Node, Tree};
use super::scalar::Scalar;

/// The pairs so far, and the key that waits for its value.
#[derive(Default)]
pub(super) struct Pairs {
    pairs: Vec<(Key, Node)>,
    waiting: Option<Key>,
    merging: bool,
    seen: BTreeMap<String, Seen>,
}

/// Where a key stands.
struct Seen {
    /// Its last place among the pairs.
    position: usize,
    /// The line of the map's own key; none as long as only `<<` brought it.
    own: Option<usize>,
}

impl Pairs {
    pub(super) fn expects_key(&self) -> bool {
        self.waiting.is_none()
    }

    /// The pairs in their order.
    pub(super) fn finish(self) -> Vec<(Key, Node)> {
        self.pairs
    }

    /// Takes a node as the next key or value; the error is a whole sentence.
    pub(super) fn place(
        &mut self,
        node: Node,
        keys: Keys,
        repeated: &mut Vec<Repeated>,
    ) -> Result<(), &'static str> {
        match self.waiting.take() {
            None => {
                let line = node.line;
                self.merging = node.plain && node.as_str() == Some("<<");
                let text = keys.name(node).ok_or("a key is missing here.")?;
                self.waiting = Some(Key { line, text });
                Ok(())
            }
            Some(_) if self.merging => self.merge(node),
            Some(key) => {
                self.insert(key, node, repeated);
                Ok(())
            }
        }
    }

    fn insert(&mut self, key: Key, node: Node, repeated: &mut Vec<Repeated>) {
        let line = key.line;
        if let Some(seen) = self.seen.get_mut(&key.text) {
            match seen.own {
                Some(first) => repeated.push(Repeated {
                    text: key.text.clone(),
                    first,
                    second: line,
                }),
                // The map's own key wins over one that came by `<<`.
                None => {
                    seen.own = Some(line);
                    if let Some(pair) = self.pairs.get_mut(seen.position) {
                        *pair = (key, node);
                    }
                    return;
                }
            }
            seen.position = self.pairs.len();
        } else {
            let seen = Seen {
                position: self.pairs.len(),
                own: Some(line),
            };
            self.seen.insert(key.text.clone(), seen);
        }
        self.pairs.push((key, node));
    }

    /// Puts the maps below `<<` in. As go-yaml does it, they win over what stands above `<<`, and
    /// the first map of a list over the others.
    fn merge(&mut self, node: Node) -> Result<(), &'static str> {
        let maps = match node.tree {
            Tree::Sequence(items) => items,
            Tree::Null | Tree::Scalar(_) | Tree::Mapping(_) => vec![node],
        };
        if maps.iter().any(|map| !matches!(map.tree, Tree::Mapping(_))) {
            return Err("<< needs a map or a list of maps.");
        }
        for map in maps.into_iter().rev() {
            let Tree::Mapping(pairs) = map.tree else {
                continue;
            };
            for (key, node) in pairs {
                if let Some(seen) = self.seen.get(&key.text) {
                    if let Some(pair) = self.pairs.get_mut(seen.position) {
                        pair.1 = node;
                    }
                } else {
                    let seen = Seen {
                        position: self.pairs.len(),
                        own: None,
                    };
                    self.seen.insert(key.text.clone(), seen);
                    self.pairs.push((key, node));
                }
            }
        }
        Ok(())
    }
}

/// How keys are named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Keys {
    /// By their letters, as in our own files.
    #[default]
    ByLetters,
    /// As `kubectl` names them in JSON, where truths and whole numbers are text: `yes` is `true`,
    /// `0x10` is `16`. Numbers with a fraction keep their letters.
    AsKubectl,
}

impl Keys {
    fn name(self, node: Node) -> Option<String> {
        match (self, node.scalar()?) {
            (Self::AsKubectl, Scalar::Bool(flag)) => Some(flag.to_string()),
            (Self::AsKubectl, Scalar::Integer(number)) => Some(number.to_string()),
            _ => match node.tree {
                Tree::Scalar(text) => Some(text),
                Tree::Null | Tree::Sequence(_) | Tree::Mapping(_) => None,
            },
        }
    }
}
