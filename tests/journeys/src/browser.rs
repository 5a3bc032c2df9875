//! A browser without a visible screen, with a fresh profile and a download folder of its own.

use std::path::{Path, PathBuf};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::driver::{Chromedriver, Driver, program};
use crate::firefox::Firefox;
use crate::webkit::WebKit;
use crate::wire::devtools;

/// How often a browser is started before a journey gives up.
const MAX_STARTS: u32 = 3;

/// Which browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Chromium, or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
    /// What WebKitGTK has for a browser, the engine of which is also Safari's.
    WebKit,
}

/// A running browser; it ends with the value.
pub struct Browser {
    client: Client,
    downloads: PathBuf,
    // In this order: the driver ends before its browser's profile goes.
    _driver: Box<dyn Driver>,
    _folder: TempDir,
}

impl Browser {
    /// Starts a browser with a window of 1440 by 900.
    pub async fn start(kind: Kind) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the profile");
        let downloads = folder.path().join("downloads");
        std::fs::create_dir(&downloads).expect("a folder for downloads");
        let driver: Box<dyn Driver> = match kind {
            Kind::Chromium => Box::new(Chromedriver::start()),
            Kind::Firefox => Box::new(Firefox::start(folder.path(), &downloads)),
            Kind::WebKit => Box::new(WebKit::start(folder.path(), &downloads)),
        };
        let capabilities = capabilities(kind, folder.path(), &downloads);
        // On a busy machine a browser now and then ends before it answers: no page is to blame.
        let mut attempts = 0;
        let client = loop {
            attempts += 1;
            let started = ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities.clone())
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
        match kind {
            Kind::Chromium => allow_everything(&client, &downloads).await,
            Kind::Firefox | Kind::WebKit => client
                .set_window_rect(0, 0, 1440, 900)
                .await
                .expect("the window takes a size"),
        }
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

/// Lets the page use the clipboard and save files.
async fn allow_everything(client: &Client, downloads: &Path) {
    let permissions = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    devtools(client, "Browser.grantPermissions", permissions)
        .await
        .expect("the clipboard is allowed");
    let behaviour = json!({ "behavior": "allow", "downloadPath": downloads });
    devtools(client, "Browser.setDownloadBehavior", behaviour)
        .await
        .expect("downloads are allowed");
}

/// What is asked of a browser.
fn capabilities(kind: Kind, profile: &Path, downloads: &Path) -> serde_json::Map<String, Value> {
    let mut settings = json!({
        // A machine that compiles beside it may take longer than the usual half minute.
        "timeouts": {"script": 180_000},
        // A dialogue that a journey does not expect is a failure of that journey.
        "unhandledPromptBehavior": "dismiss and notify",
    });
    if kind == Kind::Chromium {
        settings["goog:chromeOptions"] = chromium_options(profile, downloads);
        settings["goog:loggingPrefs"] = json!({ "browser": "ALL", "performance": "ALL" });
    }
    match settings {
        Value::Object(map) => map,
        _ => unreachable!("the settings are an object"),
    }
}

/// The settings for a Chromium without a screen, also as root, that leaves the network alone.
fn chromium_options(profile: &Path, downloads: &Path) -> Value {
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
    json!({
        "binary": chromium,
        "args": arguments,
        "prefs": { "download.default_directory": downloads, "download.prompt_for_download": false },
    })
}
