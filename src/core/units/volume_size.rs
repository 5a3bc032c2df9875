//! The size of an EBS volume.

use std::fmt;
use std::str::FromStr;

use super::number::{grouped, parse_count};
use crate::core::error::{ValueError, quoted};

/// Size of an EBS volume in whole GiB, 1 to 59,000.
///
/// The upper bound is the pattern of `volumeSize` in Karpenter's EC2NodeClass CRD (v1.14.1);
/// EBS itself allows 65,536 GiB. Written with the unit `Gi`, the only one that the CRD's pattern
/// accepts throughout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct VolumeSize(u32);

impl VolumeSize {
    /// Smallest size in GiB.
    pub const MIN: u64 = 1;
    /// Largest size in GiB.
    pub const MAX: u64 = 59_000;

    /// A size known when the program is written, in GiB; clamped to the range.
    pub const fn gib(gib: u32) -> Self {
        if gib < 1 {
            Self(1)
        } else if gib > 59_000 {
            Self(59_000)
        } else {
            Self(gib)
        }
    }

    /// Whole GiB.
    pub const fn to_gib(self) -> u32 {
        self.0
    }
}

impl fmt::Display for VolumeSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Gi", self.0)
    }
}

impl FromStr for VolumeSize {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let unit_at = text
            .find(|c: char| c.is_ascii_alphabetic())
            .unwrap_or(text.len());
        let (number, unit) = text.split_at(unit_at);
        let number = number.trim_end();
        let scale = match unit {
            "" | "Gi" | "GiB" => 1,
            "Ti" | "TiB" => 1024,
            "G" | "GB" => {
                return Err(ValueError::new(format!(
                    "{} is decimal; EBS volumes are whole GiB. Use Gi.",
                    quoted(text)
                ))
                .suggest(format!("{number}Gi")));
            }
            _ => {
                return Err(ValueError::new(format!(
                    "{} is not a volume size. Use whole GiB, for example 100Gi.",
                    quoted(text)
                )));
            }
        };
        let why = "the limit of volumeSize in Karpenter's EC2NodeClass";
        let gib = parse_count(number, "Volume size in GiB", Self::MIN, Self::MAX, why)
            .map_err(|error| with_unit(&error))?
            .saturating_mul(scale);
        if gib > Self::MAX {
            return Err(ValueError::new(format!(
                "{} is above {}Gi, {why}.",
                quoted(text),
                grouped(Self::MAX)
            ))
            .suggest(format!("{}Gi", Self::MAX)));
        }
        Ok(Self(u32::try_from(gib).unwrap_or(59_000)))
    }
}

/// Gives the suggested number its unit.
fn with_unit(error: &ValueError) -> ValueError {
    let same = ValueError::new(error.message());
    match error.suggestion() {
        Some(number) => same.suggest(format!("{number}Gi")),
        None => same,
    }
}

#[cfg(test)]
mod tests {
    use super::VolumeSize;

    #[test]
    fn accepts_what_is_unmistakable() {
        for (text, gib) in [
            ("100Gi", 100),
            ("100", 100),
            (" 1 GiB", 1),
            ("1Ti", 1024),
            ("59000Gi", 59_000),
        ] {
            assert_eq!(
                text.parse::<VolumeSize>().map(VolumeSize::to_gib),
                Ok(gib),
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_with_the_right_number() {
        let error = "70000Gi".parse::<VolumeSize>().unwrap_err();
        assert!(error.message().contains("59,000"), "{error}");
        assert_eq!(error.suggestion(), Some("59000Gi"));
        for bad in [
            "",
            "0",
            "-1Gi",
            "100Mi",
            "1.5Ti",
            "58Ti ",
            "100G",
            "Gi",
            "99999999999Ti",
            "1e2Gi",
        ] {
            assert!(bad.parse::<VolumeSize>().is_err(), "{bad}");
        }
    }
}
