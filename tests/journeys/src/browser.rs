//! A browser without a visible screen, with a profile and a download folder of its own.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::driver::{Chromedriver, Driver, program};
use crate::firefox::Firefox;
use crate::webkit::WebKit;
use crate::wire::{console, devtools, requests};

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

/// Browsers that wait for their next journey. To start one takes as long as a short journey.
static WAITING: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// The window that each journey begins with.
const WINDOW: (u32, u32) = (1440, 900);

/// A running browser; it ends with the value.
pub struct Browser {
    kind: Kind,
    client: Client,
    downloads: PathBuf,
    // In this order: the driver ends before its browser's profile goes.
    _driver: Box<dyn Driver>,
    _folder: Option<TempDir>,
}

impl Browser {
    /// A browser for a journey through a page of this address: one that knows nothing of it, with a
    /// window of 1440 by 900.
    pub async fn for_journey(kind: Kind, address: &str) -> Self {
        // The others have a session of their own for each journey.
        while let Some(browser) = Self::waiting(kind) {
            if browser.forget(address).await.is_ok() {
                return browser;
            }
            browser.close().await;
        }
        Self::start(kind).await
    }

    fn waiting(kind: Kind) -> Option<Self> {
        if kind != Kind::Chromium {
            return None;
        }
        WAITING.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// Ends a journey. The browser waits for the next one if nothing was wrong with it.
    pub async fn leave(self, is_well: bool) {
        if is_well && self.kind == Kind::Chromium && self.with_new_window().await.is_ok() {
            let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
            return waiting.push(self);
        }
        self.close().await;
    }

    /// Puts a new window in place of all others: what a journey asked of its window goes with it.
    async fn with_new_window(&self) -> Result<(), CmdError> {
        let client = &self.client;
        let old = client.windows().await?;
        let new = client.new_window(false).await?;
        for window in old {
            client.switch_to_window(window).await?;
            client.close_window().await?;
        }
        client.switch_to_window(new.handle).await?;
        let (width, height) = WINDOW;
        client.set_window_rect(0, 0, width, height).await?;
        // What was allowed ended with the window through which it was.
        allow_everything(client, &self.downloads).await
    }

    /// Forgets what earlier journeys left behind, and whatever an address held: servers get the ports
    /// of earlier ones.
    async fn forget(&self, address: &str) -> Result<(), CmdError> {
        for file in std::fs::read_dir(&self.downloads)?.flatten() {
            std::fs::remove_file(file.path())?;
        }
        let origin = address.split('/').take(3).collect::<Vec<_>>().join("/");
        let of_origin = json!({ "origin": origin, "storageTypes": "all" });
        devtools(&self.client, "Storage.clearDataForOrigin", of_origin).await?;
        devtools(&self.client, "Network.clearBrowserCache", json!({})).await?;
        console(&self.client).await?;
        requests(&self.client).await?;
        Ok(())
    }

    /// Starts a browser.
    async fn start(kind: Kind) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the profile");
        let downloads = folder.path().join("downloads");
        std::fs::create_dir(&downloads).expect("a folder for downloads");
        let driver: Box<dyn Driver> = match kind {
            Kind::Chromium => Box::new(Chromedriver::start(folder.path())),
            Kind::Firefox => Box::new(Firefox::start(folder.path(), &downloads)),
            Kind::WebKit => Box::new(WebKit::start(folder.path(), &downloads)),
        };
        let capabilities = capabilities(kind, folder.path(), &downloads);
        let folder = match kind {
            // Its driver's guard deletes it.
            Kind::Chromium => {
                let _kept = folder.keep();
                None
            }
            Kind::Firefox | Kind::WebKit => Some(folder),
        };
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
            Kind::Chromium => allow_everything(&client, &downloads)
                .await
                .expect("the clipboard and downloads are allowed"),
            Kind::Firefox | Kind::WebKit => client
                .set_window_rect(0, 0, WINDOW.0, WINDOW.1)
                .await
                .expect("the window takes a size"),
        }
        Self {
            kind,
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
    async fn close(self) {
        // If the browser is gone already, that is what was wanted.
        self.client.clone().close().await.ok();
    }
}

/// Lets the page use the clipboard and save files.
async fn allow_everything(client: &Client, downloads: &Path) -> Result<(), CmdError> {
    let permissions = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    devtools(client, "Browser.grantPermissions", permissions).await?;
    let behaviour = json!({ "behavior": "allow", "downloadPath": downloads });
    devtools(client, "Browser.setDownloadBehavior", behaviour).await?;
    Ok(())
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
        // Over pipes it ends with its driver, even if that is killed.
        "--remote-debugging-pipe",
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
