//! The numbers of a comparison.

use crate::core::evaluate::Evaluation;
use crate::core::findings::Severity;

/// A number of both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedNumber {
    /// What is counted or measured.
    pub label: &'static str,
    /// On the left, with its unit.
    pub left: String,
    /// On the right, with its unit.
    pub right: String,
}

impl ComparedNumber {
    /// Whether both sides differ.
    pub fn differs(&self) -> bool {
        self.left != self.right
    }
}

/// How one number is read from an evaluation.
type Read = fn(&Evaluation) -> String;

/// To add a number, add its row.
const FIGURES: &[(&str, Read)] = &[
    ("Files", |evaluation| {
        evaluation.bundle.files().len().to_string()
    }),
    ("Files to apply", |evaluation| {
        let files = evaluation.bundle.files().iter();
        files.filter(|file| file.applied).count().to_string()
    }),
    ("Values still missing", |evaluation| {
        evaluation.missing.len().to_string()
    }),
    ("Errors", |evaluation| found(evaluation, Severity::Error)),
    ("Warnings", |evaluation| {
        found(evaluation, Severity::Warning)
    }),
    ("Findings of waste", |evaluation| {
        found(evaluation, Severity::Waste)
    }),
    ("Notes", |evaluation| found(evaluation, Severity::Note)),
];

pub(super) fn figures(left: &Evaluation, right: &Evaluation) -> Vec<ComparedNumber> {
    FIGURES
        .iter()
        .map(|(label, read)| ComparedNumber {
            label,
            left: read(left),
            right: read(right),
        })
        .collect()
}

fn found(evaluation: &Evaluation, severity: Severity) -> String {
    let findings = evaluation.findings.iter();
    findings
        .filter(|finding| finding.severity == severity)
        .count()
        .to_string()
}
