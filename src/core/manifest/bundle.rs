//! The files of one set.

use std::io::{Cursor, Write};

use super::objects::CreatedObjects;
pub use crate::core::set_file::{File, Syntax};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The files of one set, in a fixed order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    files: Vec<File>,
    objects: CreatedObjects,
    variables: Vec<&'static str>,
}

/// Ends the text of the one command; no line of ours is this word.
const END: &str = "END_OF_MANIFESTS";

impl Bundle {
    pub(super) fn new(
        files: Vec<File>,
        objects: CreatedObjects,
        variables: Vec<&'static str>,
    ) -> Self {
        Self {
            files,
            objects,
            variables,
        }
    }

    /// Writes the text of each file that is applied anew.
    pub(crate) fn rewrite_applied(&mut self, text: impl Fn(&File) -> String) {
        for file in self.files.iter_mut().filter(|file| file.applied) {
            file.text = text(file);
        }
    }

    /// Name of the archive.
    pub const ARCHIVE_NAME: &'static str = "soci-karpenter.zip";

    /// The files, those that are applied first.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The file with this path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The Kubernetes objects that applying the files creates.
    pub fn objects(&self) -> &CreatedObjects {
        &self.objects
    }

    /// Every document that is applied, as one YAML stream.
    pub fn manifests(&self) -> String {
        let applied: Vec<&str> = self
            .files
            .iter()
            .filter(|file| file.applied)
            .map(|file| file.text.as_str())
            .collect();
        applied.join("---\n")
    }

    /// One command that applies every file that is to be applied, to paste into a shell. The
    /// text is quoted, so that the shell reads no `$` in it; with placeholders for envsubst, only
    /// those are filled in.
    pub fn apply_block(&self) -> String {
        let filter = match self.envsubst() {
            Some(envsubst) => [envsubst.as_str(), " <<'", END, "' | kubectl apply -f -\n"].concat(),
            None => ["kubectl apply -f - <<'", END, "'\n"].concat(),
        };
        [filter.as_str(), &self.manifests(), END, "\n"].concat()
    }

    /// The envsubst command that fills in the placeholders, if there are any. It names them,
    /// because envsubst would else empty every variable of the scripts in userData.
    pub fn envsubst(&self) -> Option<String> {
        if self.variables.is_empty() {
            return None;
        }
        let names: Vec<String> = self
            .variables
            .iter()
            .map(|name| ["${", name, "}"].concat())
            .collect();
        Some(["envsubst '", &names.join(" "), "'"].concat())
    }

    /// All files as a zip archive: fixed order, fixed time stamps, no compression, so the same
    /// set is the same bytes everywhere.
    pub fn archive(&self) -> Vec<u8> {
        // Writing to memory fails only beyond zip's own limits, far above a set's size.
        self.try_archive().unwrap_or_default()
    }

    fn try_archive(&self) -> zip::result::ZipResult<Vec<u8>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for file in &self.files {
            archive.start_file(file.path.as_str(), options)?;
            archive.write_all(file.text.as_bytes())?;
        }
        Ok(archive.finish()?.into_inner())
    }
}
