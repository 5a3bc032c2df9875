//! How fast bytes move, whatever moves them.

use super::{MbitPerSec, grouped};

/// A rate in whole bytes a second: the one unit in which a volume (MiB/s, binary), an instance's
/// limit (Mbit/s, decimal) and an instance store can be compared exactly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteRate(u64);

impl ByteRate {
    /// Bytes a second.
    pub const fn bytes(rate: u64) -> Self {
        Self(rate)
    }

    /// Binary megabytes a second, the unit of EBS throughput.
    pub const fn mebibytes(rate: u32) -> Self {
        Self(rate as u64 * (1 << 20))
    }

    /// Bytes a second.
    pub const fn to_bytes(self) -> u64 {
        self.0
    }

    /// Whole MiB/s, rounded down: what a volume can be set to without exceeding the rate.
    pub fn to_mebibytes(self) -> u32 {
        u32::try_from(self.0 >> 20).unwrap_or(u32::MAX)
    }

    /// For reading: whole MiB/s, rounded half up: `1,192 MiB/s`.
    pub fn rounded(self) -> String {
        format!("{} MiB/s", grouped((self.0 + (1 << 19)) >> 20))
    }

    /// This rate `numerator`/`denominator` times, rounded down; nothing for a denominator of 0.
    #[must_use]
    pub fn scaled(self, numerator: u64, denominator: u64) -> Self {
        let product = u128::from(self.0) * u128::from(numerator);
        let rate = product.checked_div(u128::from(denominator)).unwrap_or(0);
        Self(u64::try_from(rate).unwrap_or(u64::MAX))
    }
}

/// 8,000 Mbit/s are 1,000,000,000 bytes a second.
impl From<MbitPerSec> for ByteRate {
    fn from(rate: MbitPerSec) -> Self {
        Self(u64::from(rate.to_megabits()) * 125_000)
    }
}

#[cfg(test)]
mod tests {
    use super::{ByteRate, MbitPerSec};

    #[test]
    fn decimal_megabits_and_binary_megabytes_are_told_apart() {
        let rate = ByteRate::from(MbitPerSec::per_second(10_000));
        assert_eq!(rate.to_bytes(), 1_250_000_000);
        assert_eq!(rate.to_mebibytes(), 1192);
        assert_eq!(rate.rounded(), "1,192 MiB/s");
        assert_eq!(ByteRate::mebibytes(1000).to_bytes(), 1_048_576_000);
        assert_eq!(rate.scaled(1, 0), ByteRate::default());
    }
}
