//! A compiler with the standard library for `wasm32-unknown-unknown`.
//!
//! Four ways, the ordinary one first: the compiler has it already; rustup fetches it; it is built
//! from Debian's package of the same release's source, where rustup's server is out of reach; Debian's
//! own compiler is used, where Debian has no source of that release (any more, or yet).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail, ensure};

use super::{debian, folder};
use crate::shell::{ByHand, cargo, on_path, output_of, repository, run_within, step, write};

/// The target's name.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Long enough for the 20 MB of the library on a slow line, short enough to wait for in vain.
const PATIENCE: Duration = Duration::from_secs(90);

/// Which compiler builds the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compiler {
    /// The one that also builds everything else.
    Usual,
    /// Debian's own, for WASM only, with the linker, as it does not come with one.
    Debian(PathBuf),
}

impl Compiler {
    /// The folder of its programs, if it is not the first on the PATH.
    pub fn programs(&self) -> Option<&Path> {
        matches!(self, Self::Debian(_)).then_some(Path::new(debian::PROGRAMS))
    }

    /// Makes a command, and whatever it starts, use this compiler.
    pub fn apply(&self, command: &mut Command) {
        if let (Self::Debian(linker), Some(programs)) = (self, self.programs()) {
            command
                .env("RUSTC", programs.join("rustc"))
                .env("CARGO", programs.join("cargo"))
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                // Two compilers in one folder would rebuild everything at each turn.
                .env("CARGO_TARGET_DIR", repository().join("target/debian"));
        }
    }

    /// The cargo that goes with this compiler.
    pub fn cargo(&self) -> Command {
        let mut command = match self.programs() {
            None => cargo(),
            Some(programs) => Command::new(programs.join("cargo")),
        };
        command.current_dir(repository());
        self.apply(&mut command);
        command
    }
}

/// Makes sure that some compiler can build for the target.
pub fn ensure() -> Result<Compiler> {
    let usual = std::env::var_os("RUSTC").map_or_else(|| "rustc".into(), PathBuf::from);
    if links(&usual, None) {
        return Ok(Compiler::Usual);
    }
    if let Some(compiler) = debian::installed_compiler() {
        return Ok(compiler);
    }
    let with_library = |installed: Result<()>| {
        installed?;
        ensure!(
            links(&usual, None),
            "the compiler does not take the library"
        );
        Ok(Compiler::Usual)
    };
    let ways: [(&str, &dyn Fn() -> Result<Compiler>); 3] = [
        ("rustup", &|| with_library(add_with_rustup())),
        ("Debian's source", &|| {
            with_library(debian::install_library(&usual))
        }),
        ("Debian's compiler", &debian::install_compiler),
    ];
    let mut tried = String::new();
    for (name, way) in ways {
        match way() {
            Ok(compiler) => return Ok(compiler),
            Err(error) => tried += &format!("\n  - {name}: {error:#}"),
        }
    }
    Err(anyhow::anyhow!("No compiler for {TARGET}. Tried:{tried}")).by_hand(format!(
        "`rustup target add {TARGET}`; with a distribution's own rustc its package of that target \
         (Debian: libstd-rust-dev-wasm32, and lld)."
    ))
}

/// Whether a compiler has a library that fits it and a linker, tried out on a one-line program:
/// a toolchain that was updated in place keeps a library that no longer fits.
pub fn links(rustc: &Path, linker: Option<&Path>) -> bool {
    let probe = folder().join("probe/probe.rs");
    let program = "#[unsafe(no_mangle)] pub extern \"C\" fn probe() -> usize { String::from(\"probe\").len() }\n";
    if write(&probe, program).is_err() {
        return false;
    }
    let mut command = Command::new(rustc);
    command.args([
        "--edition=2024",
        "--crate-type=cdylib",
        "--target",
        TARGET,
        "-o",
    ]);
    command.arg(probe.with_extension("wasm")).arg(&probe);
    if let Some(linker) = linker {
        command.arg(format!("-Clinker={}", linker.display()));
    }
    output_of(&mut command).is_some()
}

fn add_with_rustup() -> Result<()> {
    if on_path("rustup").is_none() {
        bail!("there is no rustup");
    }
    step(&format!(
        "{TARGET} with rustup (about 10 s, once; given up after {PATIENCE:?})"
    ));
    let mut command = Command::new("rustup");
    command
        .args(["target", "add", TARGET])
        .current_dir(repository());
    run_within(&mut command, PATIENCE)
}
