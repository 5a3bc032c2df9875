//! Parts of the page that come later.

pub const LOADING: &str = "Loading…";
pub const FAILED: &str = "This part of the page failed to load. Check your connection and try again; if the page has a newer version, reload it.";
pub const AGAIN: &str = "Try again";
