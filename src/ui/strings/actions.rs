//! What can be done with the whole set.

pub const COPY_APPLY: &str = "Copy kubectl apply";
pub const DOWNLOAD_ALL: &str = "Download all (zip)";

/// What applying the set does to the cluster, beside the buttons that lead to it.
pub fn creates(kinds: &str) -> String {
    format!("Creates {kinds}.")
}

/// What is copied, as [`copied`] names it.
pub const APPLY_COMMAND: &str = "The kubectl apply command";

pub fn copied(what: &str) -> String {
    format!("{what} is copied.")
}

pub const NOT_COPIED: &str =
    "The browser does not allow copying here; select the text and copy it by hand.";

pub fn downloading(name: &str) -> String {
    format!("Downloading {name}.")
}

/// What packs the archive is loaded when somebody wants one.
pub const NOT_PACKED: &str = "What packs the archive could not be loaded. Try again with a network; if there is a newer version of the page, reload it.";
