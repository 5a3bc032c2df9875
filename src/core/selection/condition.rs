//! What an instance type has to meet, and whether it does.

use super::allocatable::{EphemeralStorage, NodeResources};
use super::keys::bounds;
use super::label::{Label, LabelValue};
use crate::core::catalogue::Instance;
use crate::core::config::Field;
use crate::core::order;
use crate::core::requirements::{Operator, Requirement};
use crate::core::units::grouped;

/// Where a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the NodePool's requirements.
    NodePool,
    /// In the node class: what its AMI is built for.
    NodeClass,
    /// In the workload's node selector.
    NodeSelector,
    /// In the workload's node affinity.
    Affinity,
    /// What a pod requests, against what a node leaves pods.
    PodRequest,
}

impl Place {
    /// Where that is, in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NodePool => "NodePool",
            Self::NodeClass => "node class' AMI",
            Self::NodeSelector => "node selector",
            Self::Affinity => "workload's affinity",
            Self::PodRequest => "pod's request",
        }
    }
}

/// How much of a resource one node must have for pods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// What one pod of the workload requests.
    pub pod: u64,
    /// What the node's DaemonSets request, as far as the settings say so.
    pub daemon_sets: u64,
}

impl Amount {
    /// Both together.
    pub const fn total(self) -> u64 {
        self.pod.saturating_add(self.daemon_sets)
    }

    fn text(self, show: fn(u64) -> String) -> String {
        match self.daemon_sets {
            0 => show(self.pod),
            reserve => format!("{} and {} for DaemonSets", show(self.pod), show(reserve)),
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Something of a label.
    Label(Requirement),
    /// CPU in thousandths.
    Cpu(Amount),
    /// Bytes of memory.
    Memory(Amount),
    /// Places for pods.
    Pods(Amount),
    /// An accelerator's resource and how many of it.
    Accelerators(&'static str, u32),
    /// Bytes of ephemeral storage.
    EphemeralStorage(u64),
}

/// One thing that an instance type has to meet.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Where it stands.
    pub place: Place,
    /// What it asks.
    pub wanted: Wanted,
    /// The field that it comes from, where a single one decides it.
    pub field: Option<&'static Field>,
    pub(super) test: Test,
}

/// A condition, compiled.
#[derive(Debug, Clone)]
pub(super) enum Test {
    /// No instance type decides this.
    Undecided,
    Label(Label, LabelTest, MissingLabel),
    Cpu(Amount, NodeResources),
    Memory(Amount, NodeResources),
    Pods(Amount, NodeResources),
    Accelerators(u32, CountAccelerators),
    EphemeralStorage(u64, EphemeralStorage),
}

/// How many accelerators of a kind a type has.
pub(super) type CountAccelerators = fn(&Instance) -> u32;

/// What a label's value has to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum LabelTest {
    /// Sorted.
    OneOf(Vec<String>),
    /// Sorted.
    NoneOf(Vec<String>),
    Present,
    Absent,
    Between(i64, i64),
}

/// What happens to a type without the label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MissingLabel {
    Passes,
    Fails,
}

impl Test {
    /// The test of a requirement; what a missing label does depends on the key's others.
    pub(super) fn from_requirement(requirement: &Requirement, missing: MissingLabel) -> Self {
        let Some(label) = Label::from_key(&requirement.key) else {
            return Self::Undecided;
        };
        let sorted = || {
            let mut values = Vec::with_capacity(requirement.values.len());
            order::put_all(&mut values, requirement.values.iter().cloned());
            values
        };
        let test = match requirement.operator {
            Operator::In => LabelTest::OneOf(sorted()),
            Operator::NotIn => LabelTest::NoneOf(sorted()),
            Operator::Exists => LabelTest::Present,
            Operator::DoesNotExist => LabelTest::Absent,
            Operator::Gt | Operator::Lt | Operator::Gte | Operator::Lte => {
                let (least, most) = bounds(requirement);
                LabelTest::Between(least.unwrap_or(i64::MIN), most.unwrap_or(i64::MAX))
            }
        };
        Self::Label(label, test, missing)
    }

    pub(super) fn admits(&self, instance: &Instance) -> bool {
        match self {
            Self::Undecided => true,
            Self::Label(label, test, missing) => match label.value(instance) {
                Some(value) => test.admits(value),
                None => *missing == MissingLabel::Passes,
            },
            Self::Cpu(wanted, node) => node.cpu(instance) >= wanted.total(),
            Self::Memory(wanted, node) => node.memory(instance) >= wanted.total(),
            Self::Pods(wanted, node) => node.pods(instance) >= wanted.total(),
            Self::Accelerators(wanted, count) => count(instance) >= *wanted,
            Self::EphemeralStorage(wanted, storage) => storage.allocatable(instance) >= *wanted,
        }
    }

    /// How far the type is from being admitted, where the condition is a number: 0 for words, the
    /// most for a missing label.
    pub(super) fn distance(&self, instance: &Instance) -> u64 {
        match self {
            Self::Label(label, LabelTest::Between(least, most), _) => match label.value(instance) {
                Some(LabelValue::Number(number)) => {
                    let number = i64::from(number);
                    least
                        .abs_diff(number.min(*least))
                        .max(most.abs_diff(number.max(*most)))
                }
                Some(LabelValue::Text(_)) | None => u64::MAX,
            },
            Self::Cpu(wanted, node) => wanted.total().saturating_sub(node.cpu(instance)),
            Self::Memory(wanted, node) => wanted.total().saturating_sub(node.memory(instance)),
            Self::Pods(wanted, node) => wanted.total().saturating_sub(node.pods(instance)),
            Self::Accelerators(wanted, count) => u64::from(wanted.saturating_sub(count(instance))),
            Self::EphemeralStorage(wanted, storage) => {
                wanted.saturating_sub(storage.allocatable(instance))
            }
            Self::Undecided | Self::Label(..) => 0,
        }
    }
}

