//! Files of the page: their names, their digests and where they lie.

use std::path::{Path, PathBuf};

use base64::Engine;
use sha2::{Digest, Sha256, Sha384};

/// Why a page cannot be packed.
pub type Problem = String;

/// Reads a file.
pub fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// Reads a text.
pub fn read_text(path: &Path) -> Result<String, Problem> {
    String::from_utf8(read(path)?).map_err(|_| format!("{} is no text", path.display()))
}

/// Writes a file.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Problem> {
    std::fs::write(path, bytes)
        .map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

/// Deletes a file.
pub fn delete(path: &Path) -> Result<(), Problem> {
    std::fs::remove_file(path)
        .map_err(|error| format!("{} cannot be deleted: {error}", path.display()))
}

/// What a browser compares a file with before it uses it.
pub fn integrity(bytes: &[u8]) -> String {
    let digest = base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes));
    format!("sha384-{digest}")
}

/// The digest that the service worker compares a file with before it keeps it, in base64.
pub fn sha256(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(bytes))
}

/// Sixteen letters that stand for these bytes, for the name of a file.
pub fn mark(bytes: &[u8]) -> String {
    let digest = Sha384::digest(bytes);
    let letters = digest.iter().take(8).map(|byte| format!("{byte:02x}"));
    letters.collect()
}

/// The file that a link of a page names; addresses in a page are relative, or below its base.
pub fn linked(folder: &Path, base: &str, link: &str) -> Option<PathBuf> {
    let name = link.strip_prefix(base).or(link.strip_prefix("./"))?;
    let path = folder.join(name);
    path.is_file().then_some(path)
}

/// All files below a folder by their paths in it, with `/`, sorted.
pub fn below(folder: &Path) -> Result<Vec<String>, Problem> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inside) = folders.pop() {
        let path = folder.join(&inside);
        let entries = std::fs::read_dir(&path)
            .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        for entry in entries {
            let entry = entry.map_err(|error| error.to_string())?;
            let name = inside.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(name);
            } else {
                let parts = name.components().map(|part| part.as_os_str());
                let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
                files.push(parts.join("/"));
            }
        }
    }
    files.sort();
    Ok(files)
}
