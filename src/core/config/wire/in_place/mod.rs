//! Changes of a Config file in its text: comments, order, quotes and what is left to defaults stay.

mod change;
mod items;
mod notation;

use change::Change;

use super::read_config;
use crate::core::config::{Config, Field, Value};
use crate::core::yaml::{Place, places};

/// A Config file with changes made in its text.
#[derive(Debug, Clone, PartialEq)]
pub struct EditedConfig {
    /// The file's new text.
    pub text: String,
    /// What has changed, in the order of the fields.
    pub changes: Vec<ConfigChange>,
}

/// A field that has another value than before.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigChange {
    /// The field.
    pub field: &'static Field,
    /// The one-based line of the new text at which it stands.
    pub line: usize,
    /// Its value before.
    pub before: Value,
    /// Its value now.
    pub after: Value,
}

/// Why a Config file is not changed in its text.
#[derive(Debug, Clone, PartialEq)]
pub struct NotInPlace {
    /// The field that is written in a way that cannot be changed; none if the file is no Config.
    pub field: Option<&'static Field>,
    /// Everything that was to change; lines are those of the old text.
    pub changes: Vec<ConfigChange>,
}

/// Changes a Config file so that it means another Config. Every byte that is not part of a changed
/// value stays as it is.
///
/// # Errors
/// A file in which that cannot be done, such as one whose value is shared by an anchor.
pub fn edit_config(text: &str, wanted: &Config) -> Result<EditedConfig, NotInPlace> {
    let none = NotInPlace {
        field: None,
        changes: Vec::new(),
    };
    let before = read_config(text).map_err(|_| none)?;
    let refused = |field| NotInPlace {
        field: Some(field),
        changes: changes(&before, wanted, text),
    };
    let mut fields: Vec<&'static Field> = Field::all().collect();
    fields.sort_by_key(|field| field.rank());
    let mut config = before.clone();
    let mut edited = text.to_owned();
    // One field may change how another is read, so each is looked for anew; none is set twice.
    let mut done: Vec<&'static Field> = Vec::new();
    while let Some(field) = fields
        .iter()
        .find(|field| field.value(&config) != field.value(wanted))
    {
        if done.contains(field) {
            return Err(refused(field));
        }
        done.push(field);
        let next = Change {
            text: &edited,
            field,
            before: field.value(&config),
            after: field.value(wanted),
        }
        .applied();
        let read = next.and_then(|text| Some((read_config(&text).ok()?, text)));
        match read {
            Some((read, text)) if field.value(&read) == field.value(wanted) => {
                (config, edited) = (read, text);
            }
            _ => return Err(refused(field)),
        }
    }
    Ok(EditedConfig {
        changes: changes(&before, wanted, &edited),
        text: edited,
    })
}

fn changes(before: &Config, after: &Config, text: &str) -> Vec<ConfigChange> {
    let root = places(text);
    Field::all()
        .filter(|field| field.value(before) != field.value(after))
        .map(|field| ConfigChange {
            field,
            line: root.as_ref().map_or(1, |root| line(root, field, text)),
            before: field.value(before),
            after: field.value(after),
        })
        .collect()
}

/// The line of a field's key, or of what is nearest above it.
fn line(root: &Place, field: &Field, text: &str) -> usize {
    let (mut place, mut at) = (root, root.start);
    for name in field.path.split('.') {
        let Some(entry) = place.entry(name) else {
            break;
        };
        (place, at) = (&entry.value, entry.key.start);
    }
    let above = text.get(..at).unwrap_or_default();
    above.matches('\n').count() + 1
}
