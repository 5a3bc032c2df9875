//! Copying.

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// Copies a text, then says whether the browser let it.
pub fn copy(text: &str, done: impl Fn(bool) + Clone + 'static) {
    let Some(clipboard) = available() else {
        done(false);
        return;
    };
    let refused = done.clone();
    let copied = Closure::once(move |_: JsValue| done(true));
    let failed = Closure::once(move |_: JsValue| refused(false));
    let _ = clipboard.write_text(text).then2(&copied, &failed);
    copied.forget();
    failed.forget();
}

/// The clipboard, which browsers offer on HTTPS and on this machine only.
fn available() -> Option<web_sys::Clipboard> {
    let window = web_sys::window()?;
    window
        .is_secure_context()
        .then(|| window.navigator().clipboard())
}
