//! From a pasted manifest to the layers of an image.
//!
//! What is recognised: manifests and indexes of OCI and Docker (v2, schema 2) as `crane manifest`,
//! `skopeo inspect --raw`, `oras manifest fetch` and `docker manifest inspect` print them,
//! `docker manifest inspect -v`, plain `skopeo inspect`, `aws ecr batch-get-image` and
//! `describe-images`, the text of `regctl manifest get` and `docker buildx imagetools inspect`;
//! for the size of the whole `crictl inspecti`, and tables of images; for unpacked sizes
//! `docker history` and `dive`, beside a manifest.

mod artifact;
mod described;
mod forms;
mod layers;
mod platform;
mod printed;
mod runtime;
mod unpacked;

use crate::core::config::{Config, Edit, Layer};
use crate::core::error::ValueError;
use crate::core::units::ByteSize;
use crate::core::{json, paste};
pub use described::PlatformChoice;
use described::{Content, Described, Entry};
pub use platform::Platform;

/// What was understood of a paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageImport {
    /// The image.
    pub found: ImageFound,
    /// What it was recognised as, in words.
    pub recognised: String,
    /// What was left out or assumed, a sentence each.
    pub notes: Vec<String>,
}

/// An image, as far as a paste tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageFound {
    /// Its layers, the lowest one first; at least one.
    Layers {
        /// The layers; unpacked sizes where they were pasted as well.
        layers: Vec<Layer>,
        /// Size of all of them in the registry.
        compressed: ByteSize,
        /// Digest of the manifest, where it is said.
        digest: Option<String>,
        /// Platform, where it is said.
        platform: Option<Platform>,
    },
    /// Only its size in the registry.
    Size(ByteSize),
    /// An index of several platforms, of which one has to be chosen.
    Choose(Vec<PlatformChoice>),
    /// An index that names the platform's manifest but does not hold it.
    Elsewhere(PlatformChoice),
}

impl ImageImport {
    /// The change of the Config that takes the image over; none where a platform has to be chosen
    /// first.
    ///
    /// # Errors
    /// Never for what [`read_image`] gives: the fields take every layer that it does.
    pub fn edit(&self, config: &Config) -> Result<Option<Edit>, ValueError> {
        let (layers, compressed) = match &self.found {
            ImageFound::Layers {
                layers, compressed, ..
            } => (layers.as_slice(), *compressed),
            ImageFound::Size(compressed) => (&[][..], *compressed),
            ImageFound::Choose(_) | ImageFound::Elsewhere(_) => return Ok(None),
        };
        Edit::sizes_of_image(compressed, None, layers, config).map(Some)
    }

    /// What does not fit the nodes of the Config, in a sentence.
    pub fn misfit(&self, config: &Config) -> Option<String> {
        let ImageFound::Layers {
            platform: Some(platform),
            ..
        } = &self.found
        else {
            return None;
        };
        let nodes = config.nodes.architecture.to_string();
        (platform.os() != "linux" || platform.architecture() != nodes)
            .then(|| format!("The image is for {platform}, but the nodes are linux/{nodes}."))
    }
}

/// Reads a pasted manifest. Of an index, the platform that is asked for is taken; without one, the
/// only one.
///
/// # Errors
/// Text that no image can be read from: what it is instead, or where it breaks off.
pub fn read_image(text: &str, platform: Option<&Platform>) -> Result<ImageImport, ValueError> {
    let text = paste::clean(text)?;
    if let Some(page) = paste::web_page(&text) {
        return Err(page);
    }
    let documents = json::documents(&text);
    let mut all: Vec<Described> = Vec::new();
    let mut sizes = unpacked::Sizes::default();
    for value in &documents.values {
        if !sizes.add_document(value) {
            all.extend(forms::describe(value)?);
        }
    }
    sizes.add_lines(&documents.others);
    if all.is_empty() && sizes.is_empty() {
        all.extend(printed::describe(&documents.others)?);
    }
    let more = all.len().saturating_sub(1);
    let Some(described) = take_one(all) else {
        return Err(nothing_found(&documents, &sizes));
    };
    let mut import = choose(described, platform);
    if more > 0 {
        let note = match more {
            1 => "One more document describes an image and is skipped.".to_owned(),
            _ => format!("{more} more documents describe an image and are skipped."),
        };
        import.notes.push(note);
    }
    if let Some(broken) = &documents.broken {
        import.notes.push(format!(
            "Line {} is skipped: {}.",
            broken.line, broken.message
        ));
    }
    if let ImageFound::Layers { layers, .. } = &mut import.found
        && let Some(outcome) = sizes.put_on(layers)
    {
        import.notes.push(outcome);
    }
    Ok(import)
}

