//! What lies in an index beside images: SOCI indexes, attestations, signatures.

use std::collections::BTreeSet;

use serde_json::Value;

/// Artifact types of SOCI indexes, v1 and v2, begin so (soci-snapshotter v0.15.0,
/// soci/soci_index.go).
const SOCI_INDEX: &str = "application/vnd.amazon.soci.index.";

/// On a SOCI index in an image index: the image it is of.
const SOCI_OF_IMAGE: &str = "com.amazon.soci.image-manifest-digest";

/// On an image manifest: its SOCI index.
const SOCI_OF_INDEX: &str = "com.amazon.soci.index-digest";

/// On an attestation that BuildKit writes: `attestation-manifest`.
const BUILDKIT_REFERENCE: &str = "vnd.docker.reference.type";

/// Types of an image's configuration: an entry of such a type is an image.
const IMAGE_CONFIGS: [&str; 2] = [
    "application/vnd.oci.image.config.v1+json",
    "application/vnd.docker.container.image.v1+json",
];

/// What is no image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Artifact {
    SociIndex,
    Attestation,
    Signature,
    /// A chart, a software bill, a model.
    Other,
}

impl Artifact {
    /// What a manifest or its descriptor says of itself; none for an image.
    pub fn from_json(value: &Value) -> Option<Self> {
        let annotations = value.get("annotations");
        let annotation = |name: &str| annotations?.get(name)?.as_str();
        if annotation(SOCI_OF_IMAGE).is_some() {
            return Some(Self::SociIndex);
        }
        if annotation(BUILDKIT_REFERENCE).is_some() {
            return Some(Self::Attestation);
        }
        // Without the field, as OCI 1.0 knows it, the configuration's type stands for it.
        let config = value
            .get("config")
            .and_then(|config| config.get("mediaType"));
        let kinds = [value.get("artifactType"), value.get("mediaType"), config];
        kinds
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .find_map(Self::of_type)
            .or_else(|| Self::of_artifact_type(value.get("artifactType")?.as_str()?))
    }

    /// Types that are never an image's, wherever they stand.
    fn of_type(kind: &str) -> Option<Self> {
        if kind.starts_with(SOCI_INDEX) {
            return Some(Self::SociIndex);
        }
        if kind.contains("in-toto") {
            return Some(Self::Attestation);
        }
        ["cosign", "sigstore", "notary"]
            .iter()
            .any(|word| kind.contains(word))
            .then_some(Self::Signature)
    }

    /// An `artifactType` that names anything but an image.
    fn of_artifact_type(kind: &str) -> Option<Self> {
        (!kind.is_empty() && !IMAGE_CONFIGS.contains(&kind)).then_some(Self::Other)
    }

    /// What a single manifest is that is this and no image.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::SociIndex => "a SOCI index",
            Self::Attestation => "an attestation",
            Self::Signature => "a signature",
            Self::Other => "an artifact",
        }
    }
}

/// Digests of the SOCI indexes that an index's images name.
pub(super) fn soci_digests(entries: &[Value]) -> BTreeSet<&str> {
    entries
        .iter()
        .filter_map(|entry| entry.get("annotations")?.get(SOCI_OF_INDEX)?.as_str())
        .collect()
}

/// How many of each kind were left out.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    soci: usize,
    attestations: usize,
    signatures: usize,
    others: usize,
    /// Entries without a platform that say nothing else of themselves.
    nameless: usize,
}

impl LeftOut {
    pub fn add(&mut self, artifact: Option<Artifact>) {
        let count = match artifact {
            Some(Artifact::SociIndex) => &mut self.soci,
            Some(Artifact::Attestation) => &mut self.attestations,
            Some(Artifact::Signature) => &mut self.signatures,
            Some(Artifact::Other) => &mut self.others,
            None => &mut self.nameless,
        };
        *count += 1;
    }

    /// A sentence for each kind.
    pub fn notes(&self) -> impl Iterator<Item = String> + use<> {
        let said = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(one.to_owned()),
            several => Some(format!("{several} {many}")),
        };
        [
            said(
                self.soci,
                "A SOCI index is skipped; parallel pull does not need it.",
                "SOCI indexes are skipped; parallel pull does not need them.",
            ),
            said(
                self.attestations,
                "An attestation is skipped: it is not an image.",
                "attestations are skipped: they are not images.",
            ),
            said(
                self.signatures,
                "A signature is skipped: it is not an image.",
                "signatures are skipped: they are not images.",
            ),
            said(
                self.others,
                "An artifact that is not an image is skipped.",
                "artifacts that are not images are skipped.",
            ),
            said(
                self.nameless,
                "One entry without a platform, such as an attestation, is skipped.",
                "entries without a platform, such as attestations, are skipped.",
            ),
        ]
        .into_iter()
        .flatten()
    }
}
