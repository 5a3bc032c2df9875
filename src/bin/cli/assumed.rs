//! What no file says, and what is assumed instead.

use soci_configurator::core::Assumed;

use crate::arguments::Input;
use crate::input::is_set;

/// Those that the arguments do not say either.
pub fn without_given(all: Vec<Assumed>, input: &Input) -> Vec<Assumed> {
    // A whole Config says every field.
    if input.config.is_some() || input.link.is_some() {
        return Vec::new();
    }
    let mut all = all;
    all.retain(|one| !is_set(input, one.field));
    all
}

/// A sentence, and how the user says it instead; nothing if nothing is assumed.
pub fn line(all: &[Assumed]) -> Option<String> {
    let sentence = Assumed::sentence(all)?;
    let mut paths: Vec<&str> = all.iter().map(|one| one.field.path).collect();
    paths.dedup();
    let settings: Vec<String> = paths
        .iter()
        .map(|path| format!("--set {path}=VALUE"))
        .collect();
    Some(format!("{sentence} Yours: {}.", settings.join(" ")))
}
