//! MIME multipart as Karpenter reads it, with Go's `net/mail` and `mime/multipart`
//! (karpenter-provider-aws 1d927085, amifamily/bootstrap/mime).

use super::lines::{Line, lines};
use crate::core::error::quoted;
use crate::core::findings::{Rule, file_rules as rules};
use crate::core::import::source::GONE;
use crate::core::placeholder::{holds_placeholder, is_placeholder};

/// Karpenter's own test for MIME, on the trimmed text.
pub(super) fn is_mime(trimmed: &str) -> bool {
    trimmed.starts_with("MIME-Version:") || trimmed.starts_with("Content-Type:")
}

/// One part of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Part<'a> {
    /// Line of its delimiter.
    pub(in crate::core::import) line: usize,
    /// The type alone, in small letters; empty if there is no such header.
    pub(in crate::core::import) content_type: String,
    /// The line of a Content-Transfer-Encoding that says how the body is encoded.
    pub(in crate::core::import) encoding: Option<usize>,
    /// Line on which the body begins.
    pub(in crate::core::import) first: usize,
    pub(in crate::core::import) body: &'a str,
}

/// Why Karpenter cannot read it: then it launches no node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Malformed {
    pub(in crate::core::import) rule: &'static Rule,
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) message: String,
}

/// What was read, and whether the archive ends with its closing delimiter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Archive<'a> {
    pub(in crate::core::import) parts: Vec<Part<'a>>,
    pub(in crate::core::import) closed: bool,
    /// Placeholders in place of a part: lines and what stands there.
    pub(in crate::core::import) gaps: Vec<(usize, String)>,
}

fn malformed<T>(
    rule: &'static Rule,
    line: usize,
    message: impl Into<String>,
) -> Result<T, Malformed> {
    Err(Malformed {
        rule,
        line,
        message: message.into(),
    })
}

/// Reads an archive whose first line is `first`.
///
/// # Errors
/// The first thing on which Karpenter's reader gives up.
pub(in crate::core::import) fn read(text: &str, first: usize) -> Result<Archive<'_>, Malformed> {
    let mut lines: Vec<Line<'_>> = lines(text, first);
    lines.retain(|line| !line.text.starts_with(GONE));
    let (headers, body) = headers(text, &lines, 0, &rules::MIME_HEADER)?;
    let Some((_, value, line)) = headers.iter().find(|(name, ..)| name == "content-type") else {
        return malformed(
            &rules::MIME_CONTENT_TYPE,
            first,
            "the userData has no Content-Type header before its first blank line, so no media type is found.",
        );
    };
    let (kind, boundary) = media_type(value, *line)?;
    if !kind.starts_with("multipart/") {
        return malformed(
            &rules::MIME_CONTENT_TYPE,
            *line,
            format!(
                "the Content-Type is {}; a MIME archive is multipart/mixed.",
                quoted(&kind)
            ),
        );
    }
    let Some(boundary) = boundary else {
        return malformed(
            &rules::MIME_BOUNDARY,
            *line,
            "the Content-Type has no boundary.",
        );
    };
    parts(text, &lines, body, &boundary, *line)
}

fn parts<'a>(
    text: &'a str,
    lines: &[Line<'a>],
    body: usize,
    boundary: &str,
    header_line: usize,
) -> Result<Archive<'a>, Malformed> {
    let delimiter = format!("--{boundary}");
    let closing = format!("--{boundary}--");
    let is = |line: &Line<'_>, delimiter: &str| {
        line.text.trim_end_matches([' ', '\t', '\r']) == delimiter
    };
    let mut archive = Archive {
        parts: Vec::new(),
        closed: false,
        gaps: Vec::new(),
    };
    let mut at = body;
    while lines.get(at).is_some_and(|line| !is(line, &delimiter)) {
        archive.gaps.extend(lines.get(at).and_then(gap));
        if lines.get(at).is_some_and(|line| is(line, &closing)) {
            archive.closed = true;
            return Ok(archive);
        }
        at += 1;
    }
    if at >= lines.len() {
        return malformed(
            &rules::MIME_BOUNDARY,
            header_line,
            format!(
                "the boundary is {}, but no line is {}: there are no parts.",
                quoted(boundary),
                quoted(&delimiter)
            ),
        );
    }
    loop {
        let start = lines.get(at).map_or(header_line, |line| line.number);
        // Behind the last delimiter nothing need follow: the reader takes the end of the text.
        let rest = lines.get(at + 1..).unwrap_or_default();
        if rest.iter().all(|line| line.text.trim().is_empty()) {
            return Ok(archive);
        }
        let open = lines.get(at + 1).and_then(gap);
        let is_open = open.is_some();
        archive.gaps.extend(open);
        let (own, first_body) = if is_open {
            (Headers::new(), at + 2)
        } else {
            headers(text, lines, at + 1, &rules::MIME_PART_HEADER)?
        };
        let end = lines
            .iter()
            .enumerate()
            .skip(first_body)
            .find(|(_, line)| is(line, &delimiter) || is(line, &closing));
        let Some((end, last)) = end else {
            return malformed(
                &rules::MIME_NOT_CLOSED,
                start,
                format!(
                    "the part that starts here has no end: no line {} or {} follows.",
                    quoted(&delimiter),
                    quoted(&closing)
                ),
            );
        };
        if is_open {
            if is(last, &closing) {
                archive.closed = true;
                return Ok(archive);
            }
            at = end;
            continue;
        }
        let from = lines.get(first_body).map_or(text.len(), |line| line.at);
        let content_type = own.iter().find(|(name, ..)| name == "content-type");
        archive.parts.push(Part {
            line: start,
            content_type: match content_type {
                Some((_, value, line)) => media_type(value, *line)?.0,
                None => String::new(),
            },
            encoding: own
                .iter()
                .find(|(name, value, _)| name == "content-transfer-encoding" && encodes(value))
                .map(|(.., line)| *line),
            first: lines.get(first_body).map_or(start, |line| line.number),
            body: text.get(from..last.at.max(from)).unwrap_or_default(),
        });
        if is(last, &closing) {
            archive.closed = true;
            return Ok(archive);
        }
        at = end;
    }
}

