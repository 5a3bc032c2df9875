//! The last word after a bug.

/// Shows the message that stands ready in the page.
pub fn show() {
    let message = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(ID));
    if let Some(message) = message {
        let _ = message.remove_attribute("hidden");
    }
}

/// Where the message stands.
pub const ID: &str = "crash";
