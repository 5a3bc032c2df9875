//! The curves of the storage as charts.

use crate::core::{CostCurve, CostPoint, Knee, KneeKind, Money, StorageCharts, grouped};
use crate::ui::charts::scale::Scale;
use crate::ui::charts::{Axis, Band, Chart, Mark, Point, TableTwin};
use crate::ui::texts;

/// Ticks of an axis, about.
const TICKS: u64 = 5;

/// Cost against throughput.
pub fn by_throughput(charts: &StorageCharts) -> Chart {
    let curve = &charts.by_throughput;
    let words = |point: &CostPoint| {
        texts::storage::throughput_point(
            &grouped(u64::from(point.throughput)),
            &grouped(u64::from(point.iops)),
            &cost(point.per_month),
            &texts::storage::capped(point.capped, charts.types),
        )
    };
    Chart {
        title: texts::storage::throughput_chart(&charts.size.to_string()),
        x: along(texts::storage::THROUGHPUT_AXIS, curve, |point| {
            point.throughput
        }),
        y: dollars(curve),
        points: points(curve, |point| point.throughput, words),
        current: curve
            .current
            .map(|current| point(&current, current.throughput, words)),
        bands: bands(curve, &[KneeKind::WastedOnHalf, KneeKind::WastedOnAll]),
        marks: curve
            .knees
            .iter()
            .map(|knee| mark(knee, " MiB/s"))
            .collect(),
        twin: TableTwin {
            heads: texts::storage::THROUGHPUT_HEADS.to_vec(),
            rows: curve
                .points
                .iter()
                .map(|point| {
                    vec![
                        grouped(u64::from(point.throughput)),
                        grouped(u64::from(point.iops)),
                        amount(point.per_month),
                        texts::storage::capped_of(point.capped, charts.types),
                    ]
                })
                .collect(),
        },
    }
}

/// Cost against IOPS.
pub fn by_iops(charts: &StorageCharts) -> Chart {
    let curve = &charts.by_iops;
    let throughput = curve.points.first().map_or(0, |point| point.throughput);
    let words = |point: &CostPoint| {
        texts::storage::iops_point(
            &grouped(u64::from(point.iops)),
            &grouped(u64::from(point.throughput)),
            &cost(point.per_month),
            &point.rate.rounded(),
        )
    };
    Chart {
        title: texts::storage::iops_chart(&grouped(u64::from(throughput))),
        x: along(texts::storage::IOPS_AXIS, curve, |point| point.iops),
        y: dollars(curve),
        points: points(curve, |point| point.iops, words),
        current: curve
            .current
            .map(|current| point(&current, current.iops, words)),
        bands: bands(curve, &[KneeKind::BuysNothing]),
        marks: curve.knees.iter().map(|knee| mark(knee, " IOPS")).collect(),
        twin: TableTwin {
            heads: texts::storage::IOPS_HEADS.to_vec(),
            rows: curve
                .points
                .iter()
                .map(|point| {
                    vec![
                        grouped(u64::from(point.iops)),
                        amount(point.per_month),
                        point.rate.rounded(),
                    ]
                })
                .collect(),
        },
    }
}

/// `$27.00 a month`.
fn cost(amount: Option<Money>) -> String {
    amount.map_or_else(
        || texts::storage::PRICE_UNKNOWN.into(),
        |amount| texts::storage::a_month(&amount.cents()),
    )
}

fn amount(amount: Option<Money>) -> String {
    amount.map_or_else(|| texts::words::UNKNOWN.into(), Money::cents)
}

fn points(
    curve: &CostCurve,
    x: impl Fn(&CostPoint) -> u32,
    words: impl Fn(&CostPoint) -> String,
) -> Vec<Point> {
    let points = curve.points.iter();
    points.map(|each| point(each, x(each), &words)).collect()
}

fn point(point: &CostPoint, x: u32, words: impl Fn(&CostPoint) -> String) -> Point {
    Point {
        x: u64::from(x),
        y: point.per_month.map(Money::to_micro_dollars),
        words: words(point),
    }
}

/// The axis of what is bought: from the first to the last point, the present setting included.
fn along(label: &str, curve: &CostCurve, x: impl Fn(&CostPoint) -> u32) -> Axis {
    let all = || curve.points.iter().chain(&curve.current).map(&x);
    let scale = Scale::new(
        u64::from(all().min().unwrap_or(0)),
        u64::from(all().max().unwrap_or(0)),
    );
    Axis::new(label, scale, TICKS, grouped)
}

/// The axis of what it costs, from nothing.
fn dollars(curve: &CostCurve) -> Axis {
    let most = curve
        .points
        .iter()
        .chain(&curve.current)
        .filter_map(|point| point.per_month)
        .max()
        .unwrap_or(Money::ZERO);
    let scale = Scale::from_zero(most.to_micro_dollars(), TICKS);
    Axis::new(texts::storage::COST_HEAD, scale, TICKS, |tick| {
        let amount = Money::micro_dollars(tick).cents();
        amount
            .strip_suffix(".00")
            .map_or(amount.clone(), str::to_owned)
    })
}

/// From each of these knees to the end of the line; the last one is the strongest.
fn bands(curve: &CostCurve, kinds: &[KneeKind]) -> Vec<Band> {
    let Some(end) = curve.points.last() else {
        return Vec::new();
    };
    let end = u64::from(end.throughput.max(end.iops));
    curve
        .knees
        .iter()
        .filter(|knee| kinds.contains(&knee.kind))
        .map(|knee| Band {
            from: u64::from(knee.at),
            to: end,
            is_strong: kinds.last() == Some(&knee.kind),
        })
        .collect()
}

fn mark(knee: &Knee, unit: &str) -> Mark {
    Mark {
        x: u64::from(knee.at),
        label: format!("{} {}", grouped(u64::from(knee.at)), knee.kind.label()),
        meaning: format!(
            "{}{unit}. {}",
            grouped(u64::from(knee.at)),
            knee.kind.meaning()
        ),
    }
}
