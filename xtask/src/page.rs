//! Builds the page into `dist/`, and takes pictures of it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::shell::{cargo, line, repository, run, step, succeeded, write};
use crate::tools::{self, Browser, PageTools};

/// Builds the release page.
pub fn build(tools: &PageTools) -> Result<()> {
    step("the page into dist/, optimised (5 to 7 min on two cores)");
    run(tools.trunk("build")?.arg("--release"))
}

/// A release build that goes on beside something else.
#[derive(Debug)]
pub struct BuildBeside {
    command: Command,
    child: Child,
    output: PathBuf,
}

/// Begins one. Most of it is one compiler and one optimiser, each busy with one core; what they say
/// is kept until the end.
pub fn build_beside(tools: &PageTools) -> Result<BuildBeside> {
    let output = repository().join("target/page-build.log");
    write(&output, "")?;
    let file = || File::create(&output).with_context(|| output.display().to_string());
    let file = file()?;
    let mut command = tools.trunk("build")?;
    command.arg("--release").stdin(Stdio::null());
    command.stdout(file.try_clone()?).stderr(file);
    let child = command.spawn().with_context(|| line(&command))?;
    Ok(BuildBeside {
        command,
        child,
        output,
    })
}

impl BuildBeside {
    /// Waits for its end, and says what it said.
    pub fn finish(mut self) -> Result<()> {
        step("the page into dist/, optimised (begun with the tests)");
        let status = self.child.wait()?;
        let said = std::fs::read(&self.output).unwrap_or_default();
        eprint!("{}", String::from_utf8_lossy(&said));
        succeeded(&self.command, status)
    }
}

/// The static pages, beside the application in a folder if it is there.
pub fn static_pages(folder: &str) -> Result<()> {
    step(&format!("the static pages into {folder}/"));
    run(cargo().args(["run", "--quiet", "--package", "site", "--", "pages", folder]))
}

/// The page for who works on it, made from index.html: page and worker with the features of both, so
/// that what they share is compiled once. What visitors load is compiled for each, and cut in parts by
/// the features of the page alone (build.rs).
pub const WORKED_ON: &str = ".serve.html";

/// Writes it.
pub fn write_worked_on() -> Result<()> {
    let page = std::fs::read_to_string(repository().join("index.html")).context("index.html")?;
    write(&repository().join(WORKED_ON), &with_shared_features(&page))
}

fn with_shared_features(page: &str) -> String {
    let features = |names: &str| format!("data-cargo-features=\"{names}\"");
    page.replace(&features("ui"), &features("ui,worker"))
        .replace(&features("worker"), &features("ui,worker"))
}

/// Where the static pages lie for who works on the page.
const KEPT_PAGES: &str = "target/pages";

/// When Trunk calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum When {
    /// Before it reads the page.
    Before,
    /// After it has built all.
    After,
}

/// Does for Trunk what it does not do by itself. `site` finishes what visitors load; it has the core in
/// it, compiled once more and for this machine, for which nobody should wait who changes a colour. So
/// the page that is worked on gets the static pages that were written last.
pub fn hook(when: When) -> Result<()> {
    let told = |name: &str| {
        let value = std::env::var(name);
        value.with_context(|| format!("Trunk says no {name}; it runs this hook"))
    };
    let is_release = told("TRUNK_PROFILE")? == "release";
    match when {
        When::Before if told("TRUNK_HTML_FILE")?.ends_with(WORKED_ON) => write_worked_on(),
        When::Before => Ok(()),
        When::After if is_release => {
            run(cargo().args(["run", "--quiet", "--package", "site", "--", "hook"]))
        }
        When::After => copy_kept_pages(Path::new(&told("TRUNK_STAGING_DIR")?)),
    }
}

/// Writes the static pages for who works on the page, into the folder that is served and for what
/// Trunk builds next.
pub fn keep_static_pages(served: &str) -> Result<()> {
    static_pages(KEPT_PAGES)?;
    copy_kept_pages(&repository().join(served))
}

fn copy_kept_pages(to: &Path) -> Result<()> {
    let kept = repository().join(KEPT_PAGES);
    let mut folders = vec![kept.clone()];
    while let Some(folder) = folders.pop() {
        // There are none before the first time.
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry?.path();
            let place = to.join(path.strip_prefix(&kept)?);
            if path.is_dir() {
                std::fs::create_dir_all(place)?;
                folders.push(path);
            } else {
                std::fs::copy(path, place)?;
            }
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::with_shared_features;

    #[test]
    fn page_and_worker_share_what_is_compiled() {
        let page = with_shared_features(include_str!("../../index.html"));
        let all = page.split("data-cargo-features=").skip(1);
        let features: Vec<_> = all.filter_map(|rest| rest.split(' ').next()).collect();
        assert_eq!(features, ["\"ui,worker\""; 2]);
    }
}
