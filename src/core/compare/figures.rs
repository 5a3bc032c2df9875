//! The numbers of a comparison.

use crate::core::cost::NodeCase;
use crate::core::evaluate::Evaluation;
use crate::core::findings::Severity;
use crate::core::pull::{NodePulls, TypeEstimate};
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
    ("Instance type", |evaluation| {
        typical(evaluation, |case| {
            case.instance_type.clone().unwrap_or_else(unknown)
        })
    }),
    ("Pull on it", |evaluation| {
        pull(evaluation, |pull| &pull.engine)
    }),
    ("The same with stock containerd", |evaluation| {
        pull(evaluation, |pull| {
            pull.stock.as_ref().unwrap_or(&pull.engine)
        })
    }),
    ("Nodes for the replicas", |evaluation| {
        evaluation.launch.nodes().to_string()
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

/// A pull's time on the type in view, as a range over what is uncertain.
fn pull(evaluation: &Evaluation, which: fn(&NodePulls) -> &TypeEstimate) -> String {
    evaluation.pull.as_ref().map_or_else(
        |_| unknown(),
        |pull| {
            let time = which(&pull.node).estimate.time;
            format!("{} to {}", time.low().rounded(), time.high().rounded())
        },
    )
}

/// Of the type in view; over all types, of the one in the middle by price.
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
