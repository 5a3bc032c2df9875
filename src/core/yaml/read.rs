//! Reads YAML and JSON into trees that keep every scalar's own letters and line, as `kubectl`
//! does: the file is cut into documents first ([`split`](super::split)), a file that begins with
//! `{` is tried as JSON ([`json`](super::json)), and the rest is go-yaml's grammar
//! ([`grammar`](super::grammar)).
//!
//! Scalars stay text, because what a field means decides how `1.30` or `yes` is to be read; a
//! typed reader would have turned the first into 1.3 before anybody could ask. How Kubernetes
//! reads them is [`Node::scalar`]'s business.
//!
//! Time and memory are bounded by the text's length, whatever it holds: collections nest
//! [`MAX_DEPTH`] deep, and aliases may add no more than [`MAX_ALIASED`] nodes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::document::{Document, Repeated};
use super::grammar::{
    BEHIND_THE_END, Event, EventKind, Fault, MAX_DEPTH, Parser, Properties, Style,
};
use super::json;
use super::node::{Node, Tree};
use super::pairs::{Keys, Pairs};
use super::split::{Content, Pieces, elision, is_elision, without_elisions};
use super::tag::Meaning;
use crate::core::error::{FileError, quoted};

/// Most documents of one file; a cluster's whole list has hundreds.
pub(crate) const MAX_DOCUMENTS: usize = 2000;
/// Most nodes that aliases may add to a document.
const MAX_ALIASED: usize = 50_000;
/// Most bytes of text that aliases may add to a document.
const MAX_ALIASED_BYTES: usize = 4_000_000;

/// Reads exactly one document, as our own files are; keys are named by their letters.
///
/// # Errors
/// Text that is no YAML, a second document, a key that is there twice or is not a word, nesting
/// deeper than 64, or aliases that add more than anybody writes.
pub(crate) fn read(text: &str) -> Result<Node, FileError> {
    let mut first: Option<Document> = None;
    let mut wrong: Option<FileError> = None;
    documents(text, Keys::ByLetters, |document| {
        match document {
            Err(error) => wrong = Some(error),
            Ok(document) if first.is_none() => first = Some(document),
            Ok(document) if document.node.tree == Tree::Null => {}
            Ok(document) => {
                wrong = Some(fail(
                    document.node.line,
                    "a second document starts here; only one is expected.".to_owned(),
                ));
            }
        }
        wrong.is_none()
    });
    if let Some(error) = wrong {
        return Err(error);
    }
    let document = first.ok_or_else(|| fail(1, "the file is empty.".to_owned()))?;
    match document.repeated.first() {
        None => Ok(document.node),
        Some(again) => Err(fail(
            again.second,
            format!("{} is a duplicate.", quoted(&again.text)),
        )),
    }
}

/// Reads every document of a file for Kubernetes; keys are named as `kubectl` names them. What is wrong in one document leaves the others readable;
/// empty documents are left out, and nothing is read behind [`MAX_DOCUMENTS`].
pub(crate) fn read_all(text: &str) -> Vec<Result<Document, FileError>> {
    let mut found = Vec::new();
    documents(text, Keys::AsKubectl, |document| {
        if !matches!(&document, Ok(document) if document.node.tree == Tree::Null) {
            found.push(document);
        }
        found.len() <= MAX_DOCUMENTS
    });
    found
}

/// Gives each document of a file until one is not wanted.
fn documents(text: &str, keys: Keys, mut take: impl FnMut(Result<Document, FileError>) -> bool) {
    let (mut rest, mut before) = (text, 0);
    if let Some(mut stream) = json::Documents::parse(text) {
        let mut count = 0;
        let fault = loop {
            match stream.next_document() {
                None => return,
                Some(Ok(document)) => {
                    count += 1;
                    if !take(Ok(document)) {
                        return;
                    }
                }
                Some(Err(fault)) => break fault,
            }
        };
        if count > 1 {
            take(Err(fail(
                fault.line,
                format!(
                    "kubectl treats a file starting with two JSON documents as JSON to its end, and this is not: {}.",
                    fault.problem
                ),
            )));
            return;
        }
        (before, rest) = stream.rest();
    }
    rest = rest.strip_prefix('\u{feff}').unwrap_or(rest);
    if let Some(error) = unreadable(rest, before) {
        take(Err(error));
        return;
    }
    for piece in Pieces::new(rest, before) {
        let document = match piece.content {
            Content::Document(text) => yaml(text, piece.before, keys),
            Content::BadSeparator(text) => Err(fail(
                piece.before + 1,
                format!(
                    "{} follows ---, where kubectl accepts only a comment; put it on the next line.",
                    quoted(text)
                ),
            )),
        };
        let Some(document) = document.transpose() else {
            continue;
        };
        if !take(document) {
            return;
        }
    }
}

