//! Puts values of documents into the Config's fields.

use crate::core::config::{Config, Edit, Field, Value};
use crate::core::import::document::Document;
use crate::core::import::report::Taken;
use crate::core::import::source::SourceLocation;
use crate::core::placeholder::holds_placeholder;

/// A Config that is being filled in.
pub(in crate::core::import) struct ConfigBuilder {
    pub(in crate::core::import) config: Config,
    pub(in crate::core::import) taken: Vec<Taken>,
    /// Fields of the engine that a file says, or may say, with values that are still to be filled in.
    pub(in crate::core::import) open: Vec<&'static Field>,
    /// Values that a file says and that their fields do not take, with where they stand.
    pub(in crate::core::import) refused: Vec<(Taken, String)>,
}

/// Where a value stands.
#[derive(Debug, Clone)]
pub(in crate::core::import) struct Provenance {
    pub(in crate::core::import) place: SourceLocation,
    pub(in crate::core::import) path: String,
}

impl Provenance {
    /// A value of a document by its keys.
    pub(in crate::core::import) fn keys(found: &Document, keys: &[&str]) -> Self {
        Self {
            place: SourceLocation {
                file: found.place.file,
                line: found.node.line_at(keys),
            },
            path: keys.join("."),
        }
    }

    /// A value of a document by its line.
    pub(in crate::core::import) fn line(
        found: &Document,
        line: usize,
        path: impl Into<String>,
    ) -> Self {
        Self {
            place: SourceLocation {
                file: found.place.file,
                line,
            },
            path: path.into(),
        }
    }
}

fn texts(value: &Value) -> impl Iterator<Item = &String> {
    let (one, many) = match value {
        Value::Empty => (None, [].as_slice()),
        Value::One(text) => (Some(text), [].as_slice()),
        Value::Many(texts) => (None, texts.as_slice()),
    };
    one.into_iter().chain(many)
}

impl ConfigBuilder {
    /// Sets a field; false if it refuses the value or if a template still has to fill it in. It is
    /// then kept as it is.
    pub(in crate::core::import) fn set(
        &mut self,
        field: &str,
        value: Value,
        from: &Provenance,
    ) -> bool {
        let Some(field) = Field::find(field) else {
            return false;
        };
        if texts(&value).any(|text| holds_placeholder(text)) {
            self.leave_open(field);
            return false;
        }
        let said = texts(&value).next().cloned();
        let Ok(edit) = Edit::set(field, value, &self.config) else {
            self.refuse(field, said.unwrap_or_default(), from);
            return false;
        };
        self.config = self.config.apply(&edit);
        self.refused.retain(|(refused, _)| refused.field != field);
        self.taken.retain(|taken| taken.field != field);
        self.open.retain(|open| *open != field);
        self.taken.push(Taken {
            place: from.place,
            path: from.path.clone(),
            field,
        });
        true
    }

    /// Notes a value that a field does not take: what it is instead is known not to hold.
    fn refuse(&mut self, field: &'static Field, said: String, from: &Provenance) {
        self.leave_open(field);
        self.taken.retain(|taken| taken.field != field);
        self.refused.retain(|(refused, _)| refused.field != field);
        let taken = Taken {
            place: from.place,
            path: from.path.clone(),
            field,
        };
        self.refused.push((taken, said));
    }

    /// Notes that a template still has to say a field of the engine. Until then it is what is
    /// advised: what holds where nothing is said is known not to hold.
    pub(in crate::core::import) fn leave_open(&mut self, field: &'static Field) {
        if !field.path.starts_with("engine.") || self.open.contains(&field) {
            return;
        }
        self.open.push(field);
        let advised = field.value(&Config::default());
        if let Ok(edit) = Edit::set(field, advised, &self.config) {
            self.config = self.config.apply(&edit);
        }
    }

    /// Sets a field to one text.
    pub(in crate::core::import) fn set_text(
        &mut self,
        field: &str,
        text: &str,
        from: &Provenance,
    ) -> bool {
        self.set(field, Value::One(text.to_owned()), from)
    }

    /// Sets a field to several texts, or empties it.
    pub(in crate::core::import) fn set_list(
        &mut self,
        field: &str,
        texts: Vec<String>,
        from: &Provenance,
    ) -> bool {
        let value = if texts.is_empty() {
            Value::Empty
        } else {
            Value::Many(texts)
        };
        self.set(field, value, from)
    }

    /// Sets a field to a document's scalar, or empties it if there is none. Where the field
    /// refuses, it is emptied too if it can be.
    pub(in crate::core::import) fn set_scalar(
        &mut self,
        field: &str,
        found: &Document,
        keys: &[&str],
    ) {
        let text = found.node.str_at(keys);
        let from = Provenance::keys(found, keys);
        let set = text.is_some_and(|text| self.set_text(field, text, &from));
        if !set {
            self.unset(field);
        }
    }

    /// Empties a field if it can be empty.
    pub(in crate::core::import) fn unset(&mut self, field: &str) {
        let Some(field) = Field::find(field) else {
            return;
        };
        if let Ok(edit) = Edit::set(field, Value::Empty, &self.config) {
            self.config = self.config.apply(&edit);
        }
    }

    /// Sets a field without a value of any file behind it.
    pub(in crate::core::import) fn set_default(&mut self, field: &str, text: &str) {
        let Some(field) = Field::find(field) else {
            return;
        };
        if let Ok(edit) = Edit::set(field, Value::One(text.to_owned()), &self.config) {
            self.config = self.config.apply(&edit);
        }
    }

    /// Sets a field that holds a list without a value of any file behind it.
    pub(in crate::core::import) fn set_default_list(&mut self, field: &str, texts: &[&str]) {
        let Some(field) = Field::find(field) else {
            return;
        };
        let value = Value::Many(texts.iter().map(|text| (*text).to_owned()).collect());
        if let Ok(edit) = Edit::set(field, value, &self.config) {
            self.config = self.config.apply(&edit);
        }
    }
}
