//! The programs that pack the page: those that Trunk uses too.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files::Problem;

/// Runs a program, and says what it said if it fails.
pub fn run(program: &str, arguments: &[&str]) -> Result<(), Problem> {
    let place = find(program).ok_or_else(|| format!("there is no {program} on the PATH"))?;
    let output = Command::new(&place)
        .args(arguments)
        .output()
        .map_err(|error| format!("{} cannot be run: {error}", place.display()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{program} failed ({}): {said}", output.status))
}

/// The folder in which cargo builds for this workspace.
pub fn target_folder() -> Result<PathBuf, Problem> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version=1"])
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    let told: serde_json::Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo says nothing of its folders: {error}"))?;
    told.get("target_directory")
        .and_then(serde_json::Value::as_str)
        .map(PathBuf::from)
        .ok_or_else(|| "cargo does not say where it builds".into())
}

/// A program on the PATH, as with `cargo xtask build`; else the one that Trunk fetched for itself.
fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| executable(&folder, program))
        .find(|file| file.is_file())
        .or_else(|| fetched(&trunk_folder()?, program))
}

fn executable(folder: &Path, program: &str) -> PathBuf {
    folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}

/// Trunk has a folder for each version of a program; the last that it fetched is the one it uses.
fn fetched(folder: &Path, program: &str) -> Option<PathBuf> {
    let named = format!("{program}-");
    std::fs::read_dir(folder)
        .ok()?
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&named))
        .flat_map(|entry| [entry.path(), entry.path().join("bin")])
        .map(|folder| executable(&folder, program))
        .filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file)))
        .max()
        .map(|(_, file)| file)
}

/// Where Trunk keeps what it fetched.
fn trunk_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    if cfg!(target_os = "macos") {
        return Some(variable("HOME")?.join("Library/Caches/dev.trunkrs.trunk"));
    }
    if cfg!(windows) {
        return Some(variable("LOCALAPPDATA")?.join("trunkrs/trunk/cache"));
    }
    let caches = variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")));
    Some(caches?.join("trunk"))
}

#[cfg(test)]
mod tests {
    use super::{executable, fetched};

    #[test]
    fn a_program_that_trunk_fetched_is_found_in_either_place() {
        let folder = std::env::temp_dir().join(format!("site-programs-{}", std::process::id()));
        let place = |name: &str| executable(&folder.join(name), "wasm-opt");
        let inner = place("wasm-opt-version_123/bin");
        let other = folder.join("wasm-bindgen-0.2.1/wasm-bindgen");
        for file in [&inner, &other] {
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("it is made");
            std::fs::write(file, "").expect("it is written");
        }
        assert_eq!(fetched(&folder, "wasm-opt"), Some(inner));
        assert_eq!(fetched(&folder, "trunk"), None);
        std::fs::remove_dir_all(&folder).expect("it is deleted");
    }
}
