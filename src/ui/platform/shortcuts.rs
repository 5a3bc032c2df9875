//! Whether single keys do something, remembered on this machine. Who speaks to a computer, or strikes
//! keys by accident, switches them off (WCAG 2.2, success criterion 2.1.4).

use super::storage;

const KEY: &str = "soci-configurator-shortcuts";
const OFF: &str = "off";

/// Whether they do; they do unless they were switched off.
pub fn stored() -> bool {
    storage::get(KEY).as_deref() != Some(OFF)
}

/// Remembers it; a browser that stores nothing forgets it with the page.
pub fn apply(on: bool) {
    if on {
        storage::StorageArea::Local.remove(KEY);
    } else {
        let _ = storage::set(KEY, OFF);
    }
}
