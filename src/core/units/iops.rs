//! I/O operations per second of an EBS volume.

use std::fmt;
use std::str::FromStr;

use super::number::parse_count;
use crate::core::error::ValueError;

/// Provisioned IOPS, 100 to 256,000: the widest range over the volume types (io1's minimum,
/// io2 Block Express' maximum; EC2 API model, botocore 1.44.5). What a given type allows is a
/// finding, because it depends on the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Iops(u32);

impl Iops {
    /// Fewest over all volume types.
    pub const MIN: u64 = 100;
    /// Most over all volume types.
    pub const MAX: u64 = 256_000;

    /// A count known when the program is written; clamped to the range.
    pub const fn new(count: u32) -> Self {
        if count < 100 {
            Self(100)
        } else if count > 256_000 {
            Self(256_000)
        } else {
            Self(count)
        }
    }

    /// Operations per second.
    pub const fn count(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Iops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Iops {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let why = "the limit over all EBS volume types";
        let count = parse_count(text, "IOPS", Self::MIN, Self::MAX, why)?;
        Ok(Self(u32::try_from(count).unwrap_or(256_000)))
    }
}
