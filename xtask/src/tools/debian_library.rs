//! The WASM standard library, built from Debian's package of the same release's source, for
//! networks that reach a Debian mirror and crates.io but not rustup's server. Nothing of Debian's
//! is installed: the package is only unpacked below `target/tools`.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::wasm_target::TARGET;
use super::{apt_sources, folder, versions};
use crate::shell::{Failure, Outcome, on_path, output_of, repository, run, step, write};

/// Where Debian keeps the library source of its compilers, those of a stable release first.
const SUITES: [&str; 4] = ["trixie", "trixie-backports", "forky", "sid"];
const PACKAGE: &str = "rust-src";

/// Builds the library and puts it where the compiler looks for it.
pub fn install(rustc: &Path) -> Outcome {
    let release = release(rustc)?;
    let source = library_source(&release)?;
    build_and_copy(rustc, &rustc_cargo(), &source)
}

/// Builds the library from unpacked source and copies it into the compiler's own folder.
pub fn build_and_copy(rustc: &Path, cargo: &Path, source: &Path) -> Outcome {
    let place =
        output_of(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]))
            .map(PathBuf::from)
            .ok_or_else(|| Failure::new("the compiler does not say where its libraries are"))?;
    std::fs::create_dir_all(&place).map_err(|error| unwritable(&place, &error))?;
    step("the WASM standard library from that source (about 40 s, once)");
    let built = build(rustc, cargo, source)?;
    replace_libraries(&built, &place).map_err(|error| unwritable(&place, &error))?;
    // Whatever was compiled against an earlier copy would be reported as not found.
    for stale in ["target", "target/debian"] {
        std::fs::remove_dir_all(repository().join(stale).join(TARGET)).ok();
    }
    Ok(())
}

fn unwritable(place: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!(
        "the built library cannot be put into the Rust toolchain ({}: {error}); run `cargo xtask setup` once as its owner",
        place.display()
    ))
}

fn release(rustc: &Path) -> Outcome<String> {
    output_of(Command::new(rustc).arg("-vV"))
        .and_then(|text| {
            text.lines()
                .find_map(|line| line.strip_prefix("release: ").map(str::to_owned))
        })
        .ok_or_else(|| Failure::new("the compiler does not say its release"))
}

fn rustc_cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from)
}

/// Finds the source of a release in some suite, downloads and unpacks it.
fn library_source(release: &str) -> Outcome<PathBuf> {
    let series = versions::series(release)
        .ok_or_else(|| Failure::new(format!("unknown release {release:?}")))?;
    let unpacked = folder().join("rust-src").join(&series);
    if let Some(source) = unpacked_library(&unpacked) {
        return Ok(source);
    }
    if on_path("apt-get").is_none() || on_path("dpkg").is_none() {
        return Err(Failure::new(
            "this machine has no apt-get to find Debian's source packages with",
        ));
    }
    let mirror = apt_sources::mirror().ok_or_else(|| {
        Failure::new(
            "no Debian archive is named in /etc/apt/sources.list or /etc/apt/sources.list.d",
        )
    })?;
    for suite in SUITES {
        step(&format!(
            "Rust {series}'s library source in Debian {suite} (about 10 s)"
        ));
        let apt = Apt::for_suite(suite, &mirror)?;
        let Some(version) = apt.version_of(&series) else {
            continue;
        };
        let package = apt.download(&version)?;
        std::fs::create_dir_all(&unpacked).map_err(|error| {
            Failure::new(format!("{} cannot be made: {error}", unpacked.display()))
        })?;
        run(Command::new("dpkg").arg("-x").arg(&package).arg(&unpacked))?;
        return unpacked_library(&unpacked).ok_or_else(|| {
            Failure::new(format!(
                "{PACKAGE} {version} from {suite} has no /usr/src/rustc-*/library"
            ))
        });
    }
    Err(Failure::new(format!(
        "no package {PACKAGE} {series} in Debian's suites {}",
        SUITES.join(", ")
    )))
}

/// The folder `usr/src/rustc-…/library` below a root.
pub fn unpacked_library(root: &Path) -> Option<PathBuf> {
    std::fs::read_dir(root.join("usr/src"))
        .ok()?
        .flatten()
        .map(|entry| entry.path().join("library"))
        .find(|library| library.join("std/Cargo.toml").is_file())
}

/// apt with lists and caches of its own, so that the machine's are neither read nor changed.
struct Apt {
    folder: PathBuf,
    options: Vec<String>,
}

