//! Where a field's value stands in a manifest as it is.

use crate::core::config::OverrideTarget;

/// Where a field's value stands in a manifest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ManifestPlace {
    /// The document.
    pub(crate) document: OverrideTarget,
    /// The keys from the document's root; `*` is any item of a list.
    pub(crate) keys: &'static [&'static str],
    /// The rule that knows more about the line.
    pub(crate) rule: Option<&'static str>,
    /// What holds where a file leaves it out, and whose default that is: `("720h", "Karpenter's")`.
    pub(crate) omitted: Option<(&'static str, &'static str)>,
}
