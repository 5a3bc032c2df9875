//! Reads YAML (and so JSON) into trees that keep every scalar's own letters and line.
//!
//! Scalars stay text, because what a field means decides how `1.30` or `yes` is to be read; a
//! typed reader would have turned the first into 1.3 before anybody could ask. How Kubernetes
//! reads them is [`Node::scalar`]'s business.
//!
//! Time and memory are bounded by the text's length, whatever it holds: collections nest 64 deep,
//! and aliases may add no more than [`MOST_ALIASED`] nodes.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::node::{Key, Node, Tree};
use crate::core::error::{FileError, quote};

/// A key that stands in one map twice; readers disagree which value holds.
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

/// Deepest nesting; a Config has four levels and a manifest about ten.
const DEEPEST: usize = 64;
/// Most documents of one file; a cluster's whole list has hundreds.
pub(crate) const MOST_DOCUMENTS: usize = 2000;
/// Most nodes that aliases may add to a document.
const MOST_ALIASED: usize = 50_000;
/// Most bytes of text that aliases may add to a document.
const MOST_ALIASED_BYTES: usize = 4_000_000;

/// An open collection, with the anchor that it has.
enum Open {
    Sequence(usize, Vec<Node>, usize),
    Mapping(usize, Pairs, usize),
}

/// The pairs of an open mapping, its waiting key, and where every key was first.
#[derive(Default)]
struct Pairs {
    pairs: Vec<(Key, Node)>,
    waiting: Option<Key>,
    seen: BTreeMap<String, usize>,
    merged: bool,
}

/// Reads exactly one document.
///
/// # Errors
/// Text that is no YAML, a second document, a key that is there twice or is not a word, nesting
/// deeper than 64, or aliases that add more than anybody writes.
pub(crate) fn read(text: &str) -> Result<Node, FileError> {
    let mut reading = Reading::default();
    reading.run(text, 0)?;
    if let Some(line) = reading.second {
        return Err(fail(
            line,
            "a second document begins here; one is expected.".to_owned(),
        ));
    }
    if let Some(again) = reading.repeated.first() {
        return Err(fail(
            again.second,
            format!("{} is there twice.", quote(&again.text)),
        ));
    }
    reading
        .document
        .ok_or_else(|| fail(1, "the file is empty.".to_owned()))
}

/// Reads every document of a file, as kubectl cuts it: at lines that begin with `---`. What is
/// wrong in one document leaves the others readable; empty documents are left out, and nothing is
/// read behind [`MOST_DOCUMENTS`].
pub(crate) fn read_all(text: &str) -> Vec<Result<Document, FileError>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(error) = unreadable(text) {
        return vec![Err(error)];
    }
    let mut found = Vec::new();
    for (before, piece) in pieces(text) {
        if found.len() > MOST_DOCUMENTS {
            break;
        }
        let mut reading = Reading::default();
        let elided = piece.lines().position(is_elision);
        let whole = elided.map(|_| without_elisions(piece));
        match reading.run(whole.as_deref().unwrap_or(piece), before) {
            Err(error) => found.push(Err(error)),
            Ok(()) => {
                if let Some(node) = reading.document
                    && node.tree != Tree::Null
                {
                    found.push(Ok(Document {
                        node,
                        repeated: reading.repeated,
                        elided: elided.map(|index| before + index + 1),
                    }));
                }
            }
        }
    }
    found
}

/// YAML's own end of a document, which nobody writes in a manifest: it stands for what is left
/// out of a published fragment, and what follows belongs to the same document.
fn is_elision(line: &str) -> bool {
    line.trim_end() == "..."
}

fn without_elisions(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| if is_elision(line) { "\n" } else { line })
        .collect()
}

/// What makes a text no YAML at all: control characters other than line ends and tabs.
fn unreadable(text: &str) -> Option<FileError> {
    let position = text.find(|c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}')) || c == '\u{feff}'
    })?;
    let before = text.get(..position).unwrap_or_default();
    let letter = text
        .get(position..)
        .and_then(|rest| rest.chars().next())
        .unwrap_or_default();
    Some(fail(
        before.matches('\n').count() + 1,
        format!(
            "the character U+{:04X} stands here, which no YAML may hold; this may be no text.",
            u32::from(letter)
        ),
    ))
}

