//! What may be written over: what this tool wrote, and what says the same already.

use std::fmt;
use std::fs;
use std::path::Path;

use soci_configurator::core::{File, read_config};

use crate::Outcome;
use crate::earlier_set::{EarlierSet, content};
use crate::output::{cannot_write, complain};
use crate::signature::is_signed;
use crate::write_files::{PreparedFiles, is_special, write_file};

/// What the user allows beside that.
#[derive(Debug, Clone, Copy, Default)]
pub struct Allowed {
    /// Files of others, too.
    pub force: bool,
    /// Takes away files of an earlier set.
    pub prune: bool,
}

/// What is written into a directory together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetKind {
    /// Manifests with all that goes with them.
    Manifests,
    /// Config files alone.
    Configs,
}

/// A file to be written into a directory.
#[derive(Debug)]
pub struct NewFile {
    /// Its name, without directories.
    pub name: String,
    pub text: String,
}

impl From<&File> for NewFile {
    fn from(file: &File) -> Self {
        Self {
            name: file.path.clone(),
            text: file.text.clone(),
        }
    }
}

/// Why a file is not written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    OfOthers,
    Link,
    Special,
    Directory,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OfOthers => "not written by this tool",
            Self::Link => "a symbolic link",
            Self::Special => "a pipe or a device",
            Self::Directory => "a directory",
        })
    }
}

/// What is to be done about one file.
enum Verdict {
    Write,
    /// It is what would be written, or a Config that says the same.
    IsThere,
    Refused(Refusal),
}

/// Writes files into a directory, all of them or none.
pub fn write_set(directory: &Path, files: &[NewFile], kind: SetKind, allowed: Allowed) -> Outcome {
    let earlier = EarlierSet { directory };
    let mut refused = Vec::new();
    let mut wanted = Vec::new();
    for file in files {
        match verdict(&directory.join(&file.name), file.text.as_bytes(), |text| {
            earlier.wrote(&file.name, text)
        }) {
            Verdict::IsThere => {}
            Verdict::Write => wanted.push(file),
            // A directory is in the way with --force as well.
            Verdict::Refused(why) if allowed.force && why != Refusal::Directory => {
                wanted.push(file);
            }
            Verdict::Refused(why) => refused.push(format!("{} ({why})", file.name)),
        }
    }
    if !refused.is_empty() {
        return cannot_write(
            directory.display(),
            format!(
                "{}. Nothing is written. Move these files, use another directory, or overwrite them with --force",
                refused.join(", ")
            ),
        );
    }
    let stale = earlier.stale(files, kind);
    let mut prepared = PreparedFiles::default();
    let written = prepared.make_directory(directory).and_then(|()| {
        for file in wanted {
            prepared.add(&directory.join(&file.name), file.text.as_bytes())?;
        }
        prepared.commit()
    });
    if let Err(error) = written {
        return error.complain();
    }
    take_away(directory, &stale, kind, allowed.prune)
}

/// Names the files of an earlier set, or takes them away.
fn take_away(directory: &Path, stale: &[String], kind: SetKind, prune: bool) -> Outcome {
    if stale.is_empty() {
        return Outcome::Done;
    }
    let names = stale.join(", ");
    if !prune {
        let (are, them) = match stale.len() {
            1 => ("is", "it"),
            _ => ("are", "them"),
        };
        let why = match kind {
            SetKind::Manifests if stale.iter().any(|name| is_applied(name)) => format!(
                "kubectl apply -f {} would apply {them} too",
                directory.display()
            ),
            SetKind::Manifests => "its contents are out of date".to_owned(),
            SetKind::Configs => "it contains no pool of these files".to_owned(),
        };
        complain(&format!(
            "note: {}: {names} {are} from an earlier run and no longer part of this set; {why}. --prune \
             removes {them}.",
            directory.display()
        ));
        return Outcome::Done;
    }
    for name in stale {
        let path = directory.join(name);
        if let Err(error) = fs::remove_file(&path) {
            complain(&format!("{}: cannot be removed: {error}.", path.display()));
            return Outcome::Unusable;
        }
    }
    complain(&format!(
        "{}: removed {names} of an earlier run.",
        directory.display()
    ));
    Outcome::Done
}

/// Whether `kubectl apply -f DIR` reads a file of this name.
fn is_applied(name: &str) -> bool {
    [".yaml", ".yml", ".json"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// Writes one file; pipes and devices directly.
pub fn write_one(path: &Path, bytes: &[u8], allowed: Allowed) -> Outcome {
    if is_special(path) {
        return write_file(path, bytes);
    }
    match verdict(path, bytes, is_signed) {
        Verdict::IsThere => Outcome::Done,
        Verdict::Refused(why) if !allowed.force || why == Refusal::Directory => cannot_write(
            path.display(),
            format!("{why}. Use another file, or overwrite it with --force"),
        ),
        Verdict::Write | Verdict::Refused(_) => write_file(path, bytes),
    }
}

fn verdict(path: &Path, bytes: &[u8], is_ours: impl FnOnce(&[u8]) -> bool) -> Verdict {
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        // What is wrong with the path otherwise is said when it is written.
        Err(_) => return Verdict::Write,
    };
    let kind = there.file_type();
    if kind.is_dir() {
        return Verdict::Refused(Refusal::Directory);
    }
    if kind.is_symlink() {
        return Verdict::Refused(Refusal::Link);
    }
    if !kind.is_file() {
        return Verdict::Refused(Refusal::Special);
    }
    let Some(old) = content(path) else {
        return Verdict::Refused(Refusal::OfOthers);
    };
    if old == bytes || says_the_same(&old, bytes) {
        Verdict::IsThere
    } else if old.is_empty() || is_ours(&old) {
        // In an empty one there is nothing to lose.
        Verdict::Write
    } else {
        Verdict::Refused(Refusal::OfOthers)
    }
}

/// Whether both are the same Config: comments and order in it are the user's.
fn says_the_same(old: &[u8], new: &[u8]) -> bool {
    let config = |bytes| {
        std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| read_config(text).ok())
    };
    config(new).is_some_and(|new| config(old).is_some_and(|old| old == new))
}
