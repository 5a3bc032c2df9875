//! Modal dialogs.

use wasm_bindgen::JsCast;

fn find(id: &str) -> Option<web_sys::HtmlDialogElement> {
    web_sys::window()?
        .document()?
        .get_element_by_id(id)?
        .dyn_into()
        .ok()
}

/// Opens the dialog with this id; the browser keeps the focus inside.
pub fn open(id: &str) {
    if let Some(dialog) = find(id).filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Closes it; the focus goes back to where it was.
pub fn close(id: &str) {
    if let Some(dialog) = find(id) {
        dialog.close();
    }
}
