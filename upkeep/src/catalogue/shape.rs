//! What a table's columns ask of it: header, cells, order.

use super::columns::{Column, Kind};
use super::csv::{Row, Table};
use super::day;
use super::problem::Problem;

/// Checks a table against its columns, and says whether it has them. The first column is the key:
/// rows are sorted by it, each once.
pub fn check(file: &str, table: &Table, columns: &[Column], problems: &mut Vec<Problem>) -> bool {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    if table.header != names {
        problems.push(Problem::at(
            file,
            1,
            format!("the header must be {}", names.join(",")),
        ));
        // Cells below another header would only be found wrong over and over.
        return false;
    }
    if table.rows.is_empty() {
        problems.push(Problem::new(file, "there are no rows"));
    }
    for row in &table.rows {
        check_row(file, row, columns, problems);
    }
    for pair in table.rows.windows(2) {
        if let [before, row] = pair {
            let (last, key) = (before.cell(Some(0)), row.cell(Some(0)));
            let wrong = match last.cmp(key) {
                std::cmp::Ordering::Less => continue,
                std::cmp::Ordering::Equal => format!("{key} is there twice"),
                std::cmp::Ordering::Greater => {
                    format!("{key} comes after {last}; rows are sorted by {}", names[0])
                }
            };
            problems.push(Problem::at(file, row.line, wrong));
        }
    }
    true
}

fn check_row(file: &str, row: &Row, columns: &[Column], problems: &mut Vec<Problem>) {
    if row.cells.len() != columns.len() {
        problems.push(Problem::at(
            file,
            row.line,
            format!(
                "there are {} cells for {} columns",
                row.cells.len(),
                columns.len()
            ),
        ));
        return;
    }
    for (cell, column) in row.cells.iter().zip(columns) {
        if let Some(wrong) = wrong_with(cell, column) {
            problems.push(Problem::at(
                file,
                row.line,
                format!("{} {wrong}", column.name),
            ));
        }
    }
}

fn wrong_with(cell: &str, column: &Column) -> Option<String> {
    if cell.is_empty() {
        return column.needed.then(|| "is empty".to_owned());
    }
    let written = match column.kind {
        Kind::Word => is_word(cell)
            .then_some(())
            .ok_or("holds letters, digits and . _ -"),
        Kind::Text => {
            let clean = !cell.chars().any(char::is_control) && cell.trim() == cell;
            clean
                .then_some(())
                .ok_or("holds text without blanks around it")
        }
        Kind::OneOf(words) => {
            if words.contains(&cell) {
                return None;
            }
            return Some(format!("is one of {}, not {cell}", words.join(", ")));
        }
        Kind::Whole => is_whole(cell)
            .then_some(())
            .ok_or("is a whole number without leading zeros"),
        Kind::Decimal(places) => {
            if !is_decimal(cell, places) {
                return Some(format!(
                    "is a number with at most {places} decimals, not {cell}"
                ));
            }
            Ok(())
        }
        Kind::Day => day::is_day(cell)
            .then_some(())
            .ok_or("is a day like 2026-07-20"),
        Kind::DayOrYear => day::begins_with_day(cell)
            .then_some(())
            .ok_or("begins with a day or a year"),
    };
    if let Err(rule) = written {
        return Some(format!("{rule}, not {cell}"));
    }
    let bounds = column.bounds?;
    let number: f64 = cell.parse().ok()?;
    (number < bounds.least || number > bounds.most).then(|| {
        format!(
            "is {cell}; plausible is {} to {} ({})",
            bounds.least, bounds.most, bounds.why
        )
    })
}

fn is_word(cell: &str) -> bool {
    cell.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

fn is_whole(cell: &str) -> bool {
    !cell.is_empty()
        && cell.len() <= 15
        && cell.bytes().all(|byte| byte.is_ascii_digit())
        && (cell == "0" || !cell.starts_with('0'))
}

fn is_decimal(cell: &str, places: usize) -> bool {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, "0"));
    is_whole(whole)
        && !fraction.is_empty()
        && fraction.len() <= places
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}