/// Whether a Content-Transfer-Encoding says that the body is encoded: 7bit, 8bit and binary say what
/// bytes it has, and change none of them (RFC 2045, 6.2).
fn encodes(value: &str) -> bool {
    const AS_IT_IS: [&str; 4] = ["", "7bit", "8bit", "binary"];
    let word = value.split(['(', ';']).next().unwrap_or_default();
    let word = word.trim().trim_matches('"').to_ascii_lowercase();
    !AS_IT_IS.contains(&word.as_str())
}

/// A line that holds nothing but a placeholder: what it stands for may be a part, or several.
fn gap(line: &Line<'_>) -> Option<(usize, String)> {
    let own = line.text.trim();
    is_placeholder(own).then(|| (line.number, own.to_owned()))
}

type Headers = Vec<(String, String, usize)>;

/// Header lines up to the first blank one: small names, values, lines; and where the body begins.
fn headers(
    text: &str,
    lines: &[Line<'_>],
    from: usize,
    rule: &'static Rule,
) -> Result<(Headers, usize), Malformed> {
    let mut found: Headers = Vec::new();
    let mut at = from;
    while let Some(line) = lines.get(at) {
        let plain = line.text.trim_end_matches('\r');
        if plain.trim().is_empty() {
            return Ok((found, at + 1));
        }
        if plain.starts_with([' ', '\t']) {
            match found.last_mut() {
                Some((_, value, _)) => {
                    value.push(' ');
                    value.push_str(plain.trim());
                }
                None => {
                    return malformed(
                        rule,
                        line.number,
                        "the first header is indented; headers must start at the beginning of a line.",
                    );
                }
            }
        } else {
            let name = plain
                .split_once(':')
                .filter(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_graphic()));
            let Some((name, value)) = name else {
                return malformed(
                    rule,
                    line.number,
                    format!(
                        "{} is not a header: a blank line is missing after the headers.",
                        quoted(plain)
                    ),
                );
            };
            found.push((
                name.to_ascii_lowercase(),
                value.trim().to_owned(),
                line.number,
            ));
        }
        at += 1;
    }
    let line = lines.last().map_or(1, |line| line.number);
    if text.trim().is_empty() {
        return Ok((found, at));
    }
    malformed(
        rule,
        line,
        "the headers have no end: a blank line is missing after them.",
    )
}

/// Type and boundary of a Content-Type.
fn media_type(value: &str, line: usize) -> Result<(String, Option<String>), Malformed> {
    let (kind, mut rest) = value.split_once(';').unwrap_or((value, ""));
    let kind = if holds_placeholder(kind) {
        kind.trim().to_owned()
    } else {
        kind.trim().to_ascii_lowercase()
    };
    let mut boundary = None;
    while !rest.trim().is_empty() {
        let Some((name, after)) = rest.split_once('=') else {
            return malformed(
                &rules::MIME_CONTENT_TYPE,
                line,
                format!(
                    "{} is not a valid Content-Type parameter.",
                    quoted(rest.trim())
                ),
            );
        };
        let after = after.trim_start();
        let (value, left) = match after.strip_prefix('"') {
            Some(quoted) => match quoted.split_once('"') {
                Some((value, left)) => (value, left.trim_start().strip_prefix(';').unwrap_or(left)),
                None => {
                    return malformed(
                        &rules::MIME_CONTENT_TYPE,
                        line,
                        "a quote in the Content-Type is not closed.",
                    );
                }
            },
            None => {
                let (value, left) = after.split_once(';').unwrap_or((after, ""));
                let value = value.trim();
                let odd = value
                    .chars()
                    .find(|c| !c.is_ascii_graphic() || "()<>@,;:\\\"/[]?=".contains(*c));
                if let Some(odd) = odd.filter(|_| !holds_placeholder(value)) {
                    return malformed(
                        &rules::MIME_BOUNDARY_QUOTES,
                        line,
                        format!(
                            "{} contains {}, so it must be quoted: {}=\"{value}\".",
                            quoted(value),
                            quoted(&odd.to_string()),
                            name.trim()
                        ),
                    );
                }
                (value, left)
            }
        };
        if name.trim().eq_ignore_ascii_case("boundary") {
            boundary = Some(value.to_owned()).filter(|value| !value.is_empty());
        }
        rest = left;
    }
    Ok((kind, boundary))
}

#[cfg(test)]
mod tests {
    use super::{encodes, read};

    #[test]
    fn what_says_only_which_bytes_a_body_has_encodes_nothing() {
        for word in ["7bit", "8bit", "binary", ""] {
            for value in [
                word.to_owned(),
                word.to_ascii_uppercase(),
                format!(" {word} "),
                format!("{word} (as it is)"),
            ] {
                assert!(!encodes(&value), "{value}");
                let text = format!(
                    "Content-Type: multipart/mixed; boundary=\"B\"\n\n--B\nContent-Transfer-Encoding: {value}\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n--B--\n"
                );
                let archive = read(&text, 1).unwrap();
                assert_eq!(archive.parts[0].encoding, None, "{value}");
            }
        }
        for value in [
            "base64",
            "Base64",
            "quoted-printable",
            "x-uuencode",
            "7bits",
        ] {
            assert!(encodes(value), "{value}");
        }
    }
}
