//! Moving the focus.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Focuses the control with this id, opening what it is folded into. An id that names a group of
/// radio buttons or boxes focuses the one that is on, or else the first.
pub fn control(id: &str) {
    let Some(element) = find(id) else {
        return;
    };
    let mut around = element.closest("details").ok().flatten();
    while let Some(details) = around {
        let _ = details.set_attribute("open", "");
        around = details
            .parent_element()
            .and_then(|parent| parent.closest("details").ok().flatten());
    }
    let target = ["input:checked", "input"]
        .iter()
        .find_map(|inside| element.query_selector(inside).ok().flatten())
        .unwrap_or_else(|| element.clone());
    focus(&target);
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Focuses the element with this id.
pub fn element(id: &str) {
    if let Some(element) = find(id) {
        focus(&element);
    }
}

/// The same, and nothing scrolls for it.
pub fn where_it_is(id: &str) {
    let element = find(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

fn find(id: &str) -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(id)
}

/// Scrolls what holds the element with this id, so that it can be seen.
pub fn keep_in_sight(id: &str) {
    if let Some(element) = find(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether nothing has the keyboard.
pub fn is_nowhere() -> bool {
    let document = leptos::prelude::document();
    let active = document.active_element();
    active.is_none_or(|element| document.body().is_some_and(|body| *body == element))
}

/// Selects the whole text of the input with this id.
pub fn select_text(id: &str) {
    let input = find(id).and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(input) = input {
        input.select();
    }
}

/// Whether the `details` that was just opened or closed is open.
pub fn is_open(event: &web_sys::Event) -> bool {
    let details = event.current_target();
    let details = details.and_then(|target| target.dyn_into::<Element>().ok());
    details.is_some_and(|details| details.has_attribute("open"))
}

/// Whether a key goes to a control for text.
pub fn is_text(event: &web_sys::KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| {
            element
                .matches("input[type=text], input[type=search], textarea")
                .unwrap_or(false)
        })
}

/// Whether a letter means something to what has the keyboard: text, a list to choose from, or
/// anything in an open dialog.
pub fn takes_letters(event: &web_sys::KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| {
            element
                .matches("input:not([type=checkbox], [type=radio]), textarea, select, dialog[open] *, dialog[open]")
                .unwrap_or(false)
        })
}

/// The number of the line of code that an event is about.
pub fn line_of(event: &web_sys::Event) -> Option<usize> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let line = element.closest("[data-line]").ok()??;
    line.get_attribute("data-line")?.parse().ok()
}

/// The text of the element that was clicked, if it matches a selector.
pub fn clicked(event: &web_sys::Event, selector: &str) -> Option<String> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let matches = element.matches(selector).unwrap_or(false);
    matches.then(|| element.text_content().unwrap_or_default())
}

/// Whether the keyboard goes on to something within the element that is listened to.
pub fn stays_inside(event: &web_sys::FocusEvent) -> bool {
    let node = |target: Option<web_sys::EventTarget>| target?.dyn_into::<web_sys::Node>().ok();
    let next = node(event.related_target());
    node(event.current_target()).is_some_and(|around| around.contains(next.as_ref()))
}
