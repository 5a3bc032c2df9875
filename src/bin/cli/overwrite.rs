//! What may be written over: what this tool wrote, and what says the same already.

use std::fmt;
use std::fs;
use std::path::Path;

use soci_configurator::core::{File, edit_config, read_config};

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

/// Files to be written into a directory together.
#[derive(Debug)]
pub struct NewSet<'a> {
    pub files: &'a [NewFile],
    pub kind: SetKind,
    /// The Config file it is made from: edits of that one are in the set.
    pub source: Option<&'a Path>,
}

/// Why a file is not written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    OfOthers,
    Edited,
    Link,
    Special,
    Directory,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OfOthers => "not written by this tool",
            Self::Edited => "edited since this tool wrote it",
            Self::Link => "a symbolic link",
            Self::Special => "a pipe or a device",
            Self::Directory => "a directory",
        })
    }
}

/// What is to be done about one file.
enum Verdict {
    Write,
    /// It is what would be written, or a Config that says the same: its bytes.
    IsThere(Vec<u8>),
    Refused(Refusal),
}

/// Writes files into a directory, all of them or none.
pub fn write_set(directory: &Path, set: &NewSet<'_>, allowed: Allowed) -> Outcome {
    let earlier = EarlierSet::new(directory);
    let mut refused = Vec::new();
    let mut wanted = Vec::new();
    let mut digests = earlier.digests().clone();
    for file in set.files {
        let path = directory.join(&file.name);
        let text = match set.source {
            Some(source) if is_same_file(source, &path) => edited_in_place(&path, &file.text),
            _ => None,
        };
        let is_in_place = text.is_some();
        let text = text.unwrap_or_else(|| file.text.clone());
        let verdict = verdict(&path, text.as_bytes(), |old| {
            match earlier.ownership(&file.name, old) {
                // Its edits are in what is written now.
                Ok(()) | Err(Refusal::Edited) if is_in_place => Ok(()),
                owned => owned,
            }
        });
        match verdict {
            Verdict::IsThere(old) => {
                if earlier.ownership(&file.name, &old) != Err(Refusal::OfOthers) {
                    digests.record(&file.name, file.text.as_bytes());
                }
                continue;
            }
            // A directory is in the way with --force as well.
            Verdict::Refused(why) if !allowed.force || why == Refusal::Directory => {
                refused.push(format!("{} ({why})", file.name));
            }
            Verdict::Write | Verdict::Refused(_) => {}
        }
        // Not the text with a user's comments in it: that one is theirs to lose.
        digests.record(&file.name, file.text.as_bytes());
        wanted.push(NewFile {
            name: file.name.clone(),
            text,
        });
    }
    let stale = earlier.stale(set.files, set.kind);
    let (edited, stale): (Vec<String>, Vec<String>) = stale
        .into_iter()
        .partition(|name| !allowed.force && earlier.is_edited(name));
    digests.retain(|name| {
        let is_new = set.files.iter().any(|file| file.name == name);
        let is_removed = allowed.prune && stale.iter().any(|one| one == name);
        is_new || (!is_removed && directory.join(name).exists())
    });
    let list = digests.file();
    match verdict(&directory.join(&list.name), list.text.as_bytes(), |old| {
        is_signed(old).then_some(()).ok_or(Refusal::OfOthers)
    }) {
        Verdict::IsThere(_) => {}
        Verdict::Refused(why) if !allowed.force || why == Refusal::Directory => {
            refused.push(format!("{} ({why})", list.name));
        }
        Verdict::Write | Verdict::Refused(_) => wanted.push(list),
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
    let mut prepared = PreparedFiles::default();
    let written = prepared.make_directory(directory).and_then(|()| {
        for file in &wanted {
            prepared.add(&directory.join(&file.name), file.text.as_bytes())?;
        }
        prepared.commit()
    });
    if let Err(error) = written {
        return error.complain();
    }
    if allowed.prune && !edited.is_empty() {
        complain(&format!(
            "note: {}: {} of an earlier run: edited since, so not removed. --force removes such files too.",
            directory.display(),
            edited.join(", ")
        ));
    }
    let stale = match allowed.prune {
        true => stale,
        false => [edited, stale].concat(),
    };
    take_away(directory, &stale, set.kind, allowed.prune)
}

/// Whether two paths lead to one file; links are followed.
fn is_same_file(one: &Path, other: &Path) -> bool {
    let found = |path: &Path| fs::canonicalize(path).ok();
    found(one).is_some_and(|one| found(other) == Some(one))
}

/// The Config of ours at a path with the values of another, its comments and order kept; none where
/// that cannot be done.
fn edited_in_place(path: &Path, new: &str) -> Option<String> {
    let old = content(path).filter(|old| is_signed(old))?;
    let old = String::from_utf8(old).ok()?;
    let edited = edit_config(&old, &read_config(new).ok()?).ok()?;
    Some(edited.text)
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

/// Writes one file; pipes and devices directly. A Config in place of another keeps its comments.
pub fn write_one(path: &Path, bytes: &[u8], allowed: Allowed) -> Outcome {
    if is_special(path) {
        return write_file(path, bytes);
    }
    let in_place = std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| edited_in_place(path, text));
    let bytes = in_place.as_deref().map_or(bytes, str::as_bytes);
    match verdict(path, bytes, |old| {
        is_signed(old).then_some(()).ok_or(Refusal::OfOthers)
    }) {
        Verdict::IsThere(_) => Outcome::Done,
        Verdict::Refused(why) if !allowed.force || why == Refusal::Directory => cannot_write(
            path.display(),
            format!("{why}. Use another file, or overwrite it with --force"),
        ),
        Verdict::Write | Verdict::Refused(_) => write_file(path, bytes),
    }
}

/// What is done about a file that may be there, where `ownership` tells whether its content may be
/// replaced.
fn verdict(
    path: &Path,
    bytes: &[u8],
    ownership: impl FnOnce(&[u8]) -> Result<(), Refusal>,
) -> Verdict {
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
        return Verdict::IsThere(old);
    }
    if old.is_empty() {
        // In an empty one there is nothing to lose.
        return Verdict::Write;
    }
    ownership(&old).map_or_else(Verdict::Refused, |()| Verdict::Write)
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
