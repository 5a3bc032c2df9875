//! What this browser keeps, and what was opened from the address.

pub const OPENED_FROM_LINK: &str = "Opened from the link. Undo brings your own settings back.";
pub const OPENED_FROM_ADDRESS: &str =
    "Opened from the address. Undo brings the settings from before back.";

pub const BLOCKED: &str = "This browser keeps nothing for this page: storage is switched off. Save config.yaml or the link instead.";
pub const FULL: &str = "This browser has no room left for this page. Delete something from the list, or save config.yaml instead.";

/// Names the notices about what is kept.
pub const LABEL: &str = "What is kept";
pub const CHANGED_ELSEWHERE: &str = "Changed in another tab. What you have here stays as it is.";
pub const TAKE_OVER: &str = "Use these settings";
pub const LEAVE: &str = "Keep mine";
pub const TAKEN_OVER: &str = "Taken over from the other tab. Undo brings your own settings back.";

pub const CHANGES_NOT_KEPT: &str = "This browser does not keep what you change here: it has no room left for this page, or storage is switched off. Until you close this tab it is in the address; save config.yaml to be sure.";
pub const DISMISS: &str = "Dismiss";
pub const PASTE_NOT_KEPT: &str =
    "This browser has no room to keep this text: a reload of the page loses it.";
