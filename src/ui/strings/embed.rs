//! The page as part of another one.

pub const WHOLE_PAGE: &str = "Open the whole page ↗";
