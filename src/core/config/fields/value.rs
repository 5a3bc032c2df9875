//! A field's value as text, between the typed Config and forms, files and arguments.

use std::fmt;

use crate::core::config::budget::Budget;
use crate::core::config::nodes::NodeCount;
use crate::core::config::scheduling::{LabelPair, TagPair, Taint, Toleration};
use crate::core::config::text::{
    BaseName, CapacityReservationId, ClusterName, FiniteDuration, ImageReference,
    InstanceProfileName, InstanceType, InstanceWord, KarpenterDuration, KmsKey, NodePath,
    ObjectName, Quantity, Region, RoleName, SecurityGroupId, SelectorValue, SnapshotId,
    SociVersion, SubnetId, TagKey, Zone,
};
use crate::core::config::{
    Al2023Version, Architecture, BandwidthScope, BottlerocketVersion, CapacityType, Command,
    ConsolidationPolicy, Dismissal, Distribution, EngineKind, InstanceStore, KarpenterVersion,
    Kind, KubernetesVersion, Layer, Override, ParameterOverride, Placeholders, ScriptSource,
    Tristate, Tuning, TypeInView, VolumeType, WorkloadKind,
};
use crate::core::error::{ValueError, quoted};
use crate::core::units::{
    ByteSize, Iops, Limit, MbitPerSec, Money, Throughput, TimeSpan, VolumeSize,
};

/// A field's value as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: an optional field left out, an empty list.
    Empty,
    /// One text.
    One(String),
    /// Several texts.
    Many(Vec<String>),
}

impl Value {
    /// Reads what was typed into a control of this kind.
    pub fn typed(text: &str, kind: Kind) -> Self {
        let split: Vec<String> = match kind {
            Kind::List | Kind::Choices(_) => text
                .split(|c: char| c == ',' || c.is_whitespace())
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect(),
            Kind::Pairs | Kind::Lines => text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect(),
            Kind::Text
            | Kind::Number { .. }
            | Kind::Limit
            | Kind::Bytes
            | Kind::Bool
            | Kind::Choice(_) => {
                let text = text.trim();
                return if text.is_empty() {
                    Self::Empty
                } else {
                    Self::One(text.to_owned())
                };
            }
        };
        Self::many(split)
    }

    pub(in crate::core::config) fn many(values: Vec<String>) -> Self {
        if values.is_empty() {
            Self::Empty
        } else {
            Self::Many(values)
        }
    }

    /// The text that a control of this kind shows.
    pub fn text(&self, kind: Kind) -> String {
        match self {
            Self::Empty => String::new(),
            Self::One(text) => text.clone(),
            Self::Many(texts) => {
                let lines = matches!(kind, Kind::Pairs | Kind::Lines);
                texts.join(if lines { "\n" } else { ", " })
            }
        }
    }

    /// The texts, none for an empty value.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::Empty => &[],
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        }
    }

    fn single(&self) -> Result<Option<&str>, ValueError> {
        match self {
            Self::Empty => Ok(None),
            Self::One(text) if text.trim().is_empty() => Ok(None),
            Self::One(text) => Ok(Some(text)),
            Self::Many(texts) => Err(ValueError::new(format!(
                "One value is needed here, not a list of {}.",
                texts.len()
            ))),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.texts().join(", "))
    }
}

/// How a typed value of the Config becomes text and back.
pub(in crate::core::config) trait FieldValue: Sized {
    fn show(&self) -> Value;
    fn read(value: &Value) -> Result<Self, ValueError>;
}

macro_rules! scalars {
    ($($type:ty),+ $(,)?) => {$(
        impl FieldValue for $type {
            fn show(&self) -> Value {
                Value::One(self.to_string())
            }
            fn read(value: &Value) -> Result<Self, ValueError> {
                match value.single()? {
                    Some(text) => text.parse(),
                    None => "".parse().map_err(|error: ValueError| needed(&error)),
                }
            }
        }
        impl FieldValue for Option<$type> {
            fn show(&self) -> Value {
                self.as_ref().map_or(Value::Empty, |value| Value::One(value.to_string()))
            }
            fn read(value: &Value) -> Result<Self, ValueError> {
                value.single()?.map(str::parse).transpose()
            }
        }
    )+};
}

/// Lists of a type: the most entries (the CRD's own bound where it has one, else enough for
/// anybody, so that a pasted file cannot freeze the page), and when two entries are one.
/// Most bytes of a list's entries together; links to any Config stay readable.
pub(crate) const MAX_LIST_LENGTH: usize = 100_000;

