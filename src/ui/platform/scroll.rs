//! Scrolling.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Scrolls an element back to where its content starts.
pub fn to_start(id: &str) {
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element {
        element.set_scroll_top(0);
        element.set_scroll_left(0);
    }
}

/// Scrolls no further than it takes for an element to be in sight.
pub fn into_sight(id: &str) {
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Brings a line of code into view within its own scroller; the page itself stays where it is.
pub fn reveal_line(scroller: &str, line: usize) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let Some(scroller) = document
        .get_element_by_id(scroller)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    let Some(line) = scroller
        .query_selector(&format!("[data-line=\"{line}\"]"))
        .ok()
        .flatten()
    else {
        return;
    };
    let (frame, shown) = (
        scroller.get_bounding_client_rect(),
        line.get_bounding_client_rect(),
    );
    // What stands above the code stays in sight and covers that much of it.
    const COVERED: f64 = 72.0;
    if shown.top() >= frame.top() + COVERED && shown.bottom() <= frame.bottom() {
        return;
    }
    let from_top = shown.top() - frame.top() - frame.height() / 3.0;
    scroller.set_scroll_top(scroller.scroll_top().saturating_add(from_top as i32));
}
