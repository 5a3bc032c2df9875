//! Packages from npm, each in a folder of its own under `target/tools`: npm takes away from a folder
//! what was not asked for in the same run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{find, folder};
use crate::shell::{ByHand, on_path, run, step, write};

/// wasm-opt's folder; it makes the page about 40 % smaller. None where there is no npm, and then Trunk
/// fetches its own.
pub fn wasm_opt() -> Result<Option<PathBuf>> {
    /// The oldest release that reads what the compiler writes; a newer one is used as it is.
    const VERSION: u32 = 132;
    let own = folder().join("npm/node_modules/.bin");
    let is_new_enough = |found: &str| found.parse().is_ok_and(|found: u32| found >= VERSION);
    if let Some(found) = find(&own, "wasm-opt", is_new_enough) {
        return Ok(found.parent().map(PathBuf::from));
    }
    if on_path("npm").is_none() {
        step("wasm-opt: there is no npm to install it with, so Trunk will fetch one from GitHub");
        return Ok(None);
    }
    step(&format!(
        "wasm-opt {VERSION} from npm's package binaryen (about 10 s, once)"
    ));
    let package = format!("binaryen@{VERSION}");
    install("npm", &package)
        .by_hand(format!("put wasm-opt {VERSION} or newer on the PATH, for example with `npm install --global {package}`."))?;
    Ok(Some(own))
}

/// The script of axe-core, which looks for barriers in the page; only the tests load it.
pub fn axe() -> Result<PathBuf> {
    /// A release that was seen to work; its rules decide what passes, so it is fixed.
    const VERSION: &str = "4.14.1";
    if let Some(named) = std::env::var_os("AXE_CORE") {
        return Ok(named.into());
    }
    let script = folder().join("axe/node_modules/axe-core/axe.min.js");
    let kept = std::fs::read_to_string(&script).unwrap_or_default();
    if !kept.starts_with(&format!("/*! axe v{VERSION}")) {
        step(&format!("axe-core {VERSION} from npm (about 5 s, once)"));
        let package = format!("axe-core@{VERSION}");
        install("axe", &package).by_hand(format!(
            "`npm install {package}` anywhere, and the path of its axe.min.js in the variable AXE_CORE."
        ))?;
    }
    Ok(script)
}

/// The models of Karpenter's API by which the tests judge the manifests;
/// `tests/it/karpenter_models.rs` knows the folder.
pub fn karpenter_models() -> Result<()> {
    const PACKAGE: &str = include_str!("../../../tests/it/karpenter_models/package.json");
    /// Versions and checksums of the package and all that it needs.
    const LOCK: &str = include_str!("../../../tests/it/karpenter_models/package-lock.json");
    let own = folder().join("karpenter-models");
    let kept = std::fs::read_to_string(own.join("package-lock.json")).unwrap_or_default();
    // npm writes this file last.
    let is_whole = own.join("node_modules/.package-lock.json").is_file();
    if kept == LOCK && is_whole {
        return Ok(());
    }
    step("models of Karpenter's API from npm (about 10 s, once)");
    write(&own.join("package.json"), PACKAGE)?;
    write(&own.join("package-lock.json"), LOCK)?;
    // What the lock file names, and nothing whose checksum differs from the one in it.
    npm(&own, &["ci"]).by_hand("copy package.json and package-lock.json of tests/it/karpenter_models to target/tools/karpenter-models, and `npm ci --ignore-scripts` there.")
}

/// Installs one package in an exact version, `axe-core@4.14.1`.
fn install(name: &str, package: &str) -> Result<()> {
    let own = folder().join(name);
    // A package of its own keeps npm from looking for one in the folders above.
    write(&own.join("package.json"), "{ \"private\": true }\n")?;
    npm(&own, &["install", package, "--no-save"])
        .with_context(|| format!("{package} could not be installed"))
}

/// Runs npm, which runs no scripts of packages.
fn npm(own: &Path, task: &[&str]) -> Result<()> {
    let mut command = Command::new(on_path("npm").context("there is no npm on the PATH")?);
    command.args(task).args([
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    run(command.current_dir(own))
}
