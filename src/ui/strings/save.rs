//! Saving.

use super::words::{UNKNOWN, count};

pub const BUTTON: &str = "Save";
pub const TITLE: &str = "Save";
pub const NAME: &str = "Name";
pub const SAVE: &str = "Save under this name";
pub const REPLACE: &str = "Replace";
pub const HELP: &str = "Saved in this browser on this machine, with everything you typed. The current page is also kept without a name, and in the address.";
pub const DOWNLOAD_CONFIG: &str = "Download config.yaml";
pub const PRINT: &str = "Print";

pub const NO_NAME: &str = "Enter a name, such as production.";

pub fn saved(name: &str) -> String {
    format!("Saved as “{name}”.")
}

pub fn deleted(name: &str) -> String {
    format!("Deleted “{name}”.")
}

pub fn put_back(name: &str) -> String {
    format!("Restore “{name}”")
}

pub fn is_back(name: &str) -> String {
    format!("Restored “{name}”.")
}

pub fn renamed(before: &str, now: &str) -> String {
    format!("“{before}” is now “{now}”.")
}

pub fn taken(name: &str) -> String {
    format!("“{name}” already exists; choose another name.")
}

pub fn opened(name: &str) -> String {
    format!("Opened “{name}”. Undo restores the previous settings.")
}

pub const NOTHING: &str = "Nothing saved under a name yet.";
pub const CAPTION: &str = "Saved settings";
pub const CHANGED: &str = "Changed";
pub const DO: &str = "Actions";

/// How many settings were changed, if they can be read.
pub fn changed(settings: Option<usize>) -> String {
    settings.map_or_else(|| UNKNOWN.to_owned(), |number| count(number, "setting"))
}

pub const OPEN: &str = "Open";
pub const RENAME: &str = "Rename";
pub const DELETE: &str = "Delete";
pub const NEW_NAME: &str = "New name";

/// What a button of a row does, with the name that it does it to.
pub fn row_button(verb: &str, name: &str) -> String {
    format!("{verb} {name}")
}
