//! One line of a bill, with the formula that its amount comes from.

use std::fmt;

use crate::core::catalogue::Date;
use crate::core::config::Source;
use crate::core::units::{Money, grouped};

/// Hours of a month, as AWS counts them.
pub const MONTH_HOURS: u64 = 730;

/// The span that a line is priced for exactly; its amount for the other span follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// Instances: a month is 730 of these hours.
    Hour,
    /// Volumes and snapshots: an hour is 1/730 of the month, rounded half up to a micro-dollar.
    Month,
}

impl Base {
    /// `hour` or `month`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Month => "month",
        }
    }
}

/// Where a price comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A table of the catalogue.
    Published,
    /// Another Region's price, scaled; the words say how.
    Estimated(String),
    /// The user's own figure.
    Own,
    /// Nobody's: it is not known; the words say why.
    Unknown(&'static str),
}

impl Origin {
    /// `published`, `estimated`, `own` or `unknown`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Estimated(_) => "estimated",
            Self::Own => "own",
            Self::Unknown(_) => "unknown",
        }
    }
}

/// What one unit costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// The amount; none if it is not known.
    pub amount: Option<Money>,
    /// What it is for: `per GiB-month`.
    pub unit: &'static str,
    /// Where it comes from.
    pub origin: Origin,
    /// The publication, for a price that was published or scaled from one.
    pub source: Option<Source>,
    /// The day of the publication.
    pub as_of: Option<Date>,
}

impl Price {
    /// A price that a table has, or has not.
    pub(super) fn published(
        amount: Option<Money>,
        unit: &'static str,
        (source, as_of): (Source, Option<Date>),
        why_unknown: &'static str,
    ) -> Self {
        Self {
            amount,
            unit,
            origin: match amount {
                Some(_) => Origin::Published,
                None => Origin::Unknown(why_unknown),
            },
            source: amount.map(|_| source),
            as_of: amount.and(as_of),
        }
    }

    /// The user's own price.
    pub(super) fn own(amount: Money, unit: &'static str) -> Self {
        Self {
            amount: Some(amount),
            unit,
            origin: Origin::Own,
            source: None,
            as_of: None,
        }
    }

    /// A price that nobody knows.
    pub(super) fn unknown(unit: &'static str, why: &'static str) -> Self {
        Self {
            amount: None,
            unit,
            origin: Origin::Unknown(why),
            source: None,
            as_of: None,
        }
    }
}

/// One factor of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// A number of things that are paid for.
    Count(u64, &'static str),
    /// A number of things above the part that the price of something else includes.
    Above {
        /// All of them.
        provisioned: u64,
        /// How many are included.
        included: u64,
        /// What they are.
        unit: &'static str,
    },
    /// Bytes, counted in decimal GB.
    Gigabytes(u64),
    /// The percentage of the price that is paid, and why.
    Percent(u64, &'static str),
}

impl Factor {
    /// The factor as a fraction.
    fn fraction(self) -> (u64, u64) {
        match self {
            Self::Count(number, _) => (number, 1),
            Self::Above {
                provisioned,
                included,
                ..
            } => (provisioned.saturating_sub(included), 1),
            Self::Gigabytes(bytes) => (bytes, 1_000_000_000),
            Self::Percent(percent, _) => (percent, 100),
        }
    }
}

/// `100 GiB`, `(600 − 125 included) MiB/s`, `35 % (spot)`.
impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Count(number, unit) => write!(f, "{} {unit}", grouped(number)),
            Self::Above {
                provisioned,
                included,
                unit,
            } => write!(
                f,
                "({} − {} included) {unit}",
                grouped(provisioned.max(included)),
                grouped(included)
            ),
            Self::Gigabytes(bytes) => write!(
                f,
                "{}.{:03} GB",
                grouped((bytes + 500_000) / 1_000_000 / 1000),
                (bytes + 500_000) / 1_000_000 % 1000
            ),
            Self::Percent(percent, why) => write!(f, "{percent} % ({why})"),
        }
    }
}

/// What a line's amount is made of: factors times a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// What is counted, in the order in which it is written.
    pub factors: Vec<Factor>,
    /// What one of it costs.
    pub price: Price,
}

impl Formula {
    /// The amount, rounded half up once; nothing at all if a factor is nothing, and not known if
    /// the price is not.
    pub fn amount(&self) -> Option<Money> {
        let (numerator, denominator) = self.factors.iter().map(|factor| factor.fraction()).fold(
            (1_u64, 1_u64),
            |(up, down), (numerator, denominator)| {
                (
                    up.saturating_mul(numerator),
                    down.saturating_mul(denominator),
                )
            },
        );
        if numerator == 0 {
            return Some(Money::ZERO);
        }
        self.price
            .amount
            .map(|price| price.scaled(numerator, denominator))
    }
}

/// `100 GiB × $0.08 per GiB-month`; a price that is not known is `unknown`.
impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for factor in &self.factors {
            write!(f, "{factor} × ")?;
        }
        match self.price.amount {
            Some(amount) => write!(f, "${amount} {}", self.price.unit),
            None => write!(f, "unknown price {}", self.price.unit),
        }
    }
}

