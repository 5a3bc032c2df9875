//! Placeholders that a reader of YAML or TOML would stumble over, held back while it reads.

use crate::core::yaml::{Node, Tree};

/// Letters of the private use area, which no text of ours has, around the number of what is held.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// What was held back, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::core::import) struct Held {
    texts: Vec<String>,
}

/// Whether a text can hold marks of ours; one that has such letters already cannot.
pub(in crate::core::import) fn can_hold(text: &str) -> bool {
    !text.contains([OPEN, CLOSE])
}

impl Held {
    /// Keeps a text and gives the word that stands for it; as one that has as many lines.
    pub(in crate::core::import) fn hold(&mut self, text: &str) -> String {
        let number = self.texts.len();
        let breaks = text.matches('\n').count();
        let kept = if breaks == 0 {
            text.to_owned()
        } else {
            text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
        };
        self.texts.push(kept);
        format!("{OPEN}{number}{CLOSE}{}", "\n".repeat(breaks))
    }

    /// A text with everything put in again, letter for letter.
    pub(in crate::core::import) fn restored(&self, text: &str) -> String {
        if self.texts.is_empty() || !text.contains(OPEN) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, marked)) = rest.split_once(OPEN) {
            out.push_str(before);
            let held = marked.split_once(CLOSE).and_then(|(number, behind)| {
                let text = self.texts.get(number.parse::<usize>().ok()?)?;
                Some((text, behind))
            });
            match held {
                Some((text, behind)) => {
                    out.push_str(text);
                    rest = behind;
                }
                None => {
                    out.push(OPEN);
                    rest = marked;
                }
            }
        }
        out.push_str(rest);
        out
    }

    /// A tree with everything put in again.
    pub(in crate::core::import) fn restored_in(&self, mut node: Node) -> Node {
        if self.texts.is_empty() {
            return node;
        }
        node.tree = match node.tree {
            Tree::Scalar(text) => Tree::Scalar(self.restored(&text)),
            Tree::Null => Tree::Null,
            Tree::Sequence(items) => Tree::Sequence(
                items
                    .into_iter()
                    .map(|item| self.restored_in(item))
                    .collect(),
            ),
            Tree::Mapping(pairs) => Tree::Mapping(
                pairs
                    .into_iter()
                    .map(|(mut key, below)| {
                        key.text = self.restored(&key.text);
                        (key, self.restored_in(below))
                    })
                    .collect(),
            ),
        };
        node
    }
}

/// A tree whose text stands at one line, within quotes: no block of it has lines of its own.
pub(super) fn at_line(mut node: Node, line: usize) -> Node {
    node.line = line;
    node.block = false;
    node.tree = match node.tree {
        Tree::Sequence(items) => {
            Tree::Sequence(items.into_iter().map(|item| at_line(item, line)).collect())
        }
        Tree::Mapping(pairs) => Tree::Mapping(
            pairs
                .into_iter()
                .map(|(mut key, below)| {
                    key.line = line;
                    (key, at_line(below, line))
                })
                .collect(),
        ),
        scalar => scalar,
    };
    node
}

#[cfg(test)]
mod tests {
    use super::Held;

    #[test]
    fn what_is_held_comes_back_letter_for_letter() {
        let mut held = Held::default();
        let text = format!(
            "a {} b {}",
            held.hold("{{ .x | q \"y\" }}"),
            held.hold("${z}")
        );
        assert!(!text.contains('{'));
        assert_eq!(held.restored(&text), "a {{ .x | q \"y\" }} b ${z}");
        assert_eq!(held.restored("\u{E000}7\u{E001}"), "\u{E000}7\u{E001}");
    }
}
