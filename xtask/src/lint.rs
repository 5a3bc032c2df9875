//! Formatting and clippy for every part of the repository, in each configuration that is shipped.

use crate::shell::{Failure, Outcome, cargo, line, run, step};
use crate::tools::{self, Compiler};

/// Runs every check, even after a failure, so that one call tells all.
pub fn all() -> Outcome {
    // Clippy of the page needs the library, not the tools that pack the page.
    let compiler = tools::for_wasm()?;
    let mut failed = Vec::new();
    let mut check = |what: &str, arguments: &[&str]| {
        step(what);
        let mut command = cargo();
        command.args(arguments);
        if run(&mut command).is_err() {
            failed.push(line(&command));
        }
    };
    check("formatting", &["fmt", "--all", "--check"]);
    check(
        "clippy: the core",
        &["clippy", "--all-targets", "--", "-D", "warnings"],
    );
    check(
        "clippy: the command line",
        &[
            "clippy",
            "--features",
            "cli",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    );
    if compiler == Compiler::Usual {
        let page = [
            "clippy",
            "--features",
            "ui,worker",
            "--target",
            tools::TARGET,
            "--lib",
            "--bin",
            "web",
            "--bin",
            "worker",
            "--test",
            "web",
        ];
        check(
            "clippy: the page",
            &[&page[..], &["--", "-D", "warnings"]].concat(),
        );
    } else {
        step(
            "clippy: the page is left out, as this compiler has no WASM library and Debian's has no clippy",
        );
    }
    let tasks = [
        "clippy",
        "--package",
        "xtask",
        "--package",
        "site",
        "--package",
        "standard-streams",
        "--package",
        "journeys",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    check(
        "clippy: tasks, what finishes the page, and journeys",
        &tasks,
    );
    match failed.as_slice() {
        [] => Ok(()),
        commands => Err(
            Failure::new(format!("{} of the checks failed.", commands.len()))
                .by_hand(format!("run it again alone:\n  {}", commands.join("\n  "))),
        ),
    }
}
