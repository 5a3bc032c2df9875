//! What the form shows of every field, made in one go after each edit.
//!
//! Every field's row follows a signal of its own, which is set only if something there is another.
//! With each row following the Config instead, an edit would wake some hundreds of rows to find
//! out that they stay as they are; that took longer than the evaluation.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Drafts, Evaluated, State};
use crate::core::{Applies, Field, FieldChanges, Finding, Group, ValueError};

/// One field, as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldNow {
    /// The field.
    pub field: &'static Field,
    /// What its control shows: what was typed, else the Config's value.
    pub text: String,
    /// Why what was typed is no value.
    pub refused: Option<ValueError>,
    /// Whether it means anything with the other settings.
    pub applies: Applies,
    /// Whether the Config differs from the default here.
    pub is_changed: bool,
    /// What was noticed here.
    pub findings: Vec<Finding>,
}

impl FieldNow {
    /// Whether it means something now and differs from the default.
    pub fn counts_as_changed(&self) -> bool {
        self.is_changed && self.applies == Applies::Yes
    }

    /// Findings and refusals.
    pub fn problems(&self) -> usize {
        self.findings.len() + usize::from(self.refused.is_some())
    }
}

/// Every field, in the order of the form.
pub type FormNow = Arc<Vec<FieldNow>>;

/// The fields of one group.
pub fn of_group(form: &[FieldNow], group: Group) -> impl Iterator<Item = &FieldNow> {
    form.iter().filter(move |now| now.field.group == group)
}

pub(super) fn form_now(drafts: &Drafts, evaluated: &Evaluated) -> FormNow {
    let config = evaluated.config();
    let default = config.defaults_beside();
    let changes = FieldChanges::new(config, &default);
    let findings = &evaluated.evaluation.findings;
    let now = Field::all().map(|field| FieldNow {
        field,
        text: match drafts.text(field) {
            Some(typed) => typed.to_owned(),
            None => field.value(config).text(field.kind),
        },
        refused: drafts.refused(field).cloned(),
        applies: (field.applies)(config),
        is_changed: changes.is_at(field),
        findings: findings
            .iter()
            .filter(|finding| finding.field == field)
            .cloned()
            .collect(),
    });
    Arc::new(now.collect())
}

impl State {
    /// Every field as it is now.
    pub fn form(self) -> Memo<FormNow> {
        self.form
    }

    /// One field as it is now; changes only if something there is another.
    pub fn field(self, field: &'static Field) -> RwSignal<FieldNow> {
        let known = self.rows.with_value(|rows| {
            rows.iter()
                .find(|row| row.with_untracked(|now| now.field == field))
                .copied()
        });
        // Every field is in the table from which the rows were made.
        known.unwrap_or_else(|| unreachable!("{} is a field of the form", field.path))
    }

    /// A part of a field as it is now.
    pub fn of_field<T>(
        self,
        field: &'static Field,
        read: impl Fn(&FieldNow) -> T + Send + Sync + 'static,
    ) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let now = self.field(field);
        Memo::new(move |_| now.with(&read))
    }

    /// Makes the rows, and keeps them up to date from then on. Once, when the state that the page
    /// opens with is there: what it was before is no edit.
    pub fn follow_form(self) {
        let form = self.form.read_untracked();
        self.rows
            .set_value(form.iter().cloned().map(RwSignal::new).collect());
        Effect::new(move |_| self.update_rows(&self.form.read()));
    }

    fn update_rows(self, form: &[FieldNow]) {
        self.rows.with_value(|rows| {
            for (row, now) in rows.iter().zip(form) {
                if row.with_untracked(|before| before != now) {
                    row.set(now.clone());
                }
            }
        });
    }
}
