//! What existing files came to, in words.

use super::words::count;
use crate::background::{FilesAnswer, RemarkRow, SaidRow};
use crate::core::Severity;
use crate::ui::strings;

/// Longest text that is tried as a Config file before it is read in the background.
const MAX_CONFIG_BYTES: usize = 100_000;

/// Whether a text may be a Config file, which has a version of its own and no kind.
pub fn may_be_config(text: &str) -> bool {
    text.len() <= MAX_CONFIG_BYTES && text.contains("version") && !text.contains("apiVersion:")
}

/// What was found, in one line.
pub fn summary(answer: &FilesAnswer) -> String {
    let taken = answer.recognised.iter().filter(|one| one.taken).count();
    let of = |severity| {
        let remarks = answer.remarks.iter();
        remarks.filter(|row| row.severity == severity).count()
    };
    let documents = strings::open::documents(answer.recognised.len(), taken);
    let mut parts = vec![documents];
    for severity in [
        Severity::Error,
        Severity::Warning,
        Severity::Waste,
        Severity::Note,
    ] {
        match (of(severity), severity) {
            (0, _) => {}
            (number, Severity::Waste) => parts.push(strings::open::of_waste(number)),
            (number, _) => parts.push(count(number, severity.as_str())),
        }
    }
    let kept = answer.sets.first().map_or(0, |set| set.kept.len());
    parts.push(strings::open::kept(kept));
    [&parts.join("; "), ". ", &answer.account].concat()
}

/// What is noticed besides what is said of the nodes already.
pub fn beside_nodes(answer: &FilesAnswer) -> Vec<RemarkRow> {
    let said = |row: &RemarkRow| answer.nodes.iter().any(|node| node.reasons.contains(row));
    let rows = answer.remarks.iter().filter(|row| !said(row));
    rows.cloned().collect()
}

/// Who says a value, and where.
pub fn by(said: &SaidRow) -> String {
    match &said.place {
        Some(place) => format!("{}, {place}", said.by),
        None => said.by.clone(),
    }
}

/// What a key was besides, and who said so.
pub fn lost(lost: &[SaidRow]) -> String {
    let each: Vec<String> = lost
        .iter()
        .map(|said| format!("{} ({})", said.value, by(said)))
        .collect();
    each.join("; ")
}

/// Where a remark stands and what it is about.
pub fn place(row: &RemarkRow) -> String {
    if row.path.is_empty() {
        row.place.clone()
    } else {
        format!("{} {}", row.place, row.path)
    }
}
