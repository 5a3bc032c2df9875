//! `SOURCES.md` names every table with its number of rows.

use super::csv::Table;
use super::problem::Problem;
use super::{
    AL2023_RELEASES, BOTTLEROCKET_RELEASES, EBS_PRICES, INSTANCES, KARPENTER_RELEASES,
    KNOWN_BAD_RELEASES, KNOWN_IMAGES, KUBERNETES_RELEASES, MEASURED_PAIRS, MEASUREMENTS, Read,
    SOURCES,
};

/// The words of a table's line that say how many rows it has.
fn rows_of(tables: &Read) -> [(&'static str, String); 11] {
    let prices: usize = tables
        .on_demand
        .iter()
        .map(|(_, table)| table.rows.len())
        .sum();
    let regions = tables.on_demand.len();
    let rows = |table: &Table| grouped(table.rows.len());
    [
        (INSTANCES, rows(&tables.instances)),
        (
            "ondemand/REGION.csv",
            format!("{} in {regions} Regions", grouped(prices)),
        ),
        (EBS_PRICES, format!("{} Regions", rows(&tables.ebs_prices))),
        (MEASUREMENTS, rows(&tables.measurements)),
        (MEASURED_PAIRS, rows(&tables.measured_pairs)),
        (KNOWN_IMAGES, rows(&tables.known_images)),
        (AL2023_RELEASES, rows(&tables.releases.al2023)),
        (BOTTLEROCKET_RELEASES, rows(&tables.releases.bottlerocket)),
        (KARPENTER_RELEASES, rows(&tables.releases.karpenter)),
        (KUBERNETES_RELEASES, rows(&tables.releases.kubernetes)),
        (KNOWN_BAD_RELEASES, rows(&tables.releases.known_bad)),
    ]
}

/// Checks that the list of tables says what the tables are.
pub fn check(text: &str, tables: &Read, problems: &mut Vec<Problem>) {
    for (name, rows) in rows_of(tables) {
        let Some((line, cells)) = line_of(text, name) else {
            problems.push(Problem::new(
                SOURCES,
                format!("the table {name} is not named"),
            ));
            continue;
        };
        let said = cells.get(1).copied().unwrap_or_default();
        if said != rows {
            problems.push(Problem::at(
                SOURCES,
                line,
                format!("{name} has {rows}, not {said:?}"),
            ));
        }
        if cells.get(3).is_none_or(|when| when.is_empty()) {
            problems.push(Problem::at(SOURCES, line, format!("{name} has no date")));
        }
    }
}

/// The list with the numbers of rows that the tables have.
pub fn with_rows(text: &str, tables: &Read) -> String {
    rows_of(tables)
        .iter()
        .fold(text.to_owned(), |text, (name, rows)| {
            with_cell(&text, name, 1, |_| rows.clone())
        })
}

/// The list with another date, behind these words where a table has several.
pub fn with_date(text: &str, table: &str, words: &str, day: &str) -> String {
    with_cell(text, table, 3, |cell| {
        let part = format!("{words} {day}");
        match cell.find(words) {
            Some(start) if !words.is_empty() => {
                let end = cell[start..]
                    .find(',')
                    .map_or(cell.len(), |end| start + end);
                format!("{}{part}{}", &cell[..start], &cell[end..])
            }
            _ if words.is_empty() => day.to_owned(),
            _ => format!("{cell}, {part}"),
        }
    })
}

fn with_cell(text: &str, table: &str, cell: usize, new: impl Fn(&str) -> String) -> String {
    let Some((number, cells)) = line_of(text, table) else {
        return text.to_owned();
    };
    let mut cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
    if let Some(cell) = cells.get_mut(cell) {
        *cell = new(cell);
    }
    let line = format!("| {} |", cells.join(" | "));
    let lines = (1..).zip(text.lines());
    let mut out: String = lines
        .map(|(at, old)| if at == number { line.as_str() } else { old })
        .collect::<Vec<_>>()
        .join("\n");
    out.push('\n');
    out
}

fn line_of<'a>(text: &'a str, table: &str) -> Option<(usize, Vec<&'a str>)> {
    let name = format!("`{table}`");
    (1..).zip(text.lines()).find_map(|(number, line)| {
        let inner = line.strip_prefix('|')?.strip_suffix('|')?;
        let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
        (cells.first() == Some(&name.as_str())).then_some((number, cells))
    })
}

/// 1363 as 1,363.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
