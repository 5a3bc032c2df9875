//! A limit of the SOCI snapshotter: a positive number or none.

use std::fmt;
use std::str::FromStr;

use super::number::parse_count;
use crate::core::error::ValueError;

/// How many downloads or unpacks run at once. SOCI reads every number below 1 as unlimited; we
/// write `-1`, as the AMI's own file does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// No limit, written `-1`.
    Unlimited,
    /// At most this many, 1 to 1,000.
    AtMost(u32),
}

impl Limit {
    /// Largest finite limit; above it, unlimited is what is meant.
    pub const MAX: u64 = 1000;

    /// The number, if there is one.
    pub const fn count(self) -> Option<u32> {
        match self {
            Self::Unlimited => None,
            Self::AtMost(count) => Some(count),
        }
    }

    /// The number that SOCI's settings hold.
    pub const fn setting(self) -> i64 {
        match self {
            Self::Unlimited => -1,
            Self::AtMost(count) => count as i64,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.setting().fmt(f)
    }
}

impl FromStr for Limit {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        match text.trim() {
            "-1" | "unlimited" => Ok(Self::Unlimited),
            other => {
                let why = "the largest sensible limit; use -1 for no limit";
                let count = parse_count(other, "The limit (or -1 for none)", 1, Self::MAX, why)?;
                Ok(Self::AtMost(u32::try_from(count).unwrap_or(1000)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Limit;

    #[test]
    fn reads_and_writes() {
        assert_eq!("-1".parse(), Ok(Limit::Unlimited));
        assert_eq!("20".parse(), Ok(Limit::AtMost(20)));
        assert_eq!(Limit::Unlimited.to_string(), "-1");
        for bad in ["0", "-2", "1001", "", "many"] {
            assert!(bad.parse::<Limit>().is_err(), "{bad}");
        }
    }
}
