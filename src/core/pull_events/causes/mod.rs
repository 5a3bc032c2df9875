//! Why a pull failed or waited: what the messages of the kubelet, containerd and SOCI say.

mod kind;
mod known;

use super::message;
use super::pods::Squeezed;
use crate::core::config::text::{private_ecr_region, registry_host};
use crate::core::error::quoted;
pub use kind::{CauseKind, Certainty};
use known::{KNOWN, PULL_THROUGH_CACHE, SERIAL_PULLS, UNKNOWN};

/// Most images that are named with a cause.
const MAX_IMAGES: usize = 3;

/// Letters of a message that are shown: its beginning, and its end, where the reason stands.
const EXCERPT: (usize, usize) = (90, 170);

/// Why pulls failed or waited, with where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullCause {
    /// What it is.
    pub kind: &'static CauseKind,
    /// How many messages say so.
    pub count: usize,
    /// The one-based line of the first.
    pub line: usize,
    /// The first images that are named, at most three.
    pub images: Vec<String>,
    /// The first message, cut.
    pub excerpt: String,
}

/// Every kind of cause.
pub(super) fn kinds() -> impl Iterator<Item = &'static CauseKind> {
    KNOWN
        .iter()
        .chain([&PULL_THROUGH_CACHE, &SERIAL_PULLS, &UNKNOWN])
}

/// Causes, in the order in which they were found.
#[derive(Default)]
pub(super) struct Causes {
    found: Vec<PullCause>,
}

impl Causes {
    /// Takes a message as it was written; whether it says why a pull failed.
    pub fn add(&mut self, text: &str, line: usize) -> bool {
        if !may_be_failure(text) {
            return false;
        }
        let squeezed = Squeezed::new(text).text;
        let lower = squeezed.to_ascii_lowercase();
        let image = image_of(&squeezed);
        let Some(kind) = kind_of(&lower, image.as_deref()) else {
            return false;
        };
        self.note(kind, line, image, text);
        true
    }

    /// Takes a pull that waited for others longer than it took.
    pub fn add_wait(&mut self, line: usize, image: &str, text: &str) {
        self.note(&SERIAL_PULLS, line, Some(image.to_owned()), text);
    }

