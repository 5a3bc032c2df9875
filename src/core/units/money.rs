//! Amounts of money.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};
use std::str::FromStr;

use super::number::ungroup;
use crate::core::error::{ValueError, quoted};

/// US dollars in whole micro-dollars, 0 to 1,000,000,000 $: exact for every published price (at
/// most six decimals), so that a total equals the sum of its lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(u64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// Most that is counted: a billion dollars.
    pub const MAX: u64 = 1_000_000_000_000_000;

    /// An amount in micro-dollars; clamped to the range.
    pub const fn micro_dollars(amount: u64) -> Self {
        if amount > Self::MAX {
            Self(Self::MAX)
        } else {
            Self(amount)
        }
    }

    /// Whole micro-dollars.
    pub const fn to_micro_dollars(self) -> u64 {
        self.0
    }

    /// This amount `numerator`/`denominator` times, rounded half up to a micro-dollar; nothing
    /// for a denominator of 0.
    #[must_use]
    pub fn scaled(self, numerator: u64, denominator: u64) -> Self {
        let product = u128::from(self.0) * u128::from(numerator);
        let denominator = u128::from(denominator);
        let rounded = (product + denominator / 2).checked_div(denominator);
        let amount = rounded.and_then(|amount| u64::try_from(amount).ok());
        Self::micro_dollars(match (amount, denominator) {
            (Some(amount), _) => amount,
            (None, 0) => 0,
            (None, _) => Self::MAX,
        })
    }

    /// What is left of this amount without another; zero if that is larger.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// For reading, in three digits that say something: whole dollars from 100 $, cents from 1 $, more
    /// below, where a price an hour still tells types apart: `$108`, `$1.87`, `$0.413`, `$0.0137`.
    pub fn rounded(self) -> String {
        let digits = match self.0 {
            0 => 0,
            100_000_000.. => 0,
            1_000_000.. => 2,
            100_000.. => 3,
            10_000.. => 4,
            _ => 6,
        };
        let text = self.with_decimals(digits);
        match text.split_once('.') {
            Some((_, fraction)) if fraction.len() > 2 => {
                let zeros = fraction.len() - fraction.trim_end_matches('0').len();
                let spare = zeros.min(fraction.len() - 2);
                text.get(..text.len() - spare).unwrap_or(&text).to_owned()
            }
            _ => text,
        }
    }

    /// For a difference: whole dollars from 10 $, else to the cent: `$81`, `$4.20`.
    pub fn brief(self) -> String {
        match self.0 {
            10_000_000.. => self.with_decimals(0),
            _ => self.with_decimals(2),
        }
    }

    /// To the cent: `$27.00`.
    pub fn cents(self) -> String {
        self.with_decimals(2)
    }

    fn with_decimals(self, digits: u32) -> String {
        let unit = 10_u64.pow(6_u32.saturating_sub(digits));
        let amount = (self.0 + unit / 2) / unit;
        let scale = 10_u64.pow(digits);
        let whole = super::grouped(amount / scale);
        if digits == 0 {
            return format!("${whole}");
        }
        format!(
            "${whole}.{:0width$}",
            amount % scale,
            width = digits as usize
        )
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::micro_dollars(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// Exact, without the sign: `1.5360`, at least two decimals; reads back as the same amount.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = format!("{:06}", self.0 % 1_000_000);
        let kept = fraction.trim_end_matches('0').len().max(2);
        let fraction = fraction.get(..kept).unwrap_or(&fraction);
        write!(f, "{}.{fraction}", self.0 / 1_000_000)
    }
}

impl FromStr for Money {
    type Err = ValueError;

    /// Reads `1.536`, `$0.10` or `1,200`: dollars with up to six decimals.
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let trimmed = text.trim();
        let refuse = || {
            ValueError::new(format!(
                "{} is not an amount in dollars. Use for example 1.536, with up to six decimals.",
                quoted(trimmed)
            ))
        };
        let number = trimmed.strip_prefix('$').unwrap_or(trimmed).trim_start();
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let whole = ungroup(whole).ok_or_else(refuse)?;
        let digits =
            |part: &str| (1..=15).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
        if !digits(&whole) || !digits(fraction) || fraction.len() > 6 {
            return Err(refuse());
        }
        let dollars: u64 = whole.parse().map_err(|_| refuse())?;
        let micro: u64 = format!("{fraction:0<6}").parse().map_err(|_| refuse())?;
        let amount = dollars
            .checked_mul(1_000_000)
            .and_then(|amount| amount.checked_add(micro))
            .filter(|amount| *amount <= Self::MAX);
        amount.map(Self).ok_or_else(|| {
            ValueError::new(format!(
                "{} is above the maximum of a billion dollars.",
                quoted(trimmed)
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn amounts_are_exact_and_read_back() {
        for (text, micro) in [
            ("0.038808", 38_808),
            ("$21.957642", 21_957_642),
            ("0.1", 100_000),
            ("1,200", 1_200_000_000),
        ] {
            let money: Money = text.parse().unwrap();
            assert_eq!(money.to_micro_dollars(), micro, "{text}");
            assert_eq!(money.to_string().parse(), Ok(money), "{text}");
        }
        for bad in [
            "",
            "-1",
            "1,5",
            "0,10",
            "1.2345678",
            "1.",
            ".5",
            "free",
            "1e3",
            "99999999999999",
        ] {
            assert!(bad.parse::<Money>().is_err(), "{bad}");
        }
    }

    #[test]
    fn reading_keeps_what_says_something() {
        for (micro, shown) in [
            (0, "$0"),
            (13_699, "$0.0137"),
            (500, "$0.0005"),
            (100_000, "$0.10"),
            (1_866_000, "$1.87"),
            (108_000_000, "$108"),
            (1_234_000_000, "$1,234"),
        ] {
            assert_eq!(Money::micro_dollars(micro).rounded(), shown);
        }
        assert_eq!(Money::micro_dollars(27_000_000).cents(), "$27.00");
    }

    #[test]
    fn shares_are_rounded_half_up() {
        let month = Money::micro_dollars(27_000_000);
        assert_eq!(month.scaled(1, 730).to_micro_dollars(), 36_986);
        assert_eq!(month.scaled(1, 0), Money::ZERO);
        assert_eq!(
            Money::micro_dollars(u64::MAX).to_micro_dollars(),
            Money::MAX
        );
    }
}
