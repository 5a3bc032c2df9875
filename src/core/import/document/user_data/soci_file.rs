//! SOCI's configuration on an AL2023 node, line by line: what the AMI or the install script
//! writes, and what edits make of it.

use super::files::Lines;
use super::sed::Pattern;
use super::shell::{Edit, SOCI_KEYS, Script};
use super::toml::{self, TomlError};
use crate::core::choice::nearest;
use crate::core::config::Al2023Version;
use crate::core::placeholder::is_open;
use crate::core::versions::AL2023_TWENTY_DOWNLOADS;
use crate::core::yaml::{Node, Scalar, Tree};

/// The file, with the userData line that changed each of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct SociFile {
    lines: Vec<(String, Option<usize>)>,
    /// Whether somebody else than nodeadm and the install script wrote it, so that what it leaves
    /// out has SOCI's own defaults.
    is_written: bool,
}

/// What SOCI has where its configuration says nothing (config/defaults.go, soci-snapshotter
/// 77fb4266).
const DEFAULTS: [&str; 6] = ["-1", "3", "", "-1", "1", "false"];

/// Limits by SOCI's keys: letters, and the userData line that set them.
pub(in crate::core::import) type Limits = Vec<(&'static str, String, Option<usize>)>;

/// What an edit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum Edited {
    /// It changed so many lines.
    Changed(usize),
    /// It matched nothing, and sed says nothing about that.
    Nothing,
    /// Its expression is beyond what is understood here.
    Unknown,
}

impl SociFile {
    /// What nodeadm writes when FastImagePull is on (soci-snapshotter.config.toml,
    /// amazon-eks-ami 81fec2e8).
    pub(in crate::core::import) fn of_ami(version: Option<Al2023Version>) -> Self {
        let old = version.is_some_and(|version| version.is_before(AL2023_TWENTY_DOWNLOADS));
        let downloads = if old { "32" } else { "20" };
        Self::from_lines(&[
            "debug = false",
            "[content_store]",
            "type = 'containerd'",
            "[cri_keychain]",
            "enable_keychain = true",
            "image_service_path = '/run/containerd/containerd.sock'",
            "[pull_modes.parallel_pull_unpack]",
            "enable = true",
            "concurrent_download_chunk_size = \"16mb\"",
            "discard_unpacked_layers = true",
            "max_concurrent_downloads = -1",
            &["max_concurrent_downloads_per_image = ", downloads].concat(),
            "max_concurrent_unpacks = -1",
            "max_concurrent_unpacks_per_image = 12",
            "[pull_modes.parallel_pull_unpack.decompress_streams.gzip]",
            "path = '/usr/bin/unpigz'",
            "args = ['-d', '-c']",
        ])
    }

    /// What the install script writes from the variables that it was given
    /// (parallel-mode-install.sh at 586e301c, 2025-09-29).
    pub(in crate::core::import) fn of_install(script: &Script) -> Self {
        let mut file = Self::from_lines(&["[pull_modes.parallel_pull_unpack]", "enable = true"]);
        let own = [
            ("max_concurrent_downloads", "-1"),
            ("max_concurrent_downloads_per_image", "3"),
            ("concurrent_download_chunk_size", "16mb"),
            ("max_concurrent_unpacks", "-1"),
            ("max_concurrent_unpacks_per_image", "1"),
            ("discard_unpacked_layers", "true"),
        ];
        for (key, default) in own {
            let set = script.variable(key).filter(|(value, _)| !value.is_empty());
            let (value, line) = set.map_or((default, None), |(value, line)| (value, Some(line)));
            let line_text = if key == "concurrent_download_chunk_size" {
                format!("{key} = \"{value}\"")
            } else {
                format!("{key} = {value}")
            };
            file.lines.push((line_text, line));
        }
        file
    }

    fn from_lines(lines: &[&str]) -> Self {
        Self {
            lines: lines
                .iter()
                .map(|line| ((*line).to_owned(), None))
                .collect(),
            is_written: false,
        }
    }

    /// Puts a whole other text in place of it.
    pub(in crate::core::import) fn write(&mut self, lines: &Lines) {
        self.lines.clear();
        self.append(lines);
        self.is_written = true;
    }

    /// Adds lines at its end.
    pub(in crate::core::import) fn append(&mut self, lines: &Lines) {
        let lines = lines.iter();
        self.lines
            .extend(lines.map(|(text, line)| (text.clone(), Some(*line))));
    }

