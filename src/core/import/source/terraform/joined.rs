//! Texts that functions put together: `join("\n", [...])`, with locals of the same file. What is computed
//! is a placeholder in them.

use std::collections::{BTreeMap, BTreeSet};

use hcl_edit::Span;
use hcl_edit::expr::{Expression, FuncCall};
use hcl_edit::structure::Body;

use super::text::Source;

/// Most locals within each other.
const MAX_DEPTH: usize = 6;

/// The locals of a file, and which of them are pieces of a longer text.
#[derive(Default)]
pub(super) struct Locals<'a> {
    all: BTreeMap<String, &'a Expression>,
    /// Those that a `join` names: by themselves they are no text of a node.
    pieces: BTreeSet<String>,
    /// Those of them that were put together.
    used: BTreeSet<String>,
}

impl<'a> Locals<'a> {
    pub(super) fn new(body: &'a Body, source: &Source<'_>) -> Self {
        let blocks = body.get_blocks("locals");
        let attributes = blocks.flat_map(|block| block.body.attributes());
        let all: BTreeMap<String, &Expression> = attributes
            .map(|attribute| (attribute.key.as_str().to_owned(), &attribute.value))
            .collect();
        let calls = joins(source.whole());
        let pieces = all.keys().filter(|name| {
            let name = format!("local.{name}");
            calls.iter().any(|call| names(call, &name))
        });
        let pieces = pieces.cloned().collect();
        Self {
            all,
            pieces,
            used: BTreeSet::new(),
        }
    }

    /// Whether a local is a piece of a longer text.
    pub(super) fn is_piece(&self, name: &str) -> bool {
        self.pieces.contains(name)
    }

    /// Pieces that nothing was made of, with their values.
    pub(super) fn left(&self) -> impl Iterator<Item = (&str, &'a Expression)> {
        let left = self.pieces.difference(&self.used);
        left.filter_map(|name| Some((name.as_str(), *self.all.get(name)?)))
    }

    /// The text that a call of `join` comes to, if it is one of several lines that a node gets.
    pub(super) fn joined(&mut self, call: &FuncCall, source: &Source<'_>) -> Option<String> {
        let before = self.used.clone();
        let text = self.text_of(call, source, 0)?;
        let is_user_data = ["MIME-Version:", "Content-Type:", "#!", "[settings"]
            .iter()
            .any(|start| text.trim_start().starts_with(start));
        if is_user_data {
            return Some(text);
        }
        self.used = before;
        None
    }

    fn text_of(&mut self, call: &FuncCall, source: &Source<'_>, depth: usize) -> Option<String> {
        let arguments: Vec<&Expression> = call.args.iter().collect();
        match (call.name.name.as_str(), arguments.as_slice()) {
            ("join", [between, list]) => {
                let (between, _) = source.text(between)?;
                let mut pieces = Vec::new();
                self.list(list, source, depth + 1, &mut pieces);
                Some(pieces.join(&between))
            }
            _ => None,
        }
    }

    fn list(
        &mut self,
        list: &Expression,
        source: &Source<'_>,
        depth: usize,
        pieces: &mut Vec<String>,
    ) {
        match list {
            Expression::Array(items) => {
                for item in items {
                    pieces.push(self.piece(item, source, depth));
                }
            }
            Expression::FuncCall(call)
                if matches!(call.name.name.as_str(), "concat" | "compact" | "flatten") =>
            {
                for inner in call.args.iter() {
                    self.list(inner, source, depth, pieces);
                }
            }
            Expression::Parenthesis(inner) => self.list(inner.inner(), source, depth, pieces),
            computed => pieces.push(placeholder(computed, source)),
        }
    }

    fn piece(&mut self, piece: &Expression, source: &Source<'_>, depth: usize) -> String {
        if let Some((text, _)) = source.text(piece) {
            return text;
        }
        let own = source.slice(piece.span()).trim();
        let of_local = own
            .strip_prefix("local.")
            .and_then(|name| Some((name.to_owned(), *self.all.get(name)?)))
            .filter(|_| depth < MAX_DEPTH);
        let text = match (piece, of_local) {
            (_, Some((name, value))) => {
                let text = match value {
                    Expression::FuncCall(call) => self.text_of(call, source, depth + 1),
                    value => source.text(value).map(|(text, _)| text),
                };
                // What is computed is named where it stands.
                self.used.insert(name);
                text
            }
            (Expression::FuncCall(call), None) => self.text_of(call, source, depth + 1),
            _ => None,
        };
        text.unwrap_or_else(|| placeholder(piece, source))
    }
}

fn placeholder(value: &Expression, source: &Source<'_>) -> String {
    let words = source.slice(value.span()).split_whitespace();
    format!("${{{}}}", words.collect::<Vec<_>>().join(" "))
}

/// The letters of each call of `join`.
fn joins(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("join(") {
        let own = text.get(at..).unwrap_or_default();
        let mut depth = 0_usize;
        let end = own.char_indices().find_map(|(end, letter)| {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (depth == 0 && letter == ')').then_some(end)
        });
        found.push(own.get(..end.unwrap_or(own.len())).unwrap_or_default());
    }
    found
}

/// Whether a text names something, and not only the beginning of another name.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let behind = text.get(at + name.len()..).unwrap_or_default();
        !behind.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_')
    })
}
