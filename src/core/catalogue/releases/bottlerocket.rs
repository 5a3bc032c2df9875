//! Releases of Bottlerocket.

use super::kubernetes;
use super::words::{Presence, bottlerocket_version, pinned};
use crate::core::catalogue::table::{TableError, rows};
use crate::core::config::KubernetesVersion;

/// One release.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Release {
    /// Major, minor, patch.
    pub(super) version: (u16, u16, u16),
    /// Whether it is out, and not just announced.
    pub(super) is_released: bool,
}

const HEADER: &str = "release,evidence";

/// Reads the table; oldest first.
pub(super) fn parse(table: &str) -> Result<Vec<Release>, TableError> {
    rows(table, HEADER)?
        .map(|mut row| {
            let release = Release {
                version: bottlerocket_version(row.needed("release")?, &row)?,
                is_released: match row.needed("evidence")? {
                    "released" => true,
                    "announced" => false,
                    other => return Err(row.error(format!("evidence cannot be {other}"))),
                },
            };
            row.end()?;
            Ok(release)
        })
        .collect()
}

pub(super) fn presence(
    releases: &[Release],
    span: Option<&kubernetes::Release>,
    version: (u16, u16, u16),
    kubernetes: KubernetesVersion,
) -> Presence {
    if let Some(span) = span {
        if version < span.bottlerocket_from {
            return Presence::Missing(format!(
                "Bottlerocket has variants for Kubernetes {kubernetes} since {}",
                pinned(span.bottlerocket_from)
            ));
        }
        if let Some(until) = span.bottlerocket_until.filter(|until| version >= *until) {
            return Presence::Missing(format!(
                "Bottlerocket has no variants for Kubernetes {kubernetes} since {}",
                pinned(until)
            ));
        }
    }
    let newest = releases.last().map_or((0, 0, 0), |release| release.version);
    let oldest = releases
        .first()
        .map_or((0, 0, 0), |release| release.version);
    if version > newest {
        Presence::Newer
    } else if version < oldest || releases.iter().any(|release| release.version == version) {
        // What is older than the table is older than SOCI, and was not looked up.
        Presence::Known
    } else {
        Presence::Unconfirmed(
            "no release with that number is known, but neighbouring ones are".to_owned(),
        )
    }
}
