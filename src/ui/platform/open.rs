//! Reading a file that was chosen or dropped.

use crate::ui::strings;
use leptos::ev::{DragEvent, Event};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FileList, HtmlElement, HtmlInputElement};

/// Most bytes of a file that is read.
pub const MAX_BYTES: u32 = 10_000_000;
/// Most files that are read at once.
const MAX_FILES: u32 = 50;

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its name.
    pub name: String,
    /// Its text; bytes that are no UTF-8 as the replacement character. Or why it was not read.
    pub text: Result<String, &'static str>,
}

/// Opens the browser's own choice of a file, by the input with this id.
pub fn choose(id: &str) {
    let input = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id))
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(input) = input {
        input.click();
    }
}

/// Reads the files that were chosen, and lets the same ones be chosen again.
pub fn chosen(event: &Event, then: impl Fn(Opened) + Clone + 'static) {
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = input {
        read_first(input.files(), MAX_FILES, &then);
        input.set_value("");
    }
}

/// Reads every file that was dropped.
pub fn dropped_all(event: &DragEvent, then: impl Fn(Opened) + Clone + 'static) {
    dropped_first(event, MAX_FILES, &then);
}

/// Reads the file that was dropped, if one was; of several the first.
pub fn dropped(event: &DragEvent, then: impl Fn(Opened) + Clone + 'static) {
    dropped_first(event, 1, &then);
}

fn dropped_first(event: &DragEvent, most: u32, then: &(impl Fn(Opened) + Clone + 'static)) {
    let files = event.data_transfer().and_then(|transfer| transfer.files());
    if files.as_ref().is_some_and(|files| files.length() > 0) {
        event.prevent_default();
        read_first(files, most, then);
    }
}

/// Allows dropping: without it, the browser would leave the page for the file.
pub fn allow_drop(event: &DragEvent) {
    let has_files = event
        .data_transfer()
        .is_some_and(|transfer| transfer.types().includes(&JsValue::from_str("Files"), 0));
    if has_files {
        event.prevent_default();
    }
}

fn read_first(files: Option<FileList>, most: u32, then: &(impl Fn(Opened) + Clone + 'static)) {
    if let Some(files) = files {
        let all = (0..files.length().min(most)).filter_map(|at| files.get(at));
        all.for_each(|file| read(&file, then.clone()));
        if let Some(next) = files.get(most).filter(|_| most > 1) {
            then(Opened {
                name: strings::open::and_others(&next.name(), files.length() - most - 1),
                text: Err(strings::open::TOO_MANY),
            });
        }
    }
}

fn read(file: &File, then: impl Fn(Opened) + Clone + 'static) {
    let name = file.name();
    if file.size() > f64::from(MAX_BYTES) {
        then(Opened {
            name,
            text: Err(strings::open::TOO_LARGE),
        });
        return;
    }
    let (failed_name, failed_then) = (name.clone(), then.clone());
    let read = Closure::once(move |text: JsValue| {
        then(Opened {
            name,
            text: Ok(text.as_string().unwrap_or_default()),
        });
    });
    let failed = Closure::once(move |_: JsValue| {
        failed_then(Opened {
            name: failed_name,
            text: Err(strings::open::UNREADABLE),
        });
    });
    let _ = file.text().then2(&read, &failed);
    read.forget();
    failed.forget();
}
