//! Builds the page into `dist/`, and takes pictures of it.

use anyhow::Result;

use crate::shell::{cargo, repository, run, step};
use crate::tools::{self, Browser, PageTools};

/// Builds the release page.
pub fn build(tools: &PageTools) -> Result<()> {
    step(
        "the page into dist/, optimised (about 7 min on two cores the first time, 4 min after a change)",
    );
    run(tools.trunk("build")?.arg("--release"))
}

/// The static pages, beside the application in `dist/` if it is there.
pub fn static_pages() -> Result<()> {
    step("the static pages into dist/");
    run(cargo().args(["run", "--quiet", "--package", "site", "--", "pages", "dist"]))
}

/// Sizes and times of the built page.
pub fn bench() -> Result<()> {
    in_browser(
        "sizes and times of dist/ in a browser (about 1 min)",
        "bench_page",
        &[],
    )
}

/// Pictures of the built page; each argument is a `#hash` or `?query` to open it with.
pub fn screenshots(places: &[String]) -> Result<()> {
    in_browser(
        "pictures of dist/ into target/screenshots",
        "screenshots",
        places,
    )
}

/// Runs a program of the journeys on the page, which is built if there is none.
fn in_browser(what: &str, program: &str, arguments: &[String]) -> Result<()> {
    let browser = Browser::ensure()?;
    if !repository().join("dist/index.html").is_file() {
        build(&tools::for_page()?)?;
    }
    step(what);
    let mut command = cargo();
    command.args([
        "run",
        "--quiet",
        "--package",
        "journeys",
        "--bin",
        program,
        "--",
    ]);
    browser.name_to(command.args(arguments));
    run(&mut command)
}
