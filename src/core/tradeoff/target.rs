//! The cheapest setting that meets a target, or what makes it impossible.

use super::frontier::{CostBasis, Frontier, TradeoffPoint};
use crate::core::units::{Duration, Money};

/// What is wanted: a time, a cost, or both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Target {
    /// The image is to be there within this.
    pub time: Option<Duration>,
    /// A node, by the frontier's basis, is to cost at most this.
    pub cost: Option<Money>,
}

/// The answer to a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetAnswer {
    /// The cheapest point that meets it; without a time, the fastest within the cost.
    Met(TradeoffPoint),
    /// Nothing at any price is so fast: the fastest of all, and by how much it misses.
    TooFast {
        /// The fastest point.
        fastest: TradeoffPoint,
        /// How much longer it takes than wanted.
        misses: Duration,
    },
    /// Nothing is so cheap: the cheapest of all, and by how much it misses.
    TooCheap {
        /// The cheapest point.
        cheapest: TradeoffPoint,
        /// How much more it costs than wanted.
        misses: Money,
    },
    /// Each alone can be had, not both: what each costs of the other.
    NotBoth {
        /// The cheapest point that is fast enough.
        fast: TradeoffPoint,
        /// How much more it costs than wanted.
        over_cost: Money,
        /// The fastest point that is cheap enough.
        cheap: TradeoffPoint,
        /// How much longer it takes than wanted.
        over_time: Duration,
    },
}

impl Target {
    /// Solves for a frontier: exactly, as the answer is always one of its points. None only for a
    /// frontier without points.
    pub fn solve(self, frontier: &Frontier) -> Option<TargetAnswer> {
        solve(self, frontier.search.basis, &frontier.points)
    }
}

fn solve(target: Target, basis: CostBasis, points: &[TradeoffPoint]) -> Option<TargetAnswer> {
    let (cheapest, fastest) = (*points.first()?, *points.last()?);
    // Each point is dearer and faster than the one before it.
    let is_fast = |point: &&TradeoffPoint| target.time.is_none_or(|time| point.time <= time);
    let is_cheap =
        |point: &&TradeoffPoint| target.cost.is_none_or(|cost| point.cost(basis) <= cost);
    let Some(fast) = points.iter().find(is_fast) else {
        let wanted = target.time.unwrap_or_default();
        return Some(TargetAnswer::TooFast {
            fastest,
            misses: beyond(fastest.time, wanted),
        });
    };
    let Some(cheap) = points.iter().rev().find(is_cheap) else {
        let wanted = target.cost.unwrap_or_default();
        return Some(TargetAnswer::TooCheap {
            cheapest,
            misses: above(cheapest.cost(basis), wanted),
        });
    };
    if target.time.is_none() {
        return Some(TargetAnswer::Met(*cheap));
    }
    if is_cheap(&fast) {
        return Some(TargetAnswer::Met(*fast));
    }
    Some(TargetAnswer::NotBoth {
        fast: *fast,
        over_cost: above(fast.cost(basis), target.cost.unwrap_or_default()),
        cheap: *cheap,
        over_time: beyond(cheap.time, target.time.unwrap_or_default()),
    })
}

fn beyond(time: Duration, wanted: Duration) -> Duration {
    let wanted = wanted.to_milliseconds();
    Duration::milliseconds(time.to_milliseconds().saturating_sub(wanted))
}

fn above(cost: Money, wanted: Money) -> Money {
    let wanted = wanted.to_micro_dollars();
    Money::micro_dollars(cost.to_micro_dollars().saturating_sub(wanted))
}
