//! Memory of an instance or a GPU.

/// Memory in whole MiB, as EC2 and Karpenter's labels count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Memory(u32);

impl Memory {
    /// An amount in MiB.
    pub const fn mebibytes(amount: u32) -> Self {
        Self(amount)
    }

    /// Whole MiB.
    pub const fn to_mebibytes(self) -> u32 {
        self.0
    }

    /// For reading: GiB, with one digit where it is not whole.
    pub fn rounded(self) -> String {
        let tenths = (u64::from(self.0) * 10 + 512) / 1024;
        if tenths.is_multiple_of(10) {
            format!("{} GiB", tenths / 10)
        } else {
            format!("{}.{} GiB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;

    #[test]
    fn whole_and_half_gibibytes() {
        assert_eq!(Memory::mebibytes(131_072).rounded(), "128 GiB");
        assert_eq!(Memory::mebibytes(512).rounded(), "0.5 GiB");
        assert_eq!(Memory::mebibytes(22_888).rounded(), "22.4 GiB");
    }
}
