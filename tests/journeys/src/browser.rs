//! A headless browser with a fresh profile and a download folder of its own.

use std::path::{Path, PathBuf};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::driver::{Driver, program};
use crate::wire::devtools;

/// How often a browser is started before a journey gives up.
const MAX_STARTS: u32 = 3;

/// A running browser; it ends with the value.
pub struct Browser {
    client: Client,
    downloads: PathBuf,
    // In this order: the driver ends before its browser's profile goes.
    _driver: Driver,
    _folder: TempDir,
}

impl Browser {
    /// Starts the browser with a window of 1440 by 900.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the profile");
        let downloads = folder.path().join("downloads");
        std::fs::create_dir(&downloads).expect("a folder for downloads");
        let driver = Driver::start();
        // On a busy machine a browser now and then ends before it answers: no page is to blame.
        let mut attempts = 0;
        let client = loop {
            attempts += 1;
            let started = ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities(folder.path(), &downloads))
                .connect(&driver.address())
                .await;
            match started {
                Ok(client) => break client,
                Err(error) if attempts == MAX_STARTS => {
                    panic!("the browser does not start: {error}")
                }
                Err(_) => {}
            }
        };
        let permissions =
            json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        devtools(&client, "Browser.grantPermissions", permissions)
            .await
            .expect("the clipboard is allowed");
        let behaviour = json!({ "behavior": "allow", "downloadPath": downloads });
        devtools(&client, "Browser.setDownloadBehavior", behaviour)
            .await
            .expect("downloads are allowed");
        Self {
            client,
            downloads,
            _driver: driver,
            _folder: folder,
        }
    }

    /// The connection to the browser.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Where downloads land.
    pub fn downloads(&self) -> PathBuf {
        self.downloads.clone()
    }

    /// Ends the browser, then the driver.
    pub async fn close(self) {
        // If the browser is gone already, that is what was wanted.
        self.client.clone().close().await.ok();
    }
}

/// The settings for a browser without a screen, also as root, that leaves the network alone.
fn capabilities(profile: &Path, downloads: &Path) -> serde_json::Map<String, Value> {
    let chromium = program(
        "CHROMIUM",
        &[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ],
    );
    let profile = format!("--user-data-dir={}", profile.join("profile").display());
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1440,900",
        // Pictures do not depend on what kind of screen this machine has, or on how its fonts are
        // set up to be drawn.
        "--force-color-profile=srgb",
        "--disable-lcd-text",
        "--font-render-hinting=none",
        &profile,
    ];
    let settings = json!({
        // A machine that compiles beside it may take longer than the usual half minute.
        "timeouts": {"script": 180_000},
        "goog:chromeOptions": {
            "binary": chromium,
            "args": arguments,
            "prefs": { "download.default_directory": downloads, "download.prompt_for_download": false },
        },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        // A dialogue that a journey does not expect is a failure of that journey.
        "unhandledPromptBehavior": "dismiss and notify",
    });
    match settings {
        Value::Object(map) => map,
        _ => unreachable!("the settings are an object"),
    }
}
