//! What controls say by themselves, whatever they are for.

/// A table that is wider than its place, for those who listen.
pub const SCROLLABLE_TABLE: &str = "Scrollable table";

pub const RECOMMENDED: &str = "recommended";
pub const ON: &str = "On";
pub const OFF: &str = "Off";

/// Closes a dialog.
pub const CLOSE: &str = "Close";

/// After a number that opens its formula, for those who listen.
pub fn formula_of(row: &str) -> String {
    format!(", formula of {row}")
}

pub const SOURCE: &str = "source ↗";

pub const CHOOSE_PAGE: &str = "Choose all rows of this page";

pub fn choose(row: &str) -> String {
    format!("Choose {row}")
}

pub const PAGES: &str = "Pages of the table";
pub const PREVIOUS: &str = "Previous";
pub const NEXT: &str = "Next";

/// Which rows of how many are shown.
pub fn rows_of(from: usize, to: usize, total: usize) -> String {
    format!("{from}–{to} of {total}")
}