/// The documents of a text with the number of lines before each.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let (mut start, mut start_line, mut at) = (0, 0, 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let separator = line.strip_prefix("---").is_some_and(|rest| {
            let rest = rest.trim();
            rest.is_empty() || rest.starts_with('#')
        });
        if separator {
            found.push((start_line, text.get(start..at).unwrap_or_default()));
            (start, start_line) = (at + line.len(), number + 1);
        }
        at += line.len();
    }
    found.push((start_line, text.get(start..).unwrap_or_default()));
    found
}

#[derive(Default)]
struct Reading {
    open: Vec<Open>,
    document: Option<Node>,
    documents: usize,
    /// Where a second document begins.
    second: Option<usize>,
    repeated: Vec<Repeated>,
    anchors: BTreeMap<usize, Anchored>,
    aliased: Weight,
}

/// A node that aliases may name.
struct Anchored {
    node: Node,
    weight: Weight,
}

/// What a node costs when it is written out once more.
#[derive(Default, Clone, Copy)]
struct Weight {
    nodes: usize,
    bytes: usize,
    depth: usize,
}

impl Reading {
    /// Reads a text that stands behind `before` lines of its file.
    fn run(&mut self, text: &str, before: usize) -> Result<(), FileError> {
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| {
                // An unfinished file ends on a line that no editor shows.
                let line = error.marker().line().min(text.lines().count());
                fail(line + before, explain(text, line, error.info()))
            })?;
            if !self.event(event, span.start.line() + before)? {
                break;
            }
        }
        Ok(())
    }

    /// Takes one event; false if the rest is not to be read.
    fn event(&mut self, event: Event<'_>, line: usize) -> Result<bool, FileError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain && !is_text(tag.as_deref(), line)?;
                let null = plain && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                let node = Node {
                    line,
                    plain,
                    block: matches!(style, ScalarStyle::Literal | ScalarStyle::Folded),
                    tree: if null {
                        Tree::Null
                    } else {
                        Tree::Scalar(text.into_owned())
                    },
                };
                self.finish(node, anchor)?;
            }
            Event::SequenceStart(anchor, ref tag) | Event::MappingStart(anchor, ref tag) => {
                is_text(tag.as_deref(), line)?;
                if self.open.len() >= DEEPEST {
                    return Err(fail(line, format!("nested deeper than {DEEPEST} levels.")));
                }
                if let Some(Open::Mapping(_, Pairs { waiting: None, .. }, _)) = self.open.last() {
                    return Err(fail(
                        line,
                        "a key must be a word, not a list or a map. If {{ … }} stands here, the \
                         template is not rendered yet."
                            .to_owned(),
                    ));
                }
                self.open
                    .push(if matches!(event, Event::SequenceStart(..)) {
                        Open::Sequence(line, Vec::new(), anchor)
                    } else {
                        Open::Mapping(line, Pairs::default(), anchor)
                    });
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::Sequence(line, nodes, anchor)) => {
                    self.finish(Node::new(line, Tree::Sequence(nodes)), anchor)?;
                }
                Some(Open::Mapping(line, pairs, anchor)) => {
                    let pairs = if pairs.merged {
                        merge(pairs.pairs)?
                    } else {
                        pairs.pairs
                    };
                    self.finish(Node::new(line, Tree::Mapping(pairs)), anchor)?;
                }
                None => {}
            },
            Event::Alias(anchor) => {
                let node = self.alias(anchor, line)?;
                self.place(node)?;
            }
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.second = Some(line);
                    return Ok(false);
                }
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(true)
    }

    /// Puts a finished node in its place, and keeps it if aliases may name it.
    fn finish(&mut self, node: Node, anchor: usize) -> Result<(), FileError> {
        if anchor > 0 {
            let weight = weigh(&node);
            self.spend(weight, node.line)?;
            let node = node.clone();
            self.anchors.insert(anchor, Anchored { node, weight });
        }
        self.place(node)
    }

    fn alias(&mut self, anchor: usize, line: usize) -> Result<Node, FileError> {
        let Some(Anchored { node, weight }) = self.anchors.get(&anchor) else {
            return Err(fail(
                line,
                "an alias stands within what it names, which has no end.".to_owned(),
            ));
        };
        let weight = *weight;
        if self.open.len() + weight.depth > DEEPEST {
            return Err(fail(
                line,
                format!("with aliases written out this is nested deeper than {DEEPEST} levels."),
            ));
        }
        let copy = node.clone();
        self.spend(weight, line)?;
        Ok(copy)
    }

    fn spend(&mut self, weight: Weight, line: usize) -> Result<(), FileError> {
        self.aliased.nodes += weight.nodes;
        self.aliased.bytes += weight.bytes;
        if self.aliased.nodes > MOST_ALIASED || self.aliased.bytes > MOST_ALIASED_BYTES {
            return Err(fail(
                line,
                format!(
                    "anchors and aliases make more than {MOST_ALIASED} values of this; no manifest \
                     needs that, so it is not read."
                ),
            ));
        }
        Ok(())
    }

    /// Puts a finished node where it belongs: into the open collection, as key or value.
    fn place(&mut self, node: Node) -> Result<(), FileError> {
        match self.open.last_mut() {
            None => self.document = Some(node),
            Some(Open::Sequence(_, nodes, _)) => nodes.push(node),
            Some(Open::Mapping(_, pairs, _)) => match pairs.waiting.take() {
                Some(key) => pairs.pairs.push((key, node)),
                None => {
                    let text = match node.tree {
                        Tree::Scalar(text) => text,
                        Tree::Null | Tree::Sequence(_) | Tree::Mapping(_) => {
                            return Err(fail(node.line, "a key is missing here.".to_owned()));
                        }
                    };
                    if node.plain && text == "<<" {
                        pairs.merged = true;
                    } else if let Some(first) = pairs.seen.get(&text) {
                        self.repeated.push(Repeated {
                            text: text.clone(),
                            first: *first,
                            second: node.line,
                        });
                    } else {
                        pairs.seen.insert(text.clone(), node.line);
                    }
                    pairs.waiting = Some(Key {
                        line: node.line,
                        text,
                    });
                }
            },
        }
        Ok(())
    }
}

