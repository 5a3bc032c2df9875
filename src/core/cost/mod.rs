//! What nodes cost: lines of a bill in whole micro-dollars, and sums that equal them exactly.
//!
//! A price that is not known leaves its line unknown, and every sum over it "at least".

mod item;
mod volume;

pub use item::{Base, Factor, Formula, LineItem, MONTH_HOURS, Origin, Price, Total};
pub use volume::{VolumeCost, VolumeSpec};
