//! The numbers of a comparison.

use std::cmp::Ordering;

use crate::core::cost::{NodeCase, Spread, Total};
use crate::core::evaluate::Evaluation;
use crate::core::findings::Severity;
use crate::core::pull::{NodePulls, TypeEstimate};
use crate::core::units::{LikelyRange, Money, TimeSpan, grouped};

/// A number of both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedNumber {
    /// What is counted or measured.
    pub label: &'static str,
    /// On the left, with its unit.
    pub left: String,
    /// On the right, with its unit.
    pub right: String,
    /// The right against the left, by likely values: “+12 s”, “−$0.17”. Empty where both are the
    /// same, or one is not known or no number.
    pub delta: String,
}

impl ComparedNumber {
    /// Whether both sides differ.
    pub fn differs(&self) -> bool {
        self.left != self.right
    }
}

/// What is compared, before it is text.
enum Figure {
    Count(usize),
    Word(String),
    Time(Option<LikelyRange<TimeSpan>>),
    Hour(Option<Total>),
    Month(Option<Total>),
    Starts(Option<Spread>),
}

/// How one number is read from an evaluation.
type Read = fn(&Evaluation) -> Figure;

/// To add a number, add its row. All that is about a node is about the type in view.
const FIGURES: &[(&str, Read)] = &[
    ("Instance type", |evaluation| {
        Figure::Word(case(evaluation).map_or_else(unknown, |case| {
            let name = case.instance_type.clone().unwrap_or_else(unknown);
            format!("{name}, {}", case.role.as_str())
        }))
    }),
    ("Pull on that type", |evaluation| {
        Figure::Time(pull(evaluation, |node| &node.engine))
    }),
    ("Pull with stock containerd", |evaluation| {
        Figure::Time(pull(evaluation, |node| {
            node.stock.as_ref().unwrap_or(&node.engine)
        }))
    }),
    ("Runtime memory during the pull", |evaluation| {
        Figure::Word(match evaluation.pull.as_ref() {
            Ok(pull) => pull.node.memory().map_or_else(
                || "little".to_owned(),
                |held| format!("{} to {}", held.low().rounded(), held.high().rounded()),
            ),
            Err(_) => unknown(),
        })
    }),
    ("Node with its volumes, per hour", |evaluation| {
        Figure::Hour(case(evaluation).map(|case| case.node_hour))
    }),
    ("Node with its volumes, per month", |evaluation| {
        Figure::Month(case(evaluation).map(|case| case.node_month))
    }),
    ("Volumes only, per month", |evaluation| {
        Figure::Month(Some(evaluation.costs.disk_month))
    }),
    ("1,000 node starts", |evaluation| {
        Figure::Starts(case(evaluation).map(|case| case.thousand_starts))
    }),
    ("Nodes started for the replicas", |evaluation| {
        Figure::Count(usize::try_from(evaluation.nodes_at_once()).unwrap_or(usize::MAX))
    }),
    ("Eligible instance types", |evaluation| {
        Figure::Count(evaluation.selection.admitted.len())
    }),
    ("Files", |evaluation| {
        Figure::Count(evaluation.bundle.files().len())
    }),
    ("Files to apply", |evaluation| {
        let files = evaluation.bundle.files().iter();
        Figure::Count(files.filter(|file| file.applied).count())
    }),
    ("Missing values", |evaluation| {
        Figure::Count(evaluation.missing.len())
    }),
    ("Errors", |evaluation| found(evaluation, Severity::Error)),
    ("Warnings", |evaluation| {
        found(evaluation, Severity::Warning)
    }),
    ("Waste findings", |evaluation| {
        found(evaluation, Severity::Waste)
    }),
    ("Notes", |evaluation| found(evaluation, Severity::Note)),
];

pub(super) fn figures(left: &Evaluation, right: &Evaluation) -> Vec<ComparedNumber> {
    let number = |(label, read): &(&'static str, Read)| {
        let (left, right) = (read(left), read(right));
        ComparedNumber {
            label,
            delta: left.delta_to(&right).unwrap_or_default(),
            left: left.text(),
            right: right.text(),
        }
    };
    FIGURES.iter().map(number).collect()
}

impl Figure {
    fn text(&self) -> String {
        match self {
            Self::Count(count) => grouped(*count as u64),
            Self::Word(word) => word.clone(),
            Self::Time(time) => time.map_or_else(unknown, |time| {
                let (likely, range) = (time.likely().rounded(), time.rounded());
                if likely == range {
                    likely
                } else {
                    format!("{likely} ({range})")
                }
            }),
            Self::Hour(total) => total.map_or_else(unknown, |total| total.text(Money::rounded)),
            Self::Month(total) => total.map_or_else(unknown, |total| total.text(Money::cents)),
            Self::Starts(spread) => {
                spread.map_or_else(unknown, |spread| spread.text(Money::rounded))
            }
        }
    }

    /// How much more the other one is; none where they are the same, or that cannot be said.
    fn delta_to(&self, other: &Self) -> Option<String> {
        let money = |before: Option<Money>, after: Option<Money>, write: fn(Money) -> String| {
            let (before, after) = (before?.to_micro_dollars(), after?.to_micro_dollars());
            signed(before, after, |size| write(Money::micro_dollars(size)))
        };
        let exactly = |total: &Option<Total>| total.and_then(Total::exactly);
        let likely = |spread: &Option<Spread>| spread.and_then(|spread| spread.likely.exactly());
        match (self, other) {
            (Self::Count(before), Self::Count(after)) => {
                signed(*before as u64, *after as u64, grouped)
            }
            (Self::Time(Some(before)), Self::Time(Some(after))) => {
                let milliseconds = |time: &LikelyRange<TimeSpan>| time.likely().as_millis().into();
                signed(milliseconds(before), milliseconds(after), |size| {
                    TimeSpan::from_millis(u32::try_from(size).unwrap_or(u32::MAX)).rounded()
                })
            }
            (Self::Hour(before), Self::Hour(after)) => {
                money(exactly(before), exactly(after), Money::rounded)
            }
            (Self::Month(before), Self::Month(after)) => {
                money(exactly(before), exactly(after), Money::cents)
            }
            (Self::Starts(before), Self::Starts(after)) => {
                money(likely(before), likely(after), Money::rounded)
            }
            _ => None,
        }
    }
}

/// A difference with its sign; none if there is none.
fn signed(before: u64, after: u64, write: impl Fn(u64) -> String) -> Option<String> {
    let size = write(before.abs_diff(after));
    match after.cmp(&before) {
        Ordering::Less => Some(format!("−{size}")),
        Ordering::Equal => None,
        Ordering::Greater => Some(format!("+{size}")),
    }
}

/// A pull's time on the type in view.
fn pull(
    evaluation: &Evaluation,
    which: fn(&NodePulls) -> &TypeEstimate,
) -> Option<LikelyRange<TimeSpan>> {
    let pull = evaluation.pull.as_ref().ok()?;
    Some(which(&pull.node).estimate.time)
}

/// The node of the type in view. Over all types there is no such node: who compares asks for one.
fn case(evaluation: &Evaluation) -> Option<&NodeCase> {
    match evaluation.costs.cases.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}

fn found(evaluation: &Evaluation, severity: Severity) -> Figure {
    let findings = evaluation.findings.iter();
    Figure::Count(
        findings
            .filter(|finding| finding.severity == severity)
            .count(),
    )
}
