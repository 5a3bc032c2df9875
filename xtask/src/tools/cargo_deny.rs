//! cargo-deny, which judges dependencies by `deny.toml`.

use std::path::PathBuf;

use super::{cargo_install, find, folder, versions};
use crate::shell::{Outcome, step};

/// A release that was seen to work; one on the PATH has to be of the same series, which reads the
/// same `deny.toml`.
const VERSION: &str = "0.20.2";

/// Makes sure of the program and returns its path.
pub fn ensure() -> Outcome<PathBuf> {
    let own = folder().join("bin");
    let right = |text: &str| {
        let series = versions::printed(text).and_then(versions::series);
        series == versions::series(VERSION)
    };
    if let Some(found) = find(&own, "cargo-deny", right) {
        return Ok(found);
    }
    step(&format!(
        "cargo-deny {VERSION} from crates.io, compiled without optimisation (about 5 min, once)"
    ));
    cargo_install("cargo-deny", VERSION, &[])?;
    Ok(own.join("cargo-deny"))
}
