//! What can be done with the whole set.

pub const COPY_APPLY: &str = "Copy kubectl apply";
pub const DOWNLOAD_ALL: &str = "Download all (zip)";

/// What applying the set does to the cluster, beside the buttons that lead to it.
pub fn creates(kinds: &str) -> String {
    format!("Creates {kinds}.")
}

/// What is copied, as [`copied`] names it.
pub const APPLY_COMMAND: &str = "kubectl apply command";

pub fn copied(what: &str) -> String {
    format!("{what} copied.")
}

pub const NOT_COPIED: &str =
    "The browser does not allow copying here; select the text and copy it by hand.";

pub fn downloading(name: &str) -> String {
    format!("Downloading {name}.")
}

/// The zip module is loaded on demand.
pub const NOT_PACKED: &str = "The zip module failed to load. Check your connection and try again; if the page has a newer version, reload it.";
