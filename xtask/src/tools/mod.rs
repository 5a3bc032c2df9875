//! The tools that the page needs, in the versions that were seen to work together.
//!
//! A tool in `target/tools` comes first, then one of the right version on the PATH; only then is
//! one installed, into `target/tools`. Nothing here reaches for the network if all is in place.

mod apt_sources;
pub mod axe;
mod browser;
pub mod cargo_deny;
mod debian_compiler;
mod debian_library;
pub mod karpenter_models;
mod npm;
mod trunk;
mod versions;
mod wasm_bindgen;
mod wasm_opt;
mod wasm_target;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use browser::{Browser, shellcheck};
pub use wasm_target::{Compiler, TARGET};

use crate::shell::{Failure, Outcome, on_path, output_of, repository, run};

/// The folder of the tools that belong to this clone.
pub fn folder() -> PathBuf {
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
    pub fn trunk(&self, task: &str) -> Outcome<Command> {
        let mut command = Command::new(&self.trunk);
        command.current_dir(repository()).arg(task);
        // Trunk takes NO_COLOR=1, which many set, for an invalid value of its own option.
        command.env_remove("NO_COLOR");
        let folders = [Some(self.wasm_bindgen.as_path()), self.wasm_opt.as_deref()];
        command.env("PATH", path_with(folders.into_iter().flatten())?);
        self.compiler.apply(&mut command)?;
        Ok(command)
    }
}

/// Makes sure of all tools that build the page.
pub fn for_page() -> Outcome<PageTools> {
    Ok(PageTools {
        compiler: wasm_target::ensure()?,
        trunk: trunk::ensure()?,
        wasm_bindgen: wasm_bindgen::ensure()?,
        wasm_opt: wasm_opt::ensure()?,
    })
}

/// Makes sure of a compiler for the page, without the tools that pack it.
pub fn for_wasm() -> Outcome<Compiler> {
    wasm_target::ensure()
}

/// The PATH with some folders put before all others.
pub fn path_with<'a>(folders: impl Iterator<Item = &'a Path>) -> Outcome<OsString> {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(
        folders
            .map(Path::to_path_buf)
            .chain(std::env::split_paths(&rest)),
    )
    .map_err(|error| Failure::new(format!("The PATH cannot be extended: {error}.")))
}

/// Where a program of an acceptable version is: in our folder `own`, or on the PATH.
fn find(own: &Path, program: &str, acceptable: impl Fn(&str) -> bool) -> Option<PathBuf> {
    [Some(own.join(program)), on_path(program)]
        .into_iter()
        .flatten()
        .find(|file| {
            output_of(Command::new(file).arg("--version"))
                .is_some_and(|printed| acceptable(&printed))
        })
}

/// Installs a program from crates.io into our folder, with the dependencies its author tested.
fn cargo_install(package: &str, version: &str, options: &[&str]) -> Outcome {
    let mut command = crate::shell::cargo();
    command.args([
        "install",
        package,
        "--version",
        version,
        "--locked",
        "--debug",
    ]);
    // Somebody who watches sees cargo's progress; a log is spared a line per crate.
    if !std::io::stderr().is_terminal() {
        command.arg("--quiet");
    }
    command.args(options).arg("--root").arg(folder());
    run(&mut command).map_err(|failure| {
        let options = options.join(" ");
        Failure::new(format!("{package} {version} could not be installed from crates.io. {failure}"))
            .by_hand(format!("put {package} {version} on the PATH, for example with `cargo install {package} --version {version} --locked {options}`."))
    })
}
