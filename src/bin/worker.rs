//! The page's background as a Web Worker: one request after the other, answers as they come. The
//! page ends the worker to stop a search.

use soci_configurator::background::{ToPage, ToWorker, answer};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let on_message = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            let asked = match serde_json::from_str::<ToWorker>(&text) {
                Ok(asked) => asked,
                // The page is of another build: it takes this for a failure.
                Err(error) => {
                    let _ = scope.post_message(&JsValue::from_str(&error.to_string()));
                    return;
                }
            };
            let mut progress = |percent| say(&scope, &ToPage::Progress(asked.id, percent));
            let answer = answer(&asked.request, &mut progress);
            say(&scope, &ToPage::Answer(asked.id, Box::new(answer)));
        })
    };
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    // What the page sent before this moment is lost; it waits for an empty text.
    let _ = scope.post_message(&JsValue::from_str(""));
}

fn say(scope: &DedicatedWorkerGlobalScope, message: &ToPage) {
    if let Ok(text) = serde_json::to_string(message) {
        let _ = scope.post_message(&JsValue::from_str(&text));
    }
}
