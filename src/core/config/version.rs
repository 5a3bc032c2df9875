//! Versions of Kubernetes, Karpenter and the node images.

use std::fmt;
use std::str::FromStr;

use crate::core::error::{ValueError, quoted};

/// A minor version of Kubernetes, 1.26 to 1.36: what Karpenter 1.14 supports (its compatibility
/// matrix, 2026-08-20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KubernetesVersion(u8);

/// A minor version of Karpenter, 1.0 to 1.14 (newest release v1.14.1, 2026-08-20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KarpenterVersion(u8);

impl KubernetesVersion {
    /// Oldest minor that is offered.
    pub const OLDEST: Self = Self(26);
    /// Newest minor that is offered.
    pub const NEWEST: Self = Self(36);

    /// A version known when the program is written: 1.`minor`.
    pub const fn minor(minor: u8) -> Self {
        Self(minor)
    }

    /// The number behind `1.`.
    pub const fn to_minor(self) -> u8 {
        self.0
    }

    /// Every version that is offered, oldest first.
    pub(crate) fn all() -> impl DoubleEndedIterator<Item = Self> {
        (Self::OLDEST.0..=Self::NEWEST.0).map(Self)
    }
}

impl KarpenterVersion {
    /// Oldest minor that is offered.
    pub const OLDEST: Self = Self(0);
    /// Newest minor that is offered.
    pub const NEWEST: Self = Self(14);

    /// A version known when the program is written: 1.`minor`.
    pub const fn minor(minor: u8) -> Self {
        Self(minor)
    }

    /// The number behind `1.`.
    pub const fn to_minor(self) -> u8 {
        self.0
    }

    /// Every version that is offered, oldest first.
    pub(crate) fn all() -> impl DoubleEndedIterator<Item = Self> {
        (Self::OLDEST.0..=Self::NEWEST.0).map(Self)
    }
}

impl fmt::Display for KubernetesVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

impl fmt::Display for KarpenterVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

fn parse_minor(text: &str, what: &str, oldest: u8, newest: u8) -> Result<u8, ValueError> {
    let trimmed = text.trim();
    let range = format!("{what} is a minor version from 1.{oldest} to 1.{newest}.");
    let bare = trimmed.strip_prefix('v').unwrap_or(trimmed);
    // kubectl says v1.33.2-eks-113cf36.
    let release = bare.split(['-', '+']).next().unwrap_or(bare);
    let numbers: Option<Vec<u32>> = release.split('.').map(|part| part.parse().ok()).collect();
    let minor = match numbers.as_deref() {
        Some([1, minor] | [1, minor, _]) => *minor,
        _ => {
            return Err(ValueError::new(format!(
                "{} is not a version. {range}",
                quoted(trimmed)
            )));
        }
    };
    let offered = u8::try_from(minor)
        .ok()
        .filter(|minor| (oldest..=newest).contains(minor));
    match offered {
        Some(minor) if trimmed == format!("1.{minor}") => Ok(minor),
        Some(minor) => Err(ValueError::new(format!(
            "{}: only the minor version is used, 1.{minor}.",
            quoted(trimmed)
        ))
        .rewrite(format!("1.{minor}"))),
        None => {
            let nearest = minor.clamp(u32::from(oldest), u32::from(newest));
            let error = ValueError::new(format!("{} is not supported. {range}", quoted(trimmed)));
            Err(error.suggest(format!("1.{nearest}")))
        }
    }
}

impl FromStr for KubernetesVersion {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        parse_minor(text, "Kubernetes", Self::OLDEST.0, Self::NEWEST.0).map(Self)
    }
}

impl FromStr for KarpenterVersion {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        parse_minor(text, "Karpenter", Self::OLDEST.0, Self::NEWEST.0).map(Self)
    }
}

/// A release of the EKS AL2023 AMI: `latest` or `v` and a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Al2023Version {
    /// Whatever is newest when a node starts.
    Latest,
    /// One release, by its date as a number: 20260724.
    Pinned(u32),
}

impl Al2023Version {
    /// Whether this is a pinned release before `date` (as a number: 20260724).
    pub fn is_before(self, date: u32) -> bool {
        matches!(self, Self::Pinned(pinned) if pinned < date)
    }

    /// Whether this is `date` or later; `latest` is later than everything known.
    pub fn is_at_least(self, date: u32) -> bool {
        !self.is_before(date)
    }
}

impl fmt::Display for Al2023Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::Pinned(date) => write!(f, "v{date}"),
        }
    }
}

impl FromStr for Al2023Version {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let trimmed = text.trim();
        let version = trimmed.strip_prefix("al2023@").unwrap_or(trimmed);
        let refuse = || {
            ValueError::new(format!(
                "{} is not an AL2023 AMI release. Use latest or a date such as v20260724.",
                quoted(trimmed)
            ))
        };
        if version != trimmed {
            return Err(refuse().rewrite(version));
        }
        if version == "latest" {
            return Ok(Self::Latest);
        }
        let digits = version.strip_prefix('v').unwrap_or(version);
        if digits.len() != 8 || !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(refuse());
        }
        let date: u32 = digits.parse().map_err(|_| refuse())?;
        let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
        if !(2023..=2099).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day)
        {
            return Err(refuse());
        }
        if version == digits {
            return Err(refuse().rewrite(format!("v{digits}")));
        }
        Ok(Self::Pinned(date))
    }
}

