//! What a user does.

use std::time::Instant;

use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use serde_json::json;

use super::{GLANCE, PATIENCE, Page};
use crate::keys;

impl Page {
    /// How many times the user did something since the page was made: a click, a text, a choice.
    pub fn actions(&self) -> usize {
        self.actions.get()
    }

    fn acts(&self) {
        self.actions.set(self.actions.get() + 1);
    }

    /// Replaces what stands in a field, key by key; empty text clears it.
    pub async fn type_into(&self, label: &str, text: &str) {
        self.acts();
        let field = self.field(label).await;
        // As somebody does who types there: not beneath the bar at the foot of a narrow page.
        let element = serde_json::to_value(&field).expect("an element is JSON");
        let scroll = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.client
            .execute(scroll, vec![element])
            .await
            .unwrap_or_else(|error| panic!("{label:?} cannot be brought into view: {error}"));
        field
            .click()
            .await
            .unwrap_or_else(|error| panic!("{label:?} cannot be clicked: {error}"));
        // Of a list, every word is a chip of its own.
        let element = serde_json::to_value(&field).expect("an element is JSON");
        let remove = "const chips = () => arguments[0].closest('.word-list')?.querySelector('.chip-remove');\
                      const next = () => chips() ? (chips().click(), Promise.resolve().then(next)) : null;\
                      return next();";
        self.client
            .execute(remove, vec![element])
            .await
            .unwrap_or_else(|error| panic!("{label:?} keeps its words: {error}"));
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
        self.acts();
        let field = self.field(label).await;
        let select = serde_json::to_value(field).expect("an element is JSON");
        // The driver's own way leaves out the `input` event that a user's choice brings.
        let script = "const [select, wanted] = arguments;\
                      const shown = [...select.options].map((option) => option.label.trim());\
                      if (!shown.includes(wanted)) return shown;\
                      select.focus();\
                      select.selectedIndex = shown.indexOf(wanted);\
                      select.dispatchEvent(new Event('input', { bubbles: true }));\
                      select.dispatchEvent(new Event('change', { bubbles: true }));\
                      return null;";
        let answer = self
            .client
            .execute(script, vec![select, json!(option)])
            .await;
        let shown = answer.unwrap_or_else(|error| panic!("{option:?} of {label:?}: {error}"));
        assert!(
            shown.is_null(),
            "{label:?} has no option {option:?}; it has: {shown}"
        );
    }

    /// Shows the files, the first of them.
    pub async fn look_at_files(&self) {
        self.show_tab("to-files").await;
    }

    /// The ids of all tabs, in every view of the result.
    pub async fn tabs(&self) -> Vec<String> {
        let mut all = Vec::new();
        for view in ["to-understand", "to-files", "to-apply"] {
            self.show_tab(view).await;
            let ids = self
                .evaluate("[...document.querySelectorAll('.tabs:not([hidden]) [role=tab]')].map((tab) => tab.id)")
                .await;
            let ids = ids.as_array().cloned().unwrap_or_default();
            all.extend(ids.iter().filter_map(|id| id.as_str().map(str::to_owned)));
        }
        all.push("tab-next-steps".to_owned());
        all
    }

    /// Shows what a tab with this id has, in whichever view of the result it is.
    pub async fn show_tab(&self, id: &str) {
        let view = match id {
            "tab-next-steps" => "to-apply",
            file if file.contains('.') => "to-files",
            view if view.starts_with("to-") => view,
            _ => "to-understand",
        };
        let click = |id: &str| {
            format!(
                "(document.getElementById({id:?})?.click(), document.getElementById({id:?}) !== null)"
            )
        };
        self.evaluate(&click(view)).await;
        if id.starts_with("tab-") && id != "tab-next-steps" {
            self.wait_until(&format!("there is {id}"), async || {
                self.evaluate(&click(id)).await == true
            })
            .await;
        }
    }

    /// Starts from a preset.
    pub async fn start_from(&self, preset: &str) {
        let chosen = "document.querySelector('.preset-line .button')?.click()";
        let all = "document.querySelector('.preset-cards > .button[aria-expanded=false]')?.click()";
        self.evaluate(chosen).await;
        self.element("button", "Recommended").await;
        self.evaluate(all).await;
        self.click_button(preset).await;
    }

    /// Clicks a check box, radio button or other field.
    pub async fn click_field(&self, label: &str) {
        self.click("field", label).await;
    }

    /// Moves the pointer to where nothing reacts to it.
    pub async fn move_pointer_away(&self) {
        let corner = PointerAction::MoveTo {
            duration: None,
            x: 0.0,
            y: 0.0,
        };
        let pointer = MouseActions::new("mouse".to_owned()).then(corner);
        self.client
            .perform_actions(pointer)
            .await
            .expect("the pointer moves");
    }

    /// Clicks wherever something is, or nothing: `x` and `y` are CSS pixels from the window's corner.
    pub async fn click_at(&self, x: f64, y: f64) {
        self.acts();
        let pointer = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveTo {
                duration: None,
                x,
                y,
            })
            .then(PointerAction::Down { button: 0 })
            .then(PointerAction::Up { button: 0 });
        self.client
            .perform_actions(pointer)
            .await
            .expect("the pointer clicks");
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
        self.acts();
        let element = self.element(role, name).await;
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("the {role} {name:?} cannot be clicked: {error}"));
    }

    /// Replaces what stands in a field with a text from the clipboard.
    pub async fn paste_into(&self, label: &str, text: &str) {
        self.acts();
        self.field(label)
            .await
            .click()
            .await
            .expect("a field can be clicked");
        let literal = serde_json::to_string(text).expect("a text is JSON");
        self.evaluate(&format!("navigator.clipboard.writeText({literal})"))
            .await;
        self.press("Control+a").await;
        self.press("Control+v").await;
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
        // The browser holds the name with an empty file, writes under another and renames that
        // when it is whole.
        while std::fs::metadata(&path).map_or(0, |file| file.len()) == 0 {
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
