//! The wasm-bindgen command line: packs the compiled page and runs its tests in a browser.

use std::path::PathBuf;

use super::{cargo_install, find, folder, versions};
use crate::shell::{Failure, Outcome, repository, step};

/// Makes sure of the tool and returns its folder. Its version must be exactly the library's,
/// because the two share a private format.
pub fn ensure() -> Outcome<PathBuf> {
    let version = wanted()?;
    let own = folder().join("bin");
    let right = |text: &str| versions::printed(text) == Some(&version);
    if let Some(program) = find(&own, "wasm-bindgen", right)
        && let Some(place) = program.parent()
        && place.join("wasm-bindgen-test-runner").is_file()
    {
        return Ok(place.to_path_buf());
    }
    step(&format!(
        "wasm-bindgen {version} from crates.io, compiled without optimisation (about 1 min, once)"
    ));
    cargo_install("wasm-bindgen-cli", &version, &[])?;
    Ok(own)
}

fn wanted() -> Outcome<String> {
    let path = repository().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path)
        .map_err(|error| Failure::new(format!("Cargo.lock cannot be read: {error}.")))?;
    versions::locked(&lock, "wasm-bindgen")
        .ok_or_else(|| Failure::new("Cargo.lock names no wasm-bindgen."))
}
