//! The address bar.

use leptos::prelude::{on_cleanup, window_event_listener_untyped};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, Location, MouseEvent};

fn location() -> Option<Location> {
    Some(web_sys::window()?.location())
}

/// What stands behind the `#`, as the browser has it.
pub fn fragment() -> String {
    let hash = location().and_then(|location| location.hash().ok());
    hash.unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Puts something behind the `#` without a new entry in the history. A browser that allows no
/// more changes for now gets the next one.
pub fn put(fragment: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
    }
}

/// The page's own address, without query and fragment.
pub fn page() -> String {
    let parts =
        location().and_then(|location| Some((location.origin().ok()?, location.pathname().ok()?)));
    let (origin, path) = parts.unwrap_or_default();
    format!("{origin}{path}")
}

/// Whether the query has `name=1`, or `name` alone.
pub fn asks_for(name: &str) -> bool {
    let search = location().and_then(|location| location.search().ok());
    search
        .unwrap_or_default()
        .trim_start_matches('?')
        .split('&')
        .any(|part| {
            let (key, value) = part.split_once('=').unwrap_or((part, "1"));
            key == name && value == "1"
        })
}

/// Calls when the user changes what stands behind the `#`, until the component goes away.
pub fn on_change(changed: impl Fn() + 'static) {
    listen("hashchange", move |_| changed());
}

/// Calls when the page may be left for good.
pub fn on_leave(leave: impl Fn() + 'static) {
    listen("pagehide", move |_| leave());
}

/// Calls before the browser prints, and after.
pub fn on_print(printing: impl Fn(bool) + Clone + 'static) {
    let after = printing.clone();
    listen("beforeprint", move |_| printing(true));
    listen("afterprint", move |_| after(false));
}

fn listen(event: &str, then: impl Fn(Event) + 'static) {
    let handle = window_event_listener_untyped(event, then);
    on_cleanup(move || handle.remove());
}

/// Lets links within the page go to their places without touching the address, which holds the
/// settings.
pub fn keep_from_anchors() {
    listen("click", |event| {
        if let Some(event) = event.dyn_ref::<MouseEvent>()
            && follow(event).is_some()
        {
            event.prevent_default();
        }
    });
}

fn follow(event: &MouseEvent) -> Option<()> {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    if event.default_prevented() || !plain {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    let link = target.closest("a[href^='#']").ok()??;
    let id = link.get_attribute("href")?;
    go_to(id.trim_start_matches('#'))
}

/// Brings the element with this id into view and lets the keyboard go on from there.
pub fn go_to(id: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let element: HtmlElement = document.get_element_by_id(id)?.dyn_into().ok()?;
    element.scroll_into_view();
    if !element.has_attribute("tabindex") && element.tab_index() < 0 {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
    Some(())
}

/// Prints the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}
