//! How much a first visit loads.

use std::path::Path;

/// Most bytes of a first load, packed with brotli at its best: HTML, CSS, JavaScript, WebAssembly.
/// Fonts there are none. Lower it when the page gets smaller; raise it only with a reason in the
/// same commit.
///
/// 553,000 until 2026-11-30: since then the page names what keeps every node away, from capacity types to
/// taints, with the command line's own code, and finds Regions by their place.
pub const BUDGET: usize = 567_000;

/// Most bytes of that and of the parts of the program, which follow when somebody comes near what
/// they draw: what a visitor loads who opens everything. To take a program apart must not swell it.
pub const BUDGET_WITH_PARTS: usize = 999_000;

/// A file of the first load.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Its name in the page's folder.
    pub name: String,
    /// Bytes as they lie there.
    pub bytes: usize,
    /// Bytes as a server sends them, brotli 11.
    pub packed: usize,
}

/// The files that a first visit waits for: the page and what its head names.
///
/// # Panics
///
/// If the folder has no page, or the page names a file that is not there.
pub fn first_load(folder: &Path) -> Vec<Loaded> {
    let page = read(folder, "index.html");
    let text = String::from_utf8_lossy(&page).into_owned();
    let mut names = vec!["index.html".to_owned()];
    for tag in text
        .split('<')
        .map(|rest| rest.split('>').next().unwrap_or_default())
    {
        let waits = ["stylesheet", "preload", "modulepreload"]
            .iter()
            .any(|rel| value(tag, "rel") == Some(rel));
        let file = match tag.split_whitespace().next() {
            Some("link") if waits => value(tag, "href"),
            Some("script") => value(tag, "src"),
            _ => None,
        };
        names.extend(file.map(|name| name.trim_start_matches("./").to_owned()));
    }
    names.into_iter().map(|name| loaded(folder, name)).collect()
}

/// The parts of the program that follow on demand; the worker's program is none of them.
///
/// # Panics
///
/// If the folder cannot be read.
pub fn parts(folder: &Path) -> Vec<Loaded> {
    let entries = std::fs::read_dir(folder).expect("the page's folder can be read");
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter(|name| name.ends_with(".wasm") && !name.ends_with("_bg.wasm"))
        .collect();
    names.sort();
    names.into_iter().map(|name| loaded(folder, name)).collect()
}

fn loaded(folder: &Path, name: String) -> Loaded {
    let bytes = read(folder, &name);
    Loaded {
        bytes: bytes.len(),
        packed: packed(&bytes),
        name,
    }
}

/// The value of an attribute, quoted or not.
fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}="))?;
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split(' ').next(),
    }
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    let path = folder.join(name);
    std::fs::read(&path).unwrap_or_else(|error| {
        panic!(
            "{} cannot be read ({error}); `cargo xtask build` makes it",
            path.display()
        )
    })
}

/// How long bytes are as brotli at its best.
fn packed(bytes: &[u8]) -> usize {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters).expect("memory can be written");
    out.len()
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        assert_eq!(
            value("link href=./a.css rel=stylesheet", "href"),
            Some("./a.css")
        );
        assert_eq!(
            value("link href=./a.css rel=stylesheet", "rel"),
            Some("stylesheet")
        );
        assert_eq!(
            value("link rel=\"preload\" href=\"b\"", "rel"),
            Some("preload")
        );
        assert_eq!(value("meta charset=utf-8", "rel"), None);
    }
}
