//! Name, presets, history, theme.

pub const ABOUT: &str = "Karpenter manifests that switch SOCI parallel pull on, made as you type. Nothing leaves this page.";

pub const PRESET: &str = "Preset";
/// In place of a preset's name.
pub const YOUR_OWN: &str = "Your own";
pub const YOUR_OWN_HELP: &str =
    "Settings of your own; a preset takes their place and keeps the cluster's names.";

pub const HISTORY: &str = "History";
pub const UNDO: &str = "Undo";
pub const UNDO_KEY: &str = "Ctrl+Z outside of text";
pub const REDO: &str = "Redo";
pub const REDO_KEY: &str = "Ctrl+Shift+Z outside of text";

pub const THEME: &str = "Theme";
