//! The browser: the only place that calls it beyond the types of events.

pub mod address;
pub mod clipboard;
pub mod crash;
pub mod dialog;
pub mod download;
pub mod fetch;
pub mod focus;
pub mod media;
pub mod open;
pub mod pointer;
pub mod scroll;
pub mod storage;
pub mod theme;
pub mod worker;

use gloo_timers::callback::Timeout;

/// Runs something after a while.
pub fn after(milliseconds: u32, then: impl FnOnce() + 'static) {
    Timeout::new(milliseconds, then).forget();
}
