//! Installs packages from npm, each into a folder of its own under `target/tools`: npm takes away
//! from a folder what was not asked for in the same run.

use std::path::Path;
use std::process::Command;

use crate::shell::{Failure, Outcome, on_path, run, write};

/// A package of its own keeps npm from looking for one in the folders above.
const PACKAGE: &str = "{ \"private\": true }\n";

/// Installs one package in an exact version, `axe-core@4.14.1`, without running its scripts.
pub fn install(folder: &Path, package: &str) -> Outcome {
    write(&folder.join("package.json"), PACKAGE)?;
    npm(folder, &["install", package, "--no-save"])
}

/// Installs what a lock file names, and nothing whose checksum differs from the one in it.
pub fn install_locked(folder: &Path, package: &str, lock: &str) -> Outcome {
    write(&folder.join("package.json"), package)?;
    write(&folder.join("package-lock.json"), lock)?;
    npm(folder, &["ci"])
}

fn npm(folder: &Path, task: &[&str]) -> Outcome {
    let Some(npm) = on_path("npm") else {
        return Err(Failure::new("There is no npm on the PATH."));
    };
    let mut command = Command::new(npm);
    command.current_dir(folder).args(task).args([
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    run(&mut command)
}
