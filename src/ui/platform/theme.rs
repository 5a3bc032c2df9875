//! The colour theme, remembered on this machine.

use super::storage;
use crate::ui::strings;

const KEY: &str = "soci-configurator-theme";

/// A colour theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All themes.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in the page and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => strings::theme::SYSTEM,
            Self::Light => strings::theme::LIGHT,
            Self::Dark => strings::theme::DARK,
        }
    }

    /// The theme with this word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word)
    }
}

/// The theme that was chosen last, or the system's.
pub fn stored() -> Theme {
    storage::get(KEY)
        .and_then(|word| Theme::find(word.trim_matches('"')))
        .unwrap_or(Theme::System)
}

/// Shows a theme and remembers it; a browser that stores nothing still shows it.
pub fn apply(theme: Theme) {
    if let Some(root) = leptos::prelude::document().document_element() {
        let _ = root.set_attribute("data-theme", theme.as_str());
    }
    let _ = storage::set(KEY, theme.as_str());
}
