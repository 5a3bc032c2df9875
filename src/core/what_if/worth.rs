//! What a lever is worth, and the order that follows.

use super::lever::Lever;
use crate::core::order;
use crate::core::units::MoneyChange;

/// Milliseconds below which two pulls count as equally fast: less could not be seen.
const SAME_TIME: i64 = 500;
/// Micro-dollars an hour below which two nodes cost the same: less than a dollar a month.
const SAME_COST: i64 = 1_000;

/// What a lever is worth, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// Faster, and no dearer.
    Faster,
    /// Faster for money.
    FasterForMoney,
    /// As fast, and cheaper.
    Cheaper,
    /// Cheaper, and slower.
    CheaperButSlower,
    /// As fast, and no cheaper: it changes nothing that anybody would want.
    Nothing,
}

impl Worth {
    /// What a lever is worth; none if it is slower and no cheaper.
    ///
    /// A price that is not known counts as dearer: nobody knows whether a lever is free.
    pub fn from_lever(lever: &Lever) -> Option<Self> {
        let saved = lever.saved();
        let more = lever.cost.hour.map(MoneyChange::to_micro_dollars);
        let is_cheaper = more.is_some_and(|more| more <= -SAME_COST);
        let is_no_dearer = more.is_some_and(|more| more < SAME_COST);
        if saved >= SAME_TIME {
            return Some(if is_no_dearer {
                Self::Faster
            } else {
                Self::FasterForMoney
            });
        }
        match (saved > -SAME_TIME, is_cheaper) {
            (true, true) => Some(Self::Cheaper),
            (true, false) => Some(Self::Nothing),
            (false, true) => Some(Self::CheaperButSlower),
            (false, false) => None,
        }
    }

    /// For programs: `faster-for-money`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Faster => "faster",
            Self::FasterForMoney => "faster-for-money",
            Self::Cheaper => "cheaper",
            Self::CheaperButSlower => "cheaper-but-slower",
            Self::Nothing => "nothing",
        }
    }
}

/// How much of it, within its worth: more comes first.
///
/// - faster and no dearer: by time saved, then by money saved;
/// - faster for money: by time saved for each dollar an hour; without a price last, by time saved;
/// - as fast and cheaper: by money saved;
/// - cheaper and slower: by money saved for each second lost;
/// - nothing: ties, which stay as they come.
fn measures(lever: &Lever) -> [u64; 2] {
    let more = lever.cost.hour.map(MoneyChange::to_micro_dollars);
    let cheaper = more.map_or(0, |more| more.min(0).unsigned_abs());
    let (faster, slower) = match lever.saved() {
        saved @ 0.. => (saved.unsigned_abs(), 0),
        saved => (0, saved.unsigned_abs()),
    };
    match Worth::from_lever(lever) {
        // By whole seconds: less is no reason to come first.
        Some(Worth::Faster) => [(faster + 500) / 1_000, cheaper],
        Some(Worth::FasterForMoney) => {
            let dearer = more.unwrap_or(0).max(0).unsigned_abs();
            let for_each = faster.saturating_mul(1_000_000).checked_div(dearer);
            [for_each.unwrap_or(0), faster]
        }
        Some(Worth::Cheaper) => [cheaper, 0],
        Some(Worth::CheaperButSlower) => [cheaper.saturating_mul(1_000) / slower.max(1), cheaper],
        Some(Worth::Nothing) | None => [0, 0],
    }
}

/// Puts levers in the order of what they are worth; settings before what is done to an image, where
/// they are worth the same.
pub(super) fn sort(levers: &mut Vec<Lever>) {
    order::stable_sort_by_u64(levers, |lever| u64::from(lever.edit.is_none()));
    for place in [1, 0] {
        order::stable_sort_by_u64(levers, |lever| {
            !measures(lever).get(place).copied().unwrap_or_default()
        });
    }
    order::stable_sort_by_u64(levers, |lever| {
        Worth::from_lever(lever).map_or(u64::MAX, |worth| worth as u64)
    });
}

#[cfg(test)]
mod tests {
    use super::{Lever, MoneyChange, Worth, sort};
    use crate::core::units::{Money, TimeSpan};
    use crate::core::what_if::{LeverCost, LeverKind};

    /// A lever that takes a pull from 100 s to so many milliseconds, for so much more an hour.
    fn lever(label: &str, after: u32, more: Option<i64>) -> Lever {
        let cent = |micro: i64| {
            let change =
                MoneyChange::between(Money::ZERO, Money::micro_dollars(micro.unsigned_abs()));
            change.times(micro.signum())
        };
        Lever {
            kind: LeverKind::VolumeRates,
            label: label.to_owned(),
            with: None,
            before: TimeSpan::from_secs(100),
            after: TimeSpan::from_millis(after),
            position: 0,
            launched: Some(0),
            cost: LeverCost {
                hour: more.map(cent),
                ..LeverCost::default()
            },
            edit: None,
        }
    }

    #[test]
    fn what_is_faster_and_cheaper_comes_first_and_ties_last() {
        let mut levers = vec![
            lever("nothing", 100_200, Some(0)),
            lever("nothing, dearer", 99_700, Some(50_000)),
            lever("slower, a little cheaper", 110_000, Some(-10_000)),
            lever("slower, much cheaper", 120_000, Some(-200_000)),
            lever("as fast and cheaper", 100_100, Some(-20_000)),
            lever("as fast and much cheaper", 100_400, Some(-110_000)),
            lever("faster, no price", 20_000, None),
            lever("faster, dear", 40_000, Some(2_000_000)),
            lever("faster, at a good price", 70_000, Some(100_000)),
            lever("faster and free", 60_000, Some(0)),
            lever("faster and cheaper", 60_100, Some(-110_000)),
            lever("much faster and free", 30_000, Some(900)),
        ];
        sort(&mut levers);
        let order: Vec<&str> = levers.iter().map(|lever| lever.label.as_str()).collect();
        assert_eq!(
            order,
            [
                "much faster and free",
                "faster and cheaper",
                "faster and free",
                "faster, at a good price",
                "faster, dear",
                "faster, no price",
                "as fast and much cheaper",
                "as fast and cheaper",
                "slower, much cheaper",
                "slower, a little cheaper",
                "nothing",
                "nothing, dearer",
            ]
        );
    }

    #[test]
    fn slower_and_no_cheaper_is_worth_nothing_to_say() {
        assert_eq!(Worth::from_lever(&lever("", 101_000, Some(0))), None);
        assert_eq!(Worth::from_lever(&lever("", 101_000, Some(-900))), None);
        assert_eq!(Worth::from_lever(&lever("", 101_000, None)), None);
        assert_eq!(
            Worth::from_lever(&lever("", 100_499, None)),
            Some(Worth::Nothing),
            "a price that is not known"
        );
        assert_eq!(
            Worth::from_lever(&lever("", 100_499, Some(-1_000))),
            Some(Worth::Cheaper)
        );
    }
}