impl Apt {
    fn for_suite(suite: &str, mirror: &apt_sources::Mirror) -> Outcome<Self> {
        let folder = folder().join("apt").join(suite);
        let list = folder.join("sources.list");
        write(&list, &mirror.source_line(suite))?;
        for inner in ["lists/partial", "cache/archives/partial"] {
            std::fs::create_dir_all(folder.join(inner)).map_err(|error| {
                Failure::new(format!("{} cannot be made: {error}", folder.display()))
            })?;
        }
        let options = vec![
            format!("Dir::Etc::SourceList={}", list.display()),
            "Dir::Etc::SourceParts=/dev/null".to_owned(),
            format!("Dir::State::Lists={}", folder.join("lists").display()),
            format!("Dir::Cache={}", folder.join("cache").display()),
            "Acquire::Languages=none".to_owned(),
            // apt's own download user may not write below a home folder.
            "APT::Sandbox::User=root".to_owned(),
        ];
        let apt = Self { folder, options };
        // A suite that the mirror lacks must not end the search: the next may be there.
        if let Err(failure) = run(apt.program("apt-get").args(["-qq", "update"])) {
            step(&format!("{suite} cannot be read, going on ({failure})"));
        }
        Ok(apt)
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.current_dir(&self.folder);
        command.args(
            self.options
                .iter()
                .flat_map(|option| ["-o", option.as_str()]),
        );
        command
    }

    fn version_of(&self, series: &str) -> Option<String> {
        let table = output_of(self.program("apt-cache").args(["madison", PACKAGE]))?;
        version_in(&table, series)
    }

    fn download(&self, version: &str) -> Outcome<PathBuf> {
        run(self
            .program("apt-get")
            .args(["-qq", "download", &format!("{PACKAGE}={version}")]))?;
        std::fs::read_dir(&self.folder)
            .ok()
            .and_then(|entries| {
                entries
                    .flatten()
                    .map(|entry| entry.path())
                    .find(|path| path.extension().is_some_and(|end| end == "deb"))
            })
            .ok_or_else(|| Failure::new(format!("apt-get downloaded no {PACKAGE}")))
    }
}

/// The version of a release series in the table that `apt-cache madison` prints.
fn version_in(table: &str, series: &str) -> Option<String> {
    table
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .find(|version| versions::series(version).as_deref() == Some(series))
        .map(str::to_owned)
}

/// Builds the library as the dependency of an empty crate.
fn build(rustc: &Path, cargo: &Path, source: &Path) -> Outcome<PathBuf> {
    let crate_folder = folder().join("wasm-library");
    // Its own workspace, or cargo would look for it in ours.
    let manifest =
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    write(&crate_folder.join("Cargo.toml"), manifest)?;
    write(&crate_folder.join("src/lib.rs"), "#![no_std]\n")?;
    let target_folder = crate_folder.join("target");
    // What is left of another compiler's library must not be copied with this one's.
    std::fs::remove_dir_all(&target_folder).ok();
    let mut command = Command::new(cargo);
    command.current_dir(&crate_folder);
    command.args([
        "build",
        "--quiet",
        "--release",
        "--target",
        TARGET,
        "-Z",
        "build-std=std,panic_abort,test",
    ]);
    command.env("RUSTC", rustc);
    command.env("CARGO_TARGET_DIR", &target_folder);
    // The page's release profile links with LTO, which needs bitcode in the library.
    command.env("RUSTFLAGS", "-C embed-bitcode=yes");
    // What lets a stable compiler build its own library, from this source.
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", source);
    run(&mut command)?;
    Ok(target_folder.join(TARGET).join("release/deps"))
}

fn replace_libraries(built: &Path, place: &Path) -> std::io::Result<()> {
    let is_library = |path: &Path| {
        path.extension()
            .is_some_and(|end| end == "rlib" || end == "rmeta")
    };
    for entry in std::fs::read_dir(place)?.flatten() {
        if is_library(&entry.path()) {
            std::fs::remove_file(entry.path())?;
        }
    }
    for entry in std::fs::read_dir(built)?.flatten() {
        let name = entry.file_name();
        let ours = name.to_string_lossy().starts_with("libnothing");
        if !ours && entry.path().extension().is_some_and(|end| end == "rlib") {
            std::fs::copy(entry.path(), place.join(name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn the_version_of_the_same_series_is_taken() {
        let table = " rust-src | 1.96.1+dfsg1-1~bpo13+1 | http://a.example/debian trixie-backports/main all Packages\n \
                      rust-src | 1.95.0+dfsg1-1~bpo13+1 | http://a.example/debian trixie-backports/main all Packages\n";
        assert_eq!(
            version_in(table, "1.95").as_deref(),
            Some("1.95.0+dfsg1-1~bpo13+1")
        );
        assert_eq!(version_in(table, "1.9"), None);
        assert_eq!(version_in("", "1.95"), None);
    }
}
