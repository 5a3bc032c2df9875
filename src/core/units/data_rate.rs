//! Rates of downloading, unpacking and writing.

/// Bytes per second as a whole number of decimal MB/s: 1 MB = 1,000,000 bytes. For what is
/// estimated; what is bought is a [`super::Throughput`] or [`super::MbitPerSec`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DataRate(u32);

impl DataRate {
    /// A rate in MB/s.
    pub const fn megabytes(rate: u32) -> Self {
        Self(rate)
    }

    /// MB/s.
    pub const fn to_megabytes(self) -> u32 {
        self.0
    }
}

/// For reading: `90 MB/s`.
impl std::fmt::Display for DataRate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} MB/s", super::number::grouped(u64::from(self.0)))
    }
}
