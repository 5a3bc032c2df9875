//! The frontier as a chart, rows and a sentence.

use crate::background::{FrontierAnswer, FrontierRow};
use crate::core::{Duration, Invalid, Money, Target};
use crate::ui::charts::scale::Scale;
use crate::ui::charts::{Axis, Chart, Point, TableTwin};

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
pub fn time(row: &FrontierRow) -> Duration {
    Duration::milliseconds(row.milliseconds)
}

/// A row in words: `m6i.8xlarge with AL2023 FastImagePull, … (31 s for $1.61)`.
pub fn name(row: &FrontierRow, per_start: bool) -> String {
    format!(
        "{} with {} ({} for {})",
        row.instance_type,
        row.setting,
        time(row).rounded(),
        cost(row, per_start).rounded()
    )
}

/// What was searched.
pub fn summary(found: &FrontierAnswer) -> String {
    let unpriced = match found.unpriced {
        0 => String::new(),
        1 => " 1 type has no price here and is left out.".to_owned(),
        count => format!(" {count} types have no price here and are left out."),
    };
    format!(
        "{} of {} types with {} settings each: nothing else is as fast for the money.{unpriced}",
        found.rows.len(),
        found.types,
        found.settings
    )
}

/// The chart: cost along, time up.
pub fn chart(found: &FrontierAnswer, per_start: bool) -> Chart {
    let money = |amount: u64| Money::micro_dollars(amount).rounded();
    let costs = found.rows.iter().map(|row| cost(row, per_start));
    let most = costs.max().unwrap_or_default().to_micro_dollars();
    let slowest = found.rows.iter().map(|row| row.milliseconds).max();
    let points = found.rows.iter().map(|row| Point {
        x: cost(row, per_start).to_micro_dollars(),
        y: Some(u64::from(row.milliseconds)),
        words: format!("{}.", name(row, per_start)),
    });
    Chart {
        title: "Likely pull time against cost".to_owned(),
        x: Axis::new(
            if per_start { "$ a start" } else { "$ an hour" },
            Scale::from_zero(most.max(1), TICKS),
            TICKS,
            money,
        ),
        y: Axis::new(
            "Pull, s",
            Scale::from_zero(u64::from(slowest.unwrap_or(1)), TICKS),
            TICKS,
            |milliseconds| (milliseconds / 1000).to_string(),
        ),
        points: points.collect(),
        current: None,
        bands: Vec::new(),
        marks: Vec::new(),
        twin: TableTwin {
            heads: vec!["pull", "cost", "type", "setting"],
            rows: found
                .rows
                .iter()
                .map(|row| {
                    vec![
                        time(row).rounded(),
                        cost(row, per_start).rounded(),
                        row.instance_type.clone(),
                        row.setting.clone(),
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
pub fn target(time: &str, cost: &str) -> Result<Target, (Option<Invalid>, Option<Invalid>)> {
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let time = some(time).map(|text| text.parse::<Duration>()).transpose();
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
    let points: Vec<(Duration, Money)> = found
        .rows
        .iter()
        .map(|row| (time(row), cost(row, per_start)))
        .collect();
    let answer = target.solve_among(&points)?;
    let name = |at: usize| {
        let row = found.rows.get(at);
        row.map_or(String::new(), |row| name(row, per_start))
    };
    Some((answer.words(&name), answer.point()))
}
