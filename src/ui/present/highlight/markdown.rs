//! Markdown, lightly: headings, fences and code.

use super::scan::Line;
use super::{Class, Token, embedded};

/// The tokens of every line.
pub fn lines(text: &str) -> Vec<Vec<Token>> {
    let mut in_fence = false;
    text.lines()
        .map(|line| {
            let mut out = Line::default();
            if line.trim_start().starts_with("```") {
                in_fence = !in_fence;
                out.push(Class::Mark, line);
            } else if in_fence {
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
        })
        .collect()
}
