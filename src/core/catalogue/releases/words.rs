//! What the tables have in common: how releases are written in their cells, and whether one exists.

use crate::core::catalogue::table::{Row, TableError};
use crate::core::config::{Al2023Version, BottlerocketVersion};

/// Whether an AMI release exists for a version of Kubernetes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Presence {
    /// Its makers list it, or somebody runs it.
    Known,
    /// The tables cover it and say no, for this reason.
    Missing(String),
    /// Whether it exists for this Kubernetes is not known, for this reason.
    Unconfirmed(String),
    /// It is newer than everything that the tables know.
    Newer,
}

/// A Bottlerocket release as the Config has it.
pub(crate) const fn pinned(release: (u16, u16, u16)) -> BottlerocketVersion {
    BottlerocketVersion::Pinned(release.0, release.1, release.2)
}

/// The day of `v20260724`.
pub(super) fn al2023_date(cell: &str, row: &Row<'_, '_>) -> Result<u32, TableError> {
    match cell.parse() {
        Ok(Al2023Version::Pinned(date)) => Ok(date),
        Ok(Al2023Version::Latest) | Err(_) => {
            Err(row.error(format!("{cell} is not an AL2023 release")))
        }
    }
}

/// The numbers of `1.56.0`.
pub(super) fn bottlerocket_version(
    cell: &str,
    row: &Row<'_, '_>,
) -> Result<(u16, u16, u16), TableError> {
    match cell.parse() {
        Ok(BottlerocketVersion::Pinned(major, minor, patch)) => Ok((major, minor, patch)),
        Ok(BottlerocketVersion::Latest) | Err(_) => {
            Err(row.error(format!("{cell} is not a Bottlerocket release")))
        }
    }
}
