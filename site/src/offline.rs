//! What the service worker keeps, so that the next visit needs no network.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::files::{self, Problem};

/// How the line of `sw.js` begins that is filled in.
const LINE: &str = "const BUILD = ";

/// The pages of rules, each by its address, as the service worker fetches and keeps them: hundreds of
/// requests and entries are more work for a browser than the rest of the page is.
const PACK: &str = "rules.json";
/// What is in it.
const PACKED: &str = "rules/";

/// What this build is, as `sw.js` reads it.
#[derive(Default, Serialize)]
struct Build {
    version: String,
    /// SHA-256 in base64, by the address below the page's own.
    files: BTreeMap<String, String>,
}

impl Build {
    fn line(&self) -> Result<String, Problem> {
        let json = serde_json::to_string(self)
            .map_err(|error| format!("the list for offline use cannot be written: {error}"))?;
        Ok(format!("{LINE}{json};"))
    }
}

/// Writes the version and the files of this build into the service worker. The version follows
/// from the bytes of all files, so that another build is another version and the same is the same.
pub fn list(folder: &Path) -> Result<(), Problem> {
    pack(folder)?;
    let path = folder.join("sw.js");
    let script = files::read_text(&path)?;
    let line = script
        .lines()
        .find(|line| line.starts_with(LINE))
        .ok_or("sw.js has no line for its files")?;
    let empty = Build::default().line()?;
    // The same bytes whether it was filled in before or not.
    let script = script.replace(line, &empty);
    let mut marks = files::mark(script.as_bytes());
    let mut build = Build::default();
    for name in files::below(folder)? {
        if name == "sw.js" {
            continue;
        }
        let bytes = files::read(&folder.join(&name))?;
        marks.push_str(&files::mark(&bytes));
        if is_kept(&name) {
            // The application goes by its folder's address.
            let address = if name == "index.html" { "" } else { &name };
            build
                .files
                .insert(address.to_owned(), files::sha256(&bytes));
        }
    }
    build.version = files::mark(marks.as_bytes());
    files::write(&path, script.replace(&empty, &build.line()?))
}

fn pack(folder: &Path) -> Result<(), Problem> {
    let mut pages = BTreeMap::new();
    for name in files::below(folder)? {
        if name.starts_with(PACKED) && name.ends_with(".html") {
            let text = files::read_text(&folder.join(&name))?;
            pages.insert(name, text);
        }
    }
    if pages.is_empty() {
        return Ok(());
    }
    let json = serde_json::to_string(&pages)
        .map_err(|error| format!("the pages of rules cannot be packed: {error}"))?;
    files::write(&folder.join(PACK), json)
}

/// Whether a visitor's browser may keep a file: prices once they were looked at, the rest at once.
/// What only other programs read is not kept.
fn is_kept(name: &str) -> bool {
    let is_page_file = [".html", ".css", ".js", ".wasm", ".svg", ".webmanifest"]
        .iter()
        .any(|end| name.ends_with(end));
    let is_price = name.starts_with("ondemand/") && name.ends_with(".csv");
    let is_packed = name.starts_with(PACKED);
    (is_page_file && !is_packed && name != "404.html") || is_price || name == PACK
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::list;

    fn built(files: &[(&str, &str)]) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let worker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/sw.js");
        std::fs::copy(worker, folder.path().join("sw.js")).expect("the worker is there");
        std::fs::create_dir(folder.path().join("rules")).expect("a folder for pages of rules");
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("a file is written");
        }
        let read = || std::fs::read_to_string(folder.path().join("sw.js")).expect("the worker");
        list(folder.path()).expect("the worker has a line for its files");
        let once = read();
        list(folder.path()).expect("the worker is filled in again");
        assert_eq!(once, read());
        once
    }

    fn line(script: &str) -> String {
        let line = script.lines().find(|line| line.starts_with("const BUILD"));
        line.unwrap_or_default().to_owned()
    }

    #[test]
    fn each_file_is_listed_with_its_digest() {
        let script = built(&[("index.html", "abc"), ("a.css", ""), ("404.html", "no")]);
        let line = line(&script);
        assert!(
            line.contains(
                "{\"\":\"ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\",\"a.css\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"}"
            ),
            "{line}"
        );
    }

    #[test]
    fn pages_of_rules_are_kept_as_one_file() {
        let pages = [
            ("index.html", ""),
            ("rules/a.html", "<h1>A</h1>"),
            ("rules/b.html", ""),
        ];
        let line = line(&built(&pages));
        assert!(!line.contains("rules/"), "{line}");
        assert!(line.contains("rules.json"), "{line}");
        let other = [
            ("index.html", ""),
            ("rules/a.html", "<h1>B</h1>"),
            ("rules/b.html", ""),
        ];
        assert_ne!(line, self::line(&built(&other)));
    }

    #[test]
    fn another_byte_is_another_version() {
        let [one, same, other] =
            ["a", "a", "b"].map(|text| line(&built(&[("index.html", "x"), ("notes.txt", text)])));
        assert_eq!(one, same);
        assert_ne!(one, other);
    }
}
