//! The forms in which tools print a manifest.

use serde_json::Value;

use super::artifact::{Artifact, LeftOut, soci_digests};
use super::described::{Content, Described, Entry};
use super::layers::layers;
use super::platform::Platform;
use super::runtime;
use crate::core::config::Layer;
use crate::core::error::{ValueError, quoted};
use crate::core::units::ByteSize;

/// Most manifests of one index that are looked at.
const MAX_ENTRIES: usize = 1000;

/// How deep a manifest may lie within strings: ECR prints one as a string.
const MAX_DEPTH: usize = 3;

/// Recognises a document; none if it is no form of an image.
///
/// # Errors
/// A form of an image that its layers cannot be read from, and why.
pub(super) fn describe(value: &Value) -> Result<Option<Described>, ValueError> {
    describe_within(value, 0)
}

fn describe_within(value: &Value, depth: usize) -> Result<Option<Described>, ValueError> {
    if depth > MAX_DEPTH {
        return Ok(None);
    }
    if let Some(text) = value.as_str() {
        let inner: Value = serde_json::from_str(text).map_err(|_| {
            ValueError::new("There is a manifest within a string here, but it is not JSON.")
        })?;
        return describe_within(&inner, depth + 1);
    }
    if let Some(refusal) = refuse(value) {
        return Err(refusal);
    }
    if let Some(list) = value.as_array() {
        return match list.as_slice() {
            [only] => describe_within(only, depth + 1),
            several if several.iter().any(is_verbose) => verbose_list(several).map(Some),
            _ => Ok(None),
        };
    }
    if is_verbose(value) {
        return verbose(value).map(Some);
    }
    if let Some(described) = runtime::describe(value)? {
        return Ok(Some(described));
    }
    if let Some(images) = array(value, "images") {
        return ecr_images(images, value.get("failures"), depth);
    }
    if let Some(images) = array(value, "imageDetails") {
        return ecr_details(images).map(Some);
    }
    if value.get("LayersData").is_some()
        || (value.get("Layers").is_some() && value.get("Digest").is_some())
    {
        return skopeo(value).map(Some);
    }
    if let Some(entries) = array(value, "manifests") {
        return index(value, entries).map(Some);
    }
    if let Some(list) = array(value, "layers") {
        return manifest(value, list).map(Some);
    }
    // oras and docker buildx imagetools wrap the manifest, nerdctl does in its native mode.
    for name in ["content", "manifest", "Manifest"] {
        if let Some(inner) = value.get(name).filter(|inner| inner.is_object())
            && let Some(described) = describe_within(inner, depth + 1)?
        {
            return Ok(Some(described));
        }
    }
    if is_descriptor(value) {
        return Err(ValueError::new(
            "This is only a manifest's descriptor; its size is not the image's. Paste the manifest: crane manifest IMAGE.",
        ));
    }
    Ok(None)
}

/// Whether this is a descriptor of a manifest, without its content.
fn is_descriptor(value: &Value) -> bool {
    let of_manifest = text(value, "mediaType")
        .is_some_and(|kind| kind.contains("manifest") || kind.contains("image.index"));
    of_manifest && digest(value, "digest").is_some() && value.get("size").is_some()
}

fn array<'a>(value: &'a Value, name: &str) -> Option<&'a [Value]> {
    value.get(name)?.as_array().map(Vec::as_slice)
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

/// A digest, if it is built like one: it is shown in a command.
fn digest(value: &Value, name: &str) -> Option<String> {
    let said = text(value, name)?;
    let hex = said.strip_prefix("sha256:")?;
    (hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| said.to_owned())
}

/// Documents that are known and say nothing of the layers' sizes.
fn refuse(value: &Value) -> Option<ValueError> {
    if let Some([first, ..]) = array(value, "errors") {
        let code = text(first, "code").unwrap_or("an error");
        let message = text(first, "message").unwrap_or_default();
        return Some(ValueError::new(format!(
            "The registry answered {}: {}",
            quoted(code),
            quoted(message)
        )));
    }
    let one = value
        .as_array()
        .and_then(|list| list.first())
        .unwrap_or(value);
    if one.get("fsLayers").is_some() {
        return Some(ValueError::new(
            "This is a Docker schema 1 manifest, which has no sizes. Push the image again with a current client, or paste another form of its manifest.",
        ));
    }
    if one.get("RootFS").is_some() {
        let size = one.get("Size").and_then(Value::as_u64);
        let known = size.map_or(String::new(), |bytes| {
            format!(" (together {})", ByteSize::bytes(bytes).rounded())
        });
        return Some(ValueError::new(format!(
            "This is docker image inspect output, which has only unpacked layers{known}, not the pulled ones. Paste docker manifest inspect -v IMAGE."
        )));
    }
    if one.pointer("/rootfs/diff_ids").is_some() {
        return Some(ValueError::new(
            "This is the image's configuration, which has no sizes. Paste its manifest: crane manifest IMAGE.",
        ));
    }
    None
}

