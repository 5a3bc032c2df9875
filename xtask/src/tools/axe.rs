//! axe-core, which looks for barriers in the page, from npm; only the tests load it.

use std::path::PathBuf;

use super::{folder, npm};
use crate::shell::{Failure, Outcome, step};

/// A release that was seen to work; its rules decide what passes, so it is fixed.
const VERSION: &str = "4.14.1";

/// Makes sure of the script and returns its path.
pub fn ensure() -> Outcome<PathBuf> {
    let package = folder().join("axe");
    let script = package.join("node_modules/axe-core/axe.min.js");
    let by_hand = format!(
        "`npm install axe-core@{VERSION}` anywhere, and the path of its axe.min.js in the variable AXE_CORE."
    );
    if let Some(named) = std::env::var_os("AXE_CORE").map(PathBuf::from) {
        return Ok(named);
    }
    let kept = std::fs::read_to_string(&script).unwrap_or_default();
    if kept.starts_with(&format!("/*! axe v{VERSION}")) {
        return Ok(script);
    }
    step(&format!("axe-core {VERSION} from npm (about 5 s, once)"));
    npm::install(&package, &format!("axe-core@{VERSION}")).map_err(|failure| {
        Failure::new(format!(
            "axe-core could not be installed with npm. {failure}"
        ))
        .by_hand(by_hand)
    })?;
    Ok(script)
}
