//! Unpacked sizes beside a manifest: `docker history` (newest layer first) and `dive` (lowest
//! first). Steps that changed no file are listed there with 0 bytes and have no layer.

use serde_json::Value;

use crate::core::config::{Compression, Layer};
use crate::core::units::ByteSize;

/// Layers below this may stand for a step that changed no file: an empty archive has 32 bytes
/// compressed, one with a directory about 100.
const NEXT_TO_NOTHING: u64 = 512;

/// Most sizes that are looked at.
const MAX_SIZES: usize = 2000;

/// Sizes as they were listed, without those of 0 bytes.
#[derive(Default)]
pub(super) struct Sizes {
    listed: Vec<ByteSize>,
    newest_first: bool,
}

impl Sizes {
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Takes a line of `docker history --format json`, or what `dive --json` writes; whether it was
    /// one.
    pub fn add_document(&mut self, value: &Value) -> bool {
        if value.get("CreatedBy").is_some()
            && let Some(size) = value.get("Size").and_then(Value::as_str)
        {
            self.newest_first = true;
            self.add(size);
            return true;
        }
        let Some(layers) = value.get("layer").and_then(Value::as_array) else {
            return false;
        };
        let sizes = layers.iter().map(|layer| layer.get("sizeBytes")?.as_u64());
        for size in sizes.take(MAX_SIZES) {
            let Some(bytes) = size else { return false };
            if (1..=ByteSize::MAX).contains(&bytes) {
                self.listed.push(ByteSize::bytes(bytes));
            }
        }
        true
    }

    /// Takes the tables of `docker history` and of dive's list of layers.
    pub fn add_lines(&mut self, lines: &str) {
        let mut lines = lines.lines();
        while let Some(header) = lines.next() {
            let names: Vec<&str> = header.split_whitespace().collect();
            let by_column =
                matches!(names.as_slice(), ["IMAGE", "CREATED", ..]) && names.contains(&"SIZE");
            let by_start = matches!(names.as_slice(), ["Cmp", "Size", ..]);
            if by_column {
                self.newest_first = true;
                let before = header.split("SIZE").next().unwrap_or_default();
                let column = before.chars().count();
                for line in lines.by_ref() {
                    let cell: String = line.chars().skip(column).collect();
                    if !cell
                        .split_whitespace()
                        .next()
                        .is_some_and(|word| self.add(word))
                    {
                        break;
                    }
                }
            } else if by_start {
                for line in lines.by_ref() {
                    let words: Vec<&str> = line.split_whitespace().collect();
                    let [number, unit, ..] = words.as_slice() else {
                        break;
                    };
                    if !self.add(&format!("{number}{unit}")) {
                        break;
                    }
                }
            }
        }
    }

    /// Takes a size as it is written; whether it is one.
    fn add(&mut self, text: &str) -> bool {
        if self.listed.len() >= MAX_SIZES {
            return false;
        }
        match text.parse() {
            Ok(size) => {
                self.listed.push(size);
                true
            }
            Err(_) => {
                let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                !number.is_empty() && number.chars().all(|c| matches!(c, '0' | '.'))
            }
        }
    }

    /// Puts the sizes on the layers, if there are as many and they can be theirs; says what came
    /// of it.
    pub fn put_on(&self, layers: &mut [Layer]) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let sizes: Vec<ByteSize> = if self.newest_first {
            self.listed.iter().rev().copied().collect()
        } else {
            self.listed.clone()
        };
        let all = layers.len();
        let with_content: Vec<&mut Layer> = if sizes.len() == all {
            layers.iter_mut().collect()
        } else {
            let large = |layer: &&mut Layer| layer.compressed.to_bytes() > NEXT_TO_NOTHING;
            layers.iter_mut().filter(large).collect()
        };
        if with_content.len() != sizes.len() {
            return Some(format!(
                "The {} unpacked sizes are ignored: the manifest has {all} layers, of which {} have content.",
                sizes.len(),
                with_content.len()
            ));
        }
        // Less than what it is packed into, beyond what rounding explains.
        let shrinks = |layer: &Layer, size: ByteSize| {
            let (packed, unpacked) = (layer.compressed.to_bytes(), size.to_bytes());
            layer.compression != Compression::Plain
                && packed > 1_000_000
                && unpacked / 95 < packed / 100
        };
        let pairs = || with_content.iter().zip(&sizes);
        if pairs().any(|(layer, size)| shrinks(layer, *size)) {
            return Some(
                "The unpacked sizes are ignored: a layer would be smaller than compressed, so they belong to another image."
                    .to_owned(),
            );
        }
        for (layer, size) in with_content.into_iter().zip(&sizes) {
            layer.unpacked = Some(*size);
        }
        Some(format!("{} layers have their unpacked size.", sizes.len()))
    }
}
