//! Puts values of documents into the Config's fields.

use super::documents::Found;
use super::report::{Place, Taken};
use crate::core::config::{Config, Edit, Field, Value};
use crate::core::yaml::Node;

/// A Config that is being filled in.
pub(super) struct Taking {
    pub(super) config: Config,
    pub(super) taken: Vec<Taken>,
}

/// Where a value stands.
#[derive(Debug, Clone)]
pub(super) struct From {
    pub(super) place: Place,
    pub(super) path: String,
}

impl From {
    /// A value of a document by its keys.
    pub(super) fn keys(found: &Found, keys: &[&str]) -> Self {
        Self {
            place: Place {
                file: found.place.file,
                line: found.node.line_at(keys),
            },
            path: keys.join("."),
        }
    }

    /// A value of a document by its line.
    pub(super) fn line(found: &Found, line: usize, path: impl Into<String>) -> Self {
        Self {
            place: Place {
                file: found.place.file,
                line,
            },
            path: path.into(),
        }
    }
}

impl Taking {
    /// Sets a field; false if it refuses the value, which is then kept as it is.
    pub(super) fn set(&mut self, field: &str, value: Value, from: &From) -> bool {
        let Some(field) = Field::find(field) else {
            return false;
        };
        let Ok(edit) = Edit::set(field, value, &self.config) else {
            return false;
        };
        self.config = self.config.apply(&edit);
        self.taken.retain(|taken| taken.field != field);
        self.taken.push(Taken {
            place: from.place,
            path: from.path.clone(),
            field,
        });
        true
    }

    /// Sets a field to one text.
    pub(super) fn one(&mut self, field: &str, text: &str, from: &From) -> bool {
        self.set(field, Value::One(text.to_owned()), from)
    }

    /// Sets a field to several texts, or empties it.
    pub(super) fn many(&mut self, field: &str, texts: Vec<String>, from: &From) -> bool {
        let value = if texts.is_empty() {
            Value::Empty
        } else {
            Value::Many(texts)
        };
        self.set(field, value, from)
    }

    /// Sets a field to a document's scalar, or empties it if there is none. Where the field
    /// refuses, it is emptied too if it can be.
    pub(super) fn scalar(&mut self, field: &str, found: &Found, keys: &[&str]) {
        let text = found.node.letters_at(keys);
        let from = From::keys(found, keys);
        let set = text.is_some_and(|text| self.one(field, text, &from));
        if !set {
            self.clear(field);
        }
    }

    /// Empties a field if it can be empty.
    pub(super) fn clear(&mut self, field: &str) {
        let Some(field) = Field::find(field) else {
            return;
        };
        if let Ok(edit) = Edit::set(field, Value::Empty, &self.config) {
            self.config = self.config.apply(&edit);
        }
    }

    /// Sets a field without a value of any file behind it.
    pub(super) fn assume(&mut self, field: &str, text: &str) {
        let Some(field) = Field::find(field) else {
            return;
        };
        if let Ok(edit) = Edit::set(field, Value::One(text.to_owned()), &self.config) {
            self.config = self.config.apply(&edit);
        }
    }
}

/// The letters of a list's items; none if one of them is no scalar.
pub(super) fn texts(node: Option<&Node>) -> Option<Vec<String>> {
    node?
        .items()
        .iter()
        .map(|item| item.letters().map(str::to_owned))
        .collect()
}

/// A value that stands for one still to be filled in: `<<NAME>>`, `<NAME>`, `${NAME}`.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with('<') && text.ends_with('>'))
        || (text.starts_with("${") && text.ends_with('}'))
}
