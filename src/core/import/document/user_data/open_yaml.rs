//! YAML in which values are still to be filled in, as a reader of YAML can take it.

use crate::core::error::FileError;
use crate::core::import::source::{Held, can_hold, value_places};
use crate::core::yaml::{Document, read_all};

/// The documents of a text, with their placeholders.
pub(super) struct OpenYaml {
    pub(super) documents: Vec<Result<Document, FileError>>,
    /// Placeholders with a line of their own, which may stand for any keys.
    pub(super) gaps: Vec<(usize, String)>,
}

/// Reads a text. Lines count from 1.
pub(super) fn read(text: &str) -> OpenYaml {
    let mut gaps = Vec::new();
    let Some((open, held)) = open(text, &mut gaps) else {
        return OpenYaml {
            documents: read_all(text),
            gaps,
        };
    };
    let restored = |document: Result<Document, FileError>| match document {
        Ok(mut document) => {
            document.node = held.restored_in(document.node);
            for again in &mut document.repeated {
                again.text = held.restored(&again.text);
            }
            Ok(document)
        }
        Err(mut error) => {
            error.message = held.restored(&error.message);
            Err(error)
        }
    };
    OpenYaml {
        documents: read_all(&open).into_iter().map(restored).collect(),
        gaps,
    }
}

/// The text with its placeholders held back.
fn open(text: &str, gaps: &mut Vec<(usize, String)>) -> Option<(String, Held)> {
    let places = value_places(text);
    if places.is_empty() || !can_hold(text) {
        return None;
    }
    let mut held = Held::default();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut line) = (0, 1);
    for place in places {
        let own = text.get(place.clone()).unwrap_or_default();
        let between = text.get(at..place.start).unwrap_or_default();
        line += between.matches('\n').count();
        out.push_str(between);
        at = place.end;
        let before = out.trim_end_matches([' ', '\t']);
        let behind = text.get(place.end..).unwrap_or_default();
        let behind = behind.trim_start_matches([' ', '\t', '\r']);
        let begins = before.is_empty() || before.ends_with('\n');
        let ends = behind.is_empty() || behind.starts_with(['\n', '#']);
        if own.starts_with('#') && !before.ends_with([':', '-', ',', '[', '{']) {
            // A comment, though it looks like one of Octopus' values.
            out.push_str(own);
        } else if begins && ends && own.starts_with(['$', '{']) {
            gaps.push((line, own.to_owned()));
            out.push_str(&"\n".repeat(own.matches('\n').count()));
        } else {
            out.push_str(&held.hold(own));
        }
        line += own.matches('\n').count();
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Some((out, held))
}
