//! More or less money.

use super::Money;

/// A difference of two amounts in whole micro-dollars; more is above zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MoneyChange(i64);

impl MoneyChange {
    /// The same amount.
    pub const NONE: Self = Self(0);

    /// What the second amount is more than the first.
    pub fn between(before: Money, after: Money) -> Self {
        // Both are at most a billion dollars.
        let whole = |amount: Money| i64::try_from(amount.to_micro_dollars()).unwrap_or(i64::MAX);
        Self(whole(after).saturating_sub(whole(before)))
    }

    /// Whole micro-dollars.
    pub const fn to_micro_dollars(self) -> i64 {
        self.0
    }

    /// How much it is either way.
    pub const fn amount(self) -> Money {
        Money::micro_dollars(self.0.unsigned_abs())
    }

    /// This difference so many times.
    #[must_use]
    pub const fn times(self, count: i64) -> Self {
        Self(self.0.saturating_mul(count))
    }

    /// This difference and another.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// With its sign, written as the amount is: `+$0.17`, `−$81`; `±$0` for none.
    pub fn written(self, amount: impl Fn(Money) -> String) -> String {
        let sign = match self.0 {
            0 => '±',
            1.. => '+',
            _ => '−',
        };
        format!("{sign}{}", amount(self.amount()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Money, MoneyChange};

    #[test]
    fn differences_have_a_sign() {
        let [less, more] = [27_000_000, 108_000_000].map(Money::micro_dollars);
        let down = MoneyChange::between(more, less);
        assert_eq!(down.written(Money::rounded), "−$81.00");
        assert_eq!(
            MoneyChange::between(less, more).written(Money::cents),
            "+$81.00"
        );
        assert_eq!(
            MoneyChange::between(less, less).written(Money::rounded),
            "±$0"
        );
        assert_eq!(
            down.and(down.times(-1)),
            MoneyChange::NONE,
            "there and back"
        );
        assert_eq!(down.amount(), Money::micro_dollars(81_000_000));
    }
}
