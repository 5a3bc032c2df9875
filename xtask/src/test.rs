//! All tests, in the order in which they are quickest to fail: native, WASM in a browser, then
//! journeys over the page, which is built beside the others.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::page;
use crate::report::{Counts, Ignored, counts_in, ignored_in, ignored_lines};
use crate::shell::{cargo, line, step};
use crate::tools::{self, Browser};

/// So long the importers read mutated files, beside the other native tests.
const FUZZ_SECONDS: &str = "30";

/// Runs everything, even after a failure, and ends with the sum.
pub fn all() -> Result<()> {
    let tools = tools::for_page()?;
    let browser = Browser::ensure()?;
    tools::other_browsers();
    tools::for_scripts();
    let axe = tools::axe()?;
    tools::karpenter_models()?;
    let mut runs = Runs::default();
    let built = page::build_beside(&tools)?;

    step("native tests and examples in the documentation");
    let mut native = cargo();
    native.args(["test", "--no-fail-fast", "--features", "cli"]);
    if std::env::var_os("FUZZ_SECONDS").is_none() {
        native.env("FUZZ_SECONDS", FUZZ_SECONDS);
    }
    runs.add(&mut native);
    // From here on nothing is optimized: these ask the core for little, and are compiled in a fraction
    // of the time.
    step("what the page computes without a browser");
    let page = "test --profile dev --no-fail-fast --features ui --lib -- ui::";
    runs.add(cargo().args(page.split(' ')));
    step(
        "the tests of these tasks, of the tables' upkeep, of what finishes the page, and of the lab",
    );
    let others = "test --profile dev --no-fail-fast --package xtask --package upkeep --package site --package lab";
    runs.add(cargo().args(others.split(' ')));

    step("tests of the page's parts, as WASM in a headless browser");
    let mut wasm = tools.compiler.cargo();
    wasm.args(
        "test --profile dev --target wasm32-unknown-unknown --features ui --test web".split(' '),
    )
    .env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        tools.wasm_bindgen.join("wasm-bindgen-test-runner"),
    )
    .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
    .env(
        "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
        browser.write_settings()?,
    );
    browser.name_to(&mut wasm);
    runs.add(&mut wasm);

    match built.finish() {
        Ok(()) => {
            step("journeys through the built page in a real browser");
            let mut journeys = cargo();
            journeys
                .args("test --no-fail-fast --package journeys".split(' '))
                .env("AXE_CORE", &axe);
            browser.name_to(&mut journeys);
            runs.add(&mut journeys);
        }
        // Journeys through an old page would say nothing about this one.
        Err(error) => runs
            .broken
            .push(format!("the page was not built, so no journeys: {error:#}")),
    }
    runs.close()
}

#[derive(Default)]
struct Runs {
    sum: Counts,
    ignored: Vec<Ignored>,
    broken: Vec<String>,
}

impl Runs {
    /// Runs one command, passes its output on and counts the tests in it.
    fn add(&mut self, command: &mut Command) {
        match count(command, &mut self.ignored) {
            Ok((counts, succeeded)) => {
                self.sum += counts;
                // A run that fails without a failing test did not get as far as its tests.
                if !succeeded && counts.failed == 0 {
                    self.broken.push(format!(
                        "`{}` failed before or between its tests",
                        line(command)
                    ));
                }
            }
            Err(error) => self.broken.push(format!("{error:#}")),
        }
    }

    /// The last line is the sum; a run that broke off counts as one failure.
    fn close(self) -> Result<()> {
        println!();
        for what in &self.broken {
            println!("not run to its end: {what}");
        }
        if self.sum.ignored > 0 {
            println!("{} ignored", self.sum.ignored);
        }
        for line in ignored_lines(self.ignored) {
            println!("{line}");
        }
        let failed = self.sum.failed + self.broken.len() as u64;
        println!("{} passed, {failed} failed", self.sum.passed);
        if failed == 0 {
            return Ok(());
        }
        // Everything is said; the sum stays the last line.
        std::process::exit(1)
    }
}

fn count(command: &mut Command, ignored: &mut Vec<Ignored>) -> Result<(Counts, bool)> {
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = spawned.with_context(|| line(command))?;
    let mut counts = Counts::default();
    if let Some(output) = child.stdout.take() {
        for text in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let text = String::from_utf8_lossy(&text);
            println!("{text}");
            if let Some(more) = counts_in(&text) {
                counts += more;
            }
            ignored.extend(ignored_in(&text));
        }
    }
    Ok((counts, child.wait()?.success()))
}
