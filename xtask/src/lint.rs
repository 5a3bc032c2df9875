//! Formatting and clippy for every part of the repository, in each configuration that is shipped; and
//! what `deny.toml` asks of dependencies.

use std::process::Command;

use anyhow::{Result, bail};

use crate::shell::{ByHand, cargo, line, repository, run, step};
use crate::tools::{self, Compiler};

/// What there is to check, and the arguments of cargo.
const CHECKS: [(&str, &str); 5] = [
    ("formatting", "fmt --all --check"),
    ("clippy: the core", "clippy --all-targets"),
    (
        "clippy: the command line",
        "clippy --features cli --all-targets",
    ),
    (
        "clippy: the page",
        "clippy --target wasm32-unknown-unknown --features ui,worker --lib --bin web --bin worker --test web",
    ),
    (
        "clippy: tasks, what finishes the page, the lab, and journeys",
        "clippy --package xtask --package upkeep --package site --package lab --package standard-streams --package journeys --all-targets",
    ),
];

/// Runs every check, even after a failure, so that one call tells all.
pub fn all() -> Result<()> {
    // Clippy of the page needs the library, not the tools that pack the page.
    let compiler = tools::for_wasm()?;
    let mut failed = Vec::new();
    for (what, arguments) in CHECKS {
        if arguments.contains("wasm32") && compiler != Compiler::Usual {
            step(&format!(
                "{what} is left out: this compiler has no WASM library, and Debian's no clippy"
            ));
            continue;
        }
        step(what);
        let mut command = cargo();
        command.args(arguments.split(' '));
        if arguments.starts_with("clippy") {
            command.args(["--", "-D", "warnings"]);
        }
        if run(&mut command).is_err() {
            failed.push(line(&command));
        }
    }
    if !failed.is_empty() {
        let again = failed.join("\n  ");
        bail!(
            "{} of the checks failed. Alone they are\n  {again}",
            failed.len()
        );
    }
    Ok(())
}

/// What `deny.toml` asks: licences, sources, versions, and no known advisory. Advisories are in a
/// database on GitHub; where that cannot be had it is said, and in CI it is a failure.
pub fn dependencies() -> Result<()> {
    let program = tools::cargo_deny()?;
    let deny = |arguments: &str| {
        let mut command = Command::new(&program);
        command.args(["--locked", "--workspace"]);
        run(command.args(arguments.split(' ')).current_dir(repository()))
    };
    step("licences, sources and versions of all dependencies");
    deny("check licenses sources bans")?;
    step("the database of advisories");
    if let Err(error) = deny("fetch db") {
        if std::env::var_os("CI").is_some() {
            return Err(error);
        }
        step("advisories are not checked: their database cannot be reached");
        return Ok(());
    }
    deny("check advisories").by_hand("upgrade the package with `cargo update`, or add the advisory to deny.toml with the reason for which it does not apply.")
}
