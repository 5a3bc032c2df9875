//! Reads one file or standard input: the same bytes are the same text in every command.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use soci_configurator::core::{InputFile, NotText};

/// Most bytes of one file that are read; core looks at 20 MB of text at most, which UTF-16 doubles.
const MAX_BYTES: u64 = 41_000_000;

/// Why there is no text.
#[derive(Debug)]
pub enum ReadError {
    /// A file that is not there, or must not be read.
    Io(io::Error),
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// Bytes that are no text.
    NotText(NotText),
}

impl ReadError {
    /// The error with the name of what was read, and its place where there is one.
    pub fn describe(&self, name: &str) -> String {
        match self {
            Self::NotText(error @ NotText::Byte { line, column, .. }) => {
                format!("{name}:{line}:{column}: {error}")
            }
            Self::NotText(error @ NotText::Utf16 { line }) => format!("{name}:{line}: {error}"),
            Self::NotText(NotText::Gzip) | Self::Io(_) | Self::TooLarge => {
                format!("{name}: {self}")
            }
        }
    }

    /// The line of the fault, from 1.
    pub const fn line(&self) -> usize {
        match self {
            Self::NotText(error) => error.line(),
            Self::Io(_) | Self::TooLarge => 1,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "cannot be read: {error}."),
            Self::TooLarge => write!(f, "it is larger than {} MB.", MAX_BYTES / 1_000_000),
            Self::NotText(error) => error.fmt(f),
        }
    }
}

/// What a path is called in messages.
pub fn name_of(path: &Path) -> String {
    if is_standard_input(path) {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

/// A file's text, or that of standard input for `-`: UTF-8, UTF-16 with a byte order mark, or gzip
/// of either.
///
/// # Errors
/// What cannot be read, is too large or is no text; never a replacement character.
pub fn text_of(path: &Path) -> Result<InputFile, ReadError> {
    InputFile::from_bytes(name_of(path), &bytes_of(path)?).map_err(ReadError::NotText)
}

/// A file's bytes, or those of standard input for `-`.
///
/// # Errors
/// What cannot be read or is too large.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let read = if is_standard_input(path) {
        io::stdin()
            .lock()
            .take(MAX_BYTES + 1)
            .read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
    };
    match read {
        Err(error) => Err(ReadError::Io(error)),
        Ok(_) if bytes.len() as u64 > MAX_BYTES => Err(ReadError::TooLarge),
        Ok(_) => Ok(bytes),
    }
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}
