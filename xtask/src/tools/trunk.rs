//! Trunk: builds the page and serves it.

use std::path::PathBuf;

use super::{cargo_install, find, folder, versions};
use crate::shell::{Outcome, step};

/// The newest release that compiles with this repository's `rust-version`.
const VERSION: &str = "0.21.14";

/// Makes sure of Trunk and returns the program; any patch level of the same series will do.
pub fn ensure() -> Outcome<PathBuf> {
    let wanted = versions::series(VERSION);
    let same_series = |text: &str| versions::printed(text).and_then(versions::series) == wanted;
    let own = folder().join("bin");
    if let Some(found) = find(&own, "trunk", same_series) {
        return Ok(found);
    }
    step(&format!(
        "Trunk {VERSION} from crates.io, compiled without optimisation (about 3 min, once)"
    ));
    // Its default features are an update check and its own TLS; the page needs neither.
    cargo_install("trunk", VERSION, &["--no-default-features"])?;
    Ok(own.join("trunk"))
}
