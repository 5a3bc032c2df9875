//! Where a template's marks stand: `${…}` and `%{…}` of Terraform, `{{…}}` of Helm and Go, `{%…%}`
//! of Jinja.

use crate::core::import::source::Dialect;

/// What a mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Stands for a value.
    Value,
    /// Puts in what may be several lines.
    Lines,
    /// Begins what stands there under a condition.
    If,
    /// Begins what stands there once for each item.
    Loop,
    /// Begins what stands there in any case, with other names.
    Scope,
    Else,
    End,
    /// Says nothing: a comment, an assignment.
    Silent,
    /// `$${` or `%%{`: the letters with one sign less.
    Escape,
}

/// A mark and its place in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) mark: Mark,
}

/// Most bytes of a mark; nobody writes a longer one.
const MAX_LENGTH: usize = 4_000;

/// Most marks of one text.
pub(super) const MAX_MARKS: usize = 20_000;
/// Most marks that are never closed.
const MAX_OPEN: usize = 2_000;

/// Every mark of a text, in order.
pub(super) fn scan(text: &str, dialect: Dialect) -> Vec<Span> {
    let bytes = text.as_bytes();
    let is_terraform = dialect == Dialect::Terraform;
    let mut found = Vec::new();
    let mut at = 0;
    let mut open = 0;
    while let Some(step) = bytes.get(at..).and_then(|rest| {
        rest.iter()
            .position(|byte| matches!(byte, b'$' | b'%' | b'{'))
    }) {
        let start = at + step;
        let rest = text.get(start..).unwrap_or_default();
        let escaped = rest.starts_with("$${") || rest.starts_with("%%{");
        let span = if escaped && is_terraform {
            Some((3, Mark::Escape))
        } else if escaped && rest.starts_with("$$") {
            // Elsewhere the first sign is a letter, and the rest a placeholder.
            None
        } else if rest.starts_with("${") {
            close(rest, b"}", is_terraform).map(|end| {
                let inner = rest.get(2..end).unwrap_or_default();
                let many = is_terraform
                    && ["yamlencode(", "indent("]
                        .iter()
                        .any(|word| inner.contains(word));
                (end, if many { Mark::Lines } else { Mark::Value })
            })
        } else if rest.starts_with("%{") {
            close(rest, b"}", true).and_then(|end| {
                directive(rest.get(2..end).unwrap_or_default()).map(|mark| (end, mark))
            })
        } else if rest.starts_with("{{") && !is_terraform {
            close(rest, b"}}", true).map(|end| (end, action(rest.get(2..end).unwrap_or_default())))
        } else if rest.starts_with("{%") && !is_terraform {
            close(rest, b"%}", true).and_then(|end| {
                statement(rest.get(2..end).unwrap_or_default()).map(|mark| (end, mark))
            })
        } else {
            None
        };
        match span {
            Some((length, mark)) => {
                if found.len() > MAX_MARKS {
                    break;
                }
                found.push(Span {
                    start,
                    end: start + length,
                    mark,
                });
                at = start + length;
            }
            None => {
                at = start + 1;
                // Each mark that is not closed was looked through far.
                let is_mark = ["${", "%{", "{{", "{%"]
                    .iter()
                    .any(|mark| rest.starts_with(mark));
                open += usize::from(is_mark);
                if open > MAX_OPEN {
                    break;
                }
            }
        }
    }
    found
}

/// Where the mark that a text begins with ends: behind its closing letters, which strings, comments
/// and inner braces do not end.
fn close(text: &str, closing: &[u8], over_lines: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let bytes = bytes.get(..bytes.len().min(MAX_LENGTH))?;
    let is_go = closing.len() == 2;
    let mut at = 2;
    if is_go {
        let inner = text.get(2..).unwrap_or_default();
        let inner = inner.strip_prefix('-').unwrap_or(inner).trim_start();
        if inner.starts_with("/*") {
            let end = text.find("*/")?;
            let behind = text.get(end..)?.find("}}")?;
            return Some(end + behind + 2);
        }
    }
    let mut depth = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' if !over_lines => return None,
            b'"' | b'`' if *byte == b'"' || is_go => {
                let quote = *byte;
                at += 1;
                loop {
                    match bytes.get(at)? {
                        b'\\' if quote == b'"' => at += 1,
                        b'\n' if !over_lines => return None,
                        other if *other == quote => break,
                        _ => {}
                    }
                    at += 1;
                }
            }
            b'{' => depth += 1,
            b'}' if depth > 0 => depth -= 1,
            b'}' | b'%' if bytes.get(at..)?.starts_with(closing) => {
                return Some(at + closing.len());
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// What a directive of Terraform does; nothing if it is none.
fn directive(inner: &str) -> Option<Mark> {
    let inner = inner.strip_suffix('}').unwrap_or(inner);
    let inner = inner.trim_matches('~').trim();
    let word = inner
        .split([' ', '\t', '(', '\n'])
        .next()
        .unwrap_or_default();
    match word {
        "if" => Some(Mark::If),
        "for" => Some(Mark::Loop),
        "else" => Some(Mark::Else),
        "endif" | "endfor" => Some(Mark::End),
        _ => None,
    }
}

/// What a statement of Jinja does; nothing if it is none.
fn statement(inner: &str) -> Option<Mark> {
    let inner = inner.trim_end_matches("%}").trim_matches(['-', '+']).trim();
    let word = inner
        .split([' ', '\t', '(', '\n'])
        .next()
        .unwrap_or_default();
    match word {
        "if" => Some(Mark::If),
        "for" => Some(Mark::Loop),
        "block" | "call" | "filter" | "macro" | "raw" | "with" => Some(Mark::Scope),
        "elif" | "else" => Some(Mark::Else),
        "include" => Some(Mark::Lines),
        "extends" | "from" | "import" | "set" => Some(Mark::Silent),
        _ if word.starts_with("end") => Some(Mark::End),
        _ => None,
    }
}

/// What an action of Go's templates does.
fn action(inner: &str) -> Mark {
    let inner = inner.trim_end_matches("}}").trim_end_matches('}');
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
    let word = inner
        .split([' ', '\t', '(', '\n'])
        .next()
        .unwrap_or_default();
    match word {
        // What stands below `with` is left out where there is nothing to look at.
        "if" | "with" => Mark::If,
        "range" => Mark::Loop,
        "define" | "block" => Mark::Scope,
        "else" => Mark::Else,
        "end" => Mark::End,
        "template" => Mark::Lines,
        "break" | "continue" => Mark::Silent,
        _ if inner.starts_with("/*") => Mark::Silent,
        _ if word.starts_with('$') && (inner.contains(":=") || inner.contains(" = ")) => {
            Mark::Silent
        }
        _ if [
            "toYaml",
            "toToml",
            "toPrettyJson",
            "indent ",
            "nindent",
            "tpl ",
        ]
        .iter()
        .any(|word| inner.contains(word)) =>
        {
            Mark::Lines
        }
        _ => Mark::Value,
    }
}
