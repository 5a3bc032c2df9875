//! Cuts a text into tokens.

use std::collections::VecDeque;

use super::cursor::{Cursor, Mark};
use super::token::{Token, TokenKind};
use super::{Fault, MAX_DEPTH};

/// Most characters from a key's first letter to its colon.
const MAX_SIMPLE_KEY: usize = 1024;

/// A place where a key without `?` may have begun.
#[derive(Debug, Clone, Copy, Default)]
struct SimpleKey {
    possible: bool,
    /// Nothing but a key may stand here.
    required: bool,
    /// The number of its first token.
    number: usize,
    mark: Mark,
}

pub(super) struct Scanner<'a> {
    pub(super) cursor: Cursor<'a>,
    /// Tokens that are known and not yet taken.
    tokens: VecDeque<Token>,
    /// How many tokens were taken.
    taken: usize,
    /// Column of the innermost block collection; none outside of all.
    pub(super) indent: Option<usize>,
    indents: Vec<Option<usize>>,
    pub(super) simple_key_allowed: bool,
    /// One for the block context and one for each open flow collection.
    simple_keys: Vec<SimpleKey>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            cursor: Cursor::new(text),
            tokens: VecDeque::new(),
            taken: 0,
            indent: None,
            indents: Vec::new(),
            simple_key_allowed: true,
            simple_keys: vec![SimpleKey::default()],
        }
    }

    /// The next token, which stays.
    pub(super) fn peek(&mut self) -> Result<&Token, Fault> {
        self.fetch_more_tokens()?;
        let mark = self.cursor.mark;
        if self.tokens.is_empty() {
            self.push(TokenKind::StreamEnd, mark);
        }
        self.tokens.front().ok_or(Fault {
            line: mark.row + 1,
            problem: "the text ends here",
        })
    }

    /// The next token, which is gone then.
    pub(super) fn take(&mut self) -> Result<Token, Fault> {
        let end = Token {
            kind: TokenKind::StreamEnd,
            mark: self.peek()?.mark,
        };
        self.taken += 1;
        Ok(self.tokens.pop_front().unwrap_or(end))
    }

    pub(super) fn in_flow(&self) -> bool {
        self.simple_keys.len() > 1
    }

    pub(super) fn fault<T>(&self, problem: &'static str) -> Result<T, Fault> {
        Err(Fault {
            line: self.cursor.mark.row + 1,
            problem,
        })
    }

    fn push(&mut self, kind: TokenKind, mark: Mark) {
        self.tokens.push_back(Token { kind, mark });
    }

    /// Looks ahead until it is known whether the next token begins a key.
    fn fetch_more_tokens(&mut self) -> Result<(), Fault> {
        loop {
            if !self.tokens.is_empty() {
                let head = (0..self.simple_keys.len()).find(|level| {
                    self.simple_keys
                        .get(*level)
                        .is_some_and(|key| key.possible && key.number == self.taken)
                });
                match head {
                    Some(level) if self.is_simple_key_valid(level)? => {}
                    _ => return Ok(()),
                }
            }
            self.fetch_next_token()?;
        }
    }

    fn fetch_next_token(&mut self) -> Result<(), Fault> {
        self.skip_to_next_token();
        let Mark { column, .. } = self.cursor.mark;
        self.unroll_indent(Some(column));
        let cursor = &self.cursor;
        let next_ends = cursor.is_blank_break_or_end_at(1);
        let in_flow = self.in_flow();
        match cursor.peek() {
            0 => self.fetch_stream_end(),
            b'%' if column == 0 => self.fetch_directive(),
            b'-' if cursor.is_document_mark(b'-') => {
                self.fetch_document_mark(TokenKind::DocumentStart)
            }
            b'.' if cursor.is_document_mark(b'.') => {
                self.fetch_document_mark(TokenKind::DocumentEnd)
            }
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => {
                self.remove_simple_key()?;
                self.simple_key_allowed = true;
                self.fetch_indicator(TokenKind::FlowEntry);
                Ok(())
            }
            b'-' if next_ends => self.fetch_block_entry(),
            b'?' if in_flow || next_ends => self.fetch_key(),
            b':' if in_flow || next_ends => self.fetch_value(),
            b'*' | b'&' => {
                self.save_simple_key()?;
                self.simple_key_allowed = false;
                self.scan_anchor().map(|token| self.tokens.push_back(token))
            }
            b'!' => {
                self.save_simple_key()?;
                self.simple_key_allowed = false;
                self.scan_tag().map(|token| self.tokens.push_back(token))
            }
            b'|' | b'>' if !in_flow => {
                self.remove_simple_key()?;
                self.simple_key_allowed = true;
                self.scan_block_scalar()
                    .map(|token| self.tokens.push_back(token))
            }
            b'\'' | b'"' => {
                self.save_simple_key()?;
                self.simple_key_allowed = false;
                self.scan_quoted_scalar()
                    .map(|token| self.tokens.push_back(token))
            }
            b'\t' => self.fault("a tab indents here; use spaces"),
            b'@' => self.fault("a text starting with @ needs quotes"),
            b'`' => self.fault("a text starting with ` needs quotes"),
            b'%' => self.fault("a text starting with % needs quotes"),
            b'|' | b'>' => self.fault("a block of text (| or >) is not allowed within [ ] or { }"),
            _ => {
                self.save_simple_key()?;
                self.simple_key_allowed = false;
                self.scan_plain_scalar()
                    .map(|token| self.tokens.push_back(token))
            }
        }
    }

    /// A key without `?` ends on its line and within 1,024 characters.
    fn is_simple_key_valid(&mut self, level: usize) -> Result<bool, Fault> {
        let here = self.cursor.mark;
        let Some(key) = self.simple_keys.get_mut(level) else {
            return Ok(false);
        };
        if !key.possible {
            return Ok(false);
        }
        if key.mark.line < here.line || key.mark.index + MAX_SIMPLE_KEY < here.index {
            if key.required {
                return Err(no_colon(*key));
            }
            key.possible = false;
            return Ok(false);
        }
        Ok(true)
    }

    fn save_simple_key(&mut self) -> Result<(), Fault> {
        if !self.simple_key_allowed {
            return Ok(());
        }
        self.remove_simple_key()?;
        let key = SimpleKey {
            possible: true,
            required: !self.in_flow() && self.indent == Some(self.cursor.mark.column),
            number: self.taken + self.tokens.len(),
            mark: self.cursor.mark,
        };
        if let Some(last) = self.simple_keys.last_mut() {
            *last = key;
        }
        Ok(())
    }

    fn remove_simple_key(&mut self) -> Result<(), Fault> {
        match self.simple_keys.last_mut() {
            Some(key) if key.possible && key.required => Err(no_colon(*key)),
            Some(key) => {
                key.possible = false;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Begins a block collection if what stands at `column` is further in than what is open. Its
    /// token goes before the token of that number, or behind all.
    fn roll_indent(&mut self, column: usize, number: Option<usize>, kind: TokenKind, mark: Mark) {
        if self.in_flow() || self.indent >= Some(column) {
            return;
        }
        self.indents.push(self.indent);
        self.indent = Some(column);
        self.insert(number, kind, mark);
    }

    fn insert(&mut self, number: Option<usize>, kind: TokenKind, mark: Mark) {
        let position = number.map_or(self.tokens.len(), |number| {
            number.saturating_sub(self.taken).min(self.tokens.len())
        });
        self.tokens.insert(position, Token { kind, mark });
    }

    /// Ends the block collections that are further in than `column`.
    fn unroll_indent(&mut self, column: Option<usize>) {
        if self.in_flow() {
            return;
        }
        while self.indent > column {
            self.push(TokenKind::BlockEnd, self.cursor.mark);
            self.indent = self.indents.pop().flatten();
        }
    }

    fn fetch_stream_end(&mut self) -> Result<(), Fault> {
        self.unroll_indent(None);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        self.push(TokenKind::StreamEnd, self.cursor.mark);
        Ok(())
    }

    fn fetch_directive(&mut self) -> Result<(), Fault> {
        self.unroll_indent(None);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        let token = self.scan_directive()?;
        self.tokens.push_back(token);
        Ok(())
    }

    fn fetch_document_mark(&mut self, kind: TokenKind) -> Result<(), Fault> {
        self.unroll_indent(None);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        let mark = self.cursor.mark;
        (0..3).for_each(|_| self.cursor.skip());
        self.push(kind, mark);
        Ok(())
    }

    fn fetch_indicator(&mut self, kind: TokenKind) {
        let mark = self.cursor.mark;
        self.cursor.skip();
        self.push(kind, mark);
    }

    fn fetch_flow_start(&mut self, kind: TokenKind) -> Result<(), Fault> {
        self.save_simple_key()?;
        if self.simple_keys.len() > MAX_DEPTH {
            return self.fault(TOO_DEEP);
        }
        self.simple_keys.push(SimpleKey::default());
        self.simple_key_allowed = true;
        self.fetch_indicator(kind);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Result<(), Fault> {
        self.remove_simple_key()?;
        if self.in_flow() {
            self.simple_keys.pop();
        }
        self.simple_key_allowed = false;
        self.fetch_indicator(kind);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Result<(), Fault> {
        let mark = self.cursor.mark;
        if !self.in_flow() {
            if !self.simple_key_allowed {
                return self.fault("a list item (-) cannot start here");
            }
            self.roll_indent(mark.column, None, TokenKind::BlockSequenceStart, mark);
        }
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        self.fetch_indicator(TokenKind::BlockEntry);
        Ok(())
    }

    fn fetch_key(&mut self) -> Result<(), Fault> {
        let mark = self.cursor.mark;
        if !self.in_flow() {
            if !self.simple_key_allowed {
                return self.fault("a key (?) cannot start here");
            }
            self.roll_indent(mark.column, None, TokenKind::BlockMappingStart, mark);
        }
        self.remove_simple_key()?;
        self.simple_key_allowed = !self.in_flow();
        self.fetch_indicator(TokenKind::Key);
        Ok(())
    }

    fn fetch_value(&mut self) -> Result<(), Fault> {
        let level = self.simple_keys.len().saturating_sub(1);
        if self.is_simple_key_valid(level)? {
            let key = self.simple_keys.get(level).copied().unwrap_or_default();
            self.insert(Some(key.number), TokenKind::Key, key.mark);
            self.roll_indent(
                key.mark.column,
                Some(key.number),
                TokenKind::BlockMappingStart,
                key.mark,
            );
            if let Some(key) = self.simple_keys.last_mut() {
                key.possible = false;
            }
            self.simple_key_allowed = false;
        } else {
            if !self.in_flow() {
                if !self.simple_key_allowed {
                    return self.fault(
                        "unexpected second “: ”; a text containing one needs quotes, and a map starts on its own line",
                    );
                }
                let mark = self.cursor.mark;
                self.roll_indent(mark.column, None, TokenKind::BlockMappingStart, mark);
            }
            self.simple_key_allowed = !self.in_flow();
        }
        self.fetch_indicator(TokenKind::Value);
        Ok(())
    }

    /// Goes over blanks, comments and line ends. Tabs are blanks too but where a line may begin
    /// with a key.
    fn skip_to_next_token(&mut self) {
        loop {
            let tabs = self.in_flow() || !self.simple_key_allowed;
            self.cursor
                .skip_while(|cursor| cursor.peek() == b' ' || (tabs && cursor.peek() == b'\t'));
            self.cursor.skip_comment();
            if !self.cursor.is_break() {
                return;
            }
            self.cursor.skip_break();
            if !self.in_flow() {
                self.simple_key_allowed = true;
            }
        }
    }
}

/// What both the scanner and the reader say; the number is [`MAX_DEPTH`].
pub(super) const TOO_DEEP: &str = "nested deeper than 64 levels";

fn no_colon(key: SimpleKey) -> Fault {
    Fault {
        line: key.mark.row + 1,
        problem: "a key starts here, but no colon followed by a space is on the line",
    }
}
