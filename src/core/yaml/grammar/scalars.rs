//! Scalars: blocks, quoted and plain ones.

use super::cursor::{Cursor, Mark};
use super::properties::hex;
use super::scanner::Scanner;
use super::token::{Token, TokenKind};
use super::{Fault, Style};

/// Blanks and breaks between two words, which fold when the second one is there.
#[derive(Default)]
struct Gap {
    blanks: String,
    /// The first break, and the ones behind it.
    first: String,
    others: String,
    /// Whether a break was met.
    broken: bool,
}

impl Gap {
    /// Takes all blanks and breaks that stand here; false at a tab that stands before `indent`.
    fn read(&mut self, cursor: &mut Cursor<'_>, indent: usize) -> bool {
        loop {
            if cursor.is_blank() {
                if !self.broken {
                    cursor.read(&mut self.blanks);
                } else if cursor.mark.column < indent && cursor.peek() == b'\t' {
                    return false;
                } else {
                    cursor.skip();
                }
            } else if cursor.is_break() {
                if self.broken {
                    cursor.read_break(&mut self.others);
                } else {
                    self.blanks.clear();
                    cursor.read_break(&mut self.first);
                    self.broken = true;
                }
            } else {
                return true;
            }
        }
    }

    /// Writes what the gap stands for: one line feed is a blank, further ones stay.
    fn fold(&mut self, into: &mut String) {
        if !self.broken {
            into.push_str(&self.blanks);
        } else if self.first.starts_with('\n') {
            into.push_str(if self.others.is_empty() {
                " "
            } else {
                &self.others
            });
        } else {
            into.push_str(&self.first);
            into.push_str(&self.others);
        }
        self.blanks.clear();
        self.first.clear();
        self.others.clear();
        self.broken = false;
    }
}

/// What becomes of the breaks behind a block's last line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomping {
    Clip,
    Strip,
    Keep,
}

