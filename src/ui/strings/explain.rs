//! What a line of a file does.

pub const POINT_AT_A_LINE: &str = "Point at a line, or go through the lines with the arrow keys: what it does and why stands here.";

pub fn line(number: usize) -> String {
    format!("Line {number}")
}