/// A manifest of OCI or of Docker.
fn manifest(value: &Value, list: &[Value]) -> Result<Described, ValueError> {
    if let Some(artifact) = Artifact::from_json(value) {
        return Err(ValueError::new(format!(
            "This is {}, not the image's manifest. Paste that: crane manifest IMAGE.",
            artifact.describe()
        )));
    }
    let media_type = text(value, "mediaType").unwrap_or_default();
    let what = if media_type.contains("docker") {
        "a Docker manifest"
    } else {
        "an OCI manifest"
    };
    let mut notes = Vec::new();
    let layers = layers(list, "size", "mediaType", &mut notes)?;
    Ok(Described {
        notes,
        ..Described::new(what, Content::Layers(layers))
    })
}

/// An index of OCI or a manifest list of Docker.
fn index(value: &Value, entries: &[Value]) -> Result<Described, ValueError> {
    let media_type = text(value, "mediaType").unwrap_or_default();
    let what = if media_type.contains("docker") {
        "a Docker manifest list"
    } else {
        "an OCI index"
    };
    let soci = soci_digests(entries);
    let read = entries.iter().take(MAX_ENTRIES).map(|entry| {
        let digest = digest(entry, "digest");
        let is_soci = digest.as_deref().is_some_and(|one| soci.contains(one));
        Listed {
            platform: entry.get("platform").and_then(Platform::of_json),
            artifact: is_soci
                .then_some(Artifact::SociIndex)
                .or_else(|| Artifact::from_json(entry)),
            digest,
            layers: None,
        }
    });
    of_entries(what, read.collect(), entries.len())
}

/// An entry as it is listed.
struct Listed {
    platform: Option<Platform>,
    /// What it is instead of an image.
    artifact: Option<Artifact>,
    digest: Option<String>,
    /// Where they are in it.
    layers: Option<Vec<Layer>>,
}

fn of_entries(what: &str, read: Vec<Listed>, said: usize) -> Result<Described, ValueError> {
    let all = read.len();
    let mut left_out = LeftOut::default();
    let mut entries: Vec<Entry> = Vec::new();
    let mut notes = Vec::new();
    for listed in read {
        let Some(platform) = listed.platform.filter(|_| listed.artifact.is_none()) else {
            left_out.add(listed.artifact);
            continue;
        };
        if entries.iter().any(|entry| entry.platform == platform) {
            let note = format!(
                "{platform} is listed more than once; the first is used, as in containerd."
            );
            if !notes.contains(&note) {
                notes.push(note);
            }
            continue;
        }
        entries.push(Entry {
            platform,
            digest: listed.digest,
            layers: listed.layers,
        });
    }
    if entries.is_empty() {
        return Err(ValueError::new(
            "This index names no platform, so there is no image to choose.",
        ));
    }
    notes.extend(left_out.notes());
    if said > all {
        notes.push(format!("Only the first {all} of {said} entries are read."));
    }
    Ok(Described {
        notes,
        ..Described::new(what, Content::Index(entries))
    })
}

/// Whether this is one entry of `docker manifest inspect -v`.
fn is_verbose(value: &Value) -> bool {
    value.get("Descriptor").is_some()
        && (value.get("SchemaV2Manifest").is_some() || value.get("OCIManifest").is_some())
}

fn verbose(value: &Value) -> Result<Described, ValueError> {
    let inner = ["SchemaV2Manifest", "OCIManifest"]
        .iter()
        .find_map(|name| value.get(*name));
    let list = inner
        .and_then(|inner| array(inner, "layers"))
        .unwrap_or(&[]);
    let descriptor = value.get("Descriptor");
    let mut notes = Vec::new();
    let layers = layers(list, "size", "mediaType", &mut notes)?;
    Ok(Described {
        digest: descriptor.and_then(|one| digest(one, "digest")),
        platform: descriptor
            .and_then(|one| one.get("platform"))
            .and_then(Platform::of_json),
        notes,
        ..Described::new("docker manifest inspect -v", Content::Layers(layers))
    })
}

