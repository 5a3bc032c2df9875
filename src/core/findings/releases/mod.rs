//! The AMI release of a Config: what it means, what is wrong with it, and which one is advised.
//! Rules, their fixes and the field's choices ask the same questions here.

mod choices;

use super::predicates::{SOCI_ROOT, ami, is_private_ecr};
use super::{Reporter, Severity};
use crate::core::catalogue::{Catalogue, KnownBad, Presence, Pulls, Releases, pinned};
use crate::core::config::{Al2023Version, BottlerocketVersion, Config, InstanceStore};
use crate::core::engines::{AmiReleases, NodeSystem};
use crate::core::versions::BOTTLEROCKET_BINDS_SOCI;
pub use choices::{KnownValue, known_values};

/// The field that pins the AMI release, if a node class is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AmiFamily {
    Al2023,
    Bottlerocket,
}

impl AmiFamily {
    pub(super) fn from_config(config: &Config) -> Option<Self> {
        match config.engine.spec().system {
            NodeSystem::Bottlerocket => Some(Self::Bottlerocket),
            NodeSystem::Al2023 => (!config.engine.is_set_up_by_hand()).then_some(Self::Al2023),
            NodeSystem::AutoMode => None,
        }
    }

    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Al2023 => "cluster.al2023Version",
            Self::Bottlerocket => "cluster.bottlerocketVersion",
        }
    }

    /// What it is called before a release: `AMI v20260714`.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Al2023 => "AMI",
            Self::Bottlerocket => "Bottlerocket",
        }
    }
}

/// A pinned release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Release {
    Al2023(u32),
    Bottlerocket((u16, u16, u16)),
}

impl std::fmt::Display for Release {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Al2023(date) => Al2023Version::Pinned(*date).fmt(f),
            Self::Bottlerocket(version) => pinned(*version).fmt(f),
        }
    }
}

/// The AL2023 release that nodes run: the pinned one, or for `latest` the last one of a Kubernetes
/// that gets none any more.
pub(super) fn al2023(config: &Config, catalogue: &Catalogue) -> Al2023Version {
    let cluster = &config.cluster;
    catalogue
        .releases()
        .al2023_meant(cluster.al2023_version, cluster.kubernetes)
}

/// The release in words: `v20260714`, or what `latest` is for this Kubernetes.
pub(super) fn al2023_words(config: &Config, catalogue: &Catalogue) -> String {
    let asked = config.cluster.al2023_version;
    let meant = al2023(config, catalogue);
    if asked == meant {
        meant.to_string()
    } else {
        format!(
            "{asked}, which for Kubernetes {} stays at {meant},",
            config.cluster.kubernetes
        )
    }
}

/// The release that is pinned, if one is.
pub(super) fn pinned_release(config: &Config) -> Option<(AmiFamily, Release)> {
    let family = AmiFamily::from_config(config)?;
    let cluster = &config.cluster;
    match (family, cluster.al2023_version, cluster.bottlerocket_version) {
        (AmiFamily::Al2023, Al2023Version::Pinned(date), _) => {
            Some((family, Release::Al2023(date)))
        }
        (AmiFamily::Bottlerocket, _, BottlerocketVersion::Pinned(major, minor, patch)) => {
            Some((family, Release::Bottlerocket((major, minor, patch))))
        }
        _ => None,
    }
}

/// Whether a release exists for the Config's Kubernetes.
pub(super) fn presence(release: Release, config: &Config, releases: &Releases) -> Presence {
    let kubernetes = config.cluster.kubernetes;
    match release {
        Release::Al2023(date) => releases.al2023(date, kubernetes),
        Release::Bottlerocket(version) => releases.bottlerocket(version, kubernetes),
    }
}

/// The known faults of a release that the Config's pools meet, with how bad they are there.
pub(super) fn faults<'a>(
    release: Release,
    config: &Config,
    releases: &'a Releases,
) -> Vec<(&'a KnownBad, Severity)> {
    let kubernetes = config.cluster.kubernetes;
    let all: Vec<&KnownBad> = match release {
        Release::Al2023(date) => releases.faults_of_al2023(date, kubernetes).collect(),
        Release::Bottlerocket(version) => releases
            .faults_of_bottlerocket(version, kubernetes)
            .collect(),
    };
    all.into_iter()
        .filter_map(|bad| Some((bad, severity(bad, config)?)))
        .collect()
}

fn severity(bad: &KnownBad, config: &Config) -> Option<Severity> {
    match bad.pulls {
        Pulls::Any => Some(bad.severity),
        // The install script has a rule of its own for what it needs.
        Pulls::Soci => config.engine.spec().soci_in_ami.then_some(bad.severity),
        // The pool to compare with pulls so, and what is not in ECR may refuse it.
        Pulls::Stock if config.comparison && !is_private_ecr(config) => Some(Severity::Warning),
        Pulls::Stock => Some(bad.severity),
    }
}

