//! The table of instance types as the program carries it: by columns, as what stands below each other
//! in `data/instances.csv` is alike and packs to half of what the rows do.

use std::fmt::Write;

/// Columns that others say already.
const FOLLOW: [&str; 4] = ["category", "family", "size", "flex"];
/// CoreMark points of one thread; only what a family's types have together is looked at.
const MARK: &str = "coremark_per_thread";
/// Their sum and how many they are, at the family's first type.
const MARKS: &str = "coremarks";

/// The columns, one a line, each with its name first. Families come in their order, their types by
/// vCPUs.
///
/// # Panics
///
/// If the table is not as it should be; a test of `upkeep` says more of that.
pub fn of(table: &str) -> String {
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let mut rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let place = |name: &str| {
        let found = header.iter().position(|column| *column == name);
        found.unwrap_or_else(|| panic!("instances.csv has no column {name}"))
    };
    let (family, vcpu, mark) = (place("family"), place("vcpu"), place(MARK));
    for row in &rows {
        assert!(
            follows(row[place("type")], FOLLOW.map(|name| row[place(name)])),
            "{row:?}"
        );
    }
    rows.sort_by_key(|row| (row[family], row[vcpu].parse::<u32>().unwrap_or_default()));
    let mut text = String::new();
    for (at, name) in header.iter().enumerate() {
        if !FOLLOW.contains(name) && at != mark {
            let cells: Vec<&str> = rows.iter().map(|row| row[at]).collect();
            writeln!(text, "{name},{}", cells.join(",")).expect("memory can be written");
        }
    }
    let marks: Vec<String> = rows
        .chunk_by(|one, next| one[family] == next[family])
        .flat_map(|types| {
            let known: Vec<u32> = types.iter().filter_map(|row| tenths(row[mark])).collect();
            let first = match known.as_slice() {
                [] => String::new(),
                known => format!("{}/{}", known.iter().sum::<u32>(), known.len()),
            };
            std::iter::once(first).chain(types.iter().skip(1).map(|_| String::new()))
        })
        .collect();
    writeln!(text, "{MARKS},{}", marks.join(",")).expect("memory can be written");
    text
}

/// Whether a type's name says its category, family and size, and whether it is flexible.
fn follows(name: &str, [category, family, size, flex]: [&str; 4]) -> bool {
    let letters = family.find(|c: char| !c.is_ascii_lowercase());
    name.split_once('.') == Some((family, size))
        && letters.and_then(|letters| family.get(..letters)) == Some(category)
        && family.ends_with("-flex").to_string() == flex
}

/// A number with at most one decimal, in tenths; none of an empty cell.
fn tenths(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let numbers = (whole.parse::<u32>(), fraction.parse::<u32>());
    let (Ok(whole), Ok(fraction @ 0..=9)) = numbers else {
        panic!("{MARK} cannot be {text}");
    };
    Some(whole * 10 + fraction)
}
