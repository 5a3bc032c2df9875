//! Names that a reader need not look up.

use super::{check_none, lines_with, rust_files};

/// Rust's own programs, tests left out.
const PACKAGES: [&str; 6] = [
    "src",
    "lab/src",
    "site/src",
    "standard_streams",
    "upkeep/src",
    "xtask/src",
];

#[test]
fn names_say_what_a_function_does_and_no_type_is_taken_for_one_of_std() {
    // A call of `of` or `on` says nothing; what it is of is in the name: `from_config`, `for_instance`.
    let bare = |line: &str| {
        ["fn of", "fn on", "fn to"].iter().any(|name| {
            line.split_once(name)
                .is_some_and(|(_, rest)| rest.starts_with(['(', '<']))
        })
    };
    const OF_STD: [&str; 12] = [
        "Duration", "Error", "From", "Instant", "Into", "Option", "Ordering", "Path", "Range",
        "Result", "String", "Vec",
    ];
    let shadows = |line: &str| {
        ["struct ", "enum ", "trait ", "type "].iter().any(|kind| {
            let declared = line
                .trim_start()
                .trim_start_matches("pub ")
                .strip_prefix(kind);
            declared.is_some_and(|rest| {
                let end = rest.find(|c: char| !c.is_alphanumeric());
                let name = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
                OF_STD.contains(&name)
            })
        })
    };
    assert!(bare("    pub fn of<T>(a: T)") && bare("fn on(a: u8)") && !bare("fn on_type(a: u8)"));
    assert!(shadows("pub struct Range<T> {") && !shadows("struct RangeSet;"));
    for package in PACKAGES {
        let files = rust_files(package);
        check_none(
            &lines_with(&files, bare),
            "the name of a function says what it takes, makes or asks",
        );
        check_none(
            &lines_with(&files, shadows),
            "a type of std has this name; see docs/development.md for ours",
        );
    }
}
