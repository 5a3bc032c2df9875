//! Name, history, theme.

pub const HISTORY: &str = "History";
pub const UNDO: &str = "Undo";
pub const UNDO_KEY: &str = "Ctrl+Z outside text fields";
pub const REDO: &str = "Redo";
pub const REDO_KEY: &str = "Ctrl+Shift+Z outside text fields";

pub const THEME: &str = "Theme";