/// The newest release that exists for the Config's Kubernetes, has no known fault, and suits its
/// engine and, where one does, its disks; nothing where no release does.
pub(super) fn recommended(config: &Config, catalogue: &Catalogue) -> Option<String> {
    let sound = sound(config, catalogue);
    let best = sound.iter().find(|release| suits_disks(**release, config));
    best.or(sound.first()).map(Release::to_string)
}

/// Releases that exist for the Config's Kubernetes, have no known fault and suit its engine, newest
/// first.
fn sound(config: &Config, catalogue: &Catalogue) -> Vec<Release> {
    let releases = catalogue.releases();
    let kubernetes = config.cluster.kubernetes;
    let candidates: Vec<Release> = match AmiFamily::from_config(config) {
        Some(AmiFamily::Al2023) => releases
            .al2023_for(kubernetes)
            .map(Release::Al2023)
            .collect(),
        Some(AmiFamily::Bottlerocket) => releases
            .bottlerocket_for(kubernetes)
            .map(Release::Bottlerocket)
            .collect(),
        None => Vec::new(),
    };
    candidates
        .into_iter()
        .filter(|release| suits_engine(*release, config))
        .filter(|release| faults(*release, config, releases).is_empty())
        .collect()
}

/// Whether the engine works on a release.
fn suits_engine(release: Release, config: &Config) -> bool {
    let spec = config.engine.spec();
    let is_known = match (release, spec.releases) {
        (Release::Al2023(date), AmiReleases::Al2023From(first)) => date >= first,
        (Release::Al2023(date), AmiReleases::Al2023Before(end)) => date < end,
        (Release::Bottlerocket((1, minor, _)), AmiReleases::BottlerocketFrom(first)) => {
            minor >= first
        }
        _ => true,
    };
    is_known && spec.suits_kubernetes(config.cluster.kubernetes.to_minor())
}

/// Whether SOCI's data is where the setting of the instance store wants it.
fn suits_disks(release: Release, config: &Config) -> bool {
    let in_soci_root = config.engine.image_directory() == Some(SOCI_ROOT);
    match (release, config.storage.instance_store) {
        (Release::Al2023(date), InstanceStore::Raid0) => {
            !in_soci_root || date >= ami::RAID0_COVERS_SOCI
        }
        (Release::Al2023(date), InstanceStore::Raid0SociOnEbs) => {
            !in_soci_root || !(ami::RAID0_COVERS_SOCI..ami::SOCI_STAYS_ON_EBS).contains(&date)
        }
        (Release::Bottlerocket((1, minor, _)), InstanceStore::Raid0) => {
            minor >= BOTTLEROCKET_BINDS_SOCI
        }
        _ => true,
    }
}

/// What to change where no release suits the Config: a sentence, or nothing where one does.
pub(super) fn instead(config: &Config, catalogue: &Catalogue) -> Option<String> {
    if recommended(config, catalogue).is_some() {
        return None;
    }
    let kubernetes = config.cluster.kubernetes;
    let spec = config.engine.spec();
    let needed = spec.kubernetes_from.unwrap_or_default();
    let sentence = spec
        .no_release
        .replace("{kubernetes}", &kubernetes.to_string())
        .replace("{needed}", &format!("1.{needed}"));
    // A newer cluster is no help to an engine that needs older releases.
    let may_wait = !matches!(spec.releases, AmiReleases::Al2023Before(_));
    let until = catalogue.releases().eks_until(kubernetes);
    Some(match until.filter(|_| may_wait) {
        Some(day) => format!("{sentence} EKS supports {kubernetes} until {day}."),
        None => sentence,
    })
}

/// Offers to pin the advised release for the finding just added; nothing where no release suits, or
/// where it is pinned already.
pub(super) fn offer(reporter: &mut Reporter<'_>, config: &Config, catalogue: &Catalogue) {
    let Some(family) = AmiFamily::from_config(config) else {
        return;
    };
    let asked = pinned_release(config).map(|(_, release)| release.to_string());
    if let Some(release) = recommended(config, catalogue).filter(|new| Some(new) != asked.as_ref())
    {
        reporter.offer(format!("Pin {release}"), family.path(), &release);
    }
}

/// Offers to pin a release that also suits the disks; nothing where none does.
pub(super) fn offer_for_disks(reporter: &mut Reporter<'_>, config: &Config, catalogue: &Catalogue) {
    let one_suits = |release: &Release| suits_disks(*release, config);
    if sound(config, catalogue).iter().any(one_suits) {
        offer(reporter, config, catalogue);
    }
}

/// Adds what to change to a message, where no release suits.
pub(super) fn with_instead(message: String, config: &Config, catalogue: &Catalogue) -> String {
    match instead(config, catalogue) {
        Some(sentence) => [&message, " ", &sentence].concat(),
        None => message,
    }
}
