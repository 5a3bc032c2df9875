//! The values to choose from, releases newest first, with what speaks against each.

use super::{AmiFamily, Release, faults, presence, suits_engine};
use crate::core::catalogue::{Catalogue, KnownImage, Presence, Tested};
use crate::core::config::regions::{REGIONS, place_of};
use crate::core::config::{Config, Field, KarpenterVersion, KubernetesVersion};

/// A value that a field can take: a release, a Region, an image of which a size was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownValue {
    /// The text to type: `v20260714`.
    pub text: String,
    /// What speaks against it in this Config, without an end; nothing if it fits.
    pub why_not: Option<String>,
    /// What else is known of it: an image's size, and from when that is.
    pub note: Option<String>,
}

/// So many that fit are listed, with those between them that do not.
const MAX_THAT_FIT: usize = 12;

/// The releases that are known for a field of the cluster, newest first, the Regions, and the images of
/// which a size was published; none for other fields.
/// The field takes others too: newer ones may exist.
pub fn known_values(field: &Field, config: &Config, catalogue: &Catalogue) -> Vec<KnownValue> {
    if field.path == "cluster.region" {
        let known = REGIONS.into_iter().map(|region| KnownValue {
            text: region.to_owned(),
            why_not: None,
            note: place_of(region).map(str::to_owned),
        });
        return known.collect();
    }
    if field.path == "image.reference" {
        return known_images(config, catalogue);
    }
    let releases = catalogue.releases();
    let cluster = &config.cluster;
    let all: Vec<KnownValue> = match field.path {
        "cluster.al2023Version" => releases
            .al2023_newest_first()
            .map(|date| of_ami(Release::Al2023(date), config, catalogue))
            .collect(),
        "cluster.bottlerocketVersion" => releases
            .bottlerocket_newest_first()
            .map(|version| of_ami(Release::Bottlerocket(version), config, catalogue))
            .collect(),
        "cluster.kubernetes" => KubernetesVersion::all()
            .rev()
            .map(|kubernetes| KnownValue {
                text: kubernetes.to_string(),
                why_not: why_not_tested(cluster.karpenter, kubernetes, catalogue),
                note: None,
            })
            .collect(),
        "cluster.karpenter" => KarpenterVersion::all()
            .rev()
            .map(|karpenter| KnownValue {
                text: karpenter.to_string(),
                why_not: why_not_tested(karpenter, cluster.kubernetes, catalogue),
                note: None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let mut that_fit = 0;
    all.into_iter()
        .take_while(|release| {
            let more = that_fit < MAX_THAT_FIT;
            that_fit += usize::from(release.why_not.is_none());
            more
        })
        .collect()
}

/// The images of which a size was published for the nodes' architecture.
fn known_images(config: &Config, catalogue: &Catalogue) -> Vec<KnownValue> {
    let fits = |image: &&KnownImage| {
        let of = image.architecture;
        of.is_none_or(|architecture| architecture == config.nodes.architecture)
    };
    let known = |image: &KnownImage| KnownValue {
        text: image.reference.to_string(),
        why_not: None,
        note: Some(image.label()),
    };
    let images = catalogue.known_images();
    images.iter().filter(fits).map(known).collect()
}

fn of_ami(release: Release, config: &Config, catalogue: &Catalogue) -> KnownValue {
    let releases = catalogue.releases();
    let why_not = match presence(release, config, releases) {
        Presence::Missing(reason) | Presence::Unconfirmed(reason) => Some(reason),
        Presence::Newer | Presence::Known => faults(release, config, releases)
            .first()
            .map(|(bad, _)| bad.what.to_owned()),
    };
    let of_engine = || {
        let in_use = matches!(
            (AmiFamily::from_config(config), release),
            (Some(AmiFamily::Al2023), Release::Al2023(_))
                | (Some(AmiFamily::Bottlerocket), Release::Bottlerocket(_))
        );
        (in_use && !suits_engine(release, config))
            .then(|| "the chosen engine does not work on it".to_owned())
    };
    KnownValue {
        text: release.to_string(),
        why_not: why_not.or_else(of_engine),
        note: None,
    }
}

fn why_not_tested(
    karpenter: KarpenterVersion,
    kubernetes: KubernetesVersion,
    catalogue: &Catalogue,
) -> Option<String> {
    match catalogue.releases().tested(karpenter, kubernetes) {
        Tested::Yes | Tested::Unknown => None,
        Tested::From(patch) => Some(format!(
            "Kubernetes {kubernetes} is tested since Karpenter {karpenter}.{patch}"
        )),
        Tested::Newer { newest, .. } => Some(format!(
            "Karpenter {karpenter} is tested up to Kubernetes {newest}"
        )),
        Tested::Older { oldest } => Some(format!(
            "Karpenter {karpenter} is tested with Kubernetes {oldest} and newer"
        )),
    }
}