/// A release of Bottlerocket: `latest` or three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BottlerocketVersion {
    /// Whatever is newest when a node starts.
    Latest,
    /// One release: major, minor, patch.
    Pinned(u16, u16, u16),
}

impl BottlerocketVersion {
    /// Whether this is a pinned release before 1.`minor`.0.
    pub fn is_before_minor(self, minor: u16) -> bool {
        match self {
            Self::Latest => false,
            Self::Pinned(major, pinned, _) => (major, pinned) < (1, minor),
        }
    }
}

impl fmt::Display for BottlerocketVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::Pinned(major, minor, patch) => write!(f, "{major}.{minor}.{patch}"),
        }
    }
}

impl FromStr for BottlerocketVersion {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let trimmed = text.trim();
        let refuse = || {
            ValueError::new(format!(
                "{} is not a Bottlerocket release. Use latest or three numbers such as 1.64.0; Karpenter reads two as an old release.",
                quoted(trimmed)
            ))
        };
        if trimmed == "latest" {
            return Ok(Self::Latest);
        }
        let bare = trimmed.strip_prefix("bottlerocket@").unwrap_or(trimmed);
        let bare = bare.strip_prefix('v').unwrap_or(bare);
        let numbers: Option<Vec<u16>> = bare
            .split('.')
            .map(|part| {
                (!part.is_empty() && part.len() <= 4 && part.chars().all(|c| c.is_ascii_digit()))
                    .then(|| part.parse().ok())
                    .flatten()
            })
            .collect();
        match numbers.as_deref() {
            Some([major, minor, patch]) if bare == trimmed => {
                Ok(Self::Pinned(*major, *minor, *patch))
            }
            Some([_, _, _]) => Err(refuse().rewrite(bare)),
            Some([major, minor]) => Err(refuse().suggest(format!("{major}.{minor}.0"))),
            _ => Err(refuse()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minors() {
        assert_eq!("1.34".parse(), Ok(KubernetesVersion::minor(34)));
        assert_eq!("1.14".parse(), Ok(KarpenterVersion::minor(14)));
        let error = "v1.14.1".parse::<KarpenterVersion>().unwrap_err();
        assert_eq!(error.suggestion(), Some("1.14"));
        for (told, minor) in [
            ("v1.33.2", Some("1.33")),
            ("v1.33.2-eks-113cf36", Some("1.33")),
            ("1.33+", Some("1.33")),
            ("v1.33", Some("1.33")),
            ("v1.99.1", None),
            ("1.33.2.1", None),
        ] {
            let error = told.parse::<KubernetesVersion>().unwrap_err();
            assert_eq!(error.rewritten(), minor, "{told}");
        }
        let error = "1.99".parse::<KarpenterVersion>().unwrap_err();
        assert_eq!(error.suggestion(), Some("1.14"));
        for bad in ["", "1", "2.0", "0.37", "1.x", "latest", "1.34 "] {
            assert_eq!(
                bad.parse::<KubernetesVersion>().is_ok(),
                bad == "1.34 ",
                "{bad}"
            );
        }
    }

    #[test]
    fn ami_releases() {
        assert_eq!("v20260724".parse(), Ok(Al2023Version::Pinned(20_260_724)));
        assert_eq!(
            "20260724"
                .parse::<Al2023Version>()
                .unwrap_err()
                .suggestion(),
            Some("v20260724")
        );
        assert_eq!(
            "al2023@latest"
                .parse::<Al2023Version>()
                .unwrap_err()
                .suggestion(),
            Some("latest")
        );
        for bad in [
            "",
            "v2026",
            "v20261301",
            "v20260100",
            "newest",
            "v20260724@x",
        ] {
            assert!(bad.parse::<Al2023Version>().is_err(), "{bad}");
        }
        assert_eq!("1.64.0".parse(), Ok(BottlerocketVersion::Pinned(1, 64, 0)));
        assert_eq!(
            "1.46"
                .parse::<BottlerocketVersion>()
                .unwrap_err()
                .suggestion(),
            Some("1.46.0")
        );
        assert_eq!(
            "v1.46.0"
                .parse::<BottlerocketVersion>()
                .unwrap_err()
                .suggestion(),
            Some("1.46.0")
        );
        for bad in ["", "1", "1..0", "a.b.c", "1.46.0.1"] {
            assert!(bad.parse::<BottlerocketVersion>().is_err(), "{bad}");
        }
        assert!(BottlerocketVersion::Pinned(1, 45, 9).is_before_minor(46));
        assert!(!BottlerocketVersion::Latest.is_before_minor(46));
    }
}
