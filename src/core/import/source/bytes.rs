//! From a file's bytes to its text: UTF-8, UTF-16 with a byte order mark, or gzip of either.

use std::fmt;

use super::InputFile;
use super::gzip::{MAX_UNPACKED, gunzip, is_gzip};

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotText {
    /// A byte that UTF-8 does not have there, by its line and column, both from 1; a column counts
    /// bytes.
    Byte {
        /// The byte.
        byte: u8,
        /// Its line.
        line: usize,
        /// Its place in the line.
        column: usize,
    },
    /// UTF-16 with half a letter, at this line.
    Utf16 {
        /// The line.
        line: usize,
    },
    /// gzip that is torn, or that unpacks to more than is read.
    Gzip,
}

impl NotText {
    /// The line of the fault, from 1.
    pub const fn line(&self) -> usize {
        match self {
            Self::Byte { line, .. } | Self::Utf16 { line } => *line,
            Self::Gzip => 1,
        }
    }
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte { byte, column, .. } => write!(
                f,
                "this is not UTF-8: byte 0x{byte:02X} in column {column}. Save it as UTF-8."
            ),
            Self::Utf16 { .. } => f.write_str(
                "this is UTF-16 with an incomplete character on this line; save it as UTF-8.",
            ),
            Self::Gzip => write!(
                f,
                "this starts like gzip, but it is truncated, or unpacks to more than {} bytes.",
                MAX_UNPACKED
            ),
        }
    }
}

impl InputFile {
    /// A file from its bytes; a byte order mark is taken off, and gzip is unpacked.
    ///
    /// # Errors
    /// Bytes that are no text, with their place; never a replacement character.
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Result<Self, NotText> {
        let text = if is_gzip(bytes) {
            text(&gunzip(bytes).ok_or(NotText::Gzip)?)?
        } else {
            text(bytes)?
        };
        Ok(Self {
            name: name.into(),
            text: with_line_feeds(text),
        })
    }
}

/// A text whose lines all end with a carriage return alone has one line for every reader but YAML's.
fn with_line_feeds(text: String) -> String {
    if text.contains('\r') && !text.contains('\n') {
        text.replace('\r', "\n")
    } else {
        text
    }
}

/// The text of bytes that are not packed.
pub(super) fn text(bytes: &[u8]) -> Result<String, NotText> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, NotText> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let at = error.valid_up_to();
            let before = bytes.get(..at).unwrap_or_default();
            let line_start = before
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |newline| newline + 1);
            Err(NotText::Byte {
                byte: bytes.get(at).copied().unwrap_or_default(),
                line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
                column: at - line_start + 1,
            })
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotText> {
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.filter_map(|pair| pair.try_into().ok().map(unit));
    let mut text = String::with_capacity(bytes.len() / 2);
    let line = |text: &str| text.matches('\n').count() + 1;
    for letter in char::decode_utf16(units) {
        match letter {
            Ok(letter) => text.push(letter),
            Err(_) => return Err(NotText::Utf16 { line: line(&text) }),
        }
    }
    if odd {
        return Err(NotText::Utf16 { line: line(&text) });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::NotText;
    use crate::core::import::source::InputFile;

    fn text(bytes: &[u8]) -> Result<String, NotText> {
        InputFile::from_bytes("a.yaml", bytes).map(|file| file.text)
    }

    #[test]
    fn marks_are_taken_off_and_utf_16_is_decoded() {
        assert_eq!(text(b"\xef\xbb\xbfa: 1\n").unwrap(), "a: 1\n");
        assert_eq!(text(b"a: 1\rb: 2\r").unwrap(), "a: 1\nb: 2\n");
        assert_eq!(text(b"a: 1\r\nb: \r2").unwrap(), "a: 1\r\nb: \r2");
        assert_eq!(text(b"\xff\xfea\0:\0\xe9\0").unwrap(), "a:é");
        assert_eq!(text(b"\xfe\xff\0a\xd8\x3d\xde\x00").unwrap(), "a😀");
    }

    #[test]
    fn a_byte_that_is_not_utf_8_has_its_place() {
        assert_eq!(
            text(b"a: 1\nowner: J\xfcrgen\n"),
            Err(NotText::Byte {
                byte: 0xfc,
                line: 2,
                column: 9
            })
        );
        assert_eq!(text(b"\xff\xfea\0\n\0b"), Err(NotText::Utf16 { line: 2 }));
        assert_eq!(text(b"\x1f\x8b\x08 torn"), Err(NotText::Gzip));
    }
}
