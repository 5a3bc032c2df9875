//! The tabs with files and what to do with them.

pub const LABEL: &str = "Files";
pub const TABS: &str = "Files and what to do with them";

/// At a file that the last edit brought.
pub const NEW: &str = "new";

/// After the number of lines that the last edit changed, for those who listen.
pub const fn lines_changed(lines: usize) -> &'static str {
    if lines == 1 {
        " line changed"
    } else {
        " lines changed"
    }
}