/// Reads a piece of a file that stands behind `before` lines; none if only comments are there.
fn yaml(piece: &str, before: usize, keys: Keys) -> Result<Option<Document>, FileError> {
    let has_marks = piece.lines().any(is_elision);
    let elided = if has_marks { elision(piece) } else { None };
    let mut reading = Reading {
        keys,
        ..Reading::default()
    };
    reading.run(&as_kubectl_passes_it(piece, has_marks), before)?;
    Ok(reading.document.map(|node| Document {
        node,
        repeated: reading.repeated,
        elided: elided.map(|index| before + index + 1),
    }))
}

/// The text of a piece as `kubectl` gives it to its parser: a byte order mark is no text, lines
/// end with a line feed, the last one too. Lines of `...` are left empty.
fn as_kubectl_passes_it(piece: &str, has_marks: bool) -> Cow<'_, str> {
    let piece = piece.strip_prefix('\u{feff}').unwrap_or(piece);
    let mut text = Cow::Borrowed(piece);
    if has_marks {
        text = Cow::Owned(without_elisions(&text));
    }
    if text.contains("\r\n") {
        text = Cow::Owned(text.replace("\r\n", "\n"));
    }
    if !text.ends_with('\n') {
        text.to_mut().push('\n');
    }
    text
}

/// What makes a text no YAML at all: control characters other than line ends and tabs, and the
/// two that are no characters.
fn unreadable(text: &str, before: usize) -> Option<FileError> {
    let position = text.find(|c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}'))
            || matches!(c, '\u{fffe}' | '\u{ffff}')
    })?;
    let above = text.get(..position).unwrap_or_default();
    let letter = text
        .get(position..)
        .and_then(|rest| rest.chars().next())
        .unwrap_or_default();
    Some(fail(
        before + above.matches('\n').count() + 1,
        format!(
            "the character U+{:04X} is not allowed in YAML; this may not be text.",
            u32::from(letter)
        ),
    ))
}

/// An open collection.
struct Open {
    line: usize,
    /// The number of its anchor; 0 without one.
    anchor: usize,
    items: Items,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping(Pairs),
}