/// Of several documents the one that says most: layers before an index, an index before a size.
fn take_one(all: Vec<Described>) -> Option<Described> {
    let rank = |one: &Described| match one.content {
        Content::Layers(_) => 0,
        Content::Index(_) => 1,
        Content::Size(_) => 2,
    };
    all.into_iter().min_by_key(rank)
}

/// What to say of a text without an image.
fn nothing_found(documents: &json::Documents, sizes: &unpacked::Sizes) -> ValueError {
    if let Some(broken) = &documents.broken {
        return ValueError::new(format!(
            "Line {} cannot be read: {}.",
            broken.line, broken.message
        ));
    }
    if !sizes.is_empty() {
        return ValueError::new(
            "These are unpacked sizes only. Paste the image's manifest as well, above or below them.",
        );
    }
    let failed = documents.others.lines().find(|line| {
        let line = line.to_ascii_lowercase();
        line.contains("error") || line.contains("no such manifest") || line.contains("denied")
    });
    if let Some(line) = failed {
        let line: String = line.trim().chars().take(160).collect();
        return ValueError::new(format!("The command seems to have failed: {line}"));
    }
    let start = if documents.values.is_empty() {
        "This contains no JSON."
    } else {
        "This JSON describes no image."
    };
    ValueError::new(format!(
        "{start} Paste the output of crane manifest IMAGE, docker manifest inspect -v IMAGE, skopeo inspect --raw docker://IMAGE or aws ecr batch-get-image."
    ))
}

fn choose(described: Described, wanted: Option<&Platform>) -> ImageImport {
    let Described {
        what,
        digest,
        platform,
        mut notes,
        content,
    } = described;
    let found = match content {
        Content::Size(size) => ImageFound::Size(size),
        Content::Layers(layers) => {
            if let (Some(wanted), Some(platform)) = (wanted, &platform)
                && !wanted.admits(platform)
            {
                notes.push(format!("This manifest is for {platform}, not {wanted}."));
            }
            of_layers(layers, digest, platform)
        }
        Content::Index(entries) => {
            let offered = |entry: &&Entry| wanted.is_none_or(|one| one.admits(&entry.platform));
            let mut fitting: Vec<&Entry> = entries.iter().filter(offered).collect();
            if fitting.is_empty()
                && let Some(wanted) = wanted
            {
                notes.push(format!("There is no {wanted} in this index."));
                fitting = entries.iter().collect();
            }
            match fitting.as_slice() {
                [only] if wanted.is_none_or(|one| one.admits(&only.platform)) => match &only.layers
                {
                    Some(layers) => of_layers(
                        layers.clone(),
                        only.digest.clone(),
                        Some(only.platform.clone()),
                    ),
                    None => ImageFound::Elsewhere(only.choice()),
                },
                several => ImageFound::Choose(several.iter().map(|one| one.choice()).collect()),
            }
        }
    };
    ImageImport {
        found,
        recognised: what,
        notes,
    }
}

fn of_layers(layers: Vec<Layer>, digest: Option<String>, platform: Option<Platform>) -> ImageFound {
    let bytes = layers.iter().fold(0_u64, |sum, layer| {
        sum.saturating_add(layer.compressed.to_bytes())
    });
    ImageFound::Layers {
        compressed: ByteSize::bytes(bytes),
        layers,
        digest,
        platform,
    }
}
