//! The numbers of a comparison.

use crate::core::cost::NodeCase;
use crate::core::evaluate::Evaluation;
use crate::core::findings::Severity;
use crate::core::pull::{PullEstimates, PullSpread};
use crate::core::units::Money;

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
    ("Instance types admitted", |evaluation| {
        evaluation.selection.admitted.len().to_string()
    }),
    ("Pull, on the type in the middle", |evaluation| {
        pull(evaluation, |pull| Some(&pull.engine))
    }),
    ("The same with stock containerd", |evaluation| {
        pull(evaluation, |pull| {
            pull.stock.as_ref().or(Some(&pull.engine))
        })
    }),
    ("Node with its volumes, an hour", |evaluation| {
        typical(evaluation, |case| case.node_hour.text(Money::rounded))
    }),
    ("Its volumes alone, a month", |evaluation| {
        evaluation.costs.disk_month.text(Money::cents)
    }),
    ("1,000 node starts", |evaluation| {
        typical(evaluation, |case| case.thousand_starts.text(Money::cents))
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

/// A pull's time on the type in the middle, as a range over what is uncertain.
fn pull(evaluation: &Evaluation, which: impl Fn(&PullEstimates) -> Option<&PullSpread>) -> String {
    let spread = evaluation.pull.as_ref().ok().and_then(which);
    spread.map_or_else(unknown, |spread| {
        let time = spread.median.estimate.time;
        format!("{} to {}", time.low().rounded(), time.high().rounded())
    })
}

/// Of the type that stands for all: the one that is looked at, else the one in the middle by price.
fn typical(evaluation: &Evaluation, read: impl Fn(&NodeCase) -> String) -> String {
    evaluation.costs.typical().map_or_else(unknown, read)
}

fn unknown() -> String {
    "unknown".to_owned()
}

fn found(evaluation: &Evaluation, severity: Severity) -> String {
    let findings = evaluation.findings.iter();
    findings
        .filter(|finding| finding.severity == severity)
        .count()
        .to_string()
}
