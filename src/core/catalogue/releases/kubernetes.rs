//! What goes with each minor version of Kubernetes.

use super::minors::minor;
use super::words::bottlerocket_version;
use crate::core::catalogue::Date;
use crate::core::catalogue::table::{TableError, rows};
use crate::core::config::KubernetesVersion;

/// One minor version.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Release {
    pub(super) version: KubernetesVersion,
    /// The first Bottlerocket with variants for it.
    pub(super) bottlerocket_from: (u16, u16, u16),
    /// The first Bottlerocket without them again.
    pub(super) bottlerocket_until: Option<(u16, u16, u16)>,
    /// The end of EKS' extended support.
    pub(super) eks_until: Option<Date>,
}

const HEADER: &str = "kubernetes,bottlerocket_from,bottlerocket_until,eks_until";

/// Reads the table; oldest first.
pub(super) fn parse(table: &str) -> Result<Vec<Release>, TableError> {
    rows(table, HEADER)?
        .map(|mut row| {
            let name = row.needed("kubernetes")?;
            let version = minor(name)
                .map(KubernetesVersion::minor)
                .ok_or_else(|| row.error(format!("{name} is not a version of Kubernetes")))?;
            let from = row.needed("bottlerocket_from")?;
            let until = row.text("bottlerocket_until")?;
            let release = Release {
                version,
                bottlerocket_from: bottlerocket_version(from, &row)?,
                bottlerocket_until: until
                    .map(|until| bottlerocket_version(until, &row))
                    .transpose()?,
                eks_until: row.value("eks_until")?,
            };
            row.end()?;
            Ok(release)
        })
        .collect()
}
