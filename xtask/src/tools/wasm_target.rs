//! A compiler with the standard library for `wasm32-unknown-unknown`.
//!
//! Four ways, the ordinary one first: the compiler has it already; rustup fetches it; it is built
//! from Debian's package of the same release's source; Debian's own compiler is used instead.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::{debian_compiler, debian_library, folder, path_with};
use crate::shell::{Failure, Outcome, on_path, output_of, repository, run_within, step, write};

/// The target's name.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Long enough for the 20 MB of the library on a slow line, short enough to wait for in vain.
const PATIENCE: Duration = Duration::from_secs(90);

/// Which compiler builds the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compiler {
    /// The one that also builds everything else.
    Usual,
    /// Debian's own, for WASM only.
    Debian {
        /// The folder of `rustc` and `cargo`.
        programs: PathBuf,
        /// The linker, as it does not come with one.
        linker: PathBuf,
    },
}

impl Compiler {
    /// Makes a command, and whatever it starts, use this compiler.
    pub fn apply(&self, command: &mut Command) -> Outcome {
        if let Self::Debian { programs, linker } = self {
            let path = command
                .get_envs()
                .find(|(name, _)| *name == "PATH")
                .and_then(|(_, value)| value);
            let path = match path {
                Some(path) => std::env::join_paths(
                    std::iter::once(programs.clone()).chain(std::env::split_paths(path)),
                )
                .map_err(|error| Failure::new(format!("The PATH cannot be extended: {error}.")))?,
                None => path_with(std::iter::once(programs.as_path()))?,
            };
            command.env("PATH", path);
            command.env("RUSTC", programs.join("rustc"));
            command.env("CARGO", programs.join("cargo"));
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
            // Two compilers in one folder would rebuild everything at each turn.
            command.env("CARGO_TARGET_DIR", repository().join("target/debian"));
        }
        Ok(())
    }

    /// The cargo that goes with this compiler.
    pub fn cargo(&self) -> Outcome<Command> {
        let mut command = match self {
            Self::Usual => crate::shell::cargo(),
            Self::Debian { programs, .. } => Command::new(programs.join("cargo")),
        };
        command.current_dir(repository());
        self.apply(&mut command)?;
        Ok(command)
    }
}

/// Makes sure that some compiler can build for the target.
pub fn ensure() -> Outcome<Compiler> {
    let usual = usual_rustc();
    if links(&usual, None) {
        return Ok(Compiler::Usual);
    }
    if let Some(compiler) = debian_compiler::installed() {
        return Ok(compiler);
    }
    let mut tried = Vec::new();
    match add_with_rustup() {
        Ok(()) if links(&usual, None) => return Ok(Compiler::Usual),
        Ok(()) => tried.push(
            "rustup says that it has the target, but the compiler does not find it".to_owned(),
        ),
        Err(failure) => tried.push(failure.to_string()),
    }
    match debian_library::install(&usual) {
        Ok(()) if links(&usual, None) => return Ok(Compiler::Usual),
        Ok(()) => tried.push(
            "the library was built from Debian's source, but the compiler does not take it"
                .to_owned(),
        ),
        Err(failure) => tried.push(failure.to_string()),
    }
    match debian_compiler::install() {
        Ok(compiler) => return Ok(compiler),
        Err(failure) => tried.push(failure.to_string()),
    }
    Err(Failure::new(format!(
        "No compiler for {TARGET}. Tried:\n  - {}",
        tried.join("\n  - ").replace("xtask: ", "")
    ))
    .by_hand(format!(
        "`rustup target add {TARGET}`; with a distribution's own rustc its package of that target \
             (Debian: libstd-rust-dev-wasm32, and lld)."
    )))
}

/// The compiler that cargo uses for everything else.
fn usual_rustc() -> PathBuf {
    std::env::var_os("RUSTC").map_or_else(|| "rustc".into(), PathBuf::from)
}

/// Whether a compiler has a library that fits it and a linker, tried out on a one-line program:
/// a toolchain that was updated in place keeps a library that no longer fits.
pub fn links(rustc: &Path, linker: Option<&Path>) -> bool {
    let probe = folder().join("probe/probe.rs");
    // `test` is a part of the library that only test builds need.
    let program = "#[unsafe(no_mangle)] pub extern \"C\" fn probe() -> usize { String::from(\"probe\").len() }\n";
    if write(&probe, program).is_err() {
        return false;
    }
    let mut command = Command::new(rustc);
    command.args([
        "--edition",
        "2024",
        "--target",
        TARGET,
        "--crate-type",
        "cdylib",
        "-o",
    ]);
    command.arg(probe.with_extension("wasm")).arg(&probe);
    if let Some(linker) = linker {
        command
            .arg("-C")
            .arg(format!("linker={}", linker.display()));
    }
    output_of(&mut command).is_some()
}

fn add_with_rustup() -> Outcome {
    if on_path("rustup").is_none() {
        return Err(Failure::new("there is no rustup"));
    }
    step(&format!(
        "{TARGET} with rustup (about 10 s, once; given up after {} s)",
        PATIENCE.as_secs()
    ));
    let mut command = Command::new("rustup");
    command
        .args(["target", "add", TARGET])
        .current_dir(repository());
    run_within(&mut command, PATIENCE)
}
