//! What `deny.toml` asks of dependencies: licences, sources, versions, and no known advisory.

use std::process::Command;

use crate::shell::{Failure, Outcome, repository, run, step};
use crate::tools;

/// Checks all of it. Advisories are in a database on GitHub; where that cannot be had it is said,
/// and in CI it is a failure.
pub fn check() -> Outcome {
    let program = tools::cargo_deny::ensure()?;
    let deny = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command
            .current_dir(repository())
            .args(["--locked", "--workspace"])
            .args(arguments);
        run(&mut command)
    };
    step("licences, sources and versions of all dependencies");
    deny(&["check", "licenses", "sources", "bans"])?;
    step("the database of advisories");
    if let Err(failure) = deny(&["fetch", "db"]) {
        if std::env::var_os("CI").is_some() {
            return Err(failure);
        }
        step("advisories are not checked: their database cannot be reached");
        return Ok(());
    }
    deny(&["check", "advisories"]).map_err(|failure| {
        Failure::new(failure.to_string())
            .by_hand("upgrade the package with `cargo update`, or add the advisory to deny.toml with the reason for which it does not apply.")
    })
}
