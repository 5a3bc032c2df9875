//! Parts of the page that come later.

pub const LOADING: &str = "Loading…";
pub const FAILED: &str = "This part of the page could not be loaded. Try again with a network; if there is a newer version of the page, reload it.";
pub const AGAIN: &str = "Try again";
