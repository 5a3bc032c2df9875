//! Writes TOML in the blueprint's style: a table's keys indented under its heading.

use serde::Serialize;

/// Writes a document. Our own structs hold no text of several lines, so that a line is a
/// heading, a key or blank; what is kept from a file may hold some, and is left as it is.
pub(super) fn write<T: Serialize>(document: &T) -> String {
    let written = toml::to_string(document);
    debug_assert!(
        written.is_ok(),
        "our own documents can be written: {written:?}"
    );
    let written = written.unwrap_or_default();
    if written.contains("\"\"\"") || written.contains("'''") {
        return written;
    }
    let mut text = String::new();
    for line in written.lines() {
        if line.is_empty() {
            continue;
        }
        if !line.starts_with('[') {
            text.push_str("  ");
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}
