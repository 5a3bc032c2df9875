//! Charts. They know no domain: exact numbers and words in, a picture that can be read by eye, by
//! pointer, by keyboard and as a table out.
//!
//! Lines and bands are SVG stretched over the plot; texts and dots stand over it in percent, so
//! that they keep their size however wide the plot is.

mod model;
mod place;
mod plot;
mod range;
mod range_model;
pub mod scale;
mod timeline;
mod twin;

pub use model::{Axis, Chart, Mark, Point, TableTwin};
pub use plot::Plot;
pub use range::RangePlot;
pub use range_model::{Level, RangeChart, RangePoint, Spot};
pub use timeline::{Lane, Part, Strip, Timeline, TimelineChart, TimelineRow};
