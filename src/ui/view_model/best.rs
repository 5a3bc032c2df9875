//! The frontier as a chart, rows and a sentence.

use super::time_axis::time_axis;
use crate::background::{FrontierAnswer, FrontierRow};
use crate::core::{Money, Target, TimeSpan, ValueError};
use crate::ui::charts::scale::Scale;
use crate::ui::charts::{Axis, Chart, Point, TableTwin};
use crate::ui::strings;

/// Ticks of an axis, about.
const TICKS: u64 = 5;

/// A row's cost, by the hour or by the start.
pub fn cost(row: &FrontierRow, per_start: bool) -> Money {
    Money::micro_dollars(if per_start {
        row.per_start
    } else {
        row.per_hour
    })
}

/// A row's time.
pub fn time(row: &FrontierRow) -> TimeSpan {
    TimeSpan::from_millis(row.milliseconds)
}

/// A row in words: `m6i.8xlarge with AL2023 FastImagePull, … (31 s for $1.61; launched as is)`.
pub fn name(row: &FrontierRow, per_start: bool) -> String {
    strings::best::setting(
        &row.instance_type,
        &row.setting,
        &time(row).rounded(),
        &cost(row, per_start).rounded(),
        &row.launched_by,
    )
}

/// What was searched.
pub fn summary(found: &FrontierAnswer) -> String {
    strings::best::summary(
        found.rows.len(),
        found.types,
        found.settings,
        found.unpriced,
    )
}

/// The chart: cost along, time up.
pub fn chart(found: &FrontierAnswer, per_start: bool) -> Chart {
    let money = |amount: u64| Money::micro_dollars(amount).rounded();
    let points: Vec<Point> = found
        .rows
        .iter()
        .map(|row| Point {
            x: cost(row, per_start).to_micro_dollars(),
            y: Some(u64::from(row.milliseconds)),
            words: format!("{}.", name(row, per_start)),
        })
        .collect();
    let current = found.present.as_ref().map(|now| Point {
        x: if per_start {
            now.per_start
        } else {
            now.per_hour
        },
        y: Some(u64::from(now.milliseconds)),
        words: strings::best::present(
            &now.instance_type,
            &TimeSpan::from_millis(now.milliseconds).rounded(),
            &money(if per_start {
                now.per_start
            } else {
                now.per_hour
            }),
            per_start,
        ),
    });
    let all = || points.iter().chain(&current);
    let costs = || all().map(|point| point.x);
    let slowest = all().filter_map(|point| point.y).max();
    Chart {
        title: strings::best::CHART.to_owned(),
        x: Axis::new(
            strings::best::cost_unit(per_start),
            Scale::around(
                costs().min().unwrap_or_default(),
                costs().max().unwrap_or_default(),
                TICKS,
            ),
            TICKS,
            money,
        ),
        y: time_axis(strings::best::CHART_TIME, slowest.unwrap_or(1)),
        points,
        current,
        marks: Vec::new(),
        twin: TableTwin {
            heads: strings::best::CHART_HEADS.to_vec(),
            rows: found
                .rows
                .iter()
                .map(|row| {
                    vec![
                        time(row).rounded(),
                        cost(row, per_start).rounded(),
                        row.instance_type.clone(),
                        row.setting.clone(),
                        row.launched_by.clone(),
                    ]
                })
                .collect(),
        },
    }
}

/// Reads what is wanted; an empty text wants nothing.
///
/// # Errors
/// Which of the two is no value: time, cost.
pub fn target(time: &str, cost: &str) -> Result<Target, (Option<ValueError>, Option<ValueError>)> {
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let time = some(time).map(|text| text.parse::<TimeSpan>()).transpose();
    let cost = some(cost).map(|text| text.parse::<Money>()).transpose();
    match (time, cost) {
        (Ok(time), Ok(cost)) => Ok(Target { time, cost }),
        (time, cost) => Err((time.err(), cost.err())),
    }
}

/// The answer to a target, and the row that it is about; none while nothing is wanted.
pub fn answer(found: &FrontierAnswer, target: Target, per_start: bool) -> Option<(String, usize)> {
    if target == Target::default() {
        return None;
    }
    let points: Vec<(TimeSpan, Money)> = found
        .rows
        .iter()
        .map(|row| (time(row), cost(row, per_start)))
        .collect();
    let answer = target.solve_among(&points)?;
    let name = |at: usize| {
        let row = found.rows.get(at);
        row.map_or(String::new(), |row| name(row, per_start))
    };
    Some((answer.describe(&name), answer.point()))
}
