//! The page around its parts.

/// The name of the page.
pub const NAME: &str = "SOCI Configurator";

pub const SKIP_TO_SETTINGS: &str = "Skip to the settings";
pub const SKIP_TO_RESULT: &str = "Skip to the result";

pub const STOPPED: &str = "The page crashed. Reload it; details are in the browser console.";