    /// Whether the parallel mode is on, and the userData line that says so.
    ///
    /// # Errors
    /// The same as [`Self::values`], and what SOCI itself refuses at its start (fs/fs.go).
    pub(in crate::core::import) fn parallel(
        &self,
    ) -> Result<(bool, Option<usize>), (Option<usize>, String)> {
        let values = self.values()?;
        let node = self.node()?;
        let keys = ["pull_modes", "parallel_pull_unpack", "enable"];
        let by = |keys: &[&str]| self.by(node.line_at(keys));
        let is_on = match node.at(&keys).map(Node::scalar) {
            None => false,
            Some(Some(Scalar::Bool(is_on))) => is_on,
            Some(_) => {
                return Err((
                    by(&keys),
                    "enable is not a boolean; SOCI expects true or false.".to_owned(),
                ));
            }
        };
        // The other way to have it: for images that have no index to load lazily by (SOCI 0.14).
        let fallback = [
            "pull_modes",
            "parallel_pull_unpack",
            "experimental_parallel_pull_as_fallback",
        ];
        let falls_back = node.at(&fallback).and_then(Node::scalar) == Some(Scalar::Bool(true));
        let is_on = is_on || falls_back;
        let line = if node.at(&keys).is_some() {
            by(&keys)
        } else {
            None
        };
        let keeps = values
            .iter()
            .any(|(key, letters, _)| *key == "discard_unpacked_layers" && letters != "true");
        let store = node.str_at(&["content_store", "type"]);
        if is_on && keeps && store != Some("containerd") {
            return Err((
                line.or(by(&["content_store", "type"])),
                "the parallel mode keeps layers only in containerd's store, so content_store.type must be containerd.".to_owned(),
            ));
        }
        Ok((is_on, line))
    }

    /// Whether somebody wrote the whole of it in place of nodeadm's.
    pub(in crate::core::import) const fn is_written(&self) -> bool {
        self.is_written
    }

    /// Keys of the parallel mode that SOCI does not know and passes over without a word: key, userData
    /// line, and the known one that is meant.
    pub(in crate::core::import) fn unknown_keys(
        &self,
    ) -> Vec<(String, Option<usize>, Option<&'static str>)> {
        const OTHERS: [&str; 3] = [
            "decompress_streams",
            "enable",
            "experimental_parallel_pull_as_fallback",
        ];
        let known = || SOCI_KEYS.into_iter().chain(OTHERS);
        let Ok(node) = self.node() else {
            return Vec::new();
        };
        let mode = node.at(&["pull_modes", "parallel_pull_unpack"]);
        let pairs = mode.map(Node::pairs).unwrap_or_default().iter();
        pairs
            .filter(|(key, _)| known().all(|own| own != key.text))
            .map(|(key, _)| {
                (
                    key.text.clone(),
                    self.by(key.line),
                    nearest(&key.text, known()),
                )
            })
            .collect()
    }

    fn by(&self, line: usize) -> Option<usize> {
        self.lines
            .get(line.saturating_sub(1))
            .and_then(|(_, by)| *by)
    }

    fn node(&self) -> Result<Node, (Option<usize>, String)> {
        let lines = self.lines.iter().map(|(line, _)| computed(line));
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        let node = toml::read(&text, 1);
        node.map(in_small_letters)
            .map_err(|TomlError { line, message }| (self.by(line), message))
    }

    /// The line at which a shell still has to fill in what decides whether the parallel mode is on: its
    /// switch, or a whole part of the file.
    pub(in crate::core::import) fn open_line(&self) -> Option<usize> {
        let Ok(node) = self.node() else {
            let is_open = |(text, _): &&(String, Option<usize>)| {
                let text = text.trim();
                !text.starts_with('#') && (text.contains("$(") || text.starts_with('$'))
            };
            let found = self.lines.iter().find(is_open)?;
            return Some(found.1.unwrap_or(1));
        };
        let keys = ["pull_modes", "parallel_pull_unpack", "enable"];
        let enable = node.at(&keys).filter(|enable| is_open(enable))?;
        Some(self.by(enable.line).unwrap_or(1))
    }

    /// Makes one edit.
    pub(in crate::core::import) fn edit(&mut self, edit: &Edit) -> Edited {
        let in_pattern = Edit {
            replacement: String::new(),
            ..edit.clone()
        };
        let pattern = Pattern::read(&edit.pattern, edit.extended);
        let Some(pattern) = pattern.filter(|_| !in_pattern.has_variable()) else {
            return Edited::Unknown;
        };
        let mut changed = 0;
        for (text, by) in &mut self.lines {
            if let Some(next) = pattern.replace(text, &edit.replacement) {
                *text = next;
                *by = Some(edit.line);
                changed += 1;
            }
        }
        if changed == 0 {
            Edited::Nothing
        } else {
            Edited::Changed(changed)
        }
    }

