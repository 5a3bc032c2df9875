//! The README is short, shows the page, and leads to everything else.

use crate::papers::{commands_of, is_task, read, root};

/// Most bytes: what somebody reads before they know whether they want more.
const MAX_BYTES: usize = 12_000;

#[test]
fn it_is_short() {
    let text = read("README.md");
    assert!(
        text.len() <= MAX_BYTES,
        "README.md has {} bytes; what is more than {MAX_BYTES} belongs into docs/",
        text.len()
    );
}

#[test]
fn the_two_commands_are_commands_of_xtask() {
    let named: Vec<String> = commands_of("README.md")
        .iter()
        .filter_map(|command| command.strip_prefix("cargo xtask ").map(str::to_owned))
        .collect();
    assert_eq!(named, ["serve", "test"]);
    for command in named {
        assert!(is_task(&command), "xtask has no {command}");
    }
}

#[test]
fn it_shows_the_page() {
    assert!(read("README.md").contains("](docs/screenshot.png)"));
    let picture = std::fs::read(root().join("docs/screenshot.png")).expect("the picture");
    assert!(picture.starts_with(b"\x89PNG"));
}

#[test]
fn it_leads_to_every_page() {
    let text = read("README.md");
    for page in crate::papers::pages() {
        assert!(
            text.contains(&format!("]({page})")),
            "README.md leads to no {page}"
        );
    }
}
