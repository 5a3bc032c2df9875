//! Which setting is the answer: the cheapest of the fastest, here and on the types that may come
//! instead.

use super::asked::{Asked, Row, SettingWorth, are_alike};
use crate::core::config::VolumeType;
use crate::core::launch::Launch;
use crate::core::order;
use crate::core::units::{LikelyRange, TimeSpan};

/// What the answer is on the types that may come for the first node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverCandidates {
    /// How many types may come.
    pub types: usize,
    /// On how many of them nothing is notably faster than the answer.
    pub as_good: usize,
    /// On how many of those a cheaper setting would be as fast.
    pub cheaper_would_do: usize,
    /// Settings that are the cheapest of the fastest where the answer is not fast enough, that of
    /// most types first.
    pub better: Vec<BetterElsewhere>,
}

/// A setting that is better than the answer on some types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BetterElsewhere {
    /// Its place in `DiskWorth::settings`.
    pub setting: usize,
    /// On how many types.
    pub types: usize,
    /// What it saves there: least and most.
    pub saved: LikelyRange<TimeSpan>,
}

/// What makes one setting cheaper than another: its price; without one, what it is made of. Of two
/// that are alike the present one stays.
fn price(worth: &SettingWorth) -> u64 {
    let is_other = u64::from(!worth.is_yours());
    match (worth.per_month, worth.setting) {
        // At most 2^50 micro-dollars.
        (Some(amount), _) => amount.to_micro_dollars() << 1 | is_other,
        (None, Some(setting)) => {
            let kind: u64 = match setting.volume.volume_type {
                VolumeType::Gp3 => 0,
                VolumeType::Gp2 => 1,
                VolumeType::Io1 | VolumeType::Io2 => 2,
            };
            let (iops, throughput) = super::setting::rates(&setting.volume);
            1 << 62 | kind << 56 | u64::from(throughput) << 32 | u64::from(iops) << 1 | is_other
        }
        (None, None) => u64::MAX,
    }
}

fn likely(worth: &SettingWorth) -> Option<u32> {
    worth.time.map(|time| time.likely().as_millis())
}

/// Puts the fastest first, of those that are as fast the cheapest, and what cannot be taken last.
/// Where the answer then stands, if times are known: first, or where the present one does, if that is
/// as fast and costs no more than a tenth more.
pub(super) fn sort(rows: &mut Vec<Row>) -> Option<usize> {
    let mut left = std::mem::take(rows);
    order::stable_sort_by_u64(&mut left, |row| price(&row.worth));
    while let Some(fastest) = left.iter().filter_map(|row| likely(&row.worth)).min() {
        let is_as_fast =
            |row: &Row| likely(&row.worth).is_some_and(|time| are_alike(time, fastest));
        let (group, rest) = left.into_iter().partition::<Vec<Row>, _>(is_as_fast);
        rows.extend(group);
        left = rest;
    }
    let (possible, impossible) = left
        .into_iter()
        .partition::<Vec<Row>, _>(|row| row.worth.is_possible());
    rows.extend(possible);
    rows.extend(impossible);
    let fastest = rows.iter().filter_map(|row| likely(&row.worth)).min()?;
    let first = rows.first()?.worth.per_month;
    let stays = |row: &Row| {
        let time = likely(&row.worth).filter(|time| are_alike(*time, fastest));
        let both = row.worth.per_month.zip(first);
        row.worth.is_yours()
            && time.is_some()
            && both.is_some_and(|(yours, first)| {
                yours.to_micro_dollars() <= first.to_micro_dollars().saturating_mul(11) / 10
            })
    };
    Some(rows.iter().position(stays).unwrap_or(0))
}

/// The answer on each type that may come; none where the likely one comes before all others.
pub(super) fn elsewhere(
    asked: &mut Asked<'_>,
    rows: &[Row],
    answer: Option<usize>,
    launch: &Launch,
) -> Option<OverCandidates> {
    let answer = answer.filter(|_| launch.is_open())?;
    let candidates: Vec<usize> = launch
        .groups
        .first()?
        .candidates
        .iter()
        .map(|candidate| candidate.position)
        .collect();
    // One row of times for each setting that can be taken.
    let mut times: Vec<(usize, Vec<Option<TimeSpan>>)> = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let Some(config) = &row.config else {
            continue;
        };
        let on = asked.pulls(config, |pulls| {
            candidates
                .iter()
                .map(|position| pulls.compared(*position))
                .collect()
        });
        times.push((index, on?));
    }
    let mut over = OverCandidates {
        types: candidates.len(),
        as_good: 0,
        cheaper_would_do: 0,
        better: Vec::new(),
    };
    for at in 0..candidates.len() {
        let here: Vec<(usize, u32)> = times
            .iter()
            .filter_map(|(index, times)| {
                let time = times.get(at).copied().flatten()?;
                Some((*index, time.as_millis()))
            })
            .collect();
        over.count(&here, rows, answer);
    }
    order::stable_sort_by_u64(&mut over.better, |better| better.setting as u64);
    order::stable_sort_by_u64(&mut over.better, |better| u64::MAX - better.types as u64);
    Some(over)
}

impl OverCandidates {
    /// Counts one type, by the milliseconds of each setting there.
    fn count(&mut self, here: &[(usize, u32)], rows: &[Row], answer: usize) {
        let Some(fastest) = here.iter().map(|(_, time)| *time).min() else {
            return;
        };
        let ours = here.iter().find(|(index, _)| *index == answer);
        let Some(ours) = ours.map(|(_, time)| *time) else {
            return;
        };
        let cheapest = here
            .iter()
            .filter(|(_, time)| are_alike(*time, fastest))
            .filter_map(|(index, time)| Some((price(&rows.get(*index)?.worth), *index, *time)))
            .min();
        let Some((cost, setting, time)) = cheapest else {
            return;
        };
        if are_alike(ours, fastest) {
            self.as_good += 1;
            let amount = rows.get(answer).map(|row| price(&row.worth));
            self.cheaper_would_do += usize::from(amount.is_some_and(|amount| cost < amount));
            return;
        }
        let saved = TimeSpan::from_millis(ours - time.min(ours));
        match self
            .better
            .iter_mut()
            .find(|better| better.setting == setting)
        {
            Some(better) => {
                better.types += 1;
                let (low, high) = (better.saved.low(), better.saved.high());
                better.saved = LikelyRange::new(low.min(saved), low.min(saved), high.max(saved));
            }
            None => self.better.push(BetterElsewhere {
                setting,
                types: 1,
                saved: LikelyRange::exactly(saved),
            }),
        }
    }
}
