//! What a node's container runtime says of an image: `crictl inspecti` and `crictl images -o json`.
//! The CRI has no layers, only one size; containerd fills in what is pulled, compressed
//! (containerd v2, internal/cri/store/image/image.go).

use serde_json::Value;

use super::described::{Content, Described};
use super::platform::Platform;
use crate::core::error::ValueError;
use crate::core::units::ByteSize;

const WHERE: &str = "crane manifest IMAGE or docker manifest inspect -v IMAGE has them";

/// Recognises a document of the CRI; none if it is no such document.
///
/// # Errors
/// Several images, or one without a size.
pub(super) fn describe(value: &Value) -> Result<Option<Described>, ValueError> {
    if let Some(status) = value.get("status").filter(|status| is_image(status)) {
        let platform = value.pointer("/info/imageSpec").and_then(Platform::of_json);
        return Ok(Some(Described {
            platform,
            ..of_size("crictl inspecti", status)?
        }));
    }
    let Some(images) = value.get("images").and_then(Value::as_array) else {
        return Ok(None);
    };
    match images.as_slice() {
        [only] if is_image(only) => of_size("crictl images", only).map(Some),
        several if several.iter().any(is_image) => {
            Err(several_images("crictl images", several.len()))
        }
        _ => Ok(None),
    }
}

/// Says that one of several images has to be named.
pub(super) fn several_images(what: &str, count: usize) -> ValueError {
    ValueError::new(format!(
        "This is {what}: {count} images, without layers. Choose one; {WHERE}."
    ))
}

/// Whether this is an image of the CRI.
fn is_image(value: &Value) -> bool {
    value.get("repoTags").is_some() || value.get("repoDigests").is_some()
}

fn of_size(what: &str, image: &Value) -> Result<Described, ValueError> {
    // Protocol buffers write 64-bit numbers as strings in JSON.
    let bytes = image.get("size").and_then(|size| match size {
        Value::String(digits) => digits.parse().ok(),
        other => other.as_u64(),
    });
    let Some(bytes) = bytes.filter(|bytes| (1..=ByteSize::MAX).contains(bytes)) else {
        return Err(ValueError::new(format!(
            "{what} shows no size for this image, and never layers; {WHERE}."
        )));
    };
    Ok(only_size(what, ByteSize::bytes(bytes)))
}

/// A size of the whole, as a runtime counts it.
pub(super) fn only_size(what: &str, size: ByteSize) -> Described {
    Described {
        notes: vec![format!(
            "{what} has only the compressed size, as containerd counts it, and no layers; {WHERE}."
        )],
        ..Described::new(what, Content::Size(size))
    }
}
