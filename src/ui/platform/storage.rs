//! What this browser keeps for the page. It may be switched off or full; nothing fails then, and
//! whoever asked to keep something is told.

use crate::ui::texts;

/// Why something was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotKept {
    /// The browser keeps nothing for this page.
    Blocked,
    /// There is no room left.
    Full,
}

impl NotKept {
    /// Why, and what to do.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Blocked => texts::kept::BLOCKED,
            Self::Full => texts::kept::FULL,
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What is kept under a key.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text under a key.
///
/// # Errors
/// Storage that is switched off or full.
pub fn set(key: &str, text: &str) -> Result<(), NotKept> {
    let storage = storage().ok_or(NotKept::Blocked)?;
    storage.set_item(key, text).map_err(|_| NotKept::Full)
}

/// Forgets what is kept under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// All keys that begin so, in order.
pub fn keys(start: &str) -> Vec<String> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let mut keys: Vec<String> = (0..storage.length().unwrap_or(0))
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(start))
        .collect();
    keys.sort();
    keys
}
