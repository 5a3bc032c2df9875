//! axe-core, which looks for barriers in the page, from npm; only the tests load it.

use std::path::PathBuf;
use std::process::Command;

use super::folder;
use crate::shell::{Failure, Outcome, on_path, run, step, write};

/// A release that was seen to work; its rules decide what passes, so it is fixed.
const VERSION: &str = "4.14.1";

/// Makes sure of the script and returns its path.
pub fn ensure() -> Outcome<PathBuf> {
    // A folder of its own: npm takes away from a folder what was not asked for in the same run.
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
    let Some(npm) = on_path("npm") else {
        return Err(Failure::new("axe-core comes from npm, and there is none.").by_hand(by_hand));
    };
    step(&format!("axe-core {VERSION} from npm (about 5 s, once)"));
    // A package of its own keeps npm from looking for one in the folders above.
    write(&package.join("package.json"), "{ \"private\": true }\n")?;
    let mut command = Command::new(npm);
    command.current_dir(&package).args([
        "install",
        &format!("axe-core@{VERSION}"),
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    run(&mut command).map_err(|failure| {
        Failure::new(format!(
            "axe-core could not be installed with npm. {failure}"
        ))
        .by_hand(by_hand)
    })?;
    Ok(script)
}
