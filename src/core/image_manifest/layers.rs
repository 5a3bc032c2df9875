//! The layers of one manifest.

use serde_json::Value;

use crate::core::config::{Compression, Layer};
use crate::core::error::{ValueError, quoted};
use crate::core::image_profile::MAX_LAYERS;
use crate::core::units::ByteSize;

/// Media types of layers: image-spec v1.1 (2024-02) and Docker's distribution manifest v2,
/// schema 2.
const MEDIA_TYPES: &[(&str, Compression)] = &[
    (
        "application/vnd.oci.image.layer.v1.tar+gzip",
        Compression::Gzip,
    ),
    (
        "application/vnd.docker.image.rootfs.diff.tar.gzip",
        Compression::Gzip,
    ),
    (
        "application/vnd.oci.image.layer.v1.tar+zstd",
        Compression::Zstd,
    ),
    (
        "application/vnd.docker.image.rootfs.diff.tar.zstd",
        Compression::Zstd,
    ),
    ("application/vnd.oci.image.layer.v1.tar", Compression::Plain),
    (
        "application/vnd.docker.image.rootfs.diff.tar",
        Compression::Plain,
    ),
];

/// Reads a list of descriptors, the lowest layer first; `size` and `media_type` are the names of
/// their members.
///
/// # Errors
/// No layers, too many, or one without a plausible size or of a kind that no node pulls.
pub(super) fn layers(
    list: &[Value],
    size: &str,
    media_type: &str,
    notes: &mut Vec<String>,
) -> Result<Vec<Layer>, ValueError> {
    if list.is_empty() {
        return Err(ValueError::new(
            "This manifest has no layers: it is not an image a node could run.",
        ));
    }
    if list.len() > MAX_LAYERS {
        return Err(ValueError::new(format!(
            "This manifest has {} layers; an image has at most {MAX_LAYERS}.",
            list.len()
        )));
    }
    let mut untyped = 0;
    let mut layers = Vec::with_capacity(list.len());
    for (number, layer) in (1..).zip(list) {
        let compression = match layer.get(media_type).and_then(Value::as_str) {
            Some(said) => compression(number, said)?,
            None => {
                untyped += 1;
                Compression::Gzip
            }
        };
        layers.push(Layer {
            compressed: byte_size(number, layer.get(size))?,
            compression,
            unpacked: None,
        });
    }
    if untyped > 0 {
        notes.push(format!(
            "{untyped} layers have no media type; gzip is assumed."
        ));
    }
    let total = layers.iter().fold(0_u64, |sum, layer| {
        sum.saturating_add(layer.compressed.to_bytes())
    });
    if total > ByteSize::MAX {
        return Err(ValueError::new(
            "The layers total more than a petabyte, more than any image.",
        ));
    }
    Ok(layers)
}

fn compression(number: usize, media_type: &str) -> Result<Compression, ValueError> {
    let known = MEDIA_TYPES.iter().find(|(name, _)| *name == media_type);
    if let Some((_, compression)) = known {
        return Ok(*compression);
    }
    let why = if media_type.contains("foreign") || media_type.contains("nondistributable") {
        "is not in the registry: a Windows base layer, which Linux nodes do not pull"
    } else if media_type.contains("in-toto") {
        "is an attestation, not part of an image; use the manifest of a platform"
    } else if media_type.contains("encrypted") {
        "is encrypted; how it unpacks is not known"
    } else {
        "is not a layer of a container image"
    };
    Err(ValueError::new(format!(
        "Layer {number} {why} ({}).",
        quoted(media_type)
    )))
}

fn byte_size(number: usize, size: Option<&Value>) -> Result<ByteSize, ValueError> {
    let why = match size {
        None | Some(Value::Null) => "has no size".to_owned(),
        Some(Value::Number(bytes)) => match bytes.as_u64() {
            Some(0) => "has 0 bytes; even an empty layer has some".to_owned(),
            Some(bytes) if bytes <= ByteSize::MAX => return Ok(ByteSize::bytes(bytes)),
            Some(_) => "has more than a petabyte".to_owned(),
            None if bytes.as_i64().is_some() => {
                "has a negative size, which tools write if it is unknown".to_owned()
            }
            None => format!(
                "has a size that is not a whole number of bytes: {}",
                quoted(&bytes.to_string())
            ),
        },
        Some(other) => format!(
            "has a size that is not a number: {}",
            quoted(&other.to_string())
        ),
    };
    Err(ValueError::new(format!("Layer {number} {why}.")))
}
