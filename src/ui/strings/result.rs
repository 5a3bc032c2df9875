//! The tabs with files and what to do with them.

pub const LABEL: &str = "Result";
pub const PURPOSES: &str = "Views of the result";
pub const TABS: &str = "Parts of this view";

/// After the number of files that the last edit changed, for those who listen.
pub const fn files_changed(files: usize) -> &'static str {
    if files == 1 {
        " file changed"
    } else {
        " files changed"
    }
}

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
