//! Programs from crates.io, in releases that were seen to work, compiled without optimisation: that
//! is quicker than what they then do.

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{find, folder, series};
use crate::shell::{ByHand, cargo, repository, run, step};

/// Builds the page and serves it: the newest release that compiles with this repository's
/// `rust-version`; any patch level of the same series will do.
pub fn trunk() -> Result<PathBuf> {
    let version = "0.21.14";
    match find(&own(), "trunk", |found| series(found) == series(version)) {
        Some(found) => Ok(found),
        // Its default features are an update check and its own TLS; the page needs neither.
        None => install("trunk", version, &["--no-default-features"], "3 min")
            .map(|()| own().join("trunk")),
    }
}

/// Judges dependencies; one of the same series reads the same `deny.toml`.
pub fn cargo_deny() -> Result<PathBuf> {
    let version = "0.20.2";
    match find(&own(), "cargo-deny", |found| {
        series(found) == series(version)
    }) {
        Some(found) => Ok(found),
        None => install("cargo-deny", version, &[], "5 min").map(|()| own().join("cargo-deny")),
    }
}

/// What takes a program of WebAssembly apart and puts it together, in every build. A little optimized it
/// needs 4 s for the page that is worked on, and half a minute more to compile.
const BUSY: [&str; 5] = [
    "--config=profile.dev.package.walrus.opt-level=1",
    "--config=profile.dev.package.wasmparser.opt-level=1",
    "--config=profile.dev.package.wasm-encoder.opt-level=1",
    "--config=profile.dev.package.wasm-bindgen-cli-support.opt-level=1",
    "--config=profile.dev.package.id-arena.opt-level=1",
];

/// The folder of the program that packs the page, and of the one that runs its tests in a browser.
/// Their version must be exactly the library's, because they share a private format.
pub fn wasm_bindgen() -> Result<PathBuf> {
    let lock = std::fs::read_to_string(repository().join("Cargo.lock")).context("Cargo.lock")?;
    let version = locked(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen.")?;
    let found = find(&own(), "wasm-bindgen", |found| found == version);
    match found.as_deref().and_then(|program| program.parent()) {
        Some(place) if place.join("wasm-bindgen-test-runner").is_file() => Ok(place.to_path_buf()),
        _ => install("wasm-bindgen-cli", version, &BUSY, "1 min").map(|()| own()),
    }
}

fn own() -> PathBuf {
    folder().join("bin")
}

/// Installs a program into our folder, with the dependencies its author tested.
fn install(package: &str, version: &str, options: &[&str], duration: &str) -> Result<()> {
    step(&format!(
        "{package} {version} from crates.io, compiled without optimisation (about {duration}, once)"
    ));
    let mut command = cargo();
    command.args(["install", package, "--version", version, "--locked"]);
    command
        .args(options)
        .arg("--debug")
        .arg("--root")
        .arg(folder());
    // Nobody debugs them; and with the standard library's checks of itself wasm-bindgen took three times
    // as long for the page that is worked on.
    command
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_DEV_DEBUG_ASSERTIONS", "false")
        .env("CARGO_PROFILE_DEV_OVERFLOW_CHECKS", "false");
    // Somebody who watches sees cargo's progress; a log is spared a line per crate.
    if !std::io::stderr().is_terminal() {
        command.arg("--quiet");
    }
    run(&mut command)
        .with_context(|| format!("{package} {version} could not be installed from crates.io"))
        .by_hand(format!(
            "put {package} {version} on the PATH, for example with `cargo install {package} --version {version} --locked`."
        ))
}

/// The version of a package in the text of a Cargo.lock.
fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::locked;

    #[test]
    fn a_locked_version_is_that_of_the_whole_name() {
        let lock = "version = 4\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.126\"\nsource = \"registry\"\n\n\
                    [[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.76\"\n";
        assert_eq!(locked(lock, "wasm-bindgen"), Some("0.2.126"));
        assert_eq!(locked(lock, "wasm-bindgen-futures"), Some("0.4.76"));
        assert_eq!(locked(lock, "wasm"), None);
    }
}
