//! Words and counts that many parts of the page share.

/// “1 file”, “9 files”.
pub fn count(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

/// In place of a figure.
pub const UNKNOWN: &str = "unknown";

pub fn findings(number: usize) -> String {
    count(number, "finding")
}

/// Why the files wait: labels of fields that are missing, and of those that are wrong.
pub fn waiting(missing: &str, wrong: &str) -> String {
    match (missing.is_empty(), wrong.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("Required: {missing}"),
        (true, false) => format!("Fix: {wrong}"),
        (false, false) => format!("Required: {missing}; fix: {wrong}"),
    }
}

/// Waste is not counted in pieces.
pub fn waste(number: usize) -> String {
    format!("{number} waste")
}

pub fn file_is_new(path: &str) -> String {
    format!("{path} is new")
}

pub fn file_changed(lines: usize, path: &str) -> String {
    format!("{} changed in {path}", count(lines, "line"))
}

/// A finding that the last edit brought.
pub fn finding_at(severity: &str, field: &str, message: &str) -> String {
    format!("{severity} at {field}: {message}")
}

/// “2 errors in the preserved fields of your files”.
pub fn errors_in_files(errors: &str) -> String {
    format!("{errors} in the preserved fields of your files")
}

pub fn files(number: usize) -> String {
    count(number, "file")
}

/// How many files kubectl takes, after how many there are.
pub fn to_apply(files: usize) -> String {
    format!(", {files} to apply")
}

pub const ON: &str = "on";
pub const OFF: &str = "off";
pub const EMPTY: &str = "empty";

/// What there is of a Region's prices.
pub fn loading_prices(region: &str) -> String {
    format!("Loading prices for {region}…")
}

pub fn failed_prices(region: &str) -> String {
    format!("The prices for {region} could not be loaded.")
}
