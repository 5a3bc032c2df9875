//! Which Kubernetes each Karpenter is tested with.

use super::minors::minor;
use crate::core::catalogue::table::{Row, TableError, rows};
use crate::core::config::{KarpenterVersion, KubernetesVersion};
use crate::core::order;

/// One release: a minor version from its `patch` on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Release {
    version: KarpenterVersion,
    patch: u8,
    from: u8,
    to: u8,
}

/// What Karpenter's makers say of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tested {
    /// Every patch release of this Karpenter is tested with it.
    Yes,
    /// From this patch release on it is.
    From(u8),
    /// This Kubernetes is newer than what it is tested with, up to `newest`. `lowest` is the
    /// lowest Karpenter that is.
    Newer {
        newest: KubernetesVersion,
        lowest: Option<KarpenterVersion>,
    },
    /// This Kubernetes is older than what it is tested with, from `oldest` on.
    Older { oldest: KubernetesVersion },
    /// The table does not have this Karpenter.
    Unknown,
}

const HEADER: &str = "release,kubernetes_from,kubernetes_to";

/// Reads the table.
pub(super) fn parse(table: &str) -> Result<Vec<Release>, TableError> {
    let mut releases: Vec<Release> = rows(table, HEADER)?
        .map(|mut row| {
            let (version, patch) = version(row.needed("release")?, &row)?;
            let release = Release {
                version,
                patch,
                from: kubernetes(row.needed("kubernetes_from")?, &row)?,
                to: kubernetes(row.needed("kubernetes_to")?, &row)?,
            };
            row.end()?;
            Ok(release)
        })
        .collect::<Result<_, TableError>>()?;
    order::stable_sort_by_u64(&mut releases, |release| {
        u64::from(release.version.to_minor()) << 8 | u64::from(release.patch)
    });
    Ok(releases)
}

fn version(cell: &str, row: &Row<'_, '_>) -> Result<(KarpenterVersion, u8), TableError> {
    let refuse = || row.error(format!("{cell} is not a Karpenter release"));
    let rest = cell.strip_prefix("1.").ok_or_else(refuse)?;
    let (minor, patch) = rest.split_once('.').unwrap_or((rest, "0"));
    match (minor.parse(), patch.parse()) {
        (Ok(minor), Ok(patch)) => Ok((KarpenterVersion::minor(minor), patch)),
        _ => Err(refuse()),
    }
}

fn kubernetes(cell: &str, row: &Row<'_, '_>) -> Result<u8, TableError> {
    minor(cell).ok_or_else(|| row.error(format!("{cell} is not a version of Kubernetes")))
}

pub(super) fn tested(
    releases: &[Release],
    karpenter: KarpenterVersion,
    kubernetes: KubernetesVersion,
) -> Tested {
    let wanted = kubernetes.to_minor();
    let own = || {
        releases
            .iter()
            .filter(|release| release.version == karpenter)
    };
    let fits = |release: &Release| (release.from..=release.to).contains(&wanted);
    if let Some(release) = own().find(|release| fits(release)) {
        return match release.patch {
            0 => Tested::Yes,
            patch => Tested::From(patch),
        };
    }
    let Some(last) = own().next_back() else {
        return Tested::Unknown;
    };
    if wanted < last.from {
        return Tested::Older {
            oldest: KubernetesVersion::minor(last.from),
        };
    }
    Tested::Newer {
        newest: KubernetesVersion::minor(last.to),
        // A minor version of which each patch release is tested.
        lowest: releases
            .iter()
            .filter(|release| release.patch == 0)
            .find(|release| fits(release))
            .map(|release| release.version),
    }
}
