//! Values that are known when the program is written: defaults and presets.

use crate::core::error::ValueError;

/// The value of a default's text; a test builds every preset, so each one is parsed.
#[expect(
    clippy::unreachable,
    reason = "no user's text comes here, and a test builds every preset"
)]
pub(super) fn literal<T: std::str::FromStr<Err = ValueError>>(text: &str) -> T {
    match text.parse() {
        Ok(value) => value,
        Err(error) => unreachable!("a default is refused: {error}"),
    }
}

pub(super) fn literals<T: std::str::FromStr<Err = ValueError>>(texts: &[&str]) -> Vec<T> {
    texts.iter().map(|text| literal(text)).collect()
}
