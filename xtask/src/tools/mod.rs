//! The tools that the page needs, in the versions that were seen to work together.
//!
//! A tool in `target/tools` comes first, then one of the right version on the PATH; only then is
//! one installed, into `target/tools`. Nothing here reaches for the network if all is in place.

mod apt;
mod browser;
mod crates;
mod debian;
mod npm;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

pub use apt::{for_scripts, packages_of};
pub use browser::{Browser, others as other_browsers};
pub use crates::cargo_deny;
pub use npm::{axe, karpenter_models};
pub use wasm::{Compiler, ensure as for_wasm};

use crate::shell::{on_path, output_of, repository};

/// The folder of the tools that belong to this clone.
fn folder() -> PathBuf {
    repository().join("target/tools")
}

/// Everything that it takes to build the page.
pub struct PageTools {
    /// The compiler that has the WASM standard library.
    pub compiler: Compiler,
    /// The Trunk program.
    trunk: PathBuf,
    /// The folder of `wasm-bindgen` and `wasm-bindgen-test-runner`.
    pub wasm_bindgen: PathBuf,
    /// The folder of `wasm-opt`; none if Trunk has to fetch it.
    wasm_opt: Option<PathBuf>,
}

impl PageTools {
    /// A Trunk command that finds our tools before any other.
    pub fn trunk(&self, task: &str) -> Result<Command> {
        let mut command = Command::new(&self.trunk);
        command.current_dir(repository()).arg(task);
        // Trunk takes NO_COLOR=1, which many set, for an invalid value of its own option.
        command.env_remove("NO_COLOR");
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let ours = [
            self.compiler.programs(),
            Some(&self.wasm_bindgen),
            self.wasm_opt.as_deref(),
        ];
        let folders = ours.into_iter().flatten().map(Path::to_path_buf);
        command.env(
            "PATH",
            std::env::join_paths(folders.chain(std::env::split_paths(&rest)))?,
        );
        self.compiler.apply(&mut command);
        Ok(command)
    }
}

/// Makes sure of all tools that build the page.
pub fn for_page() -> Result<PageTools> {
    Ok(PageTools {
        compiler: for_wasm()?,
        trunk: crates::trunk()?,
        wasm_bindgen: crates::wasm_bindgen()?,
        wasm_opt: npm::wasm_opt()?,
    })
}

/// Makes sure of all that the page and its tests need; of Chromium, the tests themselves do.
pub fn all() -> Result<()> {
    axe()?;
    karpenter_models()?;
    other_browsers();
    for_page().map(|_| ())
}

/// Where a program of an acceptable version is: in our folder `own`, or on the PATH.
fn find(own: &Path, program: &str, acceptable: impl Fn(&str) -> bool) -> Option<PathBuf> {
    [Some(own.join(program)), on_path(program)]
        .into_iter()
        .flatten()
        .find(|file| {
            let printed = output_of(Command::new(file).arg("--version")).unwrap_or_default();
            version(&printed).is_some_and(&acceptable)
        })
}

/// The first word that starts with a digit, as in `trunk 0.21.14` or `wasm-opt version 132 (…)`.
fn version(printed: &str) -> Option<&str> {
    printed
        .split_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
}

/// Major and minor of a release: `1.95` of `1.95.0` and of `1.95.0+dfsg1-1~bpo13+1`.
fn series(release: &str) -> Option<&str> {
    let (major, rest) = release.split_once('.')?;
    let digits = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let numeric = major.parse::<u32>().is_ok() && digits > 0;
    release.get(..major.len() + 1 + digits).filter(|_| numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_version_is_found_behind_the_name() {
        assert_eq!(version("trunk 0.21.14"), Some("0.21.14"));
        assert_eq!(version("wasm-opt version 132 (version_132)"), Some("132"));
        assert_eq!(version("no version"), None);
    }

    #[test]
    fn a_series_leaves_patch_level_and_packaging_out() {
        assert_eq!(series("1.95.0"), Some("1.95"));
        assert_eq!(series("1.95.0+dfsg1-1~bpo13+1"), Some("1.95"));
        assert_eq!(series("1.96-nightly"), Some("1.96"));
        assert_eq!(series("1"), None);
        assert_eq!(series("bookworm.1"), None);
    }
}
