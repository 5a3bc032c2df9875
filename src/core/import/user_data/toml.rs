//! Reads TOML 1.0 into the same tree as YAML, with the line of every key: Bottlerocket's settings
//! and containerd's configuration.
//!
//! A reader of our own, because the page links no TOML parser and an answer must name lines. Dates
//! stay text. The caller bounds the text's length; collections nest 32 deep.

use crate::core::error::quote;
use crate::core::yaml::{Key, Node, Tree};

/// What is wrong with a text, and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct TomlError {
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) message: String,
}

const DEEPEST: usize = 32;

/// Reads a text whose first line is `first`.
///
/// # Errors
/// Text that is no TOML; a table or key that is there twice.
pub(in crate::core::import) fn read(text: &str, first: usize) -> Result<Node, TomlError> {
    let mut reader = Reader {
        letters: text.chars().collect(),
        at: 0,
        line: first,
    };
    reader.document()
}

struct Reader {
    letters: Vec<char>,
    at: usize,
    line: usize,
}

type Found<T> = Result<T, TomlError>;

impl Reader {
    fn document(&mut self) -> Found<Node> {
        let mut root = Node::new(self.line, Tree::Mapping(Vec::new()));
        let mut defined: Vec<Vec<String>> = Vec::new();
        let mut table: Vec<Key> = Vec::new();
        loop {
            self.skip_lines();
            match self.peek() {
                None => return Ok(root),
                Some('[') => {
                    self.next();
                    let list = self.eat('[');
                    table = self.path()?;
                    self.expect(']')?;
                    if list {
                        self.expect(']')?;
                    }
                    self.end_of_line()?;
                    let names: Vec<String> = table.iter().map(|key| key.text.clone()).collect();
                    if list {
                        append(&mut root, &table)?;
                        // Its tables may come again, below the next entry.
                        defined.retain(|other| !other.starts_with(&names));
                    } else {
                        if defined.contains(&names) {
                            return Err(self
                                .fail(format!("the table [{}] is there twice.", names.join("."))));
                        }
                        defined.push(names);
                        descend(&mut root, &table)?;
                    }
                }
                Some(_) => {
                    let path = self.path()?;
                    self.expect('=')?;
                    let value = self.value(0)?;
                    self.end_of_line()?;
                    let place = descend(&mut root, &table)?;
                    put(place, &path, value)?;
                }
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn ahead(&self, text: &str) -> bool {
        text.chars()
            .enumerate()
            .all(|(index, c)| self.letters.get(self.at + index) == Some(&c))
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        if letter == '\n' {
            self.line += 1;
        }
        Some(letter)
    }

    fn eat(&mut self, letter: char) -> bool {
        let there = self.peek() == Some(letter);
        if there {
            self.next();
        }
        there
    }

    fn fail(&self, message: String) -> TomlError {
        TomlError {
            line: self.line,
            message,
        }
    }

    fn expect(&mut self, letter: char) -> Found<()> {
        self.skip_blanks();
        if self.eat(letter) {
            return Ok(());
        }
        let found = match self.peek() {
            None => "the text ends".to_owned(),
            Some('\n' | '\r') => "the line ends".to_owned(),
            Some(other) => format!("{} stands", quote(&other.to_string())),
        };
        Err(self.fail(format!("{found} where {letter} is needed.")))
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.next();
        }
    }

    fn skip_comment(&mut self) {
        if self.peek() == Some('#') {
            while self.peek().is_some_and(|letter| letter != '\n') {
                self.next();
            }
        }
    }

    fn skip_lines(&mut self) {
        loop {
            self.skip_blanks();
            self.skip_comment();
            match self.peek() {
                Some('\n' | '\r') => {
                    self.next();
                }
                _ => return,
            }
        }
    }

    fn end_of_line(&mut self) -> Found<()> {
        self.skip_blanks();
        self.skip_comment();
        self.eat('\r');
        match self.peek() {
            None => Ok(()),
            Some('\n') => {
                self.next();
                Ok(())
            }
            Some(other) => Err(self.fail(format!(
                "{} stands behind the value; one key a line.",
                quote(&other.to_string())
            ))),
        }
    }

    /// A dotted key.
    fn path(&mut self) -> Found<Vec<Key>> {
        let mut path = Vec::new();
        loop {
            self.skip_blanks();
            let line = self.line;
            let text = match self.peek() {
                Some('"') => self.basic()?,
                Some('\'') => self.literal()?,
                _ => {
                    let mut word = String::new();
                    while let Some(letter) = self
                        .peek()
                        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                    {
                        word.push(letter);
                        self.next();
                    }
                    if word.is_empty() {
                        let found = self.peek().map_or("the text's end".to_owned(), |letter| {
                            quote(&letter.to_string())
                        });
                        return Err(self.fail(format!("{found} where a key is needed.")));
                    }
                    word
                }
            };
            path.push(Key { line, text });
            if path.len() > DEEPEST {
                return Err(self.fail("nested deeper than any settings.".to_owned()));
            }
            self.skip_blanks();
            if !self.eat('.') {
                return Ok(path);
            }
        }
    }

    fn value(&mut self, depth: usize) -> Found<Node> {
        self.skip_blanks();
        let line = self.line;
        if depth > DEEPEST {
            return Err(self.fail("nested deeper than any settings.".to_owned()));
        }
        let tree = match self.peek() {
            Some('"') => Tree::Scalar(if self.ahead("\"\"\"") {
                self.several_lines('"')?
            } else {
                self.basic()?
            }),
            Some('\'') => Tree::Scalar(if self.ahead("'''") {
                self.several_lines('\'')?
            } else {
                self.literal()?
            }),
            Some('[') => self.array(depth)?,
            Some('{') => self.inline_table(depth)?,
            _ => return self.bare(line),
        };
        Ok(Node::new(line, tree))
    }

    fn bare(&mut self, line: usize) -> Found<Node> {
        let mut word = String::new();
        while let Some(letter) = self
            .peek()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '_' | '.' | ':'))
        {
            word.push(letter);
            self.next();
        }
        let begins = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
        if !begins && !matches!(word.as_str(), "true" | "false" | "inf" | "nan") {
            return Err(self.fail(if word.is_empty() {
                "a value is missing.".to_owned()
            } else {
                format!("{} is no value; text stands in quotes.", quote(&word))
            }));
        }
        let mut node = Node::new(line, Tree::Scalar(word));
        node.plain = true;
        Ok(node)
    }

