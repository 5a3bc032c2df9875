//! The last resort: Debian's own compiler, which always comes with the source of its library.
//! It is installed beside the usual one and only builds what runs in the browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::wasm_target::{Compiler, links};
use super::{debian_library, versions};
use crate::shell::{Failure, Outcome, is_root, on_path, output_of, run, step};

const PROGRAMS: &str = "/usr/bin";

/// Debian's compiler, if it is there and can build for WASM.
pub fn installed() -> Option<Compiler> {
    let programs = PathBuf::from(PROGRAMS);
    let rustc = programs.join("rustc");
    if !rustc.is_file() || !programs.join("cargo").is_file() {
        return None;
    }
    let linker = programs.join(format!("wasm-ld-{}", llvm_version(&rustc)?));
    links(&rustc, Some(&linker)).then_some(Compiler::Debian { programs, linker })
}

/// Installs Debian's compiler and builds its library for WASM.
pub fn install() -> Outcome<Compiler> {
    if on_path("apt-get").is_none() {
        return Err(Failure::new(
            "this machine has no apt-get to install Debian's compiler with",
        ));
    }
    if !is_root() {
        return Err(Failure::new(
            "Debian's compiler can only be installed by root: `apt-get install --no-install-recommends rustc-web cargo-web rust-web-src`",
        ));
    }
    step("Debian's own compiler and its library source with apt-get (about 2 min, once)");
    apt_install(&["rustc-web", "cargo-web", "rust-web-src"])?;
    let programs = Path::new(PROGRAMS);
    let rustc = programs.join("rustc");
    let llvm = llvm_version(&rustc)
        .ok_or_else(|| Failure::new("Debian's compiler does not say its LLVM version"))?;
    apt_install(&[&format!("lld-{llvm}")])?;
    let source = debian_library::unpacked_library(Path::new("/"))
        .ok_or_else(|| Failure::new("Debian's rust-web-src has no /usr/src/rustc-*/library"))?;
    debian_library::build_and_copy(&rustc, &programs.join("cargo"), &source)?;
    installed().ok_or_else(|| {
        Failure::new("Debian's compiler does not take the library built from its own source")
    })
}

/// The major version of LLVM, which names the package of the linker that fits.
fn llvm_version(rustc: &Path) -> Option<String> {
    let text = output_of(Command::new(rustc).arg("-vV"))?;
    let version = text
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))?;
    Some(versions::series(version)?.split('.').next()?.to_owned())
}

/// Installs packages with apt-get, after refreshing its lists.
pub fn apt_install(packages: &[&str]) -> Outcome {
    let quiet = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .args(["-qq", "-y"])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        // What it did with each package is of no interest here; its errors are.
        command.stdout(std::process::Stdio::null());
        command
    };
    run(&mut quiet(&["update"]))?;
    run(quiet(&["install", "--no-install-recommends"]).args(packages))
}
