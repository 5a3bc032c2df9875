//! What the service worker keeps, so that the next visit needs no network.

use std::path::Path;

use crate::files::{self, Problem};

/// The line of `sw.js` that is filled in.
const EMPTY: &str = "const BUILD = { version: \"\", files: [] };";

/// Writes the version and the files of this build into the service worker. The version follows
/// from the bytes of all files, so that another build is another version and the same is the same.
pub fn list(folder: &Path) -> Result<(), Problem> {
    let path = folder.join("sw.js");
    let script = files::read_text(&path)?;
    let line = script
        .lines()
        .find(|line| line.starts_with("const BUILD = "))
        .ok_or("sw.js has no line for its files")?;
    // The same bytes whether it was filled in before or not.
    let empty = script.replace(line, EMPTY);
    let mut marks = files::mark(empty.as_bytes());
    let mut kept = Vec::new();
    for name in files::below(folder)? {
        if name == "sw.js" {
            continue;
        }
        marks.push_str(&files::mark(&files::read(&folder.join(&name))?));
        if is_kept(&name) {
            // The application goes by its folder's address.
            let address = if name == "index.html" { "" } else { &name };
            kept.push(format!("\"{address}\""));
        }
    }
    let version = files::mark(marks.as_bytes());
    let filled = format!(
        "const BUILD = {{ version: \"{version}\", files: [{}] }};",
        kept.join(", ")
    );
    files::write(&path, empty.replace(EMPTY, &filled))
}

/// Whether every visitor's browser keeps a file. Prices are kept once they were looked at; what
/// only other programs read is not.
fn is_kept(name: &str) -> bool {
    let is_page_file = [".html", ".css", ".js", ".wasm", ".svg", ".webmanifest"]
        .iter()
        .any(|end| name.ends_with(end));
    is_page_file && name != "404.html"
}
