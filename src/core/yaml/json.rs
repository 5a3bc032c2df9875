//! Reads JSON documents that stand one after another, as `kubectl` reads a file whose first
//! letter is `{`: with the rules of Go's encoding/json, which differ from YAML's in escapes.

use std::collections::BTreeMap;

use super::document::{Document, Repeated};
use super::grammar::{Fault, MAX_DEPTH};
use super::node::{Key, Node, Tree};

/// The JSON documents at the start of a text.
pub(super) struct Documents<'a> {
    text: &'a str,
    at: usize,
    /// Line feeds before.
    row: usize,
    repeated: Vec<Repeated>,
}

impl<'a> Documents<'a> {
    /// The documents of a text; none if `kubectl` would not look for any.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        text.trim_start().starts_with('{').then_some(Self {
            text,
            at: 0,
            row: 0,
            repeated: Vec::new(),
        })
    }

    /// What stands behind the documents that were read, without blanks and without the line end
    /// behind them, and the number of lines before.
    pub(super) fn rest(&self) -> (usize, &'a str) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| c != '\n' && c.is_whitespace());
        match rest.strip_prefix('\n') {
            Some(below) => (self.row + 1, below),
            None => (self.row, rest),
        }
    }

    /// The next document; none at the end of the text. After a fault the place stays behind the
    /// document before.
    pub(super) fn next_document(&mut self) -> Option<Result<Document, Fault>> {
        let (at, row) = (self.at, self.row);
        self.skip_blanks();
        if self.at >= self.text.len() {
            return None;
        }
        let value = self.value(0).map(|node| Document {
            node,
            repeated: std::mem::take(&mut self.repeated),
            elided: None,
        });
        if value.is_err() {
            (self.at, self.row) = (at, row);
        }
        Some(value)
    }

    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn fault<T>(&self, problem: &'static str) -> Result<T, Fault> {
        Err(Fault {
            line: self.row + 1,
            problem,
        })
    }

    fn skip_blanks(&mut self) {
        while let b' ' | b'\t' | b'\r' | b'\n' = self.peek() {
            self.row += usize::from(self.peek() == b'\n');
            self.at += 1;
        }
    }

    /// Goes over a letter and the blanks behind it, if it stands here.
    fn eat(&mut self, letter: u8) -> bool {
        let is_here = self.peek() == letter;
        if is_here {
            self.at += 1;
            self.skip_blanks();
        }
        is_here
    }

    /// The value that stands here; the place is then behind its last letter.
    fn value(&mut self, depth: usize) -> Result<Node, Fault> {
        let line = self.row + 1;
        match self.peek() {
            b'{' | b'[' if depth >= MAX_DEPTH => self.fault("nested deeper than 64 levels"),
            b'{' => self.object(line, depth),
            b'[' => self.array(line, depth),
            b'"' => Ok(Node::new(line, Tree::Scalar(self.string()?))),
            _ => self.word(line),
        }
    }

    fn object(&mut self, line: usize, depth: usize) -> Result<Node, Fault> {
        let mut pairs = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        self.eat(b'{');
        while self.peek() != b'}' {
            if !pairs.is_empty() && !self.eat(b',') {
                return self.fault("a comma or } is missing here");
            }
            let line = self.row + 1;
            if self.peek() != b'"' {
                return self.fault("a key in double quotes is expected here");
            }
            let text = self.string()?;
            self.skip_blanks();
            if !self.eat(b':') {
                return self.fault("a colon is missing after the key");
            }
            if let Some(first) = seen.insert(text.clone(), line) {
                self.repeated.push(Repeated {
                    text: text.clone(),
                    first,
                    second: line,
                });
            }
            let value = self.value(depth + 1)?;
            self.skip_blanks();
            pairs.push((Key { line, text }, value));
        }
        self.at += 1;
        Ok(Node::new(line, Tree::Mapping(pairs)))
    }

    fn array(&mut self, line: usize, depth: usize) -> Result<Node, Fault> {
        let mut items = Vec::new();
        self.eat(b'[');
        while self.peek() != b']' {
            if !items.is_empty() && !self.eat(b',') {
                return self.fault("a comma or ] is missing here");
            }
            items.push(self.value(depth + 1)?);
            self.skip_blanks();
        }
        self.at += 1;
        Ok(Node::new(line, Tree::Sequence(items)))
    }

    /// A number, a truth or `null`.
    fn word(&mut self, line: usize) -> Result<Node, Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'))
            .unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let tree = match word {
            "null" => Tree::Null,
            "true" | "false" => Tree::Scalar(word.to_owned()),
            _ if is_number(word) => Tree::Scalar(word.to_owned()),
            _ => return self.fault("a value is expected here"),
        };
        self.at += end;
        Ok(Node {
            line,
            plain: true,
            block: false,
            is_part: false,
            tree,
        })
    }

    /// The text in double quotes that stands here.
    fn string(&mut self) -> Result<String, Fault> {
        let mut text = String::new();
        self.at += 1;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let plain = rest
                .find(|c: char| c < ' ' || matches!(c, '"' | '\\'))
                .unwrap_or(rest.len());
            text.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return Ok(text);
                }
                b'\\' => self.escape(&mut text)?,
                _ => return self.fault("a quote opened here is not closed on its line"),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Result<(), Fault> {
        let letter = self.text.as_bytes().get(self.at + 1).copied().unwrap_or(0);
        let (letter, length) = match letter {
            b'"' | b'\\' | b'/' => (char::from(letter), 2),
            b'b' => ('\u{8}', 2),
            b'f' => ('\u{C}', 2),
            b'n' => ('\n', 2),
            b'r' => ('\r', 2),
            b't' => ('\t', 2),
            b'u' => {
                let Some(first) = self.unit(self.at) else {
                    return self.fault("\\u needs four hexadecimal digits");
                };
                let pair = [Some(first), self.unit(self.at + 6)].into_iter().flatten();
                match char::decode_utf16(pair).next() {
                    Some(Ok(letter)) => (letter, 6 * letter.len_utf16()),
                    // Go puts U+FFFD in the place of half a pair.
                    Some(Err(_)) | None => (char::REPLACEMENT_CHARACTER, 6),
                }
            }
            _ => return self.fault("invalid JSON escape"),
        };
        text.push(letter);
        self.at += length;
        Ok(())
    }

    /// The code unit of `\uXXXX` there.
    fn unit(&self, at: usize) -> Option<u16> {
        let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
        let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        all.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
    }
}

/// `-0.5e3`: JSON's numbers have no leading zero and no plus.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}