    fn note(&mut self, kind: &'static CauseKind, line: usize, image: Option<String>, text: &str) {
        let place = self.found.iter().position(|one| one.kind.id == kind.id);
        let place = place.unwrap_or_else(|| {
            self.found.push(PullCause {
                kind,
                count: 0,
                line,
                images: Vec::new(),
                excerpt: excerpt(text),
            });
            self.found.len() - 1
        });
        let Some(cause) = self.found.get_mut(place) else {
            return;
        };
        cause.count += 1;
        cause.line = cause.line.min(line);
        if let Some(image) = image
            && cause.images.len() < MAX_IMAGES
            && !cause.images.contains(&image)
        {
            cause.images.push(image);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub fn finish(self) -> Vec<PullCause> {
        self.found
    }
}

/// A quick look that spares most lines the long one.
fn may_be_failure(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    [
        "fail",
        "err",
        "exceeded",
        "evict",
        "low on",
        "pressure",
        "denied",
        "x509",
        "cancel",
        "garbage",
        "reclaim",
        "never",
        "unauthorized",
        "toomanyrequests",
        "no space",
        "cannot",
        "unexpected",
    ]
    .iter()
    .any(|sign| lower.contains(sign))
}

fn kind_of(lower: &str, image: Option<&str>) -> Option<&'static CauseKind> {
    let of_pull = [
        "failedtopull",
        "errimagepull",
        "imagepullbackoff",
        "pullimage",
        "pullingimage",
        "inspectimage",
        "failedtoresolvereference",
        "failedtocopy:",
        "failedtoauthorize:",
        "failedtoextractlayer",
        "extractionsnapshot",
        "cannotunpacklayer",
        "cannotcreatefetcher",
        "soci-snapshotter",
    ]
    .iter()
    .any(|sign| lower.contains(sign));
    let known = KNOWN.iter().find(|kind| {
        (of_pull || !kind.of_pulls_only)
            && kind
                .signs
                .iter()
                .any(|parts| parts.iter().all(|part| lower.contains(part)))
    });
    match known {
        Some(kind) if known::UPSTREAM.contains(&kind.id) && comes_through_cache(lower, image) => {
            Some(&PULL_THROUGH_CACHE)
        }
        Some(kind) => Some(kind),
        None => {
            let failed = lower.contains("failedtopullimage\"")
                || (lower.contains("pullimage\"") && lower.contains("\"failed"));
            failed.then_some(&UNKNOWN)
        }
    }
}

/// Whether a failure is one of an ECR pull-through cache's upstream: the image is in a private
/// registry of ECR, under a name of another registry, or the error comes from another host.
fn comes_through_cache(lower: &str, image: Option<&str>) -> bool {
    if lower.contains("pullthroughcache") || lower.contains("pull-through-cache") {
        return true;
    }
    let Some((host, path)) = image.and_then(|image| Some((registry_host(image)?, image))) else {
        return false;
    };
    if private_ecr_region(host).is_none() {
        return false;
    }
    let path = path.strip_prefix(host).unwrap_or(path).to_ascii_lowercase();
    let upstream = [
        "docker.io/",
        "/docker-hub/",
        "/dockerhub/",
        "quay.io/",
        "/quay/",
        "ghcr.io/",
        "/ghcr/",
        "/github/",
        "registry.k8s.io/",
        "/kubernetes/",
        "/k8s/",
        "/ecr-public/",
        "public.ecr.aws/",
        "gcr.io/",
        "azurecr.io/",
        "/mcr/",
        "mcr.microsoft.com/",
        "nvcr.io/",
        "/gitlab/",
        "registry.gitlab.com/",
        "/cache/",
        "/mirror/",
        "/ptc/",
        "/pull-through/",
        "/proxy/",
    ]
    .iter()
    .any(|mark| path.contains(mark));
    upstream || asks_another_host(lower)
}

/// Whether the request that failed went to a host that is not ECR's.
fn asks_another_host(lower: &str) -> bool {
    let mut hosts = lower.match_indices("\"https://").filter_map(|(at, mark)| {
        let after = lower.get(at + mark.len()..)?;
        after.split(['/', '"', ':']).next()
    });
    hosts.any(|host| {
        !host.ends_with(".amazonaws.com")
            && !host.ends_with(".amazonaws.com.cn")
            && private_ecr_region(host).is_none()
    })
}

/// The image of a message: what follows `image`, `PullImage` or `reference` in quotation marks.
fn image_of(squeezed: &str) -> Option<String> {
    [
        "image=\"",
        "pullimage\"",
        "PullImage\"",
        "pullingimage\"",
        "unpackimage\"",
        "inspectimage\"",
        "reference\"",
        "image\"",
    ]
    .iter()
    .find_map(|mark| {
        let at = squeezed.find(mark)?;
        let (image, _) = message::image(squeezed.get(at + mark.len() - 1..)?)?;
        Some(image)
    })
}

/// The part of a message that says what happened.
fn excerpt(text: &str) -> String {
    let start = ["Failed to", "failed to", "PullImage", "The node", "Error"]
        .iter()
        .filter_map(|mark| text.find(mark))
        .min()
        .unwrap_or(0);
    let words = text.get(start..).unwrap_or(text).split_whitespace();
    let words: Vec<&str> = words.take(300).collect();
    let letters: Vec<char> = words.join(" ").chars().collect();
    let (head, tail) = EXCERPT;
    if letters.len() <= head + tail {
        return letters.into_iter().collect();
    }
    let head: String = letters.iter().take(head).collect();
    let tail: String = letters.iter().skip(letters.len() - tail).collect();
    format!("{head}…{tail}")
}

impl PullCause {
    /// How often and where it was said, and of which images.
    pub fn place(&self) -> String {
        let messages = match self.count {
            1 => format!("line {}", self.line),
            many => format!("{many} messages, the first in line {}", self.line),
        };
        let images: Vec<String> = self.images.iter().map(|image| quote_image(image)).collect();
        match images.as_slice() {
            [] => messages,
            images => format!("{messages}; {}", images.join(", ")),
        }
    }
}

/// An image as it is shown: whole, unless it is hostile.
fn quote_image(image: &str) -> String {
    if image.len() <= 200 && !image.chars().any(char::is_control) {
        image.to_owned()
    } else {
        quoted(image)
    }
}
