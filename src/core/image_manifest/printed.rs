//! What tools print for people: `regctl manifest get`, `docker buildx imagetools inspect`, and
//! tables of images.

use serde_json::{Map, Value, json};

use super::described::{Content, Described};
use super::forms;
use super::runtime::{only_size, several_images};
use crate::core::error::ValueError;
use crate::core::units::ByteSize;

/// Most lines that are looked at; an index has a few hundred.
const MAX_LINES: usize = 20_000;

/// Recognises a text; none if it is no form of an image.
///
/// # Errors
/// A form of an image that its layers cannot be read from, and why.
pub(super) fn describe(text: &str) -> Result<Option<Described>, ValueError> {
    if let Some(value) = manifest(text) {
        let described = forms::describe(&value)?;
        return Ok(described.map(|mut one| {
            if matches!(one.content, Content::Layers(_)) {
                one.notes.push(
                    "Sizes are rounded to four digits here; crane manifest IMAGE has them exactly."
                        .to_owned(),
                );
            }
            one.what = format!("a printed summary of {}", one.what);
            one
        }));
    }
    table(text)
}

/// `Key: value` lines under `Layers:` or `Manifests:`, as the JSON that they were printed from.
fn manifest(text: &str) -> Option<Value> {
    let mut whole = Map::new();
    let mut section: Option<&str> = None;
    let mut items: Vec<Map<String, Value>> = Vec::new();
    let (mut layers, mut manifests) = (false, false);
    for line in text.lines().take(MAX_LINES) {
        let trimmed = line.trim();
        let indent = line.len() - line.trim_start().len();
        let Some((key, value)) = trimmed.split_once(':') else {
            continue;
        };
        let value = value.trim();
        if indent == 0 {
            section = None;
            match key {
                "Layers" => {
                    layers = true;
                    section = Some("layers");
                }
                "Manifests" => {
                    manifests = true;
                    section = Some("manifests");
                }
                "MediaType" => set(&mut whole, "mediaType", value),
                "ArtifactType" => set(&mut whole, "artifactType", value),
                _ => {}
            }
            continue;
        }
        if section.is_none() {
            continue;
        }
        // An item begins with its name or, without one, with its digest.
        let begins = items.last().is_none_or(|item| match key {
            "Name" => item.contains_key("named"),
            "Digest" => item.contains_key("digest") && !item.contains_key("named"),
            _ => false,
        });
        if begins {
            items.push(Map::new());
        }
        let Some(item) = items.last_mut() else {
            continue;
        };
        match key {
            "Name" => {
                item.insert("named".to_owned(), Value::Bool(true));
                if let Some((_, digest)) = value.split_once('@') {
                    set(item, "digest", digest);
                }
            }
            "Digest" => set(item, "digest", value),
            "MediaType" => set(item, "mediaType", value),
            "ArtifactType" => set(item, "artifactType", value),
            "Size" => {
                if let Ok(size) = value.parse::<ByteSize>() {
                    item.insert("size".to_owned(), json!(size.to_bytes()));
                }
            }
            "Platform" => {
                let value = value.split(',').next().unwrap_or_default();
                let mut parts = value.split('/');
                item.insert(
                    "platform".to_owned(),
                    json!({"os": parts.next(), "architecture": parts.next(), "variant": parts.next()}),
                );
            }
            annotation if annotation.contains('.') => {
                let annotations = item.entry("annotations").or_insert_with(|| json!({}));
                if let Some(annotations) = annotations.as_object_mut() {
                    annotations.insert(annotation.to_owned(), json!(value));
                }
            }
            _ => {}
        }
    }
    let list = if layers {
        "layers"
    } else if manifests {
        "manifests"
    } else {
        return None;
    };
    // Both sections never stand in one manifest.
    (layers != manifests && whole.contains_key("mediaType")).then(|| {
        let items = items.into_iter().map(Value::Object).collect();
        whole.insert(list.to_owned(), Value::Array(items));
        Value::Object(whole)
    })
}

fn set(map: &mut Map<String, Value>, key: &str, value: &str) {
    map.insert(key.to_owned(), json!(value));
}

/// A table of images: which program's, and where its sizes are those of the registry.
struct Columns {
    what: &'static str,
    /// First and further words of its heading.
    heading: &'static [&'static str],
    /// The column with the compressed size; none if it has only the unpacked one.
    compressed: Option<&'static str>,
}

/// The most telling first: a heading with more columns may begin like another.
const TABLES: [Columns; 5] = [
    Columns {
        what: "nerdctl images",
        heading: &["REPOSITORY", "BLOB SIZE"],
        compressed: Some("BLOB SIZE"),
    },
    Columns {
        what: "docker images",
        heading: &["IMAGE", "CONTENT SIZE"],
        compressed: Some("CONTENT SIZE"),
    },
    Columns {
        what: "docker images",
        heading: &["REPOSITORY", "SIZE"],
        compressed: None,
    },
    Columns {
        what: "crictl images",
        heading: &["IMAGE", "TAG", "SIZE"],
        compressed: Some("SIZE"),
    },
    Columns {
        what: "ctr images ls",
        heading: &["REF", "TYPE", "DIGEST", "SIZE"],
        compressed: Some("SIZE"),
    },
];

fn table(text: &str) -> Result<Option<Described>, ValueError> {
    let mut lines = text.lines().take(MAX_LINES);
    while let Some(head) = lines.next() {
        let known = TABLES.iter().find(|table| {
            let mut words = table.heading.iter();
            words.next().is_some_and(|first| head.starts_with(first))
                && words.all(|word| head.contains(word))
        });
        let Some(known) = known else { continue };
        let Some(column) = known.compressed else {
            return Err(ValueError::new(format!(
                "This is {}, which shows only unpacked sizes, not the pulled ones. Paste docker manifest inspect -v IMAGE.",
                known.what
            )));
        };
        let rows: Vec<&str> = lines
            .by_ref()
            .take_while(|line| line.contains(char::is_whitespace))
            .collect();
        let [row] = rows.as_slice() else {
            return Err(several_images(known.what, rows.len()));
        };
        let size = size_under(head, column, row).ok_or_else(|| {
            ValueError::new(format!(
                "This is {}, but its size cannot be read. Paste crane manifest IMAGE.",
                known.what
            ))
        })?;
        return Ok(Some(only_size(known.what, size)));
    }
    Ok(None)
}

/// The size that stands under a heading: where it begins, up to its unit.
fn size_under(head: &str, column: &str, row: &str) -> Option<ByteSize> {
    let place = head.find(column)?;
    let start = head.get(..place)?.chars().count();
    let cell: String = row.chars().skip(start).collect();
    let mut words = cell.split_whitespace();
    let first = words.next()?;
    let mut with_unit = || format!("{first} {}", words.next().unwrap_or_default());
    if first.ends_with(|c: char| c.is_ascii_alphabetic()) {
        first.parse().ok()
    } else {
        with_unit().parse().ok()
    }
}