fn verbose_list(list: &[Value]) -> Result<Described, ValueError> {
    let descriptors: Vec<Value> = list
        .iter()
        .take(MAX_ENTRIES)
        .map(|entry| entry.get("Descriptor").cloned().unwrap_or_default())
        .collect();
    let soci = soci_digests(&descriptors);
    let mut read = Vec::new();
    for (entry, descriptor) in list.iter().zip(&descriptors) {
        let inner = ["OCIManifest", "SchemaV2Manifest"]
            .iter()
            .find_map(|name| entry.get(*name));
        let platform = descriptor.get("platform").and_then(Platform::of_json);
        let digest = digest(descriptor, "digest");
        let is_soci = digest.as_deref().is_some_and(|one| soci.contains(one));
        let artifact = is_soci
            .then_some(Artifact::SociIndex)
            .or_else(|| Artifact::from_json(descriptor))
            .or_else(|| inner.and_then(Artifact::from_json));
        // What attestations and SOCI indexes hold are no layers.
        let layers = match platform {
            Some(_) if artifact.is_none() && is_verbose(entry) => match verbose(entry)?.content {
                Content::Layers(layers) => Some(layers),
                Content::Index(_) | Content::Size(_) => None,
            },
            _ => None,
        };
        read.push(Listed {
            platform,
            artifact,
            digest,
            layers,
        });
    }
    of_entries("docker manifest inspect -v", read, list.len())
}

/// Plain `skopeo inspect`.
fn skopeo(value: &Value) -> Result<Described, ValueError> {
    let Some(list) = array(value, "LayersData") else {
        return Err(ValueError::new(
            "This skopeo inspect release prints no sizes. Paste skopeo inspect --raw.",
        ));
    };
    let mut notes = Vec::new();
    let layers = layers(list, "Size", "MIMEType", &mut notes)?;
    Ok(Described {
        digest: digest(value, "Digest"),
        platform: Platform::of_json(value),
        notes,
        ..Described::new("skopeo inspect", Content::Layers(layers))
    })
}

/// `aws ecr batch-get-image`: each manifest is a string.
fn ecr_images(
    images: &[Value],
    failures: Option<&Value>,
    depth: usize,
) -> Result<Option<Described>, ValueError> {
    let id = |image: &Value| digest(image.get("imageId").unwrap_or(&Value::Null), "imageDigest");
    let Some(first) = images.first() else {
        let failure = failures.and_then(|list| list.as_array()?.first());
        let reason = failure.and_then(|one| text(one, "failureReason"));
        return Err(ValueError::new(match reason {
            Some(reason) => format!("Amazon ECR has no such image: {}", quoted(reason)),
            None => "Amazon ECR named no image.".to_owned(),
        }));
    };
    // An image is listed once for each of its tags.
    if images.iter().any(|other| id(other) != id(first)) {
        return Err(ValueError::new(format!(
            "There are {} images here. Request one from Amazon ECR, by tag or digest.",
            images.len()
        )));
    }
    let Some(inner) = first.get("imageManifest").filter(|inner| inner.is_string()) else {
        return Ok(None);
    };
    let described = describe_within(inner, depth + 1)?;
    Ok(described.map(|one| Described {
        what: format!("aws ecr batch-get-image with {}", one.what),
        digest: id(first),
        ..one
    }))
}

/// `aws ecr describe-images`: only the size of the whole.
fn ecr_details(images: &[Value]) -> Result<Described, ValueError> {
    // A SOCI index is pushed beside its image.
    let is_soci = |image: &&Value| {
        text(image, "artifactMediaType").is_some_and(|kind| kind.contains("soci.index"))
    };
    let no_images = images.iter().filter(is_soci).count();
    let real: Vec<&Value> = images.iter().filter(|image| !is_soci(image)).collect();
    let [only] = real.as_slice() else {
        return Err(ValueError::new(format!(
            "There are {} images here. Describe one: aws ecr describe-images --repository-name NAME --image-ids imageTag=TAG.",
            real.len()
        )));
    };
    let bytes = only.get("imageSizeInBytes").and_then(Value::as_u64);
    let Some(bytes) = bytes.filter(|bytes| (1..=ByteSize::MAX).contains(bytes)) else {
        return Err(ValueError::new(
            "Amazon ECR gives no size for this image; it may be an index of several platforms. Paste aws ecr batch-get-image.",
        ));
    };
    let mut left_out = LeftOut::default();
    (0..no_images).for_each(|_| left_out.add(Some(Artifact::SociIndex)));
    let layers = "The layers are not in it; aws ecr batch-get-image has them.".to_owned();
    Ok(Described {
        digest: digest(only, "imageDigest"),
        notes: std::iter::once(layers).chain(left_out.notes()).collect(),
        ..Described::new(
            "aws ecr describe-images",
            Content::Size(ByteSize::bytes(bytes)),
        )
    })
}
