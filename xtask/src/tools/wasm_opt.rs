//! wasm-opt, from the npm package binaryen: makes the page about 40 % smaller.

use std::path::PathBuf;

use super::{find, folder, npm, versions};
use crate::shell::{Failure, Outcome, on_path, step};

/// The oldest release that reads what the compiler writes; a newer one on the PATH is used as it is.
const VERSION: u32 = 132;

/// Makes sure of wasm-opt and returns its folder; none where there is no npm, and then Trunk
/// fetches its own.
pub fn ensure() -> Outcome<Option<PathBuf>> {
    let package = folder().join("npm");
    let own = package.join("node_modules/.bin");
    let new_enough = |text: &str| {
        let version = versions::printed(text).and_then(|word| word.parse::<u32>().ok());
        version.is_some_and(|version| version >= VERSION)
    };
    if let Some(found) = find(&own, "wasm-opt", new_enough) {
        return Ok(found.parent().map(PathBuf::from));
    }
    if on_path("npm").is_none() {
        step("wasm-opt: there is no npm to install it with, so Trunk will fetch one from GitHub");
        return Ok(None);
    }
    step(&format!(
        "wasm-opt {VERSION} from npm's package binaryen (about 10 s, once)"
    ));
    let wanted = format!("binaryen@{VERSION}");
    npm::install(&package, &wanted).map_err(|failure| {
        Failure::new(format!("wasm-opt could not be installed with npm. {failure}"))
            .by_hand(format!("put wasm-opt {VERSION} or newer on the PATH, for example with `npm install --global {wanted}`."))
    })?;
    Ok(Some(own))
}
