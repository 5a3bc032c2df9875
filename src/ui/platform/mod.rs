//! The browser: the only place that calls it beyond the types of events.

pub mod address;
pub mod ahead;
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
pub mod shortcuts;
pub mod storage;
pub mod theme;
pub mod worker;

use gloo_timers::callback::Timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Takes away what the page says until its program has started.
pub fn has_started() {
    if let Some(waiting) = leptos::prelude::document().get_element_by_id("starting") {
        waiting.remove();
    }
}

/// Runs something in a task of its own if `index.html` shows the page as it begins: the browser can scroll
/// there before it. Where there is nothing to scroll, or nobody to, that would only take time.
pub fn in_a_task(then: impl FnOnce() + 'static) {
    let document = leptos::prelude::document();
    let root = document.document_element();
    let first = root.and_then(|root| root.get_attribute("data-first"));
    if first.as_deref() == Some("begin") && !document.hidden() {
        after(0, then);
    } else {
        then();
    }
}

/// Runs something after a while.
pub fn after(milliseconds: u32, then: impl FnOnce() + 'static) {
    Timeout::new(milliseconds, then).forget();
}

/// Where the browser cannot say when it is idle (Safari), a step is taken every so often.
const STEP_MS: u32 = 50;

/// Takes one step after another, each when the browser has nothing else to do, until one says that
/// there is no more.
pub fn while_idle(mut step: impl FnMut() -> bool + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let says_when = js_sys::Reflect::has(&window, &JsValue::from_str("requestIdleCallback"));
    let next = move || {
        if step() {
            while_idle(step);
        }
    };
    if says_when.unwrap_or(false) {
        let next = Closure::once_into_js(next);
        let _ = window.request_idle_callback(next.unchecked_ref());
    } else {
        after(STEP_MS, next);
    }
}
