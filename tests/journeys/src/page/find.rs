//! Finding by role and name.

use std::time::Instant;

use fantoccini::elements::Element;

use super::{GLANCE, PATIENCE, Page};
use crate::names;

impl Page {
    /// The one element of a role (`button`, `link`, `field`, `heading`, `region`, `group`, `tab`,
    /// `dialog`, `table`, `img` or another ARIA role) with a name.
    pub async fn element(&self, role: &str, name: &str) -> Element {
        let started = Instant::now();
        let mut has_looked_around = false;
        loop {
            let mut found = names::find(&self.client, role, name).await;
            if found.elements.is_empty() && !has_looked_around {
                self.look_around(role, name).await;
                has_looked_around = true;
            }
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

    /// Goes where a user would look for what is not in sight: a field in the closed groups of the form, a
    /// tab in the other views of the result.
    async fn look_around(&self, role: &str, name: &str) {
        let script = match role {
            "field" => {
                "document.querySelectorAll('.group-fold:not([open]) > summary').forEach((one) => one.click())"
                    .to_owned()
            }
            "tab" => {
                let view = match name {
                    "Next steps" => "to-apply",
                    file if file.contains('.') => "to-files",
                    _ => "to-understand",
                };
                format!("document.getElementById('{view}')?.click()")
            }
            _ => return,
        };
        self.evaluate(&script).await;
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

    /// What stands in a field; of a list, its words and what is being typed.
    pub async fn value(&self, label: &str) -> String {
        let field = self.field(label).await;
        let script = "const [field] = arguments;\
                      const chips = field.closest('.word-list')?.querySelectorAll('.chip-word') ?? [];\
                      const words = [...chips].map((chip) => chip.textContent);\
                      return [...words, field.value].filter((word) => word !== '').join(', ');";
        let element = serde_json::to_value(field).expect("an element is JSON");
        let text = self.client.execute(script, vec![element]).await;
        let text = text.expect("a field has a value");
        text.as_str().unwrap_or_default().to_owned()
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
