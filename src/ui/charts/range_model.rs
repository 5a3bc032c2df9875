//! What a chart of a range shows: a likely line within its band, over a strip of what it costs.

use super::model::{Axis, Mark, TableTwin};

/// A point of the line that can be read out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangePoint {
    /// Along the horizontal axis.
    pub x: u64,
    /// Lowest, likely and highest value.
    pub y: (u64, u64, u64),
    /// Along the strip's axis; none if it is not known.
    pub cost: Option<u64>,
    /// Everything about it in a sentence.
    pub words: String,
}

/// A range that is the same all along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Lowest, likely and highest value.
    pub y: (u64, u64, u64),
    /// What stands at it.
    pub label: String,
    /// Whether it is the present setting.
    pub is_current: bool,
}

/// A named point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Along the horizontal axis.
    pub x: u64,
    /// Along the vertical one.
    pub y: u64,
    /// What stands beside it; nothing if that is said elsewhere.
    pub label: String,
    /// Whether it is the present setting.
    pub is_current: bool,
}

/// A chart of a range over what it takes, and of what that costs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RangeChart {
    /// What it shows.
    pub title: String,
    /// The horizontal axis of both plots.
    pub x: Axis,
    /// The vertical axis of the range; its ticks have their unit, so that it needs no label.
    pub y: Axis,
    /// The vertical axis of the cost; without ticks if no cost is known.
    pub cost: Axis,
    /// The line and its band, from left to right.
    pub points: Vec<RangePoint>,
    /// A range to compare with.
    pub level: Option<Level>,
    /// From where on nothing changes.
    pub end: Option<Mark>,
    /// Named points of the range.
    pub spots: Vec<Spot>,
    /// Which of them is read out while nothing is pointed at, along the horizontal axis.
    pub rests_at: u64,
    /// The same points of the cost.
    pub cost_spots: Vec<Spot>,
    /// The numbers, for those who do not see the lines.
    pub twin: TableTwin,
}
