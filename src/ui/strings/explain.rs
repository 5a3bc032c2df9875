//! What a line of a file does.

pub const POINT_AT_A_LINE: &str =
    "Point at a line, or move with the arrow keys, to see what it does and why.";

pub fn line(number: usize) -> String {
    format!("Line {number}")
}