    fn array(&mut self, depth: usize) -> Found<Tree> {
        self.next();
        let mut items = Vec::new();
        loop {
            self.skip_lines();
            if self.eat(']') {
                return Ok(Tree::Sequence(items));
            }
            items.push(self.value(depth + 1)?);
            self.skip_lines();
            if !self.eat(',') {
                self.expect(']')?;
                return Ok(Tree::Sequence(items));
            }
        }
    }

    fn inline_table(&mut self, depth: usize) -> Found<Tree> {
        self.next();
        let mut table = Node::new(self.line, Tree::Mapping(Vec::new()));
        self.skip_blanks();
        if self.eat('}') {
            return Ok(table.tree);
        }
        loop {
            let path = self.path()?;
            self.expect('=')?;
            let value = self.value(depth + 1)?;
            put(&mut table, &path, value)?;
            self.skip_blanks();
            if !self.eat(',') {
                self.expect('}')?;
                return Ok(table.tree);
            }
        }
    }

    fn basic(&mut self) -> Found<String> {
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.extend(self.escape()?),
                None | Some('\n') => {
                    return Err(self.fail("a text in quotes has no end.".to_owned()));
                }
                Some(letter) => text.push(letter),
            }
        }
    }

    fn literal(&mut self) -> Found<String> {
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                Some('\'') => return Ok(text),
                None | Some('\n') => {
                    return Err(self.fail("a text in quotes has no end.".to_owned()));
                }
                Some(letter) => text.push(letter),
            }
        }
    }

    fn several_lines(&mut self, quote: char) -> Found<String> {
        let end: String = [quote; 3].iter().collect();
        for _ in 0..3 {
            self.next();
        }
        self.eat('\r');
        self.eat('\n');
        let mut text = String::new();
        loop {
            if self.ahead(&end) {
                for _ in 0..3 {
                    self.next();
                }
                // Up to two quotes may stand before the end.
                while self.peek() == Some(quote) {
                    text.push(quote);
                    self.next();
                }
                return Ok(text);
            }
            match self.next() {
                None => return Err(self.fail("a text in quotes has no end.".to_owned())),
                Some('\\') if quote == '"' => {
                    if matches!(self.peek(), Some('\n' | '\r' | ' ' | '\t')) {
                        while matches!(self.peek(), Some('\n' | '\r' | ' ' | '\t')) {
                            self.next();
                        }
                    } else {
                        text.extend(self.escape()?);
                    }
                }
                Some('\r') => {}
                Some(letter) => text.push(letter),
            }
        }
    }

    fn escape(&mut self) -> Found<Option<char>> {
        let letter = match self.next() {
            Some('b') => '\u{8}',
            Some('t') => '\t',
            Some('n') => '\n',
            Some('f') => '\u{c}',
            Some('r') => '\r',
            Some(same @ ('"' | '\\')) => same,
            Some(kind @ ('u' | 'U')) => {
                let mut code = 0_u32;
                for _ in 0..if kind == 'u' { 4 } else { 8 } {
                    let digit = self.next().and_then(|c| c.to_digit(16));
                    let digit = digit.ok_or_else(|| self.fail("an escape is torn.".to_owned()))?;
                    code = code.saturating_mul(16).saturating_add(digit);
                }
                return Ok(char::from_u32(code));
            }
            _ => return Err(self.fail("there is no such escape.".to_owned())),
        };
        Ok(Some(letter))
    }
}