/// One line of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineItem {
    /// What is paid for: `Volume size (gp3)`.
    pub what: String,
    /// How its amount comes about.
    pub formula: Formula,
    /// The span that the formula gives.
    pub base: Base,
    amount: Option<Money>,
}

impl LineItem {
    /// A line whose formula gives the amount of its base.
    pub(super) fn new(
        what: impl Into<String>,
        base: Base,
        factors: Vec<Factor>,
        price: Price,
    ) -> Self {
        let formula = Formula { factors, price };
        Self {
            what: what.into(),
            amount: formula.amount(),
            formula,
            base,
        }
    }

    /// The amount of its base, exactly; none if it is not known.
    pub fn amount(&self) -> Option<Money> {
        self.amount
    }

    /// What an hour costs.
    pub fn per_hour(&self) -> Option<Money> {
        self.amount.map(|amount| match self.base {
            Base::Hour => amount,
            Base::Month => amount.scaled(1, MONTH_HOURS),
        })
    }

    /// What a month of 730 hours costs.
    pub fn per_month(&self) -> Option<Money> {
        self.amount.map(|amount| match self.base {
            Base::Hour => amount.scaled(MONTH_HOURS, 1),
            Base::Month => amount,
        })
    }

    /// What so many milliseconds cost, from the exact base.
    pub fn per_milliseconds(&self, milliseconds: u64) -> Option<Money> {
        const HOUR: u64 = 3_600_000;
        self.amount.map(|amount| match self.base {
            Base::Hour => amount.scaled(milliseconds, HOUR),
            Base::Month => amount.scaled(milliseconds, HOUR * MONTH_HOURS),
        })
    }

    /// The formula with its result: `100 GiB × $0.08 per GiB-month = $8.00 per month`.
    pub fn written_out(&self) -> String {
        match self.amount {
            Some(amount) => format!("{} = ${amount} per {}", self.formula, self.base.as_str()),
            None => format!("{} = unknown", self.formula),
        }
    }
}

/// A sum of lines of which some may not be known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// The sum of what is known.
    pub at_least: Money,
    /// How many lines are in it.
    pub known: usize,
    /// How many lines are not known.
    pub unknown: usize,
}

impl Total {
    /// The sum of these amounts.
    pub fn sum(amounts: impl IntoIterator<Item = Option<Money>>) -> Self {
        amounts.into_iter().fold(Self::default(), Self::plus)
    }

    /// This sum and one more amount.
    #[must_use]
    pub fn plus(mut self, amount: Option<Money>) -> Self {
        match amount {
            Some(amount) => {
                self.at_least += amount;
                self.known += 1;
            }
            None => self.unknown += 1,
        }
        self
    }

    /// This sum and another one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            at_least: self.at_least + other.at_least,
            known: self.known + other.known,
            unknown: self.unknown + other.unknown,
        }
    }

    /// This sum so many times.
    #[must_use]
    pub fn times(self, count: u64) -> Self {
        Self {
            at_least: self.at_least.scaled(count, 1),
            ..self
        }
    }

    /// For reading: `$1.87`, `at least $1.87` if a line is not known, `unknown` if no known line costs
    /// anything.
    pub fn text(self, amount: impl Fn(Money) -> String) -> String {
        match (self.unknown, self.at_least) {
            (0, sum) => amount(sum),
            (_, Money::ZERO) => "unknown".to_owned(),
            (_, sum) => format!("at least {}", amount(sum)),
        }
    }

    /// The sum, if every line is known.
    pub fn exactly(self) -> Option<Money> {
        (self.unknown == 0).then_some(self.at_least)
    }
}

#[cfg(test)]
mod tests {
    use super::{Base, Factor, LineItem, Money, Origin, Price, Total};

    fn price(micro: Option<u64>) -> Price {
        Price {
            amount: micro.map(Money::micro_dollars),
            unit: "per GiB-month",
            origin: Origin::Own,
            source: None,
            as_of: None,
        }
    }

    #[test]
    fn a_formula_says_what_it_computes() {
        let line = LineItem::new(
            "Volume",
            Base::Month,
            vec![Factor::Count(100, "GiB")],
            price(Some(80_000)),
        );
        assert_eq!(
            line.written_out(),
            "100 GiB × $0.08 per GiB-month = $8.00 per month"
        );
        assert_eq!(line.per_hour(), Some(Money::micro_dollars(10_959)));
        assert_eq!(line.per_milliseconds(3_600_000), line.per_hour());
    }

    #[test]
    fn what_is_not_known_is_never_nothing() {
        let factors = |provisioned| {
            vec![Factor::Above {
                provisioned,
                included: 125,
                unit: "MiB/s",
            }]
        };
        let unknown = LineItem::new("Throughput", Base::Month, factors(600), price(None));
        assert_eq!(unknown.per_month(), None);
        assert!(unknown.written_out().ends_with("= unknown"));
        let free = LineItem::new("Throughput", Base::Month, factors(125), price(None));
        assert_eq!(free.per_month(), Some(Money::ZERO));

        let total = Total::sum([Some(Money::micro_dollars(5)), None]);
        assert_eq!(total.exactly(), None);
        assert_eq!(total.at_least, Money::micro_dollars(5));
        assert_eq!(
            Total::sum([None]).plus(None),
            Total {
                unknown: 2,
                ..Total::default()
            }
        );
    }
}