macro_rules! lists {
    ($($type:ty, $most:literal, $same:expr);+ $(;)?) => {$(
        impl FieldValue for Vec<$type> {
            fn show(&self) -> Value {
                Value::many(self.iter().map(ToString::to_string).collect())
            }
            fn read(value: &Value) -> Result<Self, ValueError> {
                let texts = value.texts();
                if texts.len() > $most {
                    return Err(ValueError::new(format!(
                        "{} entries exceed this list's maximum of {}.",
                        texts.len(),
                        $most
                    )));
                }
                if texts.iter().map(String::len).sum::<usize>() > MAX_LIST_LENGTH {
                    return Err(ValueError::new(format!(
                        "The list exceeds its maximum of {MAX_LIST_LENGTH} bytes."
                    )));
                }
                let mut read: Self = Self::with_capacity(texts.len());
                for text in texts {
                    let entry = text.parse()?;
                    let same: fn(&$type, &$type) -> bool = $same;
                    if read.iter().any(|other| same(other, &entry)) {
                        return Err(ValueError::new(format!("{} is a duplicate.", quoted(text))));
                    }
                    read.push(entry);
                }
                Ok(read)
            }
        }
    )+};
}

fn needed(error: &ValueError) -> ValueError {
    // That it is empty is said by now.
    let message = error.message();
    let rule = message
        .split_once(" is empty. ")
        .map_or(message, |(_, rule)| rule);
    ValueError::new(format!("A value is needed here. {rule}"))
}

scalars!(
    Al2023Version,
    Architecture,
    BandwidthScope,
    BaseName,
    BottlerocketVersion,
    Budget,
    ByteSize,
    CapacityReservationId,
    CapacityType,
    ClusterName,
    Command,
    ConsolidationPolicy,
    Dismissal,
    Distribution,
    TimeSpan,
    EngineKind,
    FiniteDuration,
    Tristate,
    ImageReference,
    InstanceProfileName,
    InstanceStore,
    InstanceType,
    InstanceWord,
    Iops,
    KarpenterDuration,
    KarpenterVersion,
    Override,
    KmsKey,
    KubernetesVersion,
    LabelPair,
    Limit,
    MbitPerSec,
    Money,
    NodeCount,
    NodePath,
    ObjectName,
    Placeholders,
    Quantity,
    Region,
    RoleName,
    ScriptSource,
    SecurityGroupId,
    SelectorValue,
    SnapshotId,
    SociVersion,
    SubnetId,
    TagKey,
    TagPair,
    Taint,
    Throughput,
    Toleration,
    TypeInView,
    Tuning,
    VolumeSize,
    VolumeType,
    WorkloadKind,
    Zone,
);

lists!(
    Budget, 50, |a, b| a == b;
    CapacityReservationId, 30, |a, b| a == b;
    CapacityType, 3, |a, b| a == b;
    Dismissal, 100, |a, b| a.rule == b.rule;
    // Two layers of one size are two layers.
    Layer, 500, |_, _| false;
    InstanceType, 200, |a, b| a == b;
    InstanceWord, 200, |a, b| a == b;
    Override, 500, |a, b| a.is_same_place(b);
    LabelPair, 99, |a, b| a.key == b.key;
    ParameterOverride, 50, |a, b| a.parameter == b.parameter;
    SecurityGroupId, 30, |a, b| a == b;
    SubnetId, 30, |a, b| a == b;
    TagPair, 40, |a, b| a.key == b.key;
    // Karpenter refuses a second taint of the same key and effect.
    Taint, 50, |a, b| a.key == b.key && a.effect == b.effect;
    Toleration, 50, |a, b| a == b;
    Zone, 30, |a, b| a == b;
);

impl FieldValue for bool {
    fn show(&self) -> Value {
        Value::One(self.to_string())
    }

    fn read(value: &Value) -> Result<Self, ValueError> {
        match value.single()? {
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            other => Err(ValueError::new(format!(
                "{} is neither true nor false.",
                quoted(other.unwrap_or_default())
            ))),
        }
    }
}

/// Reads a small number within bounds that the field's table row states too.
pub(super) fn read_small(
    value: &Value,
    what: &str,
    min: u16,
    max: u16,
    why: &str,
) -> Result<Option<u16>, ValueError> {
    let number = read_count(value, what, u32::from(min), u32::from(max), why)?;
    Ok(number.map(|number| u16::try_from(number).unwrap_or(max)))
}

/// Reads a number that may be larger than a small one.
pub(super) fn read_count(
    value: &Value,
    what: &str,
    min: u32,
    max: u32,
    why: &str,
) -> Result<Option<u32>, ValueError> {
    let Some(text) = value.single()? else {
        return Ok(None);
    };
    let number = crate::core::units::parse_count(text, what, u64::from(min), u64::from(max), why)?;
    Ok(Some(u32::try_from(number).unwrap_or(max)))
}

/// Shows a small optional number.
pub(super) fn show_small(number: Option<u16>) -> Value {
    show_count(number.map(u32::from))
}

/// Shows an optional number.
pub(super) fn show_count(number: Option<u32>) -> Value {
    number.map_or(Value::Empty, |number| Value::One(number.to_string()))
}
