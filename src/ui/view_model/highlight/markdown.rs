//! Markdown, lightly: headings, fences and code.

use super::scan::Line;
use super::{Class, Token, embedded};

/// The tokens of the next line; `fence` is there while it stands between fences.
pub fn line(fence: &mut Option<usize>, line: &str) -> Vec<Token> {
    let mut out = Line::default();
    if line.trim_start().starts_with("```") {
        *fence = if fence.is_none() { Some(0) } else { None };
        out.push(Class::Mark, line);
    } else if fence.is_some() {
        return embedded::shell(line);
    } else if line.starts_with('#') {
        out.push(Class::Key, line);
    } else {
        for (index, part) in line.split_inclusive('`').enumerate() {
            out.push(
                if index % 2 == 1 {
                    Class::Text
                } else {
                    Class::Plain
                },
                part,
            );
        }
    }
    out.done()
}
