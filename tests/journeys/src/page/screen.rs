//! What the user's screen is like.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

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

    /// Makes the user one who prefers a `"dark"` or `"light"` page.
    pub async fn prefer_colours(&self, scheme: &str) {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
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

    /// A PNG of what is on the screen, or of the whole page.
    pub async fn picture(&self, whole: bool) -> Vec<u8> {
        let options = json!({ "format": "png", "captureBeyondViewport": whole });
        let answer = devtools(&self.client, "Page.captureScreenshot", options)
            .await
            .expect("a picture can be taken");
        let data = answer["data"].as_str().expect("the picture has data");
        STANDARD.decode(data).expect("the picture is base64")
    }
}
