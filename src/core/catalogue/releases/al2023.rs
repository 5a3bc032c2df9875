//! Releases of the EKS AL2023 AMI.

use super::minors::{Minors, minor};
use super::words::{Presence, al2023_date};
use crate::core::catalogue::table::{TableError, rows};
use crate::core::config::{Al2023Version, KubernetesVersion};

/// What a release is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// An entry of the changelog, which names every Kubernetes that it was built for.
    Changelog,
    /// Somebody runs it or found it; for which Kubernetes may be known in part.
    Seen,
    /// A git tag and nothing else. Some such releases turned up on nodes, others never did.
    Tag,
    /// The changelog calls it abandoned.
    Abandoned,
}

/// One release.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Release {
    /// Its day as a number: 20260724.
    pub(super) date: u32,
    kubernetes: Option<Minors>,
    /// From which minor version of Kubernetes on which containerd.
    containerd: Vec<(u8, &'static str)>,
    evidence: Evidence,
}

impl Release {
    /// Whether it is known to exist for this Kubernetes.
    pub(super) fn is_for(&self, kubernetes: KubernetesVersion) -> bool {
        self.kubernetes.is_some_and(|set| set.has(kubernetes))
    }

    /// Whether it is known to exist at all.
    pub(super) fn exists(&self) -> bool {
        matches!(self.evidence, Evidence::Changelog | Evidence::Seen)
    }

    /// containerd's version for this Kubernetes, where it is known.
    pub(super) fn containerd(&self, kubernetes: KubernetesVersion) -> Option<&'static str> {
        let step = self
            .containerd
            .iter()
            .rfind(|(from, _)| *from <= kubernetes.to_minor());
        step.filter(|_| self.is_for(kubernetes))
            .map(|(_, version)| *version)
    }
}

const HEADER: &str = "release,kubernetes,containerd,evidence";

/// Reads the table; oldest first.
pub(super) fn parse(table: &'static str) -> Result<Vec<Release>, TableError> {
    rows(table, HEADER)?
        .map(|mut row| {
            let release = Release {
                date: al2023_date(row.needed("release")?, &row)?,
                kubernetes: match row.text("kubernetes")? {
                    None => None,
                    Some(cell) => Some(
                        Minors::parse(cell)
                            .ok_or_else(|| row.error(format!("kubernetes cannot be {cell}")))?,
                    ),
                },
                containerd: match row.text("containerd")? {
                    None => Vec::new(),
                    Some(cell) => steps(cell)
                        .ok_or_else(|| row.error(format!("containerd cannot be {cell}")))?,
                },
                evidence: match row.needed("evidence")? {
                    "changelog" => Evidence::Changelog,
                    "seen" => Evidence::Seen,
                    "tag" => Evidence::Tag,
                    "abandoned" => Evidence::Abandoned,
                    other => return Err(row.error(format!("evidence cannot be {other}"))),
                },
            };
            row.end()?;
            Ok(release)
        })
        .collect()
}

/// `2.2.4`, or `1.29:1.7.29 1.30:2.2.1`: from which Kubernetes on which containerd.
fn steps(cell: &'static str) -> Option<Vec<(u8, &'static str)>> {
    cell.split(' ')
        .map(|part| match part.split_once(':') {
            Some((from, version)) => Some((minor(from)?, version)),
            None => Some((0, part)),
        })
        .collect()
}

pub(super) fn newest_first(releases: &[Release]) -> impl Iterator<Item = &Release> {
    releases.iter().rev()
}

/// The newest entry of the changelog.
fn newest_listed(releases: &[Release]) -> Option<&Release> {
    newest_first(releases).find(|release| release.evidence == Evidence::Changelog)
}

/// The last release for a Kubernetes that the newest entry of the changelog leaves out.
pub(super) fn last(releases: &[Release], kubernetes: KubernetesVersion) -> Option<u32> {
    let listed = newest_listed(releases)?;
    let last = newest_first(releases).find(|release| release.is_for(kubernetes))?;
    (last.date < listed.date && !listed.is_for(kubernetes)).then_some(last.date)
}

pub(super) fn presence(releases: &[Release], date: u32, kubernetes: KubernetesVersion) -> Presence {
    let first = releases.iter().find(|release| release.is_for(kubernetes));
    if let Some(first) = first.filter(|first| date < first.date) {
        let first = Al2023Version::Pinned(first.date);
        return Presence::Missing(format!(
            "the first AL2023 AMI for Kubernetes {kubernetes} is {first}"
        ));
    }
    if let Some(last) = last(releases, kubernetes).filter(|last| date > *last) {
        let last = Al2023Version::Pinned(last);
        return Presence::Missing(format!(
            "the last AL2023 AMI for Kubernetes {kubernetes} is {last}"
        ));
    }
    let Some(release) = releases.iter().find(|release| release.date == date) else {
        return of_unknown_day(releases, date);
    };
    match (release.evidence, release.kubernetes) {
        _ if release.is_for(kubernetes) => Presence::Known,
        (Evidence::Changelog, _) => {
            Presence::Missing(format!("it was not built for Kubernetes {kubernetes}"))
        }
        (Evidence::Seen, Some(others)) => Presence::Unconfirmed(format!(
            "it is known to exist for Kubernetes {}, but not for {kubernetes}",
            others.describe()
        )),
        (Evidence::Seen, None) => Presence::Unconfirmed(
            "it is known to exist, but not for which Kubernetes version".to_owned(),
        ),
        (Evidence::Tag, _) => Presence::Unconfirmed(
            "only a git tag is known: it is not in the changelog, and no node has been seen running it".to_owned(),
        ),
        (Evidence::Abandoned, _) => {
            Presence::Unconfirmed("it is marked as abandoned in the changelog".to_owned())
        }
    }
}

/// A day of which the table has no release. Every release has a tag, and up to the newest entry of
/// the changelog the table has them all.
fn of_unknown_day(releases: &[Release], date: u32) -> Presence {
    match (releases.last(), newest_listed(releases)) {
        (Some(newest), _) if date > newest.date => Presence::Newer,
        (_, Some(listed)) if date > listed.date => Presence::Unconfirmed(
            "no release with that date is known, but later ones are".to_owned(),
        ),
        _ => Presence::Missing(
            "no release has that date, in the changelog or as a git tag".to_owned(),
        ),
    }
}
