//! What a tag makes of a value, after `resolve.go` of go-yaml 2.4.0.

use super::grammar::Style;
use super::scalar::Scalar;
use crate::core::error::quoted;

/// How a scalar is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Text,
    /// The text that was written in base64.
    Decoded(String),
    Null,
    /// By its letters, as a number, a truth or text.
    ByLetters,
}

const YAML: &str = "tag:yaml.org,2002:";

impl Meaning {
    /// What a scalar means; the error is a whole sentence.
    pub(super) fn resolve(tag: Option<&str>, style: Style, text: &str) -> Result<Self, String> {
        let by_letters = match Scalar::plain(text) {
            Scalar::Null => Self::Null,
            Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Decimal(_) | Scalar::Text(_) => {
                Self::ByLetters
            }
        };
        let Some(tag) = tag else {
            return Ok(if style == Style::Plain {
                by_letters
            } else {
                Self::Text
            });
        };
        let fits = match (tag.strip_prefix(YAML), Scalar::plain(text)) {
            (None, _) if tag == "!" => return Ok(Self::Text),
            (Some("str" | "timestamp" | "map" | "seq"), _) => return Ok(Self::Text),
            (Some("binary"), _) => {
                return decode_base64(text)
                    .map(Self::Decoded)
                    .ok_or_else(|| "the !!binary value is not base64-encoded text.".to_owned());
            }
            (Some("merge"), _) => true,
            (Some("int"), scalar) => matches!(scalar, Scalar::Integer(_)),
            (Some("float"), scalar) => matches!(scalar, Scalar::Integer(_) | Scalar::Decimal(_)),
            (Some("bool"), scalar) => matches!(scalar, Scalar::Bool(_)),
            (Some("null"), scalar) => matches!(scalar, Scalar::Null),
            _ => return Err(unknown(tag)),
        };
        if fits {
            Ok(by_letters)
        } else {
            Err(format!(
                "{} does not match its tag {}.",
                quoted(text),
                short(tag)
            ))
        }
    }

    /// Whether a collection may have this tag.
    pub(super) fn of_collection(tag: Option<&str>) -> Result<(), String> {
        match tag {
            None | Some("!") => Ok(()),
            Some(tag) => match tag.strip_prefix(YAML) {
                Some("map" | "seq" | "set" | "omap" | "pairs") => Ok(()),
                _ => Err(unknown(tag)),
            },
        }
    }
}

/// kubectl takes such a value for text; but the tag stands for something that some program must
/// first put in place.
fn unknown(tag: &str) -> String {
    format!(
        "Kubernetes does not support the tag {}.",
        quoted(&short(tag))
    )
}

fn short(tag: &str) -> String {
    match tag.strip_prefix(YAML) {
        Some(name) => format!("!!{name}"),
        None => tag.to_owned(),
    }
}

/// The text that base64 stands for, as Go's `StdEncoding` reads it: line ends count for nothing,
/// and the last group is filled up with `=`.
pub(crate) fn decode_base64(base64: &str) -> Option<String> {
    let letters: Vec<u8> = base64
        .bytes()
        .filter(|byte| !matches!(byte, b'\r' | b'\n'))
        .collect();
    let mut bytes = Vec::new();
    let groups = letters.len() / 4;
    for (number, group) in letters.chunks(4).enumerate() {
        let filling = group.iter().rev().take_while(|byte| **byte == b'=').count();
        if group.len() < 4 || filling > 2 || (filling > 0 && number + 1 < groups) {
            return None;
        }
        let mut bits = 0_u32;
        for byte in group.iter().take(4 - filling) {
            bits = (bits << 6) | u32::from(digit(*byte)?);
        }
        bits <<= 6 * u32::try_from(filling).ok()?;
        bytes.extend(bits.to_be_bytes().into_iter().skip(1).take(3 - filling));
    }
    String::from_utf8(bytes).ok()
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
