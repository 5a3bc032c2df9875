//! What every chart says.

pub const POINT_AT_A_BAR: &str = "Point at a bar, or move with the arrow keys, for details.";
pub const KEY: &str = "Key";
/// At the present setting.
pub const NOW: &str = "now";
pub const NUMBERS_AS_TABLE: &str = "Numbers as a table";
