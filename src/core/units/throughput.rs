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
        let of_gibibytes;
        let number = match unit {
            "" | "MiB/s" | "MiBps" | "MiB" => number,
            "GiB/s" | "GiBps" | "GiB" => {
                let rate = mebibytes_of(number).ok_or_else(|| {
                    ValueError::new(format!(
                        "{} is no whole number of MiB/s. Write MiB/s, for example 600.",
                        quoted(text)
                    ))
                })?;
                of_gibibytes = rate.to_string();
                &of_gibibytes
            }
            "Mbps" | "Mbit/s" | "MB/s" => {
                return Err(ValueError::new(format!(
                    "{} is not in MiB/s, the unit of EBS throughput. Use the number of MiB/s.",
                    quoted(text)
                )));
            }
            _ => {
                return Err(ValueError::new(format!(
                    "{} is not a throughput. Use MiB/s, for example 600.",
                    quoted(text)
                )));
            }
        };
        let why = "the range of gp3 volumes in MiB/s";
        let rate = parse_count(number, "Throughput", Self::MIN, Self::MAX, why)?;
        Ok(Self(u32::try_from(rate).unwrap_or(2000)))
    }
}

/// `1.5` GiB/s in MiB/s; none if that is no whole number, or no number.
fn mebibytes_of(gibibytes: &str) -> Option<u64> {
    let (whole, fraction) = gibibytes.split_once('.').unwrap_or((gibibytes, ""));
    // 2^-10 has ten decimals.
    let is_number = |part: &str| part.len() <= 10 && part.bytes().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let fraction: u64 = format!("{fraction:0<10}").parse().ok()?;
    let part = fraction * 1024;
    let scale = 10_u64.pow(10);
    part.is_multiple_of(scale)
        .then_some(whole * 1024 + part / scale)
}

#[cfg(test)]
mod tests {
    use super::Throughput;

    #[test]
    fn units_are_kept_apart() {
        for (text, rate) in [
            ("600", 600),
            ("600 MiB/s", 600),
            ("1 GiB/s", 1024),
            ("1.5 GiB/s", 1536),
            ("0.5GiB/s", 512),
        ] {
            assert_eq!(
                text.parse::<Throughput>().map(Throughput::to_mebibytes),
                Ok(rate),
                "{text}"
            );
        }
        for bad in ["1000Mbps", "124", "2001", "2GiB/s", "600 MB/s", "", "fast"] {
            assert!(bad.parse::<Throughput>().is_err(), "{bad}");
        }
        let refused = |text: &str| text.parse::<Throughput>().unwrap_err();
        for (text, message, instead) in [
            (
                "2 GiB/s",
                "“2048” is above 2,000, the range of gp3 volumes in MiB/s.",
                Some("2000"),
            ),
            (
                "0.1 GiB/s",
                "“0.1 GiB/s” is no whole number of MiB/s. Write MiB/s, for example 600.",
                None,
            ),
            (
                "99999999999 GiB/s",
                "“99999999999 GiB/s” is no whole number of MiB/s. Write MiB/s, for example 600.",
                None,
            ),
        ] {
            assert_eq!(refused(text).to_string(), message);
            assert_eq!(refused(text).suggestion(), instead);
        }
    }
}