// Functions have no order or name to compare by, and what they count is in `Wanted` beside them.
impl PartialEq for Test {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Undecided, Self::Undecided) => true,
            (Self::Label(a, b, c), Self::Label(x, y, z)) => (a, b, c) == (x, y, z),
            (Self::Cpu(a, b), Self::Cpu(x, y))
            | (Self::Memory(a, b), Self::Memory(x, y))
            | (Self::Pods(a, b), Self::Pods(x, y)) => (a, b) == (x, y),
            (Self::Accelerators(a, _), Self::Accelerators(x, _)) => a == x,
            (Self::EphemeralStorage(a, b), Self::EphemeralStorage(x, y)) => (a, b) == (x, y),
            _ => false,
        }
    }
}

impl LabelTest {
    fn admits(&self, value: LabelValue) -> bool {
        match self {
            Self::OneOf(values) => holds(values, value),
            Self::NoneOf(values) => !holds(values, value),
            Self::Present => true,
            Self::Absent => false,
            Self::Between(least, most) => {
                let number = match value {
                    LabelValue::Number(number) => Some(i64::from(number)),
                    LabelValue::Text(text) => text.parse().ok(),
                };
                number.is_some_and(|number| (*least..=*most).contains(&number))
            }
        }
    }
}

fn holds(sorted: &[String], value: LabelValue) -> bool {
    match value {
        LabelValue::Text(text) => sorted
            .binary_search_by(|word| word.as_str().cmp(text))
            .is_ok(),
        LabelValue::Number(number) => {
            let text = number.to_string();
            sorted.binary_search(&text).is_ok()
        }
    }
}

impl Condition {
    /// Whether it is what the image runs on: its processor architecture and operating system.
    pub(crate) fn is_about_the_image(&self) -> bool {
        matches!(&self.wanted, Wanted::Label(requirement)
            if ["kubernetes.io/arch", "kubernetes.io/os"].contains(&requirement.key.as_str()))
    }

    pub(super) fn new(
        place: Place,
        requirement: Requirement,
        path: Option<&'static str>,
        missing: MissingLabel,
    ) -> Self {
        Self {
            place,
            test: Test::from_requirement(&requirement, missing),
            wanted: Wanted::Label(requirement),
            field: path.and_then(Field::find),
        }
    }

    /// Whether the type meets it.
    pub fn admits(&self, instance: &Instance) -> bool {
        self.test.admits(instance)
    }

    /// The condition as it is written: `instance-ebs-bandwidth Gt 7999`, `cpu request 4`.
    pub fn text(&self) -> String {
        match &self.wanted {
            Wanted::Label(requirement) => {
                let text = requirement.to_string();
                match text.split_once('/') {
                    Some((domain, rest)) if domain != "kubernetes.io" => rest.to_owned(),
                    _ => text,
                }
            }
            Wanted::Cpu(wanted) => format!("cpu request of {}", wanted.text(cores)),
            Wanted::Memory(wanted) => format!("memory request of {}", wanted.text(mebibytes)),
            Wanted::Pods(wanted) => format!(
                "pod slots for {} and {} of DaemonSets",
                pods(wanted.pod),
                wanted.daemon_sets
            ),
            Wanted::Accelerators(resource, wanted) => format!("{resource} request of {wanted}"),
            Wanted::EphemeralStorage(wanted) => {
                format!("ephemeral-storage request of {}", mebibytes(*wanted))
            }
        }
    }

    /// The same, with a long list of values cut.
    pub fn short_text(&self) -> String {
        const VALUES: usize = 6;
        let text = self.text();
        let Wanted::Label(Requirement { values, .. }) = &self.wanted else {
            return text;
        };
        if values.len() <= VALUES {
            return text;
        }
        let start: Vec<&str> = text.splitn(VALUES + 1, ", ").take(VALUES).collect();
        format!("{} and {} more", start.join(", "), values.len() - VALUES)
    }

    /// What the type has of it, with its unit; nothing if it lacks the label.
    pub fn value_of(&self, instance: &Instance) -> Option<String> {
        match &self.test {
            Test::Undecided => None,
            Test::Label(label, ..) => Some(match label.value(instance)? {
                LabelValue::Text(text) => text.to_owned(),
                LabelValue::Number(number) => {
                    let unit = label.unit();
                    let number = grouped(u64::from(number));
                    if unit.is_empty() {
                        number
                    } else {
                        format!("{number} {unit}")
                    }
                }
            }),
            Test::Cpu(_, node) => Some(format!("{} for pods", cores(node.cpu(instance)))),
            Test::Memory(_, node) => Some(format!("{} for pods", mebibytes(node.memory(instance)))),
            Test::Pods(_, node) => Some(pods(node.pods(instance))),
            Test::Accelerators(_, count) => Some(match count(instance) {
                0 => "none".to_owned(),
                count => count.to_string(),
            }),
            Test::EphemeralStorage(_, storage) => Some(format!(
                "{} for pods",
                mebibytes(storage.allocatable(instance))
            )),
        }
    }
}

/// `3.92 CPU`.
fn cores(thousandths: u64) -> String {
    let whole = grouped(thousandths / 1000);
    match thousandths % 1000 {
        0 => format!("{whole} CPU"),
        rest => format!("{whole}.{} CPU", format!("{rest:03}").trim_end_matches('0')),
    }
}

fn pods(count: u64) -> String {
    match count {
        1 => "1 pod".to_owned(),
        count => format!("{} pods", grouped(count)),
    }
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", grouped(bytes >> 20))
}