impl Scanner<'_> {
    /// `|` or `>` and the lines that belong to it.
    pub(super) fn scan_block_scalar(&mut self) -> Result<Token, Fault> {
        let mark = self.cursor.mark;
        let literal = self.cursor.peek() == b'|';
        self.cursor.skip();
        let (chomping, increment) = self.scan_block_header()?;
        // The column of the text, once it is known.
        let mut indent = increment.map(|by| self.indent.unwrap_or(0) + by);
        let (mut text, mut first, mut others) = (String::new(), String::new(), String::new());
        self.scan_block_breaks(&mut indent, &mut others)?;
        let mut after_blank = false;
        while indent == Some(self.cursor.mark.column) && !self.cursor.is_end() {
            let at_blank = self.cursor.is_blank();
            if !literal && !after_blank && !at_blank && first.starts_with('\n') {
                if others.is_empty() {
                    text.push(' ');
                }
            } else {
                text.push_str(&first);
            }
            first.clear();
            text.push_str(&others);
            others.clear();
            after_blank = at_blank;
            self.cursor
                .read_while(&mut text, |cursor| !cursor.is_break());
            self.cursor.read_break(&mut first);
            self.scan_block_breaks(&mut indent, &mut others)?;
        }
        if chomping != Chomping::Strip {
            text.push_str(&first);
        }
        if chomping == Chomping::Keep {
            text.push_str(&others);
        }
        Ok(scalar(text, Style::Block, mark))
    }

    /// `+`, `-` and the indentation, in any order, up to the line's end.
    fn scan_block_header(&mut self) -> Result<(Chomping, Option<usize>), Fault> {
        let mut chomping = self.scan_chomping();
        let mut increment = None;
        let digit = self.cursor.peek();
        if digit.is_ascii_digit() {
            if digit == b'0' {
                return self.fault("the indentation of a block of text is 1 to 9");
            }
            increment = Some(usize::from(digit - b'0'));
            self.cursor.skip();
            if chomping.is_none() {
                chomping = self.scan_chomping();
            }
        }
        self.cursor.skip_while(Cursor::is_blank);
        self.cursor.skip_comment();
        if !self.cursor.is_break_or_end() {
            return self.fault(
                "a block of text starts on the line after | or >; a text starting with one of these needs quotes",
            );
        }
        self.cursor.skip_break();
        Ok((chomping.unwrap_or(Chomping::Clip), increment))
    }

    fn scan_chomping(&mut self) -> Option<Chomping> {
        let chomping = match self.cursor.peek() {
            b'+' => Chomping::Keep,
            b'-' => Chomping::Strip,
            _ => return None,
        };
        self.cursor.skip();
        Some(chomping)
    }

    /// Goes over indentation and empty lines; finds out the indentation at the first line that is
    /// not empty.
    fn scan_block_breaks(
        &mut self,
        indent: &mut Option<usize>,
        breaks: &mut String,
    ) -> Result<(), Fault> {
        let mut deepest = 0;
        loop {
            let known = *indent;
            let before = |cursor: &Cursor<'_>| known.is_none_or(|at| cursor.mark.column < at);
            self.cursor
                .skip_while(|cursor| before(cursor) && cursor.peek() == b' ');
            deepest = deepest.max(self.cursor.mark.column);
            if before(&self.cursor) && self.cursor.peek() == b'\t' {
                return self.fault("a tab indents a line of a block of text; use spaces");
            }
            if !self.cursor.is_break() {
                break;
            }
            self.cursor.read_break(breaks);
        }
        if indent.is_none() {
            *indent = Some(deepest.max(self.indent.map_or(1, |at| at + 1)));
        }
        Ok(())
    }

    /// `'…'` or `"…"`.
    pub(super) fn scan_quoted_scalar(&mut self) -> Result<Token, Fault> {
        let mark = self.cursor.mark;
        let quote = self.cursor.peek();
        let single = quote == b'\'';
        self.cursor.skip();
        let (mut text, mut gap) = (String::new(), Gap::default());
        loop {
            if self.cursor.is_document_mark(b'-') || self.cursor.is_document_mark(b'.') {
                return self.fault("a --- or ... line is inside quotes that are still open");
            }
            if self.cursor.is_end() {
                return Err(Fault {
                    line: mark.row + 1,
                    problem: "a quote opened here is never closed",
                });
            }
            while !self.cursor.is_blank_break_or_end() {
                self.cursor.read_while(&mut text, |cursor| {
                    !(cursor.peek() == quote
                        || (!single && cursor.peek() == b'\\')
                        || cursor.is_blank_break_or_end())
                });
                match self.cursor.peek() {
                    b'\'' if single && self.cursor.peek_at(1) == b'\'' => {
                        text.push('\'');
                        self.cursor.skip();
                        self.cursor.skip();
                    }
                    b'\\' if !single && self.cursor.is_break_at(1) => {
                        self.cursor.skip();
                        self.cursor.skip_break();
                        gap.broken = true;
                        break;
                    }
                    b'\\' if !single => self.scan_escape(&mut text)?,
                    _ => break,
                }
            }
            if self.cursor.peek() == quote {
                break;
            }
            gap.read(&mut self.cursor, 0);
            gap.fold(&mut text);
        }
        self.cursor.skip();
        Ok(scalar(text, Style::Quoted, mark))
    }

    /// `\n` and the like.
    fn scan_escape(&mut self, text: &mut String) -> Result<(), Fault> {
        let (letter, digits) = match self.cursor.peek_at(1) {
            b'0' => ('\0', 0),
            b'a' => ('\u{7}', 0),
            b'b' => ('\u{8}', 0),
            b't' | b'\t' => ('\t', 0),
            b'n' => ('\n', 0),
            b'v' => ('\u{B}', 0),
            b'f' => ('\u{C}', 0),
            b'r' => ('\r', 0),
            b'e' => ('\u{1B}', 0),
            letter @ (b' ' | b'"' | b'\'' | b'\\') => (char::from(letter), 0),
            b'N' => ('\u{85}', 0),
            b'_' => ('\u{A0}', 0),
            b'L' => ('\u{2028}', 0),
            b'P' => ('\u{2029}', 0),
            b'x' => ('\0', 2),
            b'u' => ('\0', 4),
            b'U' => ('\0', 8),
            b'/' => {
                return self.fault("\\/ is valid in JSON but not in this YAML; use /");
            }
            _ => {
                return self.fault(
                    "invalid escape in double quotes; use \\\\ for a backslash, or single quotes",
                );
            }
        };
        self.cursor.skip();
        self.cursor.skip();
        if digits == 0 {
            text.push(letter);
            return Ok(());
        }
        let mut value = 0_u32;
        for offset in 0..digits {
            let Some(digit) = hex(self.cursor.peek_at(offset)) else {
                return self.fault("\\x, \\u and \\U take 2, 4 and 8 digits of base 16");
            };
            value = (value << 4) | u32::from(digit);
        }
        let Some(letter) = char::from_u32(value) else {
            return self.fault(
                "half of a surrogate pair, allowed only in a file that is JSON from its first character; use the character itself",
            );
        };
        text.push(letter);
        (0..digits).for_each(|_| self.cursor.skip());
        Ok(())
    }

    /// A scalar without quotes, over as many lines as it has.
    pub(super) fn scan_plain_scalar(&mut self) -> Result<Token, Fault> {
        let mark = self.cursor.mark;
        let indent = self.indent.map_or(0, |at| at + 1);
        let in_flow = self.in_flow();
        let (mut text, mut gap) = (String::new(), Gap::default());
        loop {
            if self.cursor.is_document_mark(b'-')
                || self.cursor.is_document_mark(b'.')
                || self.cursor.peek() == b'#'
            {
                break;
            }
            let goes_on = |cursor: &Cursor<'_>| match cursor.peek() {
                b':' => !cursor.is_blank_break_or_end_at(1),
                b',' | b'?' | b'[' | b']' | b'{' | b'}' => !in_flow,
                _ => !cursor.is_blank_break_or_end(),
            };
            if !self.cursor.is_end() && goes_on(&self.cursor) {
                gap.fold(&mut text);
                self.cursor.read_while(&mut text, goes_on);
            }
            if !(self.cursor.is_blank() || self.cursor.is_break()) {
                break;
            }
            if !gap.read(&mut self.cursor, indent) {
                return self.fault("a tab indents this line; use spaces");
            }
            if !in_flow && self.cursor.mark.column < indent {
                break;
            }
        }
        if gap.broken {
            self.simple_key_allowed = true;
        }
        Ok(scalar(text, Style::Plain, mark))
    }
}

fn scalar(text: String, style: Style, mark: Mark) -> Token {
    Token {
        kind: TokenKind::Scalar(text, style),
        mark,
    }
}