/// The table at a path, made if it is not there; of a list of tables, its last.
fn descend<'a>(root: &'a mut Node, path: &[Key]) -> Found<&'a mut Node> {
    let mut node = root;
    for key in path {
        let Tree::Mapping(pairs) = &mut node.tree else {
            return Err(no_table(key));
        };
        let index = match pairs.iter().position(|(own, _)| own.text == key.text) {
            Some(index) => index,
            None => {
                pairs.push((key.clone(), Node::new(key.line, Tree::Mapping(Vec::new()))));
                pairs.len() - 1
            }
        };
        let (_, below) = pairs.get_mut(index).ok_or_else(|| no_table(key))?;
        node = if matches!(below.tree, Tree::Sequence(_)) {
            let Tree::Sequence(items) = &mut below.tree else {
                return Err(no_table(key));
            };
            items.last_mut().ok_or_else(|| no_table(key))?
        } else {
            below
        };
        if !matches!(node.tree, Tree::Mapping(_)) {
            return Err(no_table(key));
        }
    }
    Ok(node)
}

fn no_table(key: &Key) -> TomlError {
    TomlError {
        line: key.line,
        message: format!(
            "{} is a value already and cannot be a table.",
            quote(&key.text)
        ),
    }
}

/// Adds an entry to a list of tables.
fn append(root: &mut Node, path: &[Key]) -> Found<()> {
    let Some((last, above)) = path.split_last() else {
        return Ok(());
    };
    let place = descend(root, above)?;
    let Tree::Mapping(pairs) = &mut place.tree else {
        return Err(no_table(last));
    };
    let entry = Node::new(last.line, Tree::Mapping(Vec::new()));
    match pairs.iter_mut().find(|(own, _)| own.text == last.text) {
        Some((_, node)) => match &mut node.tree {
            Tree::Sequence(items) => items.push(entry),
            _ => return Err(no_table(last)),
        },
        None => pairs.push((
            last.clone(),
            Node::new(last.line, Tree::Sequence(vec![entry])),
        )),
    }
    Ok(())
}

/// Puts a value at a dotted key of a table.
fn put(table: &mut Node, path: &[Key], value: Node) -> Found<()> {
    let Some((last, above)) = path.split_last() else {
        return Ok(());
    };
    let place = descend(table, above)?;
    let Tree::Mapping(pairs) = &mut place.tree else {
        return Err(no_table(last));
    };
    if let Some((before, _)) = pairs.iter().find(|(own, _)| own.text == last.text) {
        return Err(TomlError {
            line: last.line,
            message: format!(
                "{} is there twice, first in line {}.",
                quote(&last.text),
                before.line
            ),
        });
    }
    pairs.push((last.clone(), value));
    Ok(())
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
            node.letters_at(&["settings", "container-runtime", "snapshotter"]),
            Some("soci")
        );
        assert_eq!(
            node.line_at(&["settings", "container-runtime", "snapshotter"]),
            12
        );
        let list = node.at(&["settings", "a.b", "list"]).unwrap();
        assert_eq!(
            list.items()[2].at(&["l", "m"]).and_then(Node::scalar),
            Some(Scalar::Flag(true))
        );
        let t = node.get("t").unwrap().items();
        assert_eq!(
            t[0].at(&["sub", "b"]).and_then(Node::scalar),
            Some(Scalar::Integer(-1000))
        );
        assert_eq!(t[1].letters_at(&["a"]), Some("two\nlines joined"));
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
