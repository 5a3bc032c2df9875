//! Two sets of settings side by side.

use super::words::count;

pub const BUTTON: &str = "Compare";
pub const TITLE: &str = "Compare";

pub const WITH: &str = "Compare this page with";
pub const WITH_DEFAULT: &str = "The default";
pub const WITH_TODAY: &str = "Original blueprint against today";
pub const WITH_LINK: &str = "A link";
pub const PRESETS: &str = "Presets";
pub const SAVED: &str = "Saved";
pub const LINK: &str = "Link";
pub const LINK_HINT: &str = "https://…#v2_…";

pub const NO_LINK: &str = "Paste a link to this page.";
pub const NOT_SAVED: &str = "It no longer exists.";

pub fn link_not_whole(problem: &str) -> String {
    format!("Part of the link could not be read. {problem}")
}

/// What the sides are called.
pub const THIS_PAGE: &str = "this page";
pub const THE_LINK: &str = "the link";
pub const THE_DEFAULT: &str = "the default";
pub const TODAY: &str = "today's recommendation";
pub const BLUEPRINT: &str = "the July 2025 blueprint";

pub const SWAP: &str = "Swap sides";
pub const TAKE_OVER: &str = "Use these settings";

pub fn taken_over(from: &str) -> String {
    format!("Now using the settings from {from}. Undo restores yours.")
}

pub const NUMBERS: &str = "Numbers";
pub const NUMBER: &str = "Number";
/// The right side against the left, by likely values.
pub const DELTA: &str = "Change";
/// After a number that is not the same on both sides, for those who listen.
pub const DIFFERS: &str = " differs";

pub const SETTINGS: &str = "Settings that differ";
pub const SETTING: &str = "Setting";
pub const WHY: &str = "Why";
pub const NO_SETTING: &str = "No settings differ.";

pub const FILES: &str = "Files";
pub const LINE: &str = "Line";

pub fn same_files(names: &[String]) -> String {
    format!("Identical on both sides: {}.", names.join(", "))
}

/// At a file that the other side does not have.
pub fn only(side: &str) -> String {
    format!("only in {side}")
}

pub fn lines_differ(lines: usize) -> String {
    if lines == 1 {
        "1 line differs".to_owned()
    } else {
        format!("{} differ", count(lines, "line"))
    }
}

/// In place of lines that are left out.
pub fn same_lines(lines: usize) -> String {
    format!("{} identical", count(lines, "line"))
}
