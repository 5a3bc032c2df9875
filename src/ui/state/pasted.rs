//! Texts that were pasted. They stay as long as this tab of the browser does: over a reload, over a
//! look at something else, and whatever another tab changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::platform::storage::{NotKept, StorageArea};

const START: &str = "soci-configurator-pasted:";

/// The texts by the box that they stand in.
#[derive(Debug, Clone, Copy)]
pub struct Pasted {
    texts: StoredValue<BTreeMap<&'static str, Arc<str>>>,
    /// Whether the tab keeps them over a reload.
    is_kept: bool,
}

impl Pasted {
    pub(super) fn new(is_kept: bool) -> Self {
        Self {
            texts: StoredValue::new(BTreeMap::new()),
            is_kept,
        }
    }

    /// The text of a box; empty if there is none.
    pub fn text(self, name: &'static str) -> Arc<str> {
        if let Some(text) = self.texts.with_value(|texts| texts.get(name).cloned()) {
            return text;
        }
        let kept = self
            .is_kept
            .then(|| StorageArea::Session.get(&key(name)))
            .flatten();
        kept.unwrap_or_default().into()
    }

    /// Keeps the text of a box in place of the one before.
    ///
    /// # Errors
    /// Storage that is switched off or full: a reload loses the text.
    pub fn keep(self, name: &'static str, text: &str) -> Result<(), NotKept> {
        self.texts.update_value(|texts| {
            texts.insert(name, text.into());
        });
        if !self.is_kept {
            return Ok(());
        }
        // What was kept before is not this text; an old one must not come back in its place.
        let kept = if text.is_empty() {
            StorageArea::Session.remove(&key(name));
            Ok(())
        } else {
            StorageArea::Session.set(&key(name), text)
        };
        if kept.is_err() {
            StorageArea::Session.remove(&key(name));
        }
        kept
    }
}

fn key(name: &str) -> String {
    [START, name].concat()
}