/// Whether a tag says that a scalar is text. Tags of other types than Kubernetes reads are
/// refused, as they stand for something that some program must first put in place.
fn is_text(tag: Option<&Tag>, line: usize) -> Result<bool, FileError> {
    let Some(tag) = tag else { return Ok(false) };
    let known = tag.is_yaml_core_schema();
    match tag.suffix.as_str() {
        "str" | "binary" | "timestamp" if known => Ok(true),
        "int" | "float" | "bool" | "null" | "map" | "seq" if known => Ok(false),
        "" | "!" if tag.handle.is_empty() || tag.handle == "!" => Ok(true),
        _ => Err(fail(
            line,
            format!(
                "the tag {} is not one that Kubernetes reads.",
                quote(&format!("{}{}", tag.handle, tag.suffix))
            ),
        )),
    }
}

/// Puts the maps below `<<` into the map around them, whose own keys win.
fn merge(pairs: Vec<(Key, Node)>) -> Result<Vec<(Key, Node)>, FileError> {
    let (merged, mut own): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(key, _)| key.text == "<<");
    // Not collected: that would bring a sorting of its own (`core::order`).
    let mut seen: BTreeMap<String, ()> = BTreeMap::new();
    for (key, _) in &own {
        seen.insert(key.text.clone(), ());
    }
    for (key, node) in merged {
        let maps = match node.tree {
            Tree::Sequence(items) => items,
            tree @ (Tree::Null | Tree::Scalar(_) | Tree::Mapping(_)) => {
                vec![Node::new(node.line, tree)]
            }
        };
        for map in maps {
            let Tree::Mapping(pairs) = map.tree else {
                return Err(fail(
                    key.line,
                    "<< takes a map or a list of maps.".to_owned(),
                ));
            };
            for (key, node) in pairs {
                if seen.insert(key.text.clone(), ()).is_none() {
                    own.push((key, node));
                }
            }
        }
    }
    Ok(own)
}

fn weigh(node: &Node) -> Weight {
    let mut weight = Weight {
        nodes: 1,
        ..Weight::default()
    };
    let mut add = |below: Weight| {
        weight.nodes += below.nodes;
        weight.bytes += below.bytes;
        weight.depth = weight.depth.max(below.depth + 1);
    };
    match &node.tree {
        Tree::Null => {}
        Tree::Scalar(text) => weight.bytes = text.len(),
        Tree::Sequence(items) => items.iter().for_each(|item| add(weigh(item))),
        Tree::Mapping(pairs) => pairs.iter().for_each(|(key, node)| {
            let mut below = weigh(node);
            below.bytes += key.text.len();
            add(below);
        }),
    }
    weight
}

