//! Reads one YAML document into a tree that keeps every scalar's own letters and line.
//!
//! Scalars stay text, because what a field means decides how `1.30` or `yes` is to be read; a
//! typed reader would have turned the first into 1.3 before anybody could ask.

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::core::error::FileError;

/// A value and the one-based line at which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) line: usize,
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

/// Deepest nesting; a Config has four levels and a manifest about ten.
const DEEPEST: usize = 64;

/// An open collection.
enum Open {
    Sequence(usize, Vec<Node>),
    Mapping(usize, Vec<(Key, Node)>, Option<Key>),
}

/// Reads exactly one document.
///
/// # Errors
/// Text that is no YAML, a second document, an anchor's alias, a key that is there twice or is
/// not a word, or nesting deeper than 64.
pub(crate) fn read(text: &str) -> Result<Node, FileError> {
    let mut open: Vec<Open> = Vec::new();
    let mut document: Option<Node> = None;
    let mut documents = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            // An unfinished file ends on a line that no editor shows.
            let line = error.marker().line().min(text.lines().count());
            fail(line, format!("this is not YAML: {}.", error.info()))
        })?;
        let line = span.start.line();
        let done = match event {
            Event::Scalar(text, style, _, _) => {
                let null = style == ScalarStyle::Plain
                    && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                let tree = if null {
                    Tree::Null
                } else {
                    Tree::Scalar(text.into_owned())
                };
                Some(Node { line, tree })
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() >= DEEPEST {
                    return Err(fail(line, format!("nested deeper than {DEEPEST} levels.")));
                }
                if let Some(Open::Mapping(_, _, None)) = open.last() {
                    return Err(fail(
                        line,
                        "a key must be a word, not a list or a map.".to_owned(),
                    ));
                }
                open.push(if matches!(event, Event::SequenceStart(..)) {
                    Open::Sequence(line, Vec::new())
                } else {
                    Open::Mapping(line, Vec::new(), None)
                });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|closed| match closed {
                Open::Sequence(line, nodes) => Node {
                    line,
                    tree: Tree::Sequence(nodes),
                },
                Open::Mapping(line, pairs, _) => Node {
                    line,
                    tree: Tree::Mapping(pairs),
                },
            }),
            Event::Alias(_) => {
                return Err(fail(
                    line,
                    "aliases (*name) are not supported; write the value out.".to_owned(),
                ));
            }
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    return Err(fail(
                        line,
                        "a second document begins here; one is expected.".to_owned(),
                    ));
                }
                None
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => None,
        };
        if let Some(node) = done {
            place(&mut open, &mut document, node)?;
        }
    }
    document.ok_or_else(|| fail(1, "the file is empty.".to_owned()))
}

/// Puts a finished node where it belongs: into the open collection, as key or value.
fn place(open: &mut [Open], document: &mut Option<Node>, node: Node) -> Result<(), FileError> {
    match open.last_mut() {
        None => *document = Some(node),
        Some(Open::Sequence(_, nodes)) => nodes.push(node),
        Some(Open::Mapping(_, pairs, waiting)) => match waiting.take() {
            Some(key) => pairs.push((key, node)),
            None => {
                let text = match node.tree {
                    Tree::Scalar(text) => text,
                    Tree::Null | Tree::Sequence(_) | Tree::Mapping(_) => {
                        return Err(fail(node.line, "a key is missing here.".to_owned()));
                    }
                };
                if pairs.iter().any(|(key, _)| key.text == text) {
                    return Err(fail(
                        node.line,
                        format!("{} is there twice.", crate::core::error::quote(&text)),
                    ));
                }
                *waiting = Some(Key {
                    line: node.line,
                    text,
                });
            }
        },
    }
    Ok(())
}

fn fail(line: usize, message: String) -> FileError {
    FileError {
        line: Some(line.max(1)),
        key: None,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::{Tree, read};

    #[test]
    fn letters_and_lines_are_kept() {
        let node = read("a: 1.30\nb:\n  - yes\n  - ~\n").unwrap();
        let Tree::Mapping(pairs) = node.tree else {
            panic!("a mapping")
        };
        assert_eq!(pairs[0].1.tree, Tree::Scalar("1.30".to_owned()));
        assert_eq!(pairs[1].0.line, 2);
        let Tree::Sequence(items) = &pairs[1].1.tree else {
            panic!("a sequence")
        };
        assert_eq!((items[0].line, &items[1].tree), (3, &Tree::Null));
    }

    #[test]
    fn what_is_no_single_document_is_refused() {
        let deep = "[".repeat(10_000);
        for bad in [
            "",
            "a: [1, 2",
            "a: 1\na: 2",
            "a: *x",
            "a: 1\n---\nb: 2",
            "\u{0}\u{1}",
            "? [a]\n: b",
            deep.as_str(),
        ] {
            assert!(read(bad).is_err(), "{bad:.40}");
        }
        assert_eq!(read("a: 1\nb: [").unwrap_err().line, Some(2));
    }
}
