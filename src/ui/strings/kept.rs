//! What this browser keeps, and what was opened from the address.

pub const OPENED_FROM_LINK: &str = "Opened from the link. Undo restores your own settings.";
pub const OPENED_FROM_ADDRESS: &str =
    "Opened from the address. Undo restores the previous settings.";

pub const BLOCKED: &str = "Browser storage is switched off, so nothing is kept for this page. Save config.yaml or the link instead.";
pub const FULL: &str = "Browser storage for this page is full. Delete something from the list, or save config.yaml instead.";

/// Names the notices about what is kept.
pub const LABEL: &str = "Browser storage";
pub const CHANGED_ELSEWHERE: &str = "Changed in another tab. This tab stays as it is.";
pub const TAKE_OVER: &str = "Use these settings";
pub const LEAVE: &str = "Keep mine";
pub const TAKEN_OVER: &str = "Now using the settings from the other tab. Undo restores yours.";

pub const CHANGES_NOT_KEPT: &str = "This browser does not save your changes: its storage is full or switched off. Until you close this tab they are in the address; save config.yaml to be safe.";
pub const DISMISS: &str = "Dismiss";
pub const PASTE_NOT_KEPT: &str = "Browser storage is full: reloading the page loses this text.";
