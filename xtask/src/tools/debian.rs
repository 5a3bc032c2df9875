//! The WASM standard library, built from Debian's package of its source, for networks that reach a
//! Debian mirror and crates.io but not rustup's server; and, as the last resort, Debian's own compiler,
//! which always comes with the source of its library.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::apt::{self, Apt};
use super::wasm::{Compiler, TARGET, links};
use super::{folder, series};
use crate::shell::{cargo, output_of, repository, run, step, write};

/// Where Debian keeps the library source of its compilers, those of a stable release first.
const SUITES: [&str; 4] = ["trixie", "trixie-backports", "forky", "sid"];
const PACKAGE: &str = "rust-src";
/// The folder of Debian's own compiler, which is installed beside the usual one.
pub const PROGRAMS: &str = "/usr/bin";

/// Builds the library from the source of the compiler's release, and puts it where the compiler looks
/// for it. Nothing of Debian's is installed: the package is only unpacked below `target/tools`.
pub fn install_library(rustc: &Path) -> Result<()> {
    let release = told(rustc, "release: ")?;
    let series = series(&release).with_context(|| format!("unknown release {release:?}"))?;
    let unpacked = folder().join("rust-src").join(series);
    if unpacked_library(&unpacked).is_none() {
        download(series, &unpacked)?;
    }
    let source =
        unpacked_library(&unpacked).context("the package has no /usr/src/rustc-*/library")?;
    build_and_copy(rustc, cargo(), &source)
}

/// Debian's compiler, if it is there and can build for WASM.
pub fn installed_compiler() -> Option<Compiler> {
    let rustc = Path::new(PROGRAMS).join("rustc");
    let is_there = rustc.is_file() && rustc.with_file_name("cargo").is_file();
    let llvm = is_there.then(|| llvm(&rustc).ok())??;
    let linker = rustc.with_file_name(format!("wasm-ld-{llvm}"));
    links(&rustc, Some(&linker)).then_some(Compiler::Debian(linker))
}

/// Installs Debian's compiler and builds its library for WASM.
pub fn install_compiler() -> Result<Compiler> {
    step("Debian's own compiler and its library source with apt-get (about 2 min, once)");
    apt::install(&["rustc-web", "cargo-web", "rust-web-src"])?;
    let rustc = Path::new(PROGRAMS).join("rustc");
    apt::install(&[&format!("lld-{}", llvm(&rustc)?)])?;
    let source =
        unpacked_library(Path::new("/")).context("rust-web-src has no /usr/src/rustc-*/library")?;
    build_and_copy(&rustc, Command::new(rustc.with_file_name("cargo")), &source)?;
    installed_compiler().context("it does not take the library built from its own source")
}

/// The major version of a compiler's LLVM, which names the package of the linker that fits.
fn llvm(rustc: &Path) -> Result<String> {
    let version = told(rustc, "LLVM version: ")?;
    Ok(version.split('.').next().unwrap_or_default().to_owned())
}

/// What a compiler says of itself.
fn told(rustc: &Path, key: &str) -> Result<String> {
    let text = output_of(Command::new(rustc).arg("-vV")).unwrap_or_default();
    let value = text.lines().find_map(|line| line.strip_prefix(key));
    value
        .map(str::to_owned)
        .with_context(|| format!("the compiler does not say its {key}"))
}

/// Finds the source of a release in some suite, downloads and unpacks it.
fn download(series: &str, unpacked: &Path) -> Result<()> {
    let machine = Apt::of_machine()?;
    for suite in SUITES {
        step(&format!(
            "Rust {series}'s library source in Debian {suite} (about 10 s)"
        ));
        let apt = machine.of_suite(suite)?;
        if let Some(version) = apt.version_of(PACKAGE, series) {
            return apt.unpack(PACKAGE, &version, unpacked);
        }
    }
    bail!(
        "no package {PACKAGE} {series} in Debian's suites {}",
        SUITES.join(", ")
    )
}

/// The folder `usr/src/rustc-…/library` below a root.
fn unpacked_library(root: &Path) -> Option<PathBuf> {
    std::fs::read_dir(root.join("usr/src"))
        .ok()?
        .flatten()
        .map(|entry| entry.path().join("library"))
        .find(|library| library.join("std/Cargo.toml").is_file())
}

/// Builds the library from unpacked source and copies it into the compiler's own folder.
fn build_and_copy(rustc: &Path, cargo: Command, source: &Path) -> Result<()> {
    let ask = ["--print", "target-libdir", "--target", TARGET];
    let place =
        output_of(Command::new(rustc).args(ask)).context("the compiler says no target-libdir")?;
    let unwritable = "the library cannot be put into the Rust toolchain; run `cargo xtask setup` once as its owner";
    std::fs::create_dir_all(&place).context(unwritable)?;
    step("the WASM standard library from that source (about 40 s, once)");
    let built = build(rustc, cargo, source)?;
    replace_libraries(&built, Path::new(&place)).context(unwritable)?;
    // Whatever was compiled against an earlier copy would be reported as not found.
    for stale in ["target", "target/debian"] {
        std::fs::remove_dir_all(repository().join(stale).join(TARGET)).ok();
    }
    Ok(())
}

/// Builds the library as the dependency of an empty crate.
fn build(rustc: &Path, mut cargo: Command, source: &Path) -> Result<PathBuf> {
    let own = folder().join("wasm-library");
    // Its own workspace, or cargo would look for it in ours.
    let manifest =
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    write(&own.join("Cargo.toml"), manifest)?;
    write(&own.join("src/lib.rs"), "#![no_std]\n")?;
    let target = own.join("target");
    // What is left of another compiler's library must not be copied with this one's.
    std::fs::remove_dir_all(&target).ok();
    cargo
        .current_dir(&own)
        .args(["build", "--quiet", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,test")
        .env("RUSTC", rustc)
        .env("CARGO_TARGET_DIR", &target)
        // The page's release profile links with LTO, which needs bitcode in the library.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        // What lets a stable compiler build its own library, from this source.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", source);
    run(&mut cargo)?;
    Ok(target.join(TARGET).join("release/deps"))
}

fn replace_libraries(built: &Path, place: &Path) -> std::io::Result<()> {
    let ends = |path: &Path, with: &str| path.extension().is_some_and(|end| end == with);
    for entry in std::fs::read_dir(place)?.flatten() {
        let path = entry.path();
        if ends(&path, "rlib") || ends(&path, "rmeta") {
            std::fs::remove_file(path)?;
        }
    }
    for entry in std::fs::read_dir(built)?.flatten() {
        let name = entry.file_name();
        let is_ours = name.to_string_lossy().starts_with("libnothing");
        if !is_ours && ends(&entry.path(), "rlib") {
            std::fs::copy(entry.path(), place.join(name))?;
        }
    }
    Ok(())
}
