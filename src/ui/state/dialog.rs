//! The dialogs of the page; one is open at a time.

/// A dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// Existing files to open.
    Open,
    /// The link to what is on the page.
    Share,
    /// Settings that are kept under a name, and the Config file.
    Save,
    /// Two Configs side by side.
    Compare,
    /// Keys and words.
    Help,
}

impl Dialog {
    /// Id of its element.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Open => "open-dialog",
            Self::Share => "share-dialog",
            Self::Save => "save-dialog",
            Self::Compare => "compare-dialog",
            Self::Help => "help-dialog",
        }
    }
}
