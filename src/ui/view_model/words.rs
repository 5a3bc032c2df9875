//! Counts and lists in words.

use crate::core::{Bundle, Field, Finding, Severity};
use crate::ui::state::{Blocker, Change, Evaluated};
use crate::ui::strings;
pub use crate::ui::strings::words::count;

/// Why the files wait, in one line; empty when they do not.
pub fn waiting(waits: &[Blocker]) -> String {
    let labels = |pick: fn(&Blocker) -> bool| {
        let labels: Vec<&str> = waits
            .iter()
            .filter(|wait| pick(wait))
            .map(|wait| wait.field().label)
            .collect();
        labels.join(", ")
    };
    let missing = labels(|wait| matches!(wait, Blocker::Missing(_)));
    let wrong = labels(|wait| !matches!(wait, Blocker::Missing(_)));
    strings::words::waiting(&missing, &wrong)
}

/// How many findings there are of each severity, worst first, without the zeros.
pub fn tally(findings: &[Finding]) -> Vec<(Severity, usize)> {
    tally_of(findings.iter().map(|finding| finding.severity))
}

/// The same for findings and what was noticed in the files.
pub fn tally_of(severities: impl Iterator<Item = Severity> + Clone) -> Vec<(Severity, usize)> {
    [
        Severity::Error,
        Severity::Warning,
        Severity::Waste,
        Severity::Note,
    ]
    .into_iter()
    .map(|severity| {
        (
            severity,
            severities.clone().filter(|one| *one == severity).count(),
        )
    })
    .filter(|(_, number)| *number > 0)
    .collect()
}

/// What stands in the way of applying the files, where it is in what they keep.
pub fn errors_in_files(number: usize) -> String {
    strings::words::errors_in_files(&count(number, Severity::Error.as_str()))
}

/// “2 warnings”; waste is not counted in pieces.
pub fn tallied(severity: Severity, number: usize) -> String {
    match severity {
        Severity::Waste => strings::words::waste(number),
        Severity::Error | Severity::Warning | Severity::Note => count(number, severity.as_str()),
    }
}

/// What the last edit did, for those who listen instead of looking.
pub fn announcement(evaluated: &Evaluated) -> String {
    let mut parts: Vec<String> = Vec::new();
    let files = evaluated.evaluation.bundle.files();
    for (file, change) in files.iter().zip(&evaluated.changes) {
        match change {
            Change::None => {}
            Change::New => parts.push(strings::words::file_is_new(&file.path)),
            Change::Lines(lines) => {
                parts.push(strings::words::file_changed(lines.len(), &file.path));
            }
        }
    }
    let mut sentences = vec![parts.join(", ")];
    let launched = evaluated.launched.as_deref();
    sentences.extend(launched.map(strings::answer::now_launched));
    sentences.extend(
        evaluated
            .appeared
            .iter()
            .filter_map(|index| evaluated.evaluation.findings.get(*index))
            .map(|finding| {
                strings::words::finding_at(
                    finding.severity.as_str(),
                    finding.field.label,
                    &finding.message,
                )
            }),
    );
    sentences.retain(|sentence| !sentence.is_empty());
    sentences.join(". ")
}

/// What a bundle holds: “9 files”.
pub fn files(bundle: &Bundle) -> String {
    strings::words::files(bundle.files().len())
}

/// How many of them kubectl takes: “, 3 to apply”.
pub fn to_apply(bundle: &Bundle) -> String {
    let applied = bundle.files().iter().filter(|file| file.applied).count();
    strings::words::to_apply(applied)
}

/// A field's text as a person reads it: the label of a choice, “on” and “off”, “empty” for nothing.
pub fn value(field: &Field, text: &str) -> String {
    use crate::core::Kind;
    let shown = match field.kind {
        Kind::Choice(choices) => choices
            .iter()
            .find(|choice| choice.word == text)
            .map_or(text, |choice| choice.label),
        Kind::Bool if text == "true" => strings::words::ON,
        Kind::Bool => strings::words::OFF,
        _ => text,
    };
    if shown.is_empty() {
        strings::words::EMPTY
    } else {
        shown
    }
    .to_owned()
}

/// The same with its unit.
pub fn value_with_unit(field: &Field, text: &str) -> String {
    let shown = value(field, text);
    if text.is_empty() {
        shown
    } else {
        field.with_unit(&shown)
    }
}

/// The default of a field as shown beside its reset: its value on one short line.
pub fn default(field: &Field, text: &str) -> String {
    const MAX_LENGTH: usize = 28;
    let one_line = value(field, text).replace('\n', ", ");
    if one_line.chars().count() > MAX_LENGTH {
        let start: String = one_line.chars().take(MAX_LENGTH).collect();
        return format!("{start}…");
    }
    one_line
}

#[cfg(test)]
mod tests {
    use super::{Blocker, Field, waiting};

    #[test]
    fn what_the_files_wait_for_is_named() {
        let field = |path| Field::find(path).unwrap_or_else(|| unreachable!("{path}"));
        assert_eq!(waiting(&[]), "");
        assert_eq!(
            waiting(&[Blocker::Missing(field("cluster.name"))]),
            "Required: Cluster name"
        );
        assert_eq!(
            waiting(&[
                Blocker::Missing(field("cluster.name")),
                Blocker::Refused(field("storage.volume.iops"))
            ]),
            "Required: Cluster name; fix: IOPS"
        );
    }
}
