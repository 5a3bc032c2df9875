//! What this browser keeps for the page. It may be switched off or full; nothing fails then, and
//! whoever asked to keep something is told.

use leptos::prelude::{on_cleanup, window_event_listener_untyped};
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

use crate::ui::strings;

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
            Self::Blocked => strings::kept::BLOCKED,
            Self::Full => strings::kept::FULL,
        }
    }
}

/// Where the browser keeps something for the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageArea {
    /// For all of its tabs and the next visit.
    Local,
    /// For one tab: nothing else sees it, and it is there again once the page is reloaded.
    Session,
}

impl StorageArea {
    fn storage(self) -> Option<web_sys::Storage> {
        let window = web_sys::window()?;
        let found = match self {
            Self::Local => window.local_storage(),
            Self::Session => window.session_storage(),
        };
        found.ok().flatten()
    }

    /// What is kept under a key.
    pub fn get(self, key: &str) -> Option<String> {
        self.storage()?.get_item(key).ok().flatten()
    }

    /// Keeps a text under a key.
    ///
    /// # Errors
    /// Storage that is switched off or full; what was kept before stays.
    pub fn set(self, key: &str, text: &str) -> Result<(), NotKept> {
        let storage = self.storage().ok_or(NotKept::Blocked)?;
        storage.set_item(key, text).map_err(|_| NotKept::Full)
    }

    /// Forgets what is kept under a key.
    pub fn remove(self, key: &str) {
        if let Some(storage) = self.storage() {
            let _ = storage.remove_item(key);
        }
    }
}

/// What the browser keeps under a key.
pub fn get(key: &str) -> Option<String> {
    StorageArea::Local.get(key)
}

/// Has the browser keep a text under a key.
///
/// # Errors
/// Storage that is switched off or full.
pub fn set(key: &str, text: &str) -> Result<(), NotKept> {
    StorageArea::Local.set(key, text)
}

/// Has the browser forget what is kept under a key.
pub fn remove(key: &str) {
    StorageArea::Local.remove(key);
}

/// Calls with what another tab of the browser keeps under a key from now on.
pub fn on_change_elsewhere(key: &'static str, changed: impl Fn(String) + 'static) {
    let handle = window_event_listener_untyped("storage", move |event| {
        let Some(event) = event.dyn_ref::<StorageEvent>() else {
            return;
        };
        if event.key().as_deref() == Some(key)
            && let Some(text) = event.new_value()
        {
            changed(text);
        }
    });
    on_cleanup(move || handle.remove());
}

/// All keys that begin so, in order.
pub fn keys(start: &str) -> Vec<String> {
    let Some(storage) = StorageArea::Local.storage() else {
        return Vec::new();
    };
    let mut keys: Vec<String> = (0..storage.length().unwrap_or(0))
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(start))
        .collect();
    keys.sort();
    keys
}
