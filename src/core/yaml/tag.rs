//! What a tag makes of a value, after `resolve.go` of go-yaml 2.4.0.

use super::grammar::Style;
use super::scalar::Scalar;
use crate::core::error::quote;

/// How a scalar is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Text,
    Null,
    /// By its letters, as a number, a truth or text.
    ByLetters,
}

const YAML: &str = "tag:yaml.org,2002:";

impl Meaning {
    /// What a scalar means; the error is a whole sentence.
    pub(super) fn of(tag: Option<&str>, style: Style, text: &str) -> Result<Self, String> {
        let by_letters = match Scalar::plain(text) {
            Scalar::Null => Self::Null,
            Scalar::Flag(_) | Scalar::Integer(_) | Scalar::Decimal(_) | Scalar::Text(_) => {
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
                return Err(
                    "a value of !!binary stands here, which only kubectl can take apart; \
                            write it as text."
                        .to_owned(),
                );
            }
            (Some("merge"), _) => true,
            (Some("int"), scalar) => matches!(scalar, Scalar::Integer(_)),
            (Some("float"), scalar) => matches!(scalar, Scalar::Integer(_) | Scalar::Decimal(_)),
            (Some("bool"), scalar) => matches!(scalar, Scalar::Flag(_)),
            (Some("null"), scalar) => matches!(scalar, Scalar::Null),
            _ => return Err(unknown(tag)),
        };
        if fits {
            Ok(by_letters)
        } else {
            Err(format!(
                "{} is not what its tag {} says.",
                quote(text),
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
        "the tag {} is not one that Kubernetes reads.",
        quote(&short(tag))
    )
}

fn short(tag: &str) -> String {
    match tag.strip_prefix(YAML) {
        Some(name) => format!("!!{name}"),
        None => tag.to_owned(),
    }
}
