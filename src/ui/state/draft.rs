//! What stands in a control and differs from the Config: text that is no value, or a value in
//! the words in which it was typed. Nothing typed is lost.

use std::collections::BTreeMap;

use crate::core::{Config, Field, ValueError};

/// What was typed into one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The text, as typed.
    pub text: String,
    /// Why it is no value, if it is none.
    pub refused: Option<ValueError>,
}

/// All drafts, by the field's path.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drafts(BTreeMap<&'static str, Draft>);

impl Drafts {
    /// The text of a field, if it has a draft.
    pub fn text(&self, field: &Field) -> Option<&str> {
        self.0.get(field.path).map(|draft| draft.text.as_str())
    }

    /// Why a field's draft is no value.
    pub fn refused(&self, field: &Field) -> Option<&ValueError> {
        self.0.get(field.path)?.refused.as_ref()
    }

    /// Every refused draft, in the order of the form.
    pub fn all_refused(&self) -> Vec<(&'static Field, ValueError)> {
        Field::all()
            .filter_map(|field| Some((field, self.refused(field)?.clone())))
            .collect()
    }

    /// Whether the field's draft is a value, in other words.
    pub fn is_settled(&self, field: &Field) -> bool {
        self.0
            .get(field.path)
            .is_some_and(|draft| draft.refused.is_none())
    }

    /// Puts what was typed.
    pub fn put(&mut self, field: &Field, draft: Draft) {
        self.0.insert(field.path, draft);
    }

    /// Forgets a field's draft.
    pub fn drop(&mut self, field: &Field) {
        self.0.remove(field.path);
    }

    /// After an edit: drafts of fields that it changed give way; refused ones elsewhere stay.
    pub fn settle(&mut self, before: &Config, after: &Config) {
        self.0.retain(|path, draft| {
            draft.refused.is_some()
                && Field::find(path).is_some_and(|field| !field.is_changed(after, before))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Draft, Drafts, Field, ValueError};

    #[test]
    fn an_edit_elsewhere_keeps_what_was_refused() {
        let (Some(iops), Some(name)) = (
            Field::find("storage.volume.iops"),
            Field::find("cluster.name"),
        ) else {
            unreachable!("both fields are in the table");
        };
        let mut drafts = Drafts::default();
        drafts.put(
            iops,
            Draft {
                text: "abc".into(),
                refused: Some(ValueError::new("No.")),
            },
        );
        drafts.put(
            name,
            Draft {
                text: "demo ".into(),
                refused: None,
            },
        );
        drafts.settle(&Config::default(), &Config::default());
        assert_eq!(drafts.text(iops), Some("abc"));
        assert_eq!(drafts.text(name), None);
        assert_eq!(drafts.all_refused().len(), 1);
    }
}
