//! The browser: the only place that calls it beyond the types of events.

pub mod address;
pub mod clipboard;
pub mod crash;
pub mod dialog;
pub mod download;
pub mod fetch;
pub mod focus;
pub mod media;
pub mod offline;
pub mod open;
pub mod pointer;
pub mod scroll;
pub mod storage;
pub mod theme;
pub mod worker;

use gloo_timers::callback::Timeout;

/// Takes away what the page says until its program has started.
pub fn has_started() {
    if let Some(waiting) = gloo_utils::document().get_element_by_id("starting") {
        waiting.remove();
    }
}

/// Runs something after a while.
pub fn after(milliseconds: u32, then: impl FnOnce() + 'static) {
    Timeout::new(milliseconds, then).forget();
}