#[derive(Default)]
struct Reading {
    keys: Keys,
    open: Vec<Open>,
    document: Option<Node>,
    repeated: Vec<Repeated>,
    /// The number of the anchor that has this name last.
    names: BTreeMap<String, usize>,
    anchors: BTreeMap<usize, Anchored>,
    /// How many anchors there are.
    count: usize,
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
        let mut parser = Parser::new(text);
        loop {
            let mut event = parser
                .next_event()
                .map_err(|fault| explain(text, before, fault))?;
            event.line += before;
            if !self.event(event)? {
                return Ok(());
            }
        }
    }

    /// Takes one event; false at the end.
    fn event(&mut self, Event { line, kind, .. }: Event) -> Result<bool, FileError> {
        match kind {
            EventKind::Scalar {
                text,
                style,
                properties,
            } => {
                let anchor = self.anchor(properties.anchor);
                let meaning = Meaning::resolve(properties.tag.as_deref(), style, &text)
                    .map_err(|message| fail(line, message))?;
                let node = Node {
                    line,
                    plain: matches!(meaning, Meaning::ByLetters | Meaning::Null),
                    block: style == Style::Block,
                    is_part: false,
                    tree: match meaning {
                        Meaning::Null => Tree::Null,
                        Meaning::Decoded(text) => Tree::Scalar(text),
                        Meaning::Text | Meaning::ByLetters => Tree::Scalar(text),
                    },
                };
                self.finish(node, anchor)?;
            }
            EventKind::SequenceStart(properties) => {
                self.begin(line, properties, Items::Sequence(Vec::new()))?;
            }
            EventKind::MappingStart(properties) => {
                self.begin(line, properties, Items::Mapping(Pairs::default()))?;
            }
            EventKind::SequenceEnd | EventKind::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let tree = match open.items {
                        Items::Sequence(nodes) => Tree::Sequence(nodes),
                        Items::Mapping(pairs) => Tree::Mapping(pairs.finish()),
                    };
                    self.finish(Node::new(open.line, tree), open.anchor)?;
                }
            }
            EventKind::Alias(name) => {
                let node = self.alias(&name, line)?;
                self.place(node)?;
            }
            EventKind::DocumentStart | EventKind::DocumentEnd => {}
            EventKind::StreamEnd => return Ok(false),
        }
        Ok(true)
    }

    /// The number of an anchor that begins here.
    fn anchor(&mut self, name: Option<String>) -> usize {
        let Some(name) = name else { return 0 };
        self.count += 1;
        self.names.insert(name, self.count);
        self.count
    }

    fn begin(
        &mut self,
        line: usize,
        properties: Properties,
        items: Items,
    ) -> Result<(), FileError> {
        Meaning::of_collection(properties.tag.as_deref()).map_err(|message| fail(line, message))?;
        if self.open.len() >= MAX_DEPTH {
            return Err(fail(
                line,
                format!("nested deeper than {MAX_DEPTH} levels."),
            ));
        }
        if let Some(Open {
            items: Items::Mapping(pairs),
            ..
        }) = self.open.last()
            && pairs.expects_key()
        {
            return Err(fail(
                line,
                "a key must be a word, not a list or a map. If this is {{ … }}, the template is not rendered yet."
                    .to_owned(),
            ));
        }
        let anchor = self.anchor(properties.anchor);
        self.open.push(Open {
            line,
            anchor,
            items,
        });
        Ok(())
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

    fn alias(&mut self, name: &str, line: usize) -> Result<Node, FileError> {
        let Some(number) = self.names.get(name) else {
            return Err(fail(
                line,
                format!(
                    "an alias refers to {}, but no anchor above has this name.",
                    quoted(name)
                ),
            ));
        };
        let Some(Anchored { node, weight }) = self.anchors.get(number) else {
            return Err(fail(
                line,
                "an alias refers to a value that contains it, which has no end.".to_owned(),
            ));
        };
        let weight = *weight;
        if self.open.len() + weight.depth > MAX_DEPTH {
            return Err(fail(
                line,
                format!("with aliases expanded this is nested deeper than {MAX_DEPTH} levels."),
            ));
        }
        let copy = node.clone();
        self.spend(weight, line)?;
        Ok(copy)
    }

    fn spend(&mut self, weight: Weight, line: usize) -> Result<(), FileError> {
        self.aliased.nodes += weight.nodes;
        self.aliased.bytes += weight.bytes;
        if self.aliased.nodes > MAX_ALIASED || self.aliased.bytes > MAX_ALIASED_BYTES {
            return Err(fail(
                line,
                format!(
                    "anchors and aliases expand this to more than {MAX_ALIASED} values; no manifest needs that, so it is not read."
                ),
            ));
        }
        Ok(())
    }

    /// Puts a finished node where it belongs: into the open collection, as key or value.
    fn place(&mut self, node: Node) -> Result<(), FileError> {
        match self.open.last_mut() {
            None => self.document = Some(node),
            Some(Open {
                items: Items::Sequence(nodes),
                ..
            }) => nodes.push(node),
            Some(Open {
                items: Items::Mapping(pairs),
                ..
            }) => {
                let line = node.line;
                pairs
                    .place(node, self.keys, &mut self.repeated)
                    .map_err(|message| fail(line, message.to_owned()))?;
            }
        }
        Ok(())
    }
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
fn explain(text: &str, before: usize, fault: Fault) -> FileError {
    // An unfinished file ends on a line that no editor shows.
    let line = fault.line.min(text.lines().count());
    let said = fault.problem;
    let beside = || text.lines().skip(line.saturating_sub(2)).take(3);
    let has_tab = beside().any(|line| line.trim_start_matches(' ').starts_with('\t'));
    let message = if said == BEHIND_THE_END {
        format!("{said}.")
    } else if has_tab {
        "this is not YAML: a tab indents this line or one next to it, and YAML allows only spaces."
            .to_owned()
    } else if beside().any(|line| line.contains("{{")) {
        format!(
            "this is not YAML: {said}. A template is not rendered yet here ({{{{ … }}}}); provide the output of helm template or kustomize build."
        )
    } else {
        format!("this is not YAML: {said}.")
    };
    fail(line + before, message)
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
