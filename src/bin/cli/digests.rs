//! What this tool wrote into a directory, by digest: so it knows what was edited since.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use sha2::{Digest, Sha256};
use soci_configurator::core::SIGNATURE;

use crate::earlier_set::content;
use crate::overwrite::NewFile;

/// The digests of the files that this tool wrote into a directory, by their names.
#[derive(Debug, Clone, Default)]
pub struct Digests(BTreeMap<String, String>);

impl Digests {
    /// The file that keeps them. `kubectl apply -f DIR` and kustomize do not read it.
    pub const FILE: &str = ".soci-configurator.sha256";

    /// Those that an earlier run kept in a directory. Lines that are no digests count for nothing.
    pub fn read(directory: &Path) -> Self {
        let bytes = content(&directory.join(Self::FILE)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let entries = text.lines().filter_map(|line| {
            let (digest, name) = line.split_once("  ")?;
            let is_digest = digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit());
            is_digest.then(|| (name.to_owned(), digest.to_ascii_lowercase()))
        });
        Self(entries.collect())
    }

    /// Whether a file is as this tool wrote it last; none if no run kept that.
    pub fn is_as_written(&self, name: &str, bytes: &[u8]) -> Option<bool> {
        Some(*self.0.get(name)? == digest(bytes))
    }

    pub fn record(&mut self, name: &str, bytes: &[u8]) {
        self.0.insert(name.to_owned(), digest(bytes));
    }

    /// Forgets files that are no longer there.
    pub fn retain(&mut self, is_there: impl Fn(&str) -> bool) {
        self.0.retain(|name, _| is_there(name));
    }

    /// The file that keeps them, as `sha256sum --check` reads it.
    pub fn file(&self) -> NewFile {
        let mut text = format!(
            "# Made by {SIGNATURE}: the files as it wrote them. It does not overwrite what was edited since.\n"
        );
        for (name, digest) in &self.0 {
            // A String takes everything.
            let _ = writeln!(text, "{digest}  {name}");
        }
        NewFile {
            name: Self::FILE.to_owned(),
            text,
        }
    }
}

/// A checkout may have put carriage returns into line ends; that is no edit.
fn digest(bytes: &[u8]) -> String {
    let mut hash = Sha256::new();
    let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        if lines.peek().is_none() {
            hash.update(line);
        } else {
            hash.update(line.strip_suffix(b"\r").unwrap_or(line));
            hash.update(b"\n");
        }
    }
    let mut text = String::new();
    for byte in hash.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Digests, digest};

    #[test]
    fn digests_are_those_of_sha256sum_and_line_ends_do_not_count() {
        assert_eq!(
            digest(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(digest(b"a\r\nb\r\n"), digest(b"a\nb\n"));
        assert_ne!(digest(b"a\nb"), digest(b"a\nb\n"));
        assert_ne!(digest(b"a\r"), digest(b"a"));
    }

    #[test]
    fn what_nobody_recorded_is_not_known() {
        let mut digests = Digests::default();
        digests.record("a", b"1\n");
        assert_eq!(digests.is_as_written("a", b"1\n"), Some(true));
        assert_eq!(digests.is_as_written("a", b"2\n"), Some(false));
        assert_eq!(digests.is_as_written("b", b"1\n"), None);
        digests.retain(|name| name != "a");
        assert_eq!(digests.is_as_written("a", b"1\n"), None);
    }
}
