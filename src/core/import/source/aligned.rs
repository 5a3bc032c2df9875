//! Texts that are made from a tree, line for line: what is said of a line of the text is true of
//! that line of the file.

use super::Lines;
use crate::core::yaml::{Node, Scalar, Tree};

/// A text whose lines stand where they are put.
pub(super) struct Aligned {
    first: usize,
    lines: Vec<String>,
}

impl Aligned {
    /// A text whose first line is this line of the file.
    pub(super) fn new(first: usize) -> Self {
        Self {
            first,
            lines: Vec::new(),
        }
    }

    /// Puts a line at its place, or behind the last one if that is taken: then it says false.
    pub(super) fn put(&mut self, line: usize, text: &str) -> bool {
        let index = line.saturating_sub(self.first);
        let is_free = index >= self.lines.len();
        while self.lines.len() < index && self.lines.len() < 200_000 {
            self.lines.push(String::new());
        }
        self.lines.push(text.to_owned());
        is_free
    }

    /// Goes on in the last line if the place is in it or before, else in a new one.
    fn go_on(&mut self, line: usize, text: &str) {
        let index = line.saturating_sub(self.first);
        while self.lines.len() <= index && self.lines.len() < 200_000 {
            self.lines.push(String::new());
        }
        if let Some(last) = self.lines.last_mut() {
            last.push_str(text);
        }
    }

    /// The line of the file on which it begins.
    pub(super) const fn first(&self) -> usize {
        self.first
    }

    /// The line behind its last.
    pub(super) const fn end(&self) -> usize {
        self.first + self.lines.len()
    }

    pub(super) fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// Bottlerocket's settings as TOML, every value with its whole key in the line that it has in the
/// file; and how the lines count.
pub(super) fn settings(node: &Node, key_line: usize) -> (String, Lines) {
    let first = first_line(node).max(key_line);
    let mut text = Aligned::new(first);
    let exact = table(node, "settings", &mut text);
    let lines = if exact {
        Lines::From(first)
    } else {
        Lines::At(key_line)
    };
    (text.text(), lines)
}

fn first_line(node: &Node) -> usize {
    node.pairs()
        .first()
        .map_or(node.line, |(key, below)| match below.tree {
            Tree::Mapping(_) => first_line(below).max(key.line),
            _ => key.line,
        })
}

fn table(node: &Node, path: &str, text: &mut Aligned) -> bool {
    let mut exact = true;
    for (key, below) in node.pairs() {
        let path = format!("{path}.{}", toml_key(&key.text));
        let is_spread = below
            .pairs()
            .first()
            .is_some_and(|(first, _)| first.line > key.line);
        exact &= if is_spread {
            table(below, &path, text)
        } else {
            match toml_value(below) {
                Some(value) => text.put(key.line, &format!("{path} = {value}")),
                None => true,
            }
        };
    }
    exact
}

fn toml_key(key: &str) -> String {
    let is_bare = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// A value in one line; nothing where there is none.
fn toml_value(node: &Node) -> Option<String> {
    match &node.tree {
        Tree::Null => None,
        Tree::Scalar(text) => Some(match node.scalar() {
            Some(Scalar::Bool(flag)) => flag.to_string(),
            Some(Scalar::Integer(number)) => number.to_string(),
            _ => quoted(text),
        }),
        Tree::Sequence(items) => {
            let items: Vec<String> = items.iter().filter_map(toml_value).collect();
            Some(format!("[{}]", items.join(", ")))
        }
        Tree::Mapping(pairs) => {
            let pairs: Vec<String> = pairs
                .iter()
                .filter_map(|(key, below)| {
                    Some(format!("{} = {}", toml_key(&key.text), toml_value(below)?))
                })
                .collect();
            Some(format!("{{ {} }}", pairs.join(", ")))
        }
    }
}

/// A text in the quotes of JSON, which TOML and YAML take as well.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A NodeConfig with the given fields of its `spec`, as JSON whose keys stand in their lines.
pub(super) fn node_config(spec: &[(usize, &str, &Node)]) -> Option<(String, Lines)> {
    let (first, ..) = *spec.first()?;
    let mut text = Aligned::new(first);
    text.go_on(
        first,
        "{\"apiVersion\": \"node.eks.aws/v1alpha1\", \"kind\": \"NodeConfig\", \"spec\": {",
    );
    for (index, (line, key, node)) in spec.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        text.go_on(*line, &format!("{comma}{}: ", quoted(key)));
        json(node, &mut text);
    }
    text.go_on(first, "}}");
    Some((text.text(), Lines::From(first)))
}

/// A tree as JSON whose keys stand in their lines, and how these count.
pub(super) fn as_json(node: &Node) -> (String, Lines) {
    let mut text = Aligned::new(node.line);
    json(node, &mut text);
    (text.text(), Lines::From(node.line))
}

fn json(node: &Node, text: &mut Aligned) {
    match &node.tree {
        Tree::Null => text.go_on(node.line, "null"),
        Tree::Scalar(own) => {
            let value = match node.scalar() {
                Some(Scalar::Bool(flag)) => flag.to_string(),
                Some(Scalar::Integer(number)) => number.to_string(),
                Some(Scalar::Decimal(number)) => number.to_owned(),
                _ => quoted(own),
            };
            text.go_on(node.line, &value);
        }
        Tree::Sequence(items) => {
            text.go_on(node.line, "[");
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.go_on(item.line, ", ");
                }
                json(item, text);
            }
            text.go_on(node.line, "]");
        }
        Tree::Mapping(pairs) => {
            text.go_on(node.line, "{");
            for (index, (key, below)) in pairs.iter().enumerate() {
                let comma = if index > 0 { ", " } else { "" };
                text.go_on(key.line, &format!("{comma}{}: ", quoted(&key.text)));
                json(below, text);
            }
            text.go_on(node.line, "}");
        }
    }
}
