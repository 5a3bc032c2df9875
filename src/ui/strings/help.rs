//! Keys, pages to read, and words of the field.

pub const BUTTON: &str = "Help";
pub const KEY: &str = "? outside text fields";
pub const TITLE: &str = "Shortcuts and glossary";

pub const KEYS_CAPTION: &str = "Keys, outside text fields";
pub const KEYS_HEAD: &str = "Keys";
pub const DOES_HEAD: &str = "Action";
pub const TO_READ: &str = "Documentation";
pub const WORDS: &str = "Glossary";

/// Switches single keys off and on.
pub const SINGLE_KEYS: &str = "Single-key shortcuts";
pub const SINGLE_KEYS_HELP: &str =
    "Off: only Ctrl+Z and Ctrl+Shift+Z work outside text fields. Remembered in this browser.";

/// What the keys of a group do.
pub fn go_to(group: &str) -> String {
    format!("Go to {group}")
}

/// A key and what it does.
pub struct Key {
    /// As it is written on the keyboard; several in order.
    pub keys: &'static [&'static str],
    /// What it does.
    pub does: &'static str,
}

/// Keys that work wherever no text is being typed, besides `g` and a group's letter.
pub const KEYS: &[Key] = &[
    Key {
        keys: &["/"],
        does: "Find a setting",
    },
    Key {
        keys: &["g", "f"],
        does: "Go to the files",
    },
    Key {
        keys: &["c"],
        does: "Copy kubectl apply",
    },
    Key {
        keys: &["d"],
        does: "Download all files",
    },
    Key {
        keys: &["s"],
        does: "Share a link",
    },
    Key {
        keys: &["?"],
        does: "This help",
    },
    Key {
        keys: &["Ctrl", "Z"],
        does: "Undo (⌘ Z on a Mac); in text fields, the browser's undo",
    },
    Key {
        keys: &["Ctrl", "Shift", "Z"],
        does: "Redo",
    },
];

/// Pages beside the application: their address and title (`site/src/pages/`).
pub const PAGES: &[(&str, &str)] = &[
    ("about.html", "What it does"),
    ("engines.html", "When SOCI helps"),
    ("launch.html", "Which node you get"),
    ("rules/index.html", "Rules"),
    ("settings.html", "Settings"),
    ("assumptions.html", "Assumptions"),
    ("measured.html", "Predicted against measured"),
    ("data.html", "Data"),
    ("changes.html", "Changes"),
];

#[cfg(test)]
mod tests {
    use super::KEYS;

    #[test]
    fn keys_are_unique() {
        for (index, key) in KEYS.iter().enumerate() {
            assert!(
                KEYS.iter()
                    .skip(index + 1)
                    .all(|other| other.keys != key.keys)
            );
        }
    }
}
