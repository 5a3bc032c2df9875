//! Which files are meant by the paths that were given, and what is in them: files, standard input,
//! directories with everything below them, and patterns that no shell has put names for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use soci_configurator::core::InputFile;

use crate::read_file::{ReadError, bytes_of, name_of, text_of};

/// Most files that are taken from directories and patterns.
const MAX_FILES: usize = 5_000;
/// Deepest directories that are looked into.
const MAX_DEPTH: usize = 40;
/// Endings of files that may hold something of ours.
const ENDINGS: [&str; 16] = [
    "yaml", "yml", "json", "tf", "tofu", "tpl", "tftpl", "tmpl", "toml", "sh", "md", "txt",
    "userdata", "mime", "gz", "b64",
];

/// What the paths came to.
#[derive(Debug, Default)]
pub struct Given {
    pub files: Vec<InputFile>,
    /// Files and directories that were passed over: name, line, what it is, why.
    pub left: Vec<(String, usize, String, String)>,
}

/// Reads what is meant by the paths.
///
/// # Errors
/// Named files that cannot be read or are no text, and patterns that no file matches.
pub fn read(paths: &[PathBuf]) -> Result<Given, Vec<String>> {
    let mut reading = Reading::default();
    let mut wrong = Vec::new();
    for path in paths {
        if let Err(message) = reading.path(path) {
            wrong.push(message);
        }
    }
    if wrong.is_empty() {
        Ok(reading.given)
    } else {
        Err(wrong)
    }
}

#[derive(Default)]
struct Reading {
    given: Given,
    /// Directories that are being looked into, links resolved.
    open: Vec<PathBuf>,
    /// Names that were passed over below the directory that was named.
    hidden: Vec<String>,
    others: Vec<String>,
}

impl Reading {
    fn path(&mut self, path: &Path) -> Result<(), String> {
        if path.is_dir() {
            let before = self.given.files.len();
            self.directory(path, 0);
            self.passed_over(path);
            return if self.given.files.len() > before || !self.given.left.is_empty() {
                Ok(())
            } else {
                Err(format!(
                    "{}: this directory has no file of a supported type ({}).",
                    path.display(),
                    ENDINGS.join(", ")
                ))
            };
        }
        let is_pattern = path.to_string_lossy().contains(['*', '?', '[']);
        if is_pattern && !path.exists() {
            return self.pattern(path);
        }
        let file = text_of(path).map_err(|error| error.describe(&name_of(path)))?;
        self.given.files.push(file);
        Ok(())
    }

