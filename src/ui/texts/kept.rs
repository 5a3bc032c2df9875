//! What this browser keeps, and what was opened from the address.

pub const OPENED_FROM_LINK: &str = "Opened from the link. Undo brings your own settings back.";
pub const OPENED_FROM_ADDRESS: &str =
    "Opened from the address. Undo brings the settings from before back.";

pub const BLOCKED: &str = "This browser keeps nothing for this page: storage is switched off. Save config.yaml or the link instead.";
pub const FULL: &str = "This browser has no room left for this page. Delete something from the list, or save config.yaml instead.";
