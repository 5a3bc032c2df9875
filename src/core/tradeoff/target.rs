//! The cheapest setting that meets a target, or what makes it impossible.

use super::frontier::Frontier;
use crate::core::units::{Money, TimeSpan};

/// What is wanted: a time, a cost, or both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Target {
    /// The image is to be there within this.
    pub time: Option<TimeSpan>,
    /// A node, by the frontier's basis, is to cost at most this.
    pub cost: Option<Money>,
}

/// The answer to a target; points are named by their place on the frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetAnswer {
    /// The cheapest point that meets it; without a time, the fastest within the cost.
    Met(usize),
    /// Nothing at any price is so fast.
    TooFast {
        /// The fastest point of all.
        fastest: usize,
        /// How much longer it takes than wanted.
        misses: TimeSpan,
    },
    /// Nothing is so cheap.
    TooCheap {
        /// The cheapest point of all.
        cheapest: usize,
        /// How much more it costs than wanted.
        misses: Money,
    },
    /// Each alone can be had, not both: what each costs of the other.
    NotBoth {
        /// The cheapest point that is fast enough.
        fast: usize,
        /// How much more it costs than wanted.
        over_cost: Money,
        /// The fastest point that is cheap enough.
        cheap: usize,
        /// How much longer it takes than wanted.
        over_time: TimeSpan,
    },
}

impl TargetAnswer {
    /// The point that meets the target, or the one that comes nearest in time.
    pub fn point(self) -> usize {
        match self {
            Self::Met(point) => point,
            Self::TooFast { fastest, .. } => fastest,
            Self::TooCheap { cheapest, .. } => cheapest,
            Self::NotBoth { fast, .. } => fast,
        }
    }

    /// The answer in words; `name` says what a point is.
    pub fn describe(self, name: &dyn Fn(usize) -> String) -> String {
        match self {
            Self::Met(point) => format!("Best match: {}.", name(point)),
            Self::TooFast { fastest, misses } => format!(
                "No configuration is that fast. The fastest, {}, takes {} longer.",
                name(fastest),
                misses.rounded()
            ),
            Self::TooCheap { cheapest, misses } => format!(
                "No configuration is that cheap. The cheapest, {}, costs {} more.",
                name(cheapest),
                misses.rounded()
            ),
            Self::NotBoth {
                fast,
                over_cost,
                cheap,
                over_time,
            } => format!(
                "No configuration meets both. Fast enough: {}, for {} more; cheap enough: {}, {} too slow.",
                name(fast),
                over_cost.rounded(),
                name(cheap),
                over_time.rounded()
            ),
        }
    }
}

impl Target {
    /// Solves for a frontier: exactly, as the answer is always one of its points. None only for a
    /// frontier without points.
    pub fn solve(self, frontier: &Frontier) -> Option<TargetAnswer> {
        let basis = frontier.search.basis;
        let points: Vec<(TimeSpan, Money)> = frontier
            .points
            .iter()
            .map(|point| (point.time, point.cost(basis)))
            .collect();
        self.solve_among(&points)
    }

    /// The same for times and costs of which each is dearer and faster than the one before.
    pub fn solve_among(self, points: &[(TimeSpan, Money)]) -> Option<TargetAnswer> {
        let (_, cheapest_cost) = *points.first()?;
        let (fastest_time, _) = *points.last()?;
        let last = points.len() - 1;
        let is_fast = |time: TimeSpan| self.time.is_none_or(|wanted| time <= wanted);
        let is_cheap = |cost: Money| self.cost.is_none_or(|wanted| cost <= wanted);
        let Some(fast) = points.iter().position(|(time, _)| is_fast(*time)) else {
            return Some(TargetAnswer::TooFast {
                fastest: last,
                misses: beyond(fastest_time, self.time.unwrap_or_default()),
            });
        };
        let Some(cheap) = points.iter().rposition(|(_, cost)| is_cheap(*cost)) else {
            return Some(TargetAnswer::TooCheap {
                cheapest: 0,
                misses: above(cheapest_cost, self.cost.unwrap_or_default()),
            });
        };
        if self.time.is_none() {
            return Some(TargetAnswer::Met(cheap));
        }
        if fast <= cheap {
            return Some(TargetAnswer::Met(fast));
        }
        let (_, fast_cost) = *points.get(fast)?;
        let (cheap_time, _) = *points.get(cheap)?;
        Some(TargetAnswer::NotBoth {
            fast,
            over_cost: above(fast_cost, self.cost.unwrap_or_default()),
            cheap,
            over_time: beyond(cheap_time, self.time.unwrap_or_default()),
        })
    }
}

fn beyond(time: TimeSpan, wanted: TimeSpan) -> TimeSpan {
    let wanted = wanted.as_millis();
    TimeSpan::from_millis(time.as_millis().saturating_sub(wanted))
}

fn above(cost: Money, wanted: Money) -> Money {
    let wanted = wanted.to_micro_dollars();
    Money::micro_dollars(cost.to_micro_dollars().saturating_sub(wanted))
}

#[cfg(test)]
mod tests {
    use super::{Money, Target, TargetAnswer, TimeSpan};

    const POINTS: [(u32, u64); 3] = [(90, 400_000), (45, 900_000), (30, 2_500_000)];

    fn solve(seconds: Option<u32>, micro: Option<u64>) -> TargetAnswer {
        let points = POINTS
            .map(|(seconds, micro)| (TimeSpan::from_secs(seconds), Money::micro_dollars(micro)));
        let target = Target {
            time: seconds.map(TimeSpan::from_secs),
            cost: micro.map(Money::micro_dollars),
        };
        target.solve_among(&points).expect("there are points")
    }

    #[test]
    fn the_answer_is_the_cheapest_that_is_fast_enough() {
        assert_eq!(solve(Some(60), None), TargetAnswer::Met(1));
        assert_eq!(solve(Some(45), Some(900_000)), TargetAnswer::Met(1));
        assert_eq!(solve(Some(100), Some(2_500_000)), TargetAnswer::Met(0));
        assert_eq!(solve(None, Some(1_000_000)), TargetAnswer::Met(1));
        assert_eq!(solve(None, None), TargetAnswer::Met(2));
        assert_eq!(Target::default().solve_among(&[]), None);
    }

    #[test]
    fn what_is_impossible_is_said_with_by_how_much() {
        assert_eq!(
            solve(Some(29), None),
            TargetAnswer::TooFast {
                fastest: 2,
                misses: TimeSpan::from_secs(1)
            }
        );
        assert_eq!(
            solve(None, Some(300_000)),
            TargetAnswer::TooCheap {
                cheapest: 0,
                misses: Money::micro_dollars(100_000)
            }
        );
        let both = solve(Some(40), Some(1_000_000));
        assert_eq!(
            both,
            TargetAnswer::NotBoth {
                fast: 2,
                over_cost: Money::micro_dollars(1_500_000),
                cheap: 1,
                over_time: TimeSpan::from_secs(5)
            }
        );
        let words = both.describe(&|point| format!("point {point}"));
        assert!(
            words.contains("$1.50 more") && words.contains("5 s too slow"),
            "{words}"
        );
    }
}