    /// Everything below a directory, in the order of names.
    fn directory(&mut self, directory: &Path, depth: usize) {
        let name = directory.display().to_string();
        // A link may lead back to where it was found.
        let Ok(real) = fs::canonicalize(directory) else {
            return self.leave(&name, "a directory", "it cannot be read.");
        };
        if self.open.contains(&real) || depth > MAX_DEPTH {
            return self.leave(
                &name,
                "a directory",
                "it is a link to a parent directory, or nested too deep.",
            );
        }
        let entries = match fs::read_dir(directory) {
            Ok(entries) => entries,
            Err(error) => {
                return self.leave(
                    &name,
                    "a directory",
                    &format!("it cannot be read: {error}."),
                );
            }
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        self.open.push(real);
        for path in paths {
            if self.given.files.len() >= MAX_FILES {
                self.leave(
                    &path.display().to_string(),
                    "further files",
                    &format!("at most {MAX_FILES} files are read."),
                );
                break;
            }
            if is_passed_over(&path) {
                self.hidden.push(path.display().to_string());
            } else if path.is_dir() {
                self.directory(&path, depth + 1);
            } else if is_of_a_kind(&path) {
                self.file(&path);
            } else {
                self.others.push(path.display().to_string());
            }
        }
        self.open.pop();
    }

    /// A file that nobody named: what is wrong with it is said, and the others are read.
    fn file(&mut self, path: &Path) {
        let read = bytes_of(path).and_then(|bytes| {
            // An empty file is no fault of a directory.
            let is_empty = bytes.iter().all(u8::is_ascii_whitespace);
            let file = || InputFile::from_bytes(path.display().to_string(), &bytes);
            (!is_empty)
                .then(file)
                .transpose()
                .map_err(ReadError::NotText)
        });
        match read {
            Ok(file) => self.given.files.extend(file),
            Err(error) => self.given.left.push((
                path.display().to_string(),
                error.line(),
                "the file".to_owned(),
                error.to_string(),
            )),
        }
    }

    fn leave(&mut self, name: &str, what: &str, why: &str) {
        self.given
            .left
            .push((name.to_owned(), 1, what.to_owned(), why.to_owned()));
    }

    /// One line for what has a hidden name, and one for files of other kinds.
    fn passed_over(&mut self, root: &Path) {
        let root = root.display().to_string();
        for (names, kind) in [
            (
                std::mem::take(&mut self.hidden),
                "hidden, or created by a tool",
            ),
            (std::mem::take(&mut self.others), "of an unsupported type"),
        ] {
            if let Some(first) = names.first() {
                let what = match names.len() {
                    1 => first.clone(),
                    many => format!("{first} and {} others", many - 1),
                };
                self.leave(&root, &what, &format!("{kind}; name a file to include it."));
            }
        }
    }

    /// A pattern as a shell would have filled it in.
    fn pattern(&mut self, pattern: &Path) -> Result<(), String> {
        let mut start = PathBuf::new();
        let mut parts = Vec::new();
        for component in pattern.components() {
            match component {
                Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
                other => start.push(other),
            }
        }
        let mut found = Expansion::default();
        found.expand(&start, &parts, 0);
        let name = pattern.display().to_string();
        if found.is_cut {
            let why = format!("at most {MAX_FILES} files are read.");
            self.leave(&name, "further files", &why);
        }
        for directory in &found.unreadable {
            let name = directory.display().to_string();
            self.leave(&name, "a directory", "it cannot be read.");
        }
        if found.paths.is_empty() && self.given.left.is_empty() {
            return Err(format!("{name}: no file matches."));
        }
        for path in found.paths {
            if path.is_dir() {
                self.directory(&path, 0);
            } else {
                self.file(&path);
            }
        }
        self.passed_over(pattern);
        Ok(())
    }
}

/// Whether a name is hidden, or a directory in which tools keep what is not ours.
fn is_passed_over(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    name.starts_with('.') || (name == "node_modules" && path.is_dir())
}

fn is_of_a_kind(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    ENDINGS.contains(&ending.as_str())
        || path
            .file_name()
            .is_some_and(|name| name == "Kustomization" || name == "kustomization")
}

/// What a pattern stands for.
#[derive(Default)]
struct Expansion {
    paths: BTreeSet<PathBuf>,
    /// Whether there are more than are read.
    is_cut: bool,
    unreadable: BTreeSet<PathBuf>,
}

impl Expansion {
    /// Every path that matches the rest of a pattern below a directory.
    fn expand(&mut self, directory: &Path, parts: &[String], depth: usize) {
        let Some((part, rest)) = parts.split_first() else {
            if !directory.exists() || self.paths.contains(directory) {
                return;
            }
            if self.paths.len() < MAX_FILES {
                self.paths.insert(directory.to_path_buf());
            } else {
                self.is_cut = true;
            }
            return;
        };
        if self.is_cut {
            return;
        }
        if depth > MAX_DEPTH {
            self.unreadable.insert(directory.to_path_buf());
            return;
        }
        if !part.contains(['*', '?', '[']) {
            return self.expand(&directory.join(part), rest, depth + 1);
        }
        if part == "**" {
            self.expand(directory, rest, depth + 1);
        }
        let here = if directory.as_os_str().is_empty() {
            Path::new(".")
        } else {
            directory
        };
        let entries = match fs::read_dir(here) {
            Ok(entries) => entries,
            // What is there and is no directory holds no path.
            Err(_) if !here.is_dir() => return,
            Err(_) => {
                self.unreadable.insert(here.to_path_buf());
                return;
            }
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = directory.join(&name);
            if part == "**" {
                // Links are not followed here, as shells do not.
                let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if is_directory && !is_passed_over(&path) {
                    self.expand(&path, parts, depth + 1);
                }
            } else if (!name.starts_with('.') || part.starts_with('.')) && matches(part, &name) {
                self.expand(&path, rest, depth + 1);
            }
        }
    }
}

/// Whether a name matches a pattern of one part: `*`, `?` and `[a-z]`.
fn matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    // Where to go on after the last `*`, should what follows it not match.
    let (mut at, mut own, mut star) = (0, 0, None);
    while own < name.len() {
        let step = match pattern.get(at) {
            Some('*') => {
                star = Some((at + 1, own));
                at += 1;
                continue;
            }
            Some('?') => Some(at + 1),
            Some('[') => class(&pattern, at, name[own]),
            Some(letter) if *letter == name[own] => Some(at + 1),
            _ => None,
        };
        match (step, star) {
            (Some(next), _) => {
                at = next;
                own += 1;
            }
            (None, Some((next, from))) => {
                at = next;
                own = from + 1;
                star = Some((next, own));
            }
            (None, None) => return false,
        }
    }
    pattern[at..].iter().all(|letter| *letter == '*')
}

/// The place behind a class of letters, if it takes this one.
fn class(pattern: &[char], at: usize, letter: char) -> Option<usize> {
    let end = at + 1 + pattern.get(at + 1..)?.iter().position(|c| *c == ']')?;
    let mut inner = pattern.get(at + 1..end)?;
    let negated = matches!(inner.first(), Some('!' | '^'));
    if negated {
        inner = &inner[1..];
    }
    let mut is_in = false;
    let mut rest = inner;
    while let Some((first, behind)) = rest.split_first() {
        if let [dash, last, after @ ..] = behind
            && *dash == '-'
        {
            is_in |= (*first..=*last).contains(&letter);
            rest = after;
        } else {
            is_in |= *first == letter;
            rest = behind;
        }
    }
    (is_in != negated).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_as_in_a_shell() {
        for (pattern, name, expected) in [
            ("*.yaml", "a.yaml", true),
            ("*.yaml", "a.yml", false),
            ("a?c*", "abcd", true),
            ("[a-c]*.tf", "b.tf", true),
            ("[!a-c]*.tf", "b.tf", false),
            ("*a*b", "xaxaxb", true),
            ("*a*b", "xaxax", false),
            ("[", "[", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
