//! A document that was recognised.

use super::platform::Platform;
use crate::core::config::Layer;
use crate::core::units::ByteSize;

/// One document, recognised.
pub(super) struct Described {
    /// What it is, in words.
    pub what: String,
    /// Digest of the manifest, where it is said.
    pub digest: Option<String>,
    /// Platform, where it is said.
    pub platform: Option<Platform>,
    /// What was left out or assumed.
    pub notes: Vec<String>,
    /// What it says of the image.
    pub content: Content,
}

/// What a document says of an image.
pub(super) enum Content {
    Layers(Vec<Layer>),
    Index(Vec<Entry>),
    Size(ByteSize),
}

/// A platform's manifest in an index.
pub(super) struct Entry {
    pub platform: Platform,
    pub digest: Option<String>,
    /// Where the index holds the manifest itself.
    pub layers: Option<Vec<Layer>>,
}

impl Entry {
    pub fn choice(&self) -> PlatformChoice {
        PlatformChoice {
            platform: self.platform.clone(),
            digest: self.digest.clone(),
            has_layers: self.layers.is_some(),
        }
    }
}

impl Described {
    pub fn new(what: impl Into<String>, content: Content) -> Self {
        Self {
            what: what.into(),
            digest: None,
            platform: None,
            notes: Vec::new(),
            content,
        }
    }
}

/// A platform of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformChoice {
    /// The platform.
    pub platform: Platform,
    /// Digest of its manifest.
    pub digest: Option<String>,
    /// Whether its layers are in the same paste.
    pub has_layers: bool,
}
