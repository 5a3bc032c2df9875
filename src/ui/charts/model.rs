//! What a chart shows, as numbers in exact units and the words that go with them.

use super::scale::Scale;

/// One axis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Axis {
    /// What it measures, with its unit: `Throughput, MiB/s`.
    pub label: String,
    /// The values it spans.
    pub scale: Scale,
    /// Values with a label.
    pub ticks: Vec<(u64, String)>,
}

impl Axis {
    /// An axis with about so many round values, each in the words of `write`.
    pub fn new(
        label: impl Into<String>,
        scale: Scale,
        about: u64,
        write: impl Fn(u64) -> String,
    ) -> Self {
        let ticks = scale.ticks(about);
        Self {
            label: label.into(),
            scale,
            ticks: ticks.into_iter().map(|tick| (tick, write(tick))).collect(),
        }
    }
}

/// A point of the line that can be read out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Along the horizontal axis.
    pub x: u64,
    /// Along the vertical one; none if it is not known.
    pub y: Option<u64>,
    /// Everything about it in a sentence.
    pub words: String,
}

/// A place with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Along the horizontal axis.
    pub x: u64,
    /// What stands beside it.
    pub label: String,
    /// What it means, in a sentence.
    pub meaning: String,
}

/// The same numbers as a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableTwin {
    /// Heads of its columns; the first one names the rows.
    pub heads: Vec<&'static str>,
    /// One text a column.
    pub rows: Vec<Vec<String>>,
}

/// A chart of one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The line, from left to right: each point holds until the next one, and is a dot.
    pub points: Vec<Point>,
    /// The present setting.
    pub current: Option<Point>,
    /// Named places, from left to right.
    pub marks: Vec<Mark>,
    /// The numbers, for those who do not see the line.
    pub twin: TableTwin,
}
