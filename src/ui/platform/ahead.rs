//! What `public/first.js` asked for before the program was there.

use wasm_bindgen::JsValue;

/// Prices that came before the program: their Region and its table. None if they have not come, or did
/// not.
pub fn prices() -> Option<(String, String)> {
    let get = |object: &JsValue, name| js_sys::Reflect::get(object, &JsValue::from_str(name)).ok();
    let ahead = get(&js_sys::global(), "pricesAhead").filter(|ahead| ahead.is_object())?;
    let text = |name| get(&ahead, name)?.as_string();
    Some((text("region")?, text("table")?))
}
