//! The page as its user meets it: fields by their labels, buttons by their names.

mod act;
mod axe;
mod find;
mod hold;
mod kept;
mod screen;
mod watch;

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::{Client, Locator};
use serde_json::json;

use crate::browser::Kind;
use crate::site::{Fault, Site};
use crate::wire::devtools;

/// How long a condition may take: a busy machine is slow, a missing element never comes.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often a condition is looked at.
pub const GLANCE: Duration = Duration::from_millis(25);

/// The page in a browser.
///
/// Every helper waits, up to ten seconds, for what it needs, and fails with what was there
/// instead. A name is matched exactly; if nothing has exactly that name, the only element whose
/// name contains it will do.
pub struct Page {
    kind: Kind,
    client: Client,
    address: String,
    site: RefCell<Option<Site>>,
    downloads: PathBuf,
    violations: RefCell<Vec<String>>,
    actions: Cell<usize>,
    errors: RefCell<Vec<String>>,
}

/// Opening, looking and waiting.
impl Page {
    pub(crate) fn new(kind: Kind, client: Client, site: Site, downloads: PathBuf) -> Self {
        if kind != Kind::Chromium {
            site.forbid_caching();
        }
        Self {
            kind,
            client,
            address: site.address(),
            site: RefCell::new(Some(site)),
            downloads,
            violations: RefCell::default(),
            actions: Cell::new(0),
            errors: RefCell::default(),
        }
    }

    /// Runs a script before the first script of every page that is opened from now on.
    pub async fn before_every_page(&self, source: &str) {
        let command = "Page.addScriptToEvaluateOnNewDocument";
        devtools(&self.client, command, json!({ "source": source }))
            .await
            .expect("a script can be put before the page's own");
    }

    /// Stops the server and empties the browser's own cache: from then on there is no network.
    pub async fn stop_server(&self) {
        drop(self.site.borrow_mut().take());
        self.forget().await;
    }

    async fn forget(&self) {
        if self.kind != Kind::Chromium {
            // It holds nothing: see `Site::forbid_caching`.
            return;
        }
        devtools(&self.client, "Network.clearBrowserCache", json!({}))
            .await
            .expect("the cache can be emptied");
    }

    /// Serves another text in place of a file from now on, as after a new build.
    pub fn replace_file(&self, path: &str, text: &str) {
        if let Some(site) = self.site.borrow().as_ref() {
            site.replace(path, text);
        }
    }

    /// Serves another build from now on.
    pub fn deploy(&self, folder: &Path) {
        if let Some(site) = self.site.borrow().as_ref() {
            site.deploy(folder);
        }
    }

    /// From now on something is wrong with what the server sends of the files whose path has `part`
    /// in it. The browser forgets what it holds of them.
    pub async fn break_down(&self, part: &str, fault: Fault) {
        if let Some(site) = self.site.borrow().as_ref() {
            site.break_down(Some((part, fault)));
        }
        self.forget().await;
    }

    /// From now on the server is well again.
    pub fn recover(&self) {
        if let Some(site) = self.site.borrow().as_ref() {
            site.break_down(None);
        }
    }

    /// From now on nothing comes of addresses like these; an empty list lets all of them through.
    pub async fn refuse(&self, patterns: &[&str]) {
        for (command, parameters) in [
            ("Network.enable", json!({})),
            ("Network.setBlockedURLs", json!({ "urls": patterns })),
        ] {
            devtools(&self.client, command, parameters)
                .await
                .expect("addresses can be refused");
        }
    }

    /// The WebDriver client, for what no helper does.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Loads the page afresh with a `#hash` or `?query` behind its address, or with nothing, and
    /// waits until it shows its heading.
    pub async fn open(&self, place: &str) {
        self.begin(place).await;
        self.wait_for_program().await;
    }

    /// Waits until the program has taken over. What index.html has of the page as it begins is no sign of
    /// that: it has the whole answer.
    pub async fn wait_for_program(&self) {
        self.wait_until("the page shows its heading", async || {
            self.matches("h1").await > 0 && self.matches("#starting").await == 0
        })
        .await;
    }

    /// Loads the page afresh as [`Page::open`] does, without waiting for its program.
    pub async fn begin(&self, place: &str) {
        self.note_what_was_seen().await;
        // Another hash alone would not load the page again.
        self.client
            .goto("about:blank")
            .await
            .expect("an empty page opens");
        let address = format!("{}/{place}", self.address);
        self.client
            .goto(&address)
            .await
            .unwrap_or_else(|error| panic!("{address} does not open: {error}"));
        if self.kind != Kind::Chromium {
            self.watch_from_now_on().await;
        }
    }

    /// What stands in the address bar behind the page's own address.
    pub async fn place(&self) -> String {
        let address = self
            .client
            .current_url()
            .await
            .expect("the browser says where it is");
        address
            .as_str()
            .strip_prefix(&format!("{}/", self.address))
            .unwrap_or(address.as_str())
            .to_owned()
    }

    /// Waits until a condition holds; `what` says it in words, for the message if it never does.
    pub async fn wait_until(&self, what: &str, mut holds: impl AsyncFnMut() -> bool) {
        let started = Instant::now();
        while !holds().await {
            assert!(
                started.elapsed() < PATIENCE,
                "waited {} s in vain until {what}",
                PATIENCE.as_secs()
            );
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// The text of the first element of a CSS selector, as it is rendered.
    pub async fn text(&self, selector: &str) -> String {
        self.wait_until(&format!("there is an element {selector}"), async || {
            self.matches(selector).await > 0
        })
        .await;
        self.text_now(selector).await.unwrap_or_default()
    }

    /// Waits until the text of an element contains something, and returns the whole text.
    pub async fn wait_for_text(&self, selector: &str, part: &str) -> String {
        let started = Instant::now();
        loop {
            let text = self.text_now(selector).await;
            match text {
                Some(text) if text.contains(part) => return text,
                text => assert!(
                    started.elapsed() < PATIENCE,
                    "{selector} never contained {part:?}; it was: {}",
                    text.as_deref().unwrap_or("(not there)")
                ),
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// How many elements a CSS selector matches now.
    pub async fn matches(&self, selector: &str) -> usize {
        self.client
            .find_all(Locator::Css(selector))
            .await
            .map_or(0, |elements| elements.len())
    }

    /// What an expression of JavaScript is worth in the page.
    pub async fn evaluate(&self, expression: &str) -> serde_json::Value {
        let script = format!("return ({expression});");
        self.client
            .execute(&script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    async fn text_now(&self, selector: &str) -> Option<String> {
        // One script, so that a redraw between finding and reading cannot get in the way.
        let script = "return document.querySelector(arguments[0])?.innerText ?? null;";
        let text = self.client.execute(script, vec![json!(selector)]).await;
        text.unwrap_or_else(|error| panic!("reading {selector}: {error}"))
            .as_str()
            .map(str::to_owned)
    }
}
