//! Releases with a known fault.

use super::minors::Minors;
use super::words::{al2023_date, bottlerocket_version};
use crate::core::catalogue::table::{Row, TableError, rows};
use crate::core::config::KubernetesVersion;
use crate::core::severity::Severity;

/// The releases that have a fault, from the first to before the one that is given.
#[derive(Debug, Clone, PartialEq)]
enum Span {
    Al2023(u32, u32),
    Bottlerocket((u16, u16, u16), (u16, u16, u16)),
}

/// Which pulls a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pulls {
    /// All of a node.
    Any,
    /// Those that SOCI makes.
    Soci,
    /// Those that stock containerd makes.
    Stock,
}

/// What a release lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lacks {
    /// The pause image, unpacked.
    PauseImage,
}

/// A fault of some releases.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KnownBad {
    span: Span,
    kubernetes: Minors,
    /// Which pulls it is about.
    pub(crate) pulls: Pulls,
    /// How bad it is where it is met.
    pub(crate) severity: Severity,
    /// The first release without it, where it is known.
    pub(crate) fixed: Option<&'static str>,
    /// What is not there that nodes need, where a script can bring it.
    lacks: Option<Lacks>,
    /// What happens, in one sentence without its end.
    pub(crate) what: &'static str,
    /// Who says so, and when.
    pub(crate) source: &'static str,
    /// Where they say it.
    pub(crate) url: &'static str,
}

const HEADER: &str = "id,system,from,before,kubernetes,pulls,severity,fixed,lacks,what,source,url";

/// Reads the table.
pub(super) fn parse(table: &'static str) -> Result<Vec<KnownBad>, TableError> {
    rows(table, HEADER)?.map(read).collect()
}

fn read(mut row: Row<'static, '_>) -> Result<KnownBad, TableError> {
    row.needed("id")?;
    let (system, from, before) = (
        row.needed("system")?,
        row.needed("from")?,
        row.needed("before")?,
    );
    let span = match system {
        "al2023" => Span::Al2023(al2023_date(from, &row)?, al2023_date(before, &row)?),
        "bottlerocket" => Span::Bottlerocket(
            bottlerocket_version(from, &row)?,
            bottlerocket_version(before, &row)?,
        ),
        other => return Err(row.error(format!("system cannot be {other}"))),
    };
    let kubernetes = match row.text("kubernetes")? {
        None => Minors::ALL,
        Some(cell) => {
            Minors::parse(cell).ok_or_else(|| row.error(format!("kubernetes cannot be {cell}")))?
        }
    };
    let pulls = match row.needed("pulls")? {
        "any" => Pulls::Any,
        "soci" => Pulls::Soci,
        "stock" => Pulls::Stock,
        other => return Err(row.error(format!("pulls cannot be {other}"))),
    };
    let severity = match row.needed("severity")? {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        "note" => Severity::Note,
        other => return Err(row.error(format!("severity cannot be {other}"))),
    };
    let bad = KnownBad {
        span,
        kubernetes,
        pulls,
        severity,
        fixed: row.text("fixed")?,
        lacks: match row.text("lacks")? {
            None => None,
            Some("pause-image") => Some(Lacks::PauseImage),
            Some(other) => return Err(row.error(format!("lacks cannot be {other}"))),
        },
        what: row.needed("what")?,
        source: row.needed("source")?,
        url: row.needed("url")?,
    };
    row.end()?;
    Ok(bad)
}

impl KnownBad {
    /// Whether the release lacks the pause image, which a script can import.
    pub(crate) fn is_of_pause_image(&self) -> bool {
        self.lacks == Some(Lacks::PauseImage)
    }

    pub(super) fn is_of_al2023(&self, date: u32, kubernetes: KubernetesVersion) -> bool {
        matches!(self.span, Span::Al2023(from, before) if (from..before).contains(&date))
            && self.kubernetes.has(kubernetes)
    }

    pub(super) fn is_of_bottlerocket(
        &self,
        release: (u16, u16, u16),
        kubernetes: KubernetesVersion,
    ) -> bool {
        matches!(self.span, Span::Bottlerocket(from, before) if (from..before).contains(&release))
            && self.kubernetes.has(kubernetes)
    }

    /// The fault of a release in words, with its repair and its source.
    pub(crate) fn message(&self, release: &str) -> String {
        let repair = match self.fixed {
            Some(fixed) => format!("Fixed in {fixed}"),
            None => "No fix is known".to_owned(),
        };
        format!("{release}: {}. {repair} ({}).", self.what, self.source)
    }
}
