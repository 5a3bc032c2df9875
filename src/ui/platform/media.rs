//! What kind of screen this is.

/// Whether the screen is a phone's, where long lines of code had better wrap.
pub fn is_narrow() -> bool {
    web_sys::window()
        .and_then(|window| window.match_media("(max-width: 599px)").ok().flatten())
        .is_some_and(|query| query.matches())
}
