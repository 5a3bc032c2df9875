//! Longer texts of the page in one place: keys, pages to read, what sharing leaves out.

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
        does: "Undo (⌘ Z on a Mac); in text, the browser's own",
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
    ("rules/index.html", "Rules"),
    ("settings.html", "Settings"),
    ("assumptions.html", "Assumptions"),
    ("measured.html", "Predicted against measured"),
    ("data.html", "Data"),
    ("changes.html", "Changes"),
];

/// What a link without names still holds.
pub const WHAT_STAYS: &str = "What stays: names of pool, workload and namespace, the image's repository and tag, Region, zones, label keys, taints and tolerations.";
/// What a link without names never holds.
pub const WHAT_GOES: &str = "Left out: cluster, role, instance profile, discovery tag and value, subnet and security group ids, tags, what is kept from your files, reservations, KMS key, snapshot, labels' values, account ids in the image's name, reasons of dismissed findings, your own prices and discount, and text that is no value.";

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