    /// The values of the parallel mode: key, letters, and the userData line that set it.
    ///
    /// # Errors
    /// The file is no TOML any more, with the userData line that spoilt it: SOCI does not start.
    pub(in crate::core::import) fn values(&self) -> Result<Limits, (Option<usize>, String)> {
        let node = self.node()?;
        let mode = node.at(&["pull_modes", "parallel_pull_unpack"]);
        let mut values = Vec::new();
        for (key, default) in SOCI_KEYS.into_iter().zip(DEFAULTS) {
            let Some(value) = mode.and_then(|mode| mode.get(key)) else {
                if self.is_written {
                    values.push((key, default.to_owned(), None));
                }
                continue;
            };
            let letters = value.as_str().unwrap_or_default().to_owned();
            let is_text = !value.plain;
            // With its quotes, if it is to have some.
            let is_unknown = value.plain && is_open(value);
            if !is_unknown && is_text != (key == "concurrent_download_chunk_size") {
                let wanted = if is_text {
                    "not a string"
                } else {
                    "a quoted string"
                };
                return Err((
                    self.by(value.line),
                    format!("{key} is {letters}; SOCI expects {wanted}."),
                ));
            }
            values.push((key, letters, self.by(value.line)));
        }
        Ok(values)
    }
}

/// A line as it is once a shell has filled it in, with a placeholder for a value that it computes.
fn computed(line: &str) -> String {
    let is_value = |value: &str| {
        !value.starts_with(['"', '\'', '[', '{'])
            && (value.starts_with('$') || value.contains("$(") || value.contains('`'))
    };
    match line.split_once('=') {
        Some((key, value)) if is_value(value.trim()) && !value.trim().starts_with("${") => {
            format!("{key}= ${{computed}}")
        }
        _ => line.to_owned(),
    }
}

/// A tree with its keys in small letters: SOCI's reader (go-toml v2) takes any.
fn in_small_letters(mut node: Node) -> Node {
    if let Tree::Mapping(pairs) = node.tree {
        let pairs = pairs.into_iter().map(|(mut key, below)| {
            key.text = key.text.to_ascii_lowercase();
            (key, in_small_letters(below))
        });
        node.tree = Tree::Mapping(pairs.collect());
    }
    node
}

/// Whether the node's file is what a NodeConfig's containerd configuration was meant for: the keys
/// of SOCI under a plugin's name do nothing there.
pub(in crate::core::import) fn dead_plugin(containerd: &Node) -> Option<usize> {
    let plugins = containerd.get("plugins")?;
    plugins
        .pairs()
        .iter()
        .find(|(key, _)| key.text.starts_with("io.containerd.snapshotter.v1.soci"))
        .map(|(key, _)| key.line)
}

#[cfg(test)]
mod tests {
    use super::{Edit, Edited, SociFile};
    use crate::core::import::document::user_data::shell;

    fn edits(expressions: &str, line: usize) -> Vec<Edit> {
        shell::substitutions(expressions, line, false).unwrap()
    }

    #[test]
    fn edits_are_made_as_sed_makes_them() {
        let edits = edits(
            "s/max_concurrent_downloads.*/max_concurrent_downloads = 5/; s/^max_concurrent_unpacks_per_image = .*/max_concurrent_unpacks_per_image = 4/; s/^max_unpacks = 3/max_concurrent_unpacks = 4/",
            1,
        );
        let mut file = SociFile::of_ami(None);
        let edited: Vec<Edited> = edits.iter().map(|edit| file.edit(edit)).collect();
        assert_eq!(
            edited,
            [Edited::Changed(2), Edited::Changed(1), Edited::Nothing]
        );
        // The first expression hit both keys, so one is there twice.
        assert_eq!(file.values().unwrap_err().0, Some(1));
    }

    #[test]
    fn a_chunk_size_without_quotes_spoils_the_file() {
        let edits = edits(
            "s/^concurrent_download_chunk_size = .*/concurrent_download_chunk_size = 8mb/",
            7,
        );
        let mut file = SociFile::of_ami(None);
        for edit in &edits {
            file.edit(edit);
        }
        assert_eq!(file.values().unwrap_err().0, Some(7));
    }
}
