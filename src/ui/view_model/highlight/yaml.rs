//! YAML, as this tool writes it.

use super::embedded;
use super::scan::{Line, split_blanks, split_quoted, value};
use super::{Class, Token};

/// The tokens of the next line; `block` is the column of the key whose literal block it may be in.
pub fn line(block: &mut Option<usize>, line: &str) -> Vec<Token> {
    let (blanks, rest) = split_blanks(line);
    if let Some(parent) = *block {
        if rest.is_empty() || blanks.len() > parent {
            return embedded::settings(line);
        }
        *block = None;
    }
    let mut out = Line::default();
    out.push(Class::Plain, blanks);
    *block = structure(&mut out, rest, blanks.len());
    out.done()
}

/// Takes a line apart; gives the column of the key whose literal block starts here.
fn structure(out: &mut Line, text: &str, column: usize) -> Option<usize> {
    if text.starts_with('#') {
        out.push(Class::Comment, text);
        return None;
    }
    if text == "---" || text == "..." {
        out.push(Class::Mark, text);
        return None;
    }
    if text == "-" || text.starts_with("- ") {
        let (dash, rest) = text.split_at(1);
        let (blanks, rest) = split_blanks(rest);
        out.push(Class::Mark, dash);
        out.push(Class::Plain, blanks);
        return structure(out, rest, column + dash.len() + blanks.len());
    }
    let Some((key, rest)) = split_key(text) else {
        value(out, text);
        return None;
    };
    out.push(Class::Key, key);
    let (colon, rest) = rest.split_at(1);
    out.push(Class::Mark, colon);
    let (blanks, after) = split_blanks(rest);
    if after.starts_with(['|', '>']) {
        out.push(Class::Plain, blanks);
        out.push(Class::Mark, after);
        return Some(column);
    }
    value(out, rest);
    None
}

/// Splits before the colon that makes a key of what stands left of it.
fn split_key(text: &str) -> Option<(&str, &str)> {
    let start = split_quoted(text).map_or(0, |(quoted, _)| quoted.len());
    let tail = text.get(start..)?;
    let at = tail.match_indices(':').map(|(at, _)| at).find(|at| {
        tail.get(at + 1..)
            .is_some_and(|after| after.is_empty() || after.starts_with(' '))
    })?;
    let before = tail.get(..at)?;
    if before.contains([' ', '{', '[', '"']) {
        return None;
    }
    Some(text.split_at(start + at))
}
