//! How a line finds its row.

use super::manifests::ROWS;
use super::place::{Document, Line};
use super::rows::{Row, field};
use super::user_data::{MIME, SHELL, TOML};
use crate::core::config::Field;

/// The row of a field that stands in manifests as it is.
fn plain(line: &Line) -> Option<Row> {
    Field::all().find_map(|one| {
        let place = one.place?;
        let is_there = place.document.as_str() == line.kind
            && place.keys.len() == line.path.len()
            && place
                .keys
                .iter()
                .zip(&line.path)
                .all(|(key, segment)| *key == "*" || key == segment);
        is_there.then_some(Row {
            rule: place.rule,
            ..field("", "", std::slice::from_ref(&one.path))
        })
    })
}

/// The row of a line, on Bottlerocket or elsewhere.
pub(super) fn find(line: &Line, bottlerocket: bool) -> Option<Row> {
    let beginning = |rows: &[Row]| {
        let row = rows.iter().find(|row| line.text.starts_with(row.path));
        row.copied()
    };
    let within = |rows: &[Row]| {
        let row = rows.iter().find(|row| row.is_of(line, bottlerocket));
        row.copied()
    };
    match line.document {
        Document::Yaml => within(ROWS).or_else(|| plain(line)),
        Document::Toml => within(TOML),
        Document::Mime => beginning(MIME),
        Document::Shell => beginning(SHELL),
    }
}
