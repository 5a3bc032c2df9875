//! Bottlerocket's settings as its API reads them, a template's lines taken out.

use super::toml::{self, Toml, TomlError};
use crate::core::import::source::without_directives;
use crate::core::yaml::Node;

/// Settings, and what of them is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Settings {
    pub(in crate::core::import) node: Node,
    /// What a template puts in at lines of their own, so that it may say anything.
    pub(in crate::core::import) gaps: Vec<(usize, String)>,
    /// Whether a branch of a condition is left out.
    pub(in crate::core::import) is_part: bool,
    /// Whether settings one by one are not what the text says: it has conditions or loops, or values
    /// whose quotes are still to be filled in.
    pub(in crate::core::import) is_template: bool,
}

impl Settings {
    /// Whether the text may say more than is read, so that nothing is missing for sure.
    pub(in crate::core::import) fn may_say_more(&self) -> bool {
        self.is_part || !self.gaps.is_empty()
    }
}

/// Reads a text of settings. Lines count from 1.
///
/// # Errors
/// Text that is no TOML.
pub(in crate::core::import) fn read(text: &str) -> Result<Settings, TomlError> {
    let plain = without_directives(text);
    let own = plain.as_ref().map_or(text, |plain| plain.text.as_str());
    let Toml {
        node,
        gaps,
        has_bare,
    } = toml::read_open(own, 1)?;
    Ok(Settings {
        is_template: plain.is_some() || has_bare || !gaps.is_empty(),
        node,
        gaps,
        is_part: plain.is_some_and(|plain| plain.is_part),
    })
}
