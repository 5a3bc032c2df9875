//! The page as its user meets it: fields by their labels, buttons by their names.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::json;

use crate::wire::{console, devtools};
use crate::{keys, names};

/// How long a condition may take: a busy machine is slow, a missing element never comes.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a condition is looked at.
const GLANCE: Duration = Duration::from_millis(25);

/// The page in a browser.
///
/// Every helper waits, up to ten seconds, for what it needs, and fails with what was there
/// instead. A name is matched exactly; if nothing has exactly that name, the only element whose
/// name contains it will do.
pub struct Page {
    client: Client,
    address: String,
    downloads: PathBuf,
}

/// Opening, looking and waiting.
impl Page {
    pub(crate) fn new(client: Client, address: String, downloads: PathBuf) -> Self {
        Self {
            client,
            address,
            downloads,
        }
    }

    /// The WebDriver client, for what no helper does.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Loads the page afresh with a `#hash` or `?query` behind its address, or with nothing, and
    /// waits until it shows its heading.
    pub async fn open(&self, place: &str) {
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
        self.wait_until("the page shows its heading", async || {
            self.matches("h1").await > 0
        })
        .await;
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

    /// What the browser's console has complained about since the last call. Errors that are left
    /// at its end fail a journey; one that provokes them takes them with this.
    pub async fn take_console_errors(&self) -> Vec<String> {
        let entries = console(&self.client)
            .await
            .expect("the browser's console can be read");
        entries
            .into_iter()
            .filter(|(level, _)| level == "SEVERE")
            .map(|(_, message)| message)
            .collect()
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

/// Finding by role and name.
impl Page {
    /// The one element of a role (`button`, `link`, `field`, `heading`, `region`, `group`, `tab`,
    /// `dialog`, `table`, `img` or another ARIA role) with a name.
    pub async fn element(&self, role: &str, name: &str) -> Element {
        let started = Instant::now();
        loop {
            let mut found = names::find(&self.client, role, name).await;
            match (found.elements.pop(), found.elements.len()) {
                (Some(element), 0) => return element,
                (Some(_), others) => {
                    let all = found.names.join("\", \"");
                    panic!(
                        "{} of role {role} are named {name:?}; all: \"{all}\"",
                        others + 1
                    )
                }
                (None, _) => assert!(
                    started.elapsed() < PATIENCE,
                    "no {role} is named {name:?}; there are: \"{}\"",
                    found.names.join("\", \"")
                ),
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Whether there is such an element now.
    pub async fn has(&self, role: &str, name: &str) -> bool {
        !names::find(&self.client, role, name)
            .await
            .elements
            .is_empty()
    }

    /// The input, select or text area with a label.
    pub async fn field(&self, label: &str) -> Element {
        self.element("field", label).await
    }

    /// What stands in a field.
    pub async fn value(&self, label: &str) -> String {
        let field = self.field(label).await;
        field
            .prop("value")
            .await
            .expect("a field has a value")
            .unwrap_or_default()
    }

    /// Whether a check box or radio button is chosen.
    pub async fn is_chosen(&self, label: &str) -> bool {
        self.field(label)
            .await
            .is_selected()
            .await
            .expect("the browser says what is chosen")
    }

    /// What a field's description says (`aria-describedby`), such as its hint and its finding.
    pub async fn description(&self, label: &str) -> String {
        let field = self.field(label).await;
        let script = "return (arguments[0].getAttribute('aria-describedby') ?? '').split(/\\s+/)\
                      .map((id) => document.getElementById(id)?.innerText ?? '').join(' ').trim();";
        let element = serde_json::to_value(field).expect("an element is JSON");
        let text = self
            .client
            .execute(script, vec![element])
            .await
            .expect("the description can be read");
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The name of the element that has the keyboard; empty if none has.
    pub async fn focused(&self) -> String {
        names::focused(&self.client).await
    }
}

/// What a user does.
impl Page {
    /// Replaces what stands in a field, key by key; empty text clears it.
    pub async fn type_into(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field
            .click()
            .await
            .unwrap_or_else(|error| panic!("{label:?} cannot be clicked: {error}"));
        self.press("Control+a").await;
        if text.is_empty() {
            self.press("Delete").await;
        } else {
            field
                .send_keys(text)
                .await
                .unwrap_or_else(|error| panic!("{label:?} takes no text: {error}"));
        }
    }

    /// Chooses an option of a select by the text that it shows.
    pub async fn choose(&self, label: &str, option: &str) {
        let field = self.field(label).await;
        let options = field
            .find_all(Locator::Css("option"))
            .await
            .expect("a select has options");
        let mut shown = Vec::new();
        for candidate in options {
            let text = candidate.text().await.expect("an option has a text");
            if text.trim() == option {
                candidate
                    .click()
                    .await
                    .unwrap_or_else(|error| panic!("{option:?} of {label:?}: {error}"));
                return;
            }
            shown.push(text);
        }
        panic!(
            "{label:?} has no option {option:?}; it has: \"{}\"",
            shown.join("\", \"")
        );
    }

    /// Clicks a check box, radio button or other field.
    pub async fn click_field(&self, label: &str) {
        self.click("field", label).await;
    }

    /// Clicks a button.
    pub async fn click_button(&self, name: &str) {
        self.click("button", name).await;
    }

    /// Clicks a link.
    pub async fn click_link(&self, name: &str) {
        self.click("link", name).await;
    }

    /// Clicks the element of any role.
    pub async fn click(&self, role: &str, name: &str) {
        let element = self.element(role, name).await;
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("the {role} {name:?} cannot be clicked: {error}"));
    }

    /// Presses a key, or several together, wherever the keyboard is: `Tab`, `Enter`, `a`,
    /// `Control+z`, `Control+Shift+z`.
    pub async fn press(&self, keys: &str) {
        self.client
            .perform_actions(keys::actions(keys))
            .await
            .unwrap_or_else(|error| panic!("{keys:?} cannot be pressed: {error}"));
    }

    /// The bytes of a file that the page has offered for download.
    pub async fn downloaded(&self, file: &str) -> Vec<u8> {
        let path = self.downloads.join(file);
        let listing = || {
            let names = std::fs::read_dir(&self.downloads)
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.file_name());
            names
                .map(|name| name.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
        };
        let started = Instant::now();
        // The browser writes under another name and renames the file when it is whole.
        while !path.is_file() {
            assert!(
                started.elapsed() < PATIENCE,
                "{file:?} was not downloaded; there are: {:?}",
                listing()
            );
            tokio::time::sleep(GLANCE).await;
        }
        std::fs::read(&path).unwrap_or_else(|error| panic!("{file:?} cannot be read: {error}"))
    }

    /// The text on the clipboard.
    pub async fn clipboard(&self) -> String {
        let script = "const done = arguments[0]; navigator.clipboard.readText().then(done, (e) => done('unreadable: ' + e));";
        let text = self
            .client
            .execute_async(script, Vec::new())
            .await
            .expect("the clipboard can be read");
        text.as_str().unwrap_or_default().to_owned()
    }
}

/// What the user's screen is like.
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

    /// A PNG of what is on the screen, or of the whole page.
    pub async fn picture(&self, whole: bool) -> Vec<u8> {
        use base64::Engine;
        let options = json!({ "format": "png", "captureBeyondViewport": whole });
        let answer = devtools(&self.client, "Page.captureScreenshot", options)
            .await
            .expect("a picture can be taken");
        let data = answer["data"].as_str().expect("the picture has data");
        base64::engine::general_purpose::STANDARD
            .decode(data)
            .expect("the picture is base64")
    }
}
