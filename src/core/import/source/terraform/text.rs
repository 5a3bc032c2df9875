//! Texts of Terraform's language: here-documents and strings, with their lines.

use std::ops::Range;

use hcl_edit::Span;
use hcl_edit::expr::Expression;

use crate::core::import::source::Lines;

/// A file's text and where its lines begin.
pub(super) struct Source<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: starts.collect(),
        }
    }

    /// The whole text.
    pub(super) const fn whole(&self) -> &'a str {
        self.text
    }

    /// The one-based line of a byte.
    pub(super) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) + 1
    }

    pub(super) fn slice(&self, span: Option<Range<usize>>) -> &'a str {
        span.and_then(|span| self.text.get(span))
            .unwrap_or_default()
    }

    /// An expression's own letters in one line, cut off if they are many.
    pub(super) fn one_line(&self, span: Option<Range<usize>>) -> String {
        let words = self.slice(span).split_whitespace();
        let text = words.collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(80) {
            Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
            None => text,
        }
    }

    /// The text of a string or a here-document, interpolations as they stand.
    pub(super) fn text(&self, value: &Expression) -> Option<(String, Lines)> {
        let span = value.span()?;
        let line = self.line(span.start);
        let own = self.slice(Some(span));
        match value {
            Expression::HeredocTemplate(_) => Some((of_heredoc(own), Lines::From(line + 1))),
            Expression::String(_) | Expression::StringTemplate(_) => {
                Some((of_string(own), Lines::At(line)))
            }
            _ => None,
        }
    }
}

/// The text between a here-document's first line and its last.
fn of_heredoc(own: &str) -> String {
    let is_indented = own.trim_start().starts_with("<<-");
    let mut lines: Vec<&str> = own.split('\n').skip(1).collect();
    let opener = own.lines().next().unwrap_or_default();
    let word = opener.trim_start().trim_start_matches(['<', '-']).trim();
    // The span may end before the line break, or behind it.
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    if lines.last().is_some_and(|line| line.trim() == word) {
        lines.pop();
    }
    flush(&lines, is_indented)
}

/// Lines without the indent that all have, if the here-document says so.
fn flush(lines: &[&str], is_indented: bool) -> String {
    let blanks = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let indent = if is_indented {
        lines
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| blanks(line))
            .min()
            .unwrap_or(0)
    } else {
        0
    };
    lines
        .iter()
        .map(|line| {
            let own = line.get(indent.min(blanks(line))..).unwrap_or_default();
            format!("{}\n", own.trim_end_matches('\r'))
        })
        .collect()
}

/// The text of a quoted string; what stands in `${…}` keeps its letters.
fn of_string(own: &str) -> String {
    let inner = own.strip_prefix('"').unwrap_or(own);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut out = String::with_capacity(inner.len());
    let mut letters = inner.chars().peekable();
    let mut depth = 0_usize;
    while let Some(letter) = letters.next() {
        match letter {
            '$' | '%' if letters.peek() == Some(&'{') => {
                out.push(letter);
                out.extend(letters.next());
                depth += 1;
            }
            '{' if depth > 0 => {
                depth += 1;
                out.push(letter);
            }
            '}' => {
                depth = depth.saturating_sub(1);
                out.push(letter);
            }
            '\\' if depth == 0 => match letters.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(kind @ ('u' | 'U')) => {
                    let length = if kind == 'u' { 4 } else { 8 };
                    let digits: String = letters.by_ref().take(length).collect();
                    let code = u32::from_str_radix(&digits, 16).ok();
                    out.extend(code.and_then(char::from_u32));
                }
                Some(other) => out.push(other),
                None => {}
            },
            _ => out.push(letter),
        }
    }
    out
}

/// The here-documents of a text that cannot be parsed, each with the attribute before it and the
/// line on which its text begins.
pub(super) fn heredocs(text: &str) -> Vec<(String, String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let Some((before, word)) = line.rsplit_once("<<") else {
            continue;
        };
        let is_indented = word.starts_with('-');
        let word = word.strip_prefix('-').unwrap_or(word).trim();
        let is_word =
            !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_word || before.trim_start().starts_with('#') {
            continue;
        }
        let rest = lines.get(at..).unwrap_or_default();
        let length = rest.iter().position(|line| line.trim() == word);
        let length = length.unwrap_or(rest.len());
        let key = before
            .split(['=', ':'])
            .next()
            .unwrap_or_default()
            .trim()
            .trim_matches('"');
        let key = if key.is_empty() {
            "a here-document"
        } else {
            key
        };
        found.push((
            key.to_owned(),
            flush(rest.get(..length).unwrap_or_default(), is_indented),
            at + 1,
        ));
        at += length + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{heredocs, of_heredoc, of_string};

    #[test]
    fn texts_keep_their_interpolations() {
        assert_eq!(
            of_heredoc("<<-EOT\n    a: ${b}\n      c: 1\n\n  EOT"),
            "a: ${b}\n  c: 1\n\n"
        );
        assert_eq!(of_heredoc("<<EOT\n  a: 1\nEOT\n"), "  a: 1\n");
        assert_eq!(
            of_string("\"a\\n\\\"b\\\" ${f(\"\\n\", {x = 1})} $${y} \\u00e9\""),
            "a\n\"b\" ${f(\"\\n\", {x = 1})} $${y} é"
        );
    }

    #[test]
    fn here_documents_of_a_torn_file_are_found() {
        let found = heredocs("x = {\n  yaml_body = <<-Y\n    a: 1\n  Y\n  b = <<Z\nc: 1\n");
        assert_eq!(
            found,
            [
                ("yaml_body".to_owned(), "a: 1\n".to_owned(), 3),
                ("b".to_owned(), "c: 1\n".to_owned(), 6)
            ]
        );
    }
}
