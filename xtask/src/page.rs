//! Builds the page into `dist/`, and takes pictures of it.

use crate::shell::{Outcome, repository, run, step};
use crate::tools::{self, Browser, PageTools};

/// Builds the release page with the tools of this repository.
pub fn build_release() -> Outcome {
    build(&tools::for_page()?)
}

/// Builds the release page.
pub fn build(tools: &PageTools) -> Outcome {
    step("the page into dist/, optimised (1 to 2 min after a change)");
    run(tools.trunk("build")?.arg("--release"))
}

/// The static pages, beside the application in `dist/` if it is there.
pub fn static_pages() -> Outcome {
    step("the static pages into dist/");
    let mut command = crate::shell::cargo();
    command.args(["run", "--quiet", "--package", "site", "--", "pages", "dist"]);
    run(&mut command)
}

/// Sizes and times of the built page.
pub fn bench() -> Outcome {
    let browser = Browser::ensure()?;
    if !repository().join("dist/index.html").is_file() {
        build_release()?;
    }
    step("sizes and times of dist/ in a browser (about 1 min)");
    let mut command = crate::shell::cargo();
    command.args([
        "run",
        "--quiet",
        "--package",
        "journeys",
        "--bin",
        "bench_page",
    ]);
    browser.name_to(&mut command);
    run(&mut command)
}

/// Pictures of the built page; each argument is a `#hash` or `?query` to open it with.
pub fn screenshots(places: &[String]) -> Outcome {
    let browser = Browser::ensure()?;
    if !repository().join("dist/index.html").is_file() {
        build_release()?;
    }
    step("pictures of dist/ into target/screenshots");
    let mut command = crate::shell::cargo();
    command
        .args([
            "run",
            "--quiet",
            "--package",
            "journeys",
            "--bin",
            "screenshots",
            "--",
        ])
        .args(places);
    browser.name_to(&mut command);
    run(&mut command)
}
