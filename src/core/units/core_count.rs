//! Cores of a processor that are busy.

use std::fmt;

/// Busy cores, in hundredths: two that are half busy are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoreCount(u32);

impl CoreCount {
    /// Hundredths of a core.
    pub const fn hundredths(amount: u32) -> Self {
        Self(amount)
    }

    /// Hundredths of a core.
    pub const fn to_hundredths(self) -> u32 {
        self.0
    }
}

/// With one digit where it is not whole: `7.5`.
impl fmt::Display for CoreCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (u64::from(self.0) + 5) / 10;
        if tenths.is_multiple_of(10) {
            write!(f, "{}", tenths / 10)
        } else {
            write!(f, "{}.{}", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CoreCount;

    #[test]
    fn whole_and_broken_cores() {
        let shown = |hundredths| CoreCount::hundredths(hundredths).to_string();
        assert_eq!(
            [100, 752, 996, 4, 1200].map(shown),
            ["1", "7.5", "10", "0", "12"]
        );
    }
}
