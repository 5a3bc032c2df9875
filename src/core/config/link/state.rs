//! What a link holds, and what it could not say.

use crate::core::config::{Config, Field};
use crate::core::error::quoted;

/// A state of the page: what a link holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The settings.
    pub config: Config,
    /// Texts that are no values, by field: as they were typed, or as an older link had them.
    pub refused: Vec<(&'static Field, String)>,
    /// The word of the preset that the settings started from, if it is still known.
    pub preset: Option<&'static str>,
    /// The part of the result that is in view: the path of a file, or a word of the page's own.
    pub tab: Option<String>,
}

impl Link {
    /// A link to settings alone.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            refused: Vec::new(),
            preset: None,
            tab: None,
        }
    }
}

/// What a link could not say, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkProblem {
    /// The field that it is about.
    pub field: Option<&'static Field>,
    /// What could not be read and what is in its place.
    pub message: String,
}

impl std::fmt::Display for LinkProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(field) = self.field {
            write!(f, "{}: ", field.label)?;
        }
        f.write_str(&self.message)
    }
}

/// A value as it is shown in a message; nothing for none.
pub(super) fn quoted_or_none(text: Option<&str>) -> String {
    text.map(|text| format!(" {}", quoted(text)))
        .unwrap_or_default()
}
