//! What the user's screen is like.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Page;
use crate::wire::devtools;

impl Page {
    /// Gives the page a screen of another size, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        devtools(&self.client, "Emulation.setDeviceMetricsOverride", metrics)
            .await
            .expect("the screen can be resized");
    }

    /// Makes the user one who prefers a `"dark"` or `"light"` page, or whose system has colours of its
    /// own: `"forced"`.
    pub async fn prefer_colours(&self, scheme: &str) {
        let (scheme, forced) = match scheme {
            "forced" => ("dark", "active"),
            scheme => (scheme, "none"),
        };
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "forced-colors", "value": forced },
        ] });
        devtools(&self.client, "Emulation.setEmulatedMedia", media)
            .await
            .expect("the preference can be set");
    }

    /// Gives the user a CPU that is so many times slower than this machine's.
    pub async fn slow_down(&self, times: u32) {
        devtools(
            &self.client,
            "Emulation.setCPUThrottlingRate",
            json!({ "rate": times }),
        )
        .await
        .expect("the CPU can be slowed down");
    }

    /// Bytes of WebAssembly memory that the page holds, as the browser's developer tools find them.
    pub async fn program_memory(&self) -> u64 {
        let ask = async |command: &str, parameters| {
            devtools(&self.client, command, parameters)
                .await
                .unwrap_or_else(|error| panic!("{command}: {error}"))
        };
        let kind = json!({ "expression": "WebAssembly.Memory.prototype" });
        let kind = ask("Runtime.evaluate", kind).await["result"]["objectId"].take();
        let found = json!({ "prototypeObjectId": kind });
        let found = ask("Runtime.queryObjects", found).await["objects"]["objectId"].take();
        let sum =
            "function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }";
        let sum = json!({ "objectId": found, "functionDeclaration": sum, "returnByValue": true });
        ask("Runtime.callFunctionOn", sum).await["result"]["value"]
            .as_u64()
            .expect("a number of bytes")
    }

    /// A PNG of what is on the screen, or of the whole page.
    pub async fn picture(&self, whole: bool) -> Vec<u8> {
        self.capture(json!({ "format": "png", "captureBeyondViewport": whole }))
            .await
    }

    /// A PNG of an element, as far as the screen reaches from the element's beginning.
    pub async fn picture_of(&self, selector: &str) -> Vec<u8> {
        let literal = serde_json::to_string(selector).expect("a text is JSON");
        let clip = self
            .evaluate(&format!(
                "((element) => {{\
                   element.scrollIntoView({{ behavior: 'instant', block: 'start' }});\
                   const {{ left, top, right, bottom }} = element.getBoundingClientRect();\
                   const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))];\
                   const width = Math.min(innerWidth, Math.ceil(right)) - x;\
                   const height = Math.min(innerHeight, Math.ceil(bottom)) - y;\
                   return {{ x: x + scrollX, y: y + scrollY, width, height, scale: 1 }};\
                 }})(document.querySelector({literal}))"
            ))
            .await;
        // The browser never answers when it is asked for a picture of nothing.
        let reaches = |side: &str| clip[side].as_f64().is_some_and(|length| length >= 1.0);
        assert!(
            reaches("width") && reaches("height"),
            "{selector} is not on the screen: {clip}"
        );
        self.capture(json!({ "format": "png", "clip": clip })).await
    }

    async fn capture(&self, options: Value) -> Vec<u8> {
        let answer = devtools(&self.client, "Page.captureScreenshot", options)
            .await
            .expect("a picture can be taken");
        let data = answer["data"].as_str().expect("the picture has data");
        STANDARD.decode(data).expect("the picture is base64")
    }
}
