//! Reading files that lie beside the page.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, RequestInit, Response};

/// A file that is not there after so long will not come: the largest has 30 kB.
const LIMIT_MS: u32 = 20_000;

/// Why a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRead {
    /// There is no such file.
    Missing,
    /// The network or the server refused, for now.
    Failed,
}

/// Reads a text file whose path is relative to the page; the browser may have it in its cache.
pub fn text(path: &str, then: impl Fn(Result<String, NotRead>) + Clone + 'static) {
    let Some(window) = web_sys::window() else {
        then(Err(NotRead::Failed));
        return;
    };
    let failed = then.clone();
    let answered = Closure::once(move |answer: JsValue| body(answer, then));
    let refused = Closure::once(move |_: JsValue| failed(Err(NotRead::Failed)));
    let options = RequestInit::new();
    // It also ends the reading of the body, which is refused then.
    options.set_signal(Some(&AbortSignal::timeout_with_u32(LIMIT_MS)));
    let asked = window.fetch_with_str_and_init(path, &options);
    let _ = asked.then2(&answered, &refused);
    answered.forget();
    refused.forget();
}

fn body(answer: JsValue, then: impl Fn(Result<String, NotRead>) + Clone + 'static) {
    let Ok(response) = answer.dyn_into::<Response>() else {
        then(Err(NotRead::Failed));
        return;
    };
    if matches!(response.status(), 404 | 410) {
        then(Err(NotRead::Missing));
        return;
    }
    let Some(text) = response.ok().then(|| response.text().ok()).flatten() else {
        then(Err(NotRead::Failed));
        return;
    };
    let failed = then.clone();
    let read = Closure::once(move |text: JsValue| {
        then(text.as_string().ok_or(NotRead::Failed));
    });
    let broken = Closure::once(move |_: JsValue| failed(Err(NotRead::Failed)));
    let _ = text.then2(&read, &broken);
    read.forget();
    broken.forget();
}
