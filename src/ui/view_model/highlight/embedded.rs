//! What stands inside of literal blocks and userData: MIME parts, TOML, NodeConfig, scripts.

use super::scan::{Line, split_blanks, split_quoted, split_while, value};
use super::{Class, Token};

/// A line of settings: `key = value`, `Key: value`, `[table]`, a MIME boundary, or a script.
pub fn settings(text: &str) -> Vec<Token> {
    let (mut out, rest) = start(text);
    if comment(&mut out, rest) {
        return out.done();
    }
    if rest.starts_with("--") && !rest.contains(' ') {
        out.push(Class::Mark, rest);
    } else if is_table(rest) {
        out.push(Class::Key, rest);
    } else if let Some((key, mark, after)) = assignment(rest) {
        out.push(Class::Key, key);
        out.push(Class::Mark, mark);
        value(&mut out, after);
    } else {
        words(&mut out, rest);
    }
    out.done()
}

/// A line of a script: comments and quoted texts.
pub fn shell(text: &str) -> Vec<Token> {
    let (mut out, rest) = start(text);
    if !comment(&mut out, rest) {
        words(&mut out, rest);
    }
    out.done()
}

fn start(text: &str) -> (Line, &str) {
    let (blanks, rest) = split_blanks(text);
    let mut out = Line::default();
    out.push(Class::Plain, blanks);
    (out, rest)
}

/// Whether a line is the name of a TOML table.
fn is_table(text: &str) -> bool {
    text.strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|name| {
            name.chars()
                .all(|c| c.is_ascii_alphanumeric() || "._-\"[]".contains(c))
        })
}

fn comment(out: &mut Line, rest: &str) -> bool {
    let is_comment = rest.starts_with('#');
    if is_comment {
        out.push(Class::Comment, rest);
    }
    is_comment
}

fn assignment(text: &str) -> Option<(&str, &str, &str)> {
    let dash = if text.starts_with("- ") { 2 } else { 0 };
    let tail = text.get(dash..)?;
    let (name, after) = split_while(tail, |c| c.is_ascii_alphanumeric() || "._/-\"".contains(c));
    if name.is_empty() {
        return None;
    }
    let key = text.get(..dash + name.len())?;
    let mark = if after.starts_with(" = ") {
        3
    } else if after == ":" || after.starts_with(": ") {
        1
    } else {
        return None;
    };
    let (mark, value) = after.split_at(mark);
    Some((key, mark, value))
}

fn words(out: &mut Line, text: &str) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if matches!(c, '"' | '\'')
            && let Some((quoted, after)) = split_quoted(rest)
        {
            out.push(Class::Text, quoted);
            rest = after;
        } else {
            let (plain, after) = split_while(rest, |c| !matches!(c, '"' | '\''));
            out.push(Class::Plain, plain);
            rest = after;
        }
    }
}