/// What the parser says, and what is usually behind it.
fn explain(text: &str, line: usize, said: &str) -> String {
    let near = line.saturating_sub(2);
    let has_tab = text
        .lines()
        .skip(near)
        .take(3)
        .any(|line| line.trim_start_matches(' ').starts_with('\t'));
    if has_tab {
        return "this is not YAML: a tab indents this line or one beside it, and YAML takes blanks only."
            .to_owned();
    }
    let templated = text
        .lines()
        .skip(near)
        .take(3)
        .any(|line| line.contains("{{"));
    if templated {
        return format!(
            "this is not YAML: {said}. A template is not rendered yet here ({{{{ … }}}}); give what helm template or kustomize build prints."
        );
    }
    format!("this is not YAML: {said}.")
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
    use super::{read, read_all};
    use crate::core::yaml::{Node, Scalar, Tree};

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

    #[test]
    fn documents_are_cut_as_kubectl_cuts_them() {
        let found = read_all(
            "\u{feff}a: 1\r\n--- # two\r\nb: |\r\n  x\r\n  ---\r\n---\nc: [\n---\n\n---\nd: 1\nd: 2\n",
        );
        assert_eq!(found.len(), 4, "{found:?}");
        let second = found[1].as_ref().unwrap();
        assert_eq!(second.node.str_at(&["b"]), Some("x\n---\n"));
        assert_eq!(second.node.line_at(&["b"]), 3);
        assert!(second.node.get("b").unwrap().block);
        assert_eq!(found[2].as_ref().unwrap_err().line, Some(7));
        let last = found[3].as_ref().unwrap();
        assert_eq!((last.repeated[0].first, last.repeated[0].second), (11, 12));
    }

    #[test]
    fn aliases_and_merges_are_written_out_within_limits() {
        let node = read("a: &x {k: 1, l: 2}\nb: *x\nc: {<<: *x, k: '3'}\n").unwrap();
        assert_eq!(
            node.get("a").map(|a| &a.tree),
            node.get("b").map(|b| &b.tree)
        );
        assert_eq!(node.str_at(&["c", "k"]), Some("3"));
        assert_eq!(
            node.at(&["c", "l"]).and_then(Node::scalar),
            Some(Scalar::Integer(2))
        );
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for level in 1..20 {
            let before = level - 1;
            let names = vec![format!("*a{before}"); 10].join(",");
            bomb.push_str(&format!("a{level}: &a{level} [{names}]\n"));
        }
        assert!(read(&bomb).unwrap_err().message.contains("aliases"));
        let chain: String = (1..200)
            .map(|level| format!("a{level}: &a{level} [*a{}]\n", level - 1))
            .collect();
        let deep = format!("a0: &a0 [x]\n{chain}");
        assert!(read(&deep).unwrap_err().message.contains("deeper"));
        assert!(read("a: &x [*x]").is_err());
    }

    #[test]
    fn tags_and_tabs() {
        let node = read("a: !!str 1\nb: !!int 1\nc: ! 2\n").unwrap();
        let scalar = |key: &str| node.get(key).and_then(Node::scalar);
        assert_eq!(scalar("a"), Some(Scalar::Text("1")));
        assert_eq!(scalar("b"), Some(Scalar::Integer(1)));
        assert!(read("a: !Ref x").unwrap_err().message.contains("!Ref"));
        assert!(read("a:\n\tb: 1\n").unwrap_err().message.contains("tab"));
        assert!(
            read_all("a:\n  b: {{ .Values.x }}\n  c: {{- y }}\n")[0]
                .as_ref()
                .unwrap_err()
                .message
                .contains("template")
        );
        let json = read_all("{\n\t\"a\": [1, \"\\u00e9\\/\"],\n\t\"b\": {\"c\": null}\n}\n");
        let json = json[0].as_ref().unwrap();
        assert_eq!(json.node.at(&["b", "c"]).unwrap().line, 3);
        assert_eq!(json.node.get("a").unwrap().items()[1].as_str(), Some("é/"));
    }
}
