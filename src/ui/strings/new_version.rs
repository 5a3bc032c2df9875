//! The next version of the page.

pub const LABEL: &str = "New version";
pub const READY: &str = "A new version of this page is ready. Your settings stay.";
pub const LOAD: &str = "Load it now";
pub const LATER: &str = "Later";
