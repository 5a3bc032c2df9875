//! How a value is written beside others, and where lines begin and end.

use crate::core::yaml::{Entry, Place, Places, Yaml, write as write_yaml};

/// `{a: {b: 1}}` for the names a and b.
pub(super) fn nested(names: &[&str], new: &Yaml, json: bool) -> String {
    let key = |name: &str| match json {
        true => ["\"", name, "\""].concat(),
        false => name.to_owned(),
    };
    names.iter().rev().fold(inline(new, json), |inner, name| {
        ["{", &key(name), ": ", &inner, "}"].concat()
    })
}

/// A value on one line, which may stand in brackets.
pub(super) fn inline(value: &Yaml, json: bool) -> String {
    if json {
        return value.to_line();
    }
    match value {
        Yaml::Text(_) => {
            let written = write_yaml(value);
            let plain = written.trim_end_matches('\n');
            let is_plain = plain.chars().all(|letter| {
                letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '/' | '-')
            });
            // The writer knows which words YAML would twist, and puts them in quotes.
            if !plain.is_empty() && is_plain && !plain.starts_with('-') {
                plain.to_owned()
            } else {
                value.to_line()
            }
        }
        Yaml::Sequence(items) => {
            let items: Vec<String> = items.iter().map(|item| inline(item, false)).collect();
            ["[", &items.join(", "), "]"].concat()
        }
        Yaml::Mapping(pairs) => {
            let text = |text: &str| inline(&Yaml::Text(text.to_owned()), false);
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(key, value)| [&text(key), ": ", &inline(value, false)].concat())
                .collect();
            ["{", &pairs.join(", "), "}"].concat()
        }
        Yaml::Null | Yaml::Bool(_) | Yaml::Number(_) | Yaml::Decimal(_) => value.to_line(),
    }
}

/// Whether a text may be read as JSON: it is in braces, and its keys in quotes.
pub(super) fn is_json(text: &str, root: &Place) -> bool {
    let is_quoted = |entry: &Entry| {
        let key = text.get(entry.key.start..).unwrap_or_default();
        key.starts_with('"')
    };
    matches!(root.places, Places::Mapping { flow: true, .. })
        && root.entries().iter().all(is_quoted)
}

pub(super) fn eol(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

pub(super) fn line_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.rfind('\n').map_or(0, |newline| newline + 1)
}

/// Behind the line feed of the line.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    let behind = text.get(offset..).unwrap_or_default();
    behind
        .find('\n')
        .map_or(text.len(), |newline| offset + newline + 1)
}

/// The blanks before a key, if nothing else stands before it on its line.
pub(super) fn indentation(text: &str, offset: usize) -> Option<&str> {
    let before = text.get(line_start(text, offset)..offset)?;
    before.chars().all(|letter| letter == ' ').then_some(before)
}

pub(super) fn is_first_of_line(text: &str, offset: usize) -> bool {
    offset > 0 && line_start(text, offset) == offset
}

/// Puts lines behind the line on which something ends.
pub(super) fn insert_lines(text: &str, end: usize, lines: &str) -> String {
    let at = line_end(text, end);
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let missing = if before.ends_with('\n') {
        ""
    } else {
        eol(text)
    };
    [before, missing, lines, behind].concat()
}
