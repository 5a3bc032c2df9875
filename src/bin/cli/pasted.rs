//! Reads what other programs printed: from a file, in whatever encoding they left it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Most bytes that are read; core looks at 20 MB of text, which UTF-16 doubles.
const LARGEST: u64 = 41_000_000;

/// A file's text, or that of standard input for `-`.
///
/// # Errors
/// A file that cannot be read, with its name.
pub fn read(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let is_standard_input = path.as_os_str() == "-";
    let read = if is_standard_input {
        io::stdin().lock().take(LARGEST).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes))
    };
    match read {
        Ok(_) => Ok(text(&bytes)),
        Err(error) => Err(format!("{}: cannot be read: {error}.", path.display())),
    }
}

/// UTF-8, or what `>` writes in PowerShell: UTF-16 with a byte order mark. Letters that are in
/// neither are replaced; nothing that is looked for has any.
fn text(bytes: &[u8]) -> String {
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let pairs = rest.chunks_exact(2);
        let units: Vec<u16> = pairs
            .filter_map(|pair| pair.try_into().ok().map(unit))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}
