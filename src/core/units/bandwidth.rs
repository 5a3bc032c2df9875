//! Bandwidth of an instance, as Karpenter's labels count it.

use std::fmt;
use std::str::FromStr;

use super::number::parse_count;
use crate::core::error::ValueError;

/// Bandwidth in decimal Mbit/s, 1 to 10,000,000: the unit of the labels
/// `instance-ebs-bandwidth` and `instance-network-bandwidth` (8,000 Mbit/s = 1,000 MB/s).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MbitPerSec(u32);

impl MbitPerSec {
    /// Least.
    pub const MIN: u64 = 1;
    /// More than any instance type has (p5.48xlarge: 3,200,000).
    pub const MAX: u64 = 10_000_000;

    /// A rate known when the program is written, in Mbit/s; at least 1.
    pub const fn per_second(rate: u32) -> Self {
        if rate < 1 { Self(1) } else { Self(rate) }
    }

    /// Mbit/s.
    pub const fn to_megabits(self) -> u32 {
        self.0
    }
}

impl fmt::Display for MbitPerSec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for MbitPerSec {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let number = ["Mbps", "Mbit/s"]
            .iter()
            .find_map(|unit| text.strip_suffix(unit))
            .unwrap_or(text);
        let why = "more than any instance type has";
        let rate = parse_count(number, "Bandwidth in Mbit/s", Self::MIN, Self::MAX, why)?;
        Ok(Self(u32::try_from(rate).unwrap_or(10_000_000)))
    }
}
