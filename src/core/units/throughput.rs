//! Throughput of an EBS volume.

use std::fmt;
use std::str::FromStr;

use super::number::parse_count;
use crate::core::error::{ValueError, quoted};

/// Provisioned throughput of a gp3 volume in MiB/s, 125 to 2,000 (EC2 API model, botocore
/// 1.44.5; the Karpenter CRD's text still says 1,000 but validates nothing). Not Mbit/s: EC2's
/// instance limits are decimal megabits, EBS volumes are binary megabytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Throughput(u32);

impl Throughput {
    /// Least, and what gp3 includes in its price.
    pub const MIN: u64 = 125;
    /// Most that gp3 has since September 2025.
    pub const MAX: u64 = 2000;

    /// A rate known when the program is written, in MiB/s; clamped to the range.
    pub const fn mebibytes(rate: u32) -> Self {
        if rate < 125 {
            Self(125)
        } else if rate > 2000 {
            Self(2000)
        } else {
            Self(rate)
        }
    }

    /// Whole MiB/s.
    pub const fn to_mebibytes(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Throughput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Throughput {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let unit_at = text
            .find(|c: char| c.is_ascii_alphabetic())
            .unwrap_or(text.len());
        let (number, unit) = text.split_at(unit_at);
        let number = number.trim_end();
        let scale = match unit {
            "" | "MiB/s" | "MiBps" | "MiB" => 1,
            "GiB/s" | "GiBps" | "GiB" => 1024,
            "Mbps" | "Mbit/s" | "MB/s" => {
                return Err(ValueError::new(format!(
                    "{} is not in MiB/s, the unit of EBS throughput. Write the number of MiB/s.",
                    quoted(text)
                )));
            }
            _ => {
                return Err(ValueError::new(format!(
                    "{} is not a throughput. Write MiB/s, for example 600.",
                    quoted(text)
                )));
            }
        };
        let why = "the range of gp3 volumes in MiB/s";
        let (low, high) = if scale == 1 {
            (Self::MIN, Self::MAX)
        } else {
            (1, 1)
        };
        let rate = parse_count(number, "Throughput", low, high, why)?.saturating_mul(scale);
        Ok(Self(u32::try_from(rate).unwrap_or(2000)))
    }
}

#[cfg(test)]
mod tests {
    use super::Throughput;

    #[test]
    fn units_are_kept_apart() {
        for (text, rate) in [("600", 600), ("600 MiB/s", 600), ("1 GiB/s", 1024)] {
            assert_eq!(
                text.parse::<Throughput>().map(Throughput::to_mebibytes),
                Ok(rate),
                "{text}"
            );
        }
        for bad in ["1000Mbps", "124", "2001", "2GiB/s", "600 MB/s", "", "fast"] {
            assert!(bad.parse::<Throughput>().is_err(), "{bad}");
        }
    }
}
