//! Reads TOML into the same tree as YAML, with the line of every key: Bottlerocket's settings and
//! containerd's configuration. What is TOML and what is not is said by the library that
//! Bottlerocket reads its settings with, toml-rs.

use super::open_toml::OpenToml;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::core::yaml::{Key, Node, Tree};

/// What is wrong with a text, and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct TomlError {
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) message: String,
}

/// What a text of TOML holds, and what of it a template still has to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Toml {
    pub(in crate::core::import) node: Node,
    /// Placeholders with a line of their own, which may stand for any settings.
    pub(in crate::core::import) gaps: Vec<(usize, String)>,
    /// Whether a value without quotes is still to be filled in.
    pub(in crate::core::import) has_bare: bool,
}

/// Reads a text whose first line is `first`. Dates stay text without quotes, and so do values that are
/// still to be filled in.
///
/// # Errors
/// Text that is no TOML, or nested too deep; a table or key that is there twice.
pub(in crate::core::import) fn read(text: &str, first: usize) -> Result<Node, TomlError> {
    read_open(text, first).map(|toml| toml.node)
}

/// Reads a text that may be of a template.
///
/// # Errors
/// The same as [`read`].
pub(in crate::core::import) fn read_open(text: &str, first: usize) -> Result<Toml, TomlError> {
    let open = OpenToml::parse(text);
    let plain = open.as_ref().map_or(text, |open| open.text.as_str());
    let lines = Lines::new(plain, first, open.as_ref());
    let root = DeTable::parse(plain).map_err(|error| TomlError {
        line: lines.at(error.span().map_or(0, |span| span.start)),
        message: format!("{}.", lines.text(error.message()).0),
    })?;
    let gaps = open.iter().flat_map(|open| &open.gaps);
    Ok(Toml {
        node: Node::new(first, lines.table(root.get_ref())),
        gaps: gaps
            .map(|(line, what)| (line + first - 1, what.clone()))
            .collect(),
        has_bare: open.as_ref().is_some_and(|open| open.has_bare),
    })
}

/// Where each line of a text begins.
struct Lines<'a> {
    starts: Vec<usize>,
    first: usize,
    open: Option<&'a OpenToml>,
}

impl<'a> Lines<'a> {
    fn new(text: &str, first: usize, open: Option<&'a OpenToml>) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            starts: breaks.collect(),
            first,
            open,
        }
    }

    /// A text with its placeholders, and whether it has no quotes.
    fn text(&self, text: &str) -> (String, bool) {
        match self.open {
            Some(open) => open.restored(text),
            None => (text.to_owned(), false),
        }
    }

    /// The line of a byte.
    fn at(&self, byte: usize) -> usize {
        self.first + self.starts.partition_point(|start| *start <= byte)
    }

    /// The pairs in the order of the text.
    fn table(&self, table: &DeTable<'_>) -> Tree {
        let mut pairs: Vec<_> = table.iter().collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        let pair = |(key, value): (&Spanned<_>, &Spanned<_>)| {
            let line = self.at(key.span().start);
            let (text, _) = self.text(AsRef::<str>::as_ref(key.get_ref()));
            (Key { line, text }, self.node(value, line))
        };
        Tree::Mapping(pairs.into_iter().map(pair).collect())
    }

    /// A value; a table begins where its key does.
    fn node(&self, value: &Spanned<DeValue<'_>>, key_line: usize) -> Node {
        let line = self.at(value.span().start);
        let plain = |text: String| {
            let mut node = Node::new(line, Tree::Scalar(text));
            node.plain = true;
            node
        };
        match value.get_ref() {
            DeValue::String(text) => {
                let (text, is_bare) = self.text(text);
                let mut node = Node::new(line, Tree::Scalar(text));
                node.plain = is_bare;
                node
            }
            DeValue::Integer(number) => {
                let value = i64::from_str_radix(number.as_str(), number.radix());
                plain(value.map_or_else(|_| number.as_str().to_owned(), |value| value.to_string()))
            }
            DeValue::Float(number) => plain(number.as_str().to_owned()),
            DeValue::Boolean(truth) => plain(truth.to_string()),
            DeValue::Datetime(date) => plain(date.to_string()),
            DeValue::Array(items) => {
                let items = items.iter().map(|item| {
                    let line = self.at(item.span().start);
                    self.node(item, line)
                });
                Node::new(line, Tree::Sequence(items.collect()))
            }
            DeValue::Table(table) => Node::new(key_line, self.table(table)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::core::yaml::{Node, Scalar};

    #[test]
    fn what_nodes_are_given_is_read_with_lines() {
        let text = r#"
[settings.container-runtime]
snapshotter = "soci" # on
[settings."a.b"]
list = [
  "x", 'y',
  { k = 1, l.m = true },
]
[[t]]
a = 1
[t.sub]
b = -1_000
[[t]]
a = """
two
lines \
   joined"""
d = 1979-05-27T07:32:00Z
"#;
        let node = read(text, 10).unwrap();
        assert_eq!(
            node.str_at(&["settings", "container-runtime", "snapshotter"]),
            Some("soci")
        );
        assert_eq!(
            node.line_at(&["settings", "container-runtime", "snapshotter"]),
            12
        );
        let list = node.at(&["settings", "a.b", "list"]).unwrap();
        assert_eq!(
            list.items()[2].at(&["l", "m"]).and_then(Node::scalar),
            Some(Scalar::Bool(true))
        );
        let t = node.get("t").unwrap().items();
        assert_eq!(
            t[0].at(&["sub", "b"]).and_then(Node::scalar),
            Some(Scalar::Integer(-1000))
        );
        assert_eq!(t[1].str_at(&["a"]), Some("two\nlines joined"));
        assert_eq!(t[1].line_at(&["d"]), 27);
    }

    #[test]
    fn what_is_no_toml_is_refused_with_its_line() {
        for (text, line) in [
            ("a = 1\na = 2", 2),
            ("[a]\n[a]", 2),
            ("a = b", 1),
            ("a", 1),
            ("a = \"x", 1),
            ("\n[a", 2),
            ("a = [1, 2", 1),
            ("a = 1\n[a]\nb = 1", 2),
            ("a = 1 b = 2", 1),
            ("a: 1", 1),
        ] {
            assert_eq!(
                read(text, 1).map_err(|error| error.line),
                Err(line),
                "{text}"
            );
        }
        assert!(read(&format!("a = {}", "[".repeat(10_000)), 1).is_err());
    }
}
