//! Small scanners that all tokenizers share.

use super::{Class, Token};

/// A line as it is being taken apart.
#[derive(Debug, Default)]
pub struct Line(Vec<Token>);

impl Line {
    /// Adds a piece, unless it is empty; pieces of one class stay one.
    pub fn push(&mut self, class: Class, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.class == class => last.text.push_str(text),
            _ => self.0.push(Token {
                class,
                text: text.to_owned(),
            }),
        }
    }

    /// The pieces.
    pub fn done(self) -> Vec<Token> {
        self.0
    }
}

/// Splits where the text stops satisfying `take`.
pub fn split_while(text: &str, take: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !take(c)).unwrap_or(text.len());
    text.split_at(end)
}

/// Splits the blanks at the start off.
pub fn split_blanks(text: &str) -> (&str, &str) {
    split_while(text, char::is_whitespace)
}

/// Splits a quoted text off, with its quotes; unterminated ones go to the end of the line.
pub fn split_quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote == '"' {
            escaped = true;
        } else if c == quote {
            return Some(text.split_at(at + c.len_utf8()));
        }
    }
    Some((text, ""))
}

/// Whether a bare value is a number or a constant.
pub fn is_number(text: &str) -> bool {
    matches!(text, "true" | "false" | "null" | "~")
        || (text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
            && text.ends_with(|c: char| c.is_ascii_digit())
            && text
                .chars()
                .skip(1)
                .all(|c| c.is_ascii_digit() || c == '.' || c == '_'))
}

/// Adds a value: quoted, a number, a flow list, or plain text; and a comment behind it.
pub fn value(line: &mut Line, text: &str) {
    let mut rest = text;
    let mut depth = 0_usize;
    let mut after_blank = true;
    while !rest.is_empty() {
        let (blanks, after) = split_blanks(rest);
        line.push(Class::Plain, blanks);
        after_blank |= !blanks.is_empty();
        if after.starts_with('#') && after_blank {
            line.push(Class::Comment, after);
            return;
        }
        let opens = after.starts_with(['[', '{']);
        let closes = depth > 0 && after.starts_with([']', '}', ',']);
        rest = if let Some((quoted, after)) = split_quoted(after) {
            line.push(Class::Text, quoted);
            after
        } else if opens || closes {
            let (mark, after) = after.split_at(1);
            depth = match mark {
                "[" | "{" => depth + 1,
                "," => depth,
                _ => depth.saturating_sub(1),
            };
            line.push(Class::Mark, mark);
            after
        } else {
            let ends = |c: char| c.is_whitespace() || (depth > 0 && matches!(c, ',' | ']' | '}'));
            let (word, after) = split_while(after, |c| !ends(c));
            let class = if is_number(word) {
                Class::Number
            } else {
                Class::Text
            };
            line.push(class, word);
            after
        };
        after_blank = false;
    }
}
