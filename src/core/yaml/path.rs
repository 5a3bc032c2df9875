//! Where a value stands in its document, whatever the layout: block or flow, one line or many.

use std::fmt;

use super::Node;

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Key(String),
    Index(usize),
}

/// The way from a document's root to a value: `spec.taints[0].key`. Keys may hold dots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DocumentPath(Vec<Segment>);

impl DocumentPath {
    pub(crate) fn push_key(&mut self, key: &str) {
        self.0.push(Segment::Key(key.to_owned()));
    }

    pub(crate) fn push_index(&mut self, index: usize) {
        self.0.push(Segment::Index(index));
    }

    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }

    /// Whether it is `other`, or leads through it.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// What stands there in a document.
    pub(crate) fn find_in<'a>(&self, document: &'a Node) -> Option<&'a Node> {
        self.0
            .iter()
            .try_fold(document, |node, segment| match segment {
                Segment::Key(key) => node.get(key),
                Segment::Index(index) => node.items().get(*index),
            })
    }

    /// Whether it leads through an item of a list.
    pub(crate) fn is_in_list(&self) -> bool {
        self.0
            .iter()
            .any(|segment| matches!(segment, Segment::Index(_)))
    }
}

impl fmt::Display for DocumentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(key) if at == 0 => f.write_str(key)?,
                Segment::Key(key) => write!(f, ".{key}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::DocumentPath;

    fn path(keys: &[&str]) -> DocumentPath {
        let mut path = DocumentPath::default();
        keys.iter().for_each(|key| path.push_key(key));
        path
    }

    #[test]
    fn keys_are_whole_whatever_they_hold() {
        let annotations = path(&["metadata", "annotations"]);
        let dotted = path(&["metadata", "annotations", "a.b/c"]);
        assert!(dotted.is_within(&annotations) && dotted.is_within(&dotted));
        assert!(!annotations.is_within(&dotted));
        assert!(!path(&["metadata.annotations"]).is_within(&path(&["metadata"])));
        assert!(!path(&["spec", "weights"]).is_within(&path(&["spec", "weight"])));
    }

    #[test]
    fn items_are_counted_in_brackets() {
        let mut taints = path(&["spec", "taints"]);
        taints.push_index(1);
        taints.push_key("key");
        assert_eq!(taints.to_string(), "spec.taints[1].key");
        let mut other = path(&["spec", "taints"]);
        other.push_index(10);
        assert!(!taints.is_within(&other));
        taints.pop();
        assert_eq!(taints.to_string(), "spec.taints[1]");
    }
}
