//! What an earlier run has left in a directory.

use std::fs;
use std::path::Path;

use soci_configurator::core::read_config;

use crate::digests::Digests;
use crate::overwrite::{NewFile, Refusal, SetKind};
use crate::prices::evaluated;
use crate::signature::{is_signed, signature};

/// Largest file that is looked into; a set's files have some kB each.
const MAX_LOOKED_INTO: u64 = 20_000_000;

/// A file's bytes; none if it cannot be read, or is larger than any of ours.
pub fn content(path: &Path) -> Option<Vec<u8>> {
    let size = fs::metadata(path).ok()?.len();
    (size <= MAX_LOOKED_INTO).then(|| fs::read(path).ok())?
}

/// The files in a directory, of which some are of an earlier run.
pub struct EarlierSet<'a> {
    directory: &'a Path,
    digests: Digests,
}

impl<'a> EarlierSet<'a> {
    pub fn new(directory: &'a Path) -> Self {
        let digests = Digests::read(directory);
        Self { directory, digests }
    }

    /// The files as earlier runs wrote them.
    pub const fn digests(&self) -> &Digests {
        &self.digests
    }

    /// Whether a file's content may be replaced.
    ///
    /// # Errors
    /// A file of others, and one of ours that was edited, as far as an earlier run recorded it.
    pub fn ownership(&self, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
        match self.digests.is_as_written(name, bytes) {
            Some(true) => Ok(()),
            Some(false) => Err(Refusal::Edited),
            None if self.wrote(name, bytes) => Ok(()),
            None => Err(Refusal::OfOthers),
        }
    }

    /// Whether a file of an earlier run was edited since.
    pub fn is_edited(&self, name: &str) -> bool {
        let bytes = content(&self.directory.join(name));
        bytes.is_some_and(|bytes| self.digests.is_as_written(name, &bytes) == Some(false))
    }

    /// Whether a file with this content is of this tool.
    fn wrote(&self, name: &str, bytes: &[u8]) -> bool {
        is_signed(bytes) || self.is_user_data(bytes) || self.is_rendered(name, bytes)
    }

    /// Whether a signed manifest beside it has just this userData: userData itself has no room for
    /// a signature.
    fn is_user_data(&self, bytes: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return false;
        };
        let indented: String = text
            .lines()
            .map(|line| match line {
                "" => "\n".to_owned(),
                line => format!("    {line}\n"),
            })
            .collect();
        self.names().iter().any(|name| {
            let manifest = content(&self.directory.join(name)).filter(|it| is_signed(it));
            let manifest = manifest.and_then(|bytes| String::from_utf8(bytes).ok());
            manifest.is_some_and(|manifest| has_user_data(&manifest, &indented))
        })
    }

    /// Whether the Config beside it makes just this file.
    fn is_rendered(&self, name: &str, bytes: &[u8]) -> bool {
        let config = content(&self.directory.join("config.yaml")).filter(|it| is_signed(it));
        let config = config
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| read_config(&text).ok());
        let Some(Ok((evaluation, _))) = config.map(|config| evaluated(&config)) else {
            return false;
        };
        let file = evaluation.bundle.file(name);
        file.is_some_and(|file| file.text.as_bytes() == bytes)
    }

    /// The files of an earlier set that are not of this one, in the order of their names. Directories
    /// below and links are nobody's.
    pub fn stale(&self, files: &[NewFile], kind: SetKind) -> Vec<String> {
        let mut names = self.names();
        names.retain(|name| *name != Digests::FILE);
        names.retain(|name| !files.iter().any(|file| file.name == *name));
        // A set's Config is its own, whoever writes other Configs beside it.
        names.retain(|name| kind == SetKind::Manifests || name != "config.yaml");
        names.retain(|name| {
            let Some(bytes) = content(&self.directory.join(name)) else {
                return false;
            };
            match (signature(&bytes), kind) {
                (Some(rest), SetKind::Manifests) => rest.contains("from "),
                (Some(rest), SetKind::Configs) => !rest.is_empty() && !rest.contains("from "),
                (None, SetKind::Manifests) => {
                    self.ownership(name, &bytes) != Err(Refusal::OfOthers)
                }
                (None, SetKind::Configs) => false,
            }
        });
        names
    }

    /// Names of the regular files in the directory.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.directory).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }
}

fn has_user_data(manifest: &str, indented: &str) -> bool {
    manifest.split("userData: |").skip(1).any(|block| {
        let block = block.split_once('\n').map_or("", |(_, below)| below);
        block
            .strip_prefix(indented)
            .is_some_and(|behind| !behind.trim_start_matches('\n').starts_with("    "))
    })
}

#[cfg(test)]
mod tests {
    use super::has_user_data;

    #[test]
    fn user_data_is_that_of_the_manifest_as_a_whole() {
        let manifest = "spec:\n  userData: |\n    a\n\n    b\n  role: r\n";
        assert!(has_user_data(manifest, "    a\n\n    b\n"));
        assert!(!has_user_data(manifest, "    a\n"));
        assert!(!has_user_data(manifest, "    b\n"));
        assert!(!has_user_data(manifest, ""));
    }
}
