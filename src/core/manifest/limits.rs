//! What a NodePool's nodes may come to together.

use crate::core::config::text::Quantity;

/// The resources that count against limits, as they are written there.
pub(crate) const RESOURCES: [&str; 9] = [
    "cpu",
    "memory",
    "nodes",
    "pods",
    "ephemeral-storage",
    "nvidia.com/gpu",
    "amd.com/gpu",
    "aws.amazon.com/neuron",
    "habana.ai/gaudi",
];

/// What the nodes of a pool may come to together; none for no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PoolLimits {
    /// In the order of [`RESOURCES`]: CPU in thousandths, everything else as it is counted.
    pub(crate) amounts: [Option<u64>; RESOURCES.len()],
    /// Whether one is below zero, which even a type without the resource is beyond.
    pub(crate) is_below_zero: bool,
}

impl PoolLimits {
    /// Reads limits as they are written; what is no amount is refused elsewhere, and a resource
    /// that no type has counts only below zero.
    pub(crate) fn read(written: &[(String, String)]) -> Self {
        let mut limits = Self::default();
        for (name, text) in written {
            match Amount::parse(text, name == "cpu") {
                None => {}
                Some(Amount::BelowZero) => limits.is_below_zero = true,
                Some(Amount::Most(most)) => {
                    let mut places = RESOURCES.iter().zip(&mut limits.amounts);
                    if let Some((_, place)) = places.find(|(own, _)| *own == name) {
                        *place = Some(most);
                    }
                }
            }
        }
        limits
    }
}

/// What a limit allows.
enum Amount {
    Most(u64),
    BelowZero,
}

impl Amount {
    fn parse(text: &str, is_cpu: bool) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        if is_zero(unsigned) {
            return Some(Self::Most(0));
        }
        let amount: Quantity = unsigned.parse().ok()?;
        Some(match (text == unsigned, is_cpu) {
            (false, _) => Self::BelowZero,
            (true, true) => Self::Most(amount.thousandths()),
            (true, false) => Self::Most(amount.whole()),
        })
    }
}

/// Whether it is an amount of nothing: `0`, `0.0`, `0Gi`.
fn is_zero(text: &str) -> bool {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let number = unsigned.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    // With another digit in place of its first it is an amount.
    number.starts_with('0')
        && number.bytes().all(|byte| matches!(byte, b'0' | b'.'))
        && format!("1{}", unsigned.get(1..).unwrap_or_default())
            .parse::<Quantity>()
            .is_ok()
}

#[cfg(test)]
mod tests {
    use super::{PoolLimits, RESOURCES};

    fn read(name: &str, text: &str) -> PoolLimits {
        PoolLimits::read(&[(name.to_owned(), text.to_owned())])
    }

    /// What is read of one limit, by the place of its resource.
    fn amount(name: &str, text: &str) -> Option<u64> {
        let at = RESOURCES.iter().position(|own| *own == name)?;
        read(name, text).amounts.get(at).copied().flatten()
    }

    #[test]
    fn nothing_is_an_amount_and_less_than_nothing_too() {
        for text in ["0", "+0", "0.0", "0m", "0Gi", "-0"] {
            assert_eq!(amount("cpu", text), Some(0), "{text}");
        }
        for text in ["-1", "-500m", "-1Gi"] {
            assert!(read("any.com/thing", text).is_below_zero, "{text}");
        }
        for text in ["", "a", "0x", "--1", "1 Gi"] {
            assert_eq!(read("cpu", text), PoolLimits::default(), "{text}");
        }
        assert_eq!(amount("cpu", "1500m"), Some(1500));
        assert_eq!(amount("ephemeral-storage", "1Gi"), Some(1 << 30));
        assert_eq!(amount("pods", "110"), Some(110));
        assert_eq!(read("any.com/thing", "0"), PoolLimits::default());
    }
}
