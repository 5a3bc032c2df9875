//! Releases: what exists, what goes together, what is known bad. One table each for the AL2023
//! AMI, Bottlerocket, Karpenter and Kubernetes, and one for known faults; `data/SOURCES.md` says
//! where each comes from and when it was checked.

mod al2023;
mod bottlerocket;
mod karpenter;
mod known_bad;
mod kubernetes;
mod minors;
mod words;

use super::table::TableError;
use crate::core::config::{Al2023Version, KarpenterVersion, KubernetesVersion};
pub(crate) use karpenter::Tested;
pub(crate) use known_bad::{KnownBad, Pulls};
pub(crate) use words::{Presence, pinned};

/// The day on which the tables were last compared with their sources. Newer releases may exist.
pub(crate) const CHECKED: &str = "2026-11-28";

/// The tables as text.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseTables {
    /// `al2023_releases.csv`.
    pub al2023: &'static str,
    /// `bottlerocket_releases.csv`.
    pub bottlerocket: &'static str,
    /// `karpenter_releases.csv`.
    pub karpenter: &'static str,
    /// `kubernetes_releases.csv`.
    pub kubernetes: &'static str,
    /// `known_bad_releases.csv`.
    pub known_bad: &'static str,
}

/// Everything that is known about releases.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Releases {
    al2023: Vec<al2023::Release>,
    bottlerocket: Vec<bottlerocket::Release>,
    karpenter: Vec<karpenter::Release>,
    kubernetes: Vec<kubernetes::Release>,
    known_bad: Vec<KnownBad>,
}

impl Releases {
    /// Reads the tables.
    ///
    /// # Errors
    /// The first row that is not as its table's header says, with its line.
    pub(super) fn parse(tables: &ReleaseTables) -> Result<Self, TableError> {
        Ok(Self {
            al2023: al2023::parse(tables.al2023)?,
            bottlerocket: bottlerocket::parse(tables.bottlerocket)?,
            karpenter: karpenter::parse(tables.karpenter)?,
            kubernetes: kubernetes::parse(tables.kubernetes)?,
            known_bad: known_bad::parse(tables.known_bad)?,
        })
    }

    /// Whether an AL2023 AMI of this day exists for this Kubernetes.
    pub(crate) fn al2023(&self, date: u32, kubernetes: KubernetesVersion) -> Presence {
        al2023::presence(&self.al2023, date, kubernetes)
    }

    /// Whether this Bottlerocket exists for this Kubernetes.
    pub(crate) fn bottlerocket(
        &self,
        release: (u16, u16, u16),
        kubernetes: KubernetesVersion,
    ) -> Presence {
        let span = self.kubernetes.iter().find(|row| row.version == kubernetes);
        bottlerocket::presence(&self.bottlerocket, span, release, kubernetes)
    }

    /// AL2023 releases that are known to exist for this Kubernetes, newest first.
    pub(crate) fn al2023_for(&self, kubernetes: KubernetesVersion) -> impl Iterator<Item = u32> {
        al2023::newest_first(&self.al2023)
            .filter(move |release| release.is_for(kubernetes))
            .map(|release| release.date)
    }

    /// Bottlerocket releases that exist for this Kubernetes, newest first; those that are only
    /// announced come last.
    pub(crate) fn bottlerocket_for(
        &self,
        kubernetes: KubernetesVersion,
    ) -> impl Iterator<Item = (u16, u16, u16)> {
        [true, false].into_iter().flat_map(move |released| {
            self.bottlerocket
                .iter()
                .rev()
                .filter(move |release| release.is_released == released)
                .map(|release| release.version)
                .filter(move |version| self.bottlerocket(*version, kubernetes) == Presence::Known)
        })
    }

    /// Every AL2023 release that exists, newest first.
    pub(crate) fn al2023_newest_first(&self) -> impl Iterator<Item = u32> {
        al2023::newest_first(&self.al2023)
            .filter(|release| release.exists())
            .map(|release| release.date)
    }

    /// Every Bottlerocket release in the table, newest first.
    pub(crate) fn bottlerocket_newest_first(&self) -> impl Iterator<Item = (u16, u16, u16)> {
        self.bottlerocket
            .iter()
            .rev()
            .map(|release| release.version)
    }

    /// The last AL2023 AMI of a Kubernetes that gets none any more.
    pub(crate) fn last_al2023(&self, kubernetes: KubernetesVersion) -> Option<u32> {
        al2023::last(&self.al2023, kubernetes)
    }

    /// containerd's version on an AL2023 release, where it is known.
    pub(crate) fn containerd(
        &self,
        date: u32,
        kubernetes: KubernetesVersion,
    ) -> Option<&'static str> {
        let release = self.al2023.iter().find(|release| release.date == date)?;
        release.containerd(kubernetes)
    }

    /// What a pinned release of AL2023 means on this Kubernetes: itself, or for `latest` the last
    /// one where no further is made.
    pub(crate) fn al2023_meant(
        &self,
        version: Al2023Version,
        kubernetes: KubernetesVersion,
    ) -> Al2023Version {
        match version {
            Al2023Version::Latest => self
                .last_al2023(kubernetes)
                .map_or(version, Al2023Version::Pinned),
            Al2023Version::Pinned(_) => version,
        }
    }

    /// Faults of an AL2023 release.
    pub(crate) fn faults_of_al2023(
        &self,
        date: u32,
        kubernetes: KubernetesVersion,
    ) -> impl Iterator<Item = &KnownBad> {
        self.known_bad
            .iter()
            .filter(move |bad| bad.is_of_al2023(date, kubernetes))
    }

    /// Faults of a Bottlerocket release.
    pub(crate) fn faults_of_bottlerocket(
        &self,
        release: (u16, u16, u16),
        kubernetes: KubernetesVersion,
    ) -> impl Iterator<Item = &KnownBad> {
        self.known_bad
            .iter()
            .filter(move |bad| bad.is_of_bottlerocket(release, kubernetes))
    }

    /// Whether Karpenter's makers test this pair.
    pub(crate) fn tested(
        &self,
        karpenter: KarpenterVersion,
        kubernetes: KubernetesVersion,
    ) -> Tested {
        karpenter::tested(&self.karpenter, karpenter, kubernetes)
    }

    /// The day until which EKS supports a Kubernetes, extended support included.
    pub(crate) fn eks_until(&self, kubernetes: KubernetesVersion) -> Option<super::Date> {
        let row = self
            .kubernetes
            .iter()
            .find(|row| row.version == kubernetes)?;
        row.eks_until
    }
}
