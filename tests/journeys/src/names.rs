//! Finds elements by the names that a user sees or hears.

use fantoccini::Client;
use fantoccini::elements::{Element, ElementRef};
use serde_json::{Value, json};

/// What WebDriver's standard calls an element in JSON.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The elements of a role: those with the name, and the names of all.
pub struct Found {
    /// The elements with exactly the name; if there are none, those whose name contains it.
    pub elements: Vec<Element>,
    /// The names of all visible elements of the role.
    pub names: Vec<String>,
}

/// Looks once; the page may not be ready yet.
pub async fn find(client: &Client, role: &str, name: &str) -> Found {
    let answer = client
        .execute(include_str!("names.js"), vec![json!(role), json!(name)])
        .await
        .unwrap_or_else(|error| panic!("looking for the {role} {name:?}: {error}"));
    let list = |key: &str| answer[key].as_array().cloned().unwrap_or_default();
    let element = |value: &Value| {
        let id = value[ELEMENT].as_str()?.to_owned();
        Some(Element::from_element_id(
            client.clone(),
            ElementRef::from(id),
        ))
    };
    Found {
        elements: list("found").iter().filter_map(element).collect(),
        names: list("names")
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
    }
}

/// The name of the element that has the keyboard; empty if none has.
pub async fn focused(client: &Client) -> String {
    find(client, "focused", "")
        .await
        .names
        .into_iter()
        .next()
        .unwrap_or_default()
}
