//! What is asked of a node, in Kubernetes' and Karpenter's own terms: written into manifests and
//! resolved against the instance types, from one list.

mod of_plan;
mod pod;

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::config::text::LabelKey;
use super::error::{ValueError, quoted};
pub(crate) use of_plan::{Asked, affinity, node_pool, node_selector};
pub(crate) use pod::{DaemonSetReserve, PodNeeds};

/// What a requirement does with its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// The label is one of the values.
    In,
    /// The label is none of the values, or is not there.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is not there.
    DoesNotExist,
    /// The label is a number above the value.
    Gt,
    /// The label is a number below the value.
    Lt,
    /// At least the value; NodePools of Karpenter 1.9 and later only.
    Gte,
    /// At most the value; NodePools of Karpenter 1.9 and later only.
    Lte,
}

impl Operator {
    const ALL: [Self; 8] = [
        Self::In,
        Self::NotIn,
        Self::Exists,
        Self::DoesNotExist,
        Self::Gt,
        Self::Lt,
        Self::Gte,
        Self::Lte,
    ];

    /// The operator that a manifest writes so; none for another word.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|operator| operator.as_str() == word)
    }

    /// The word in a manifest.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::In => "In",
            Self::NotIn => "NotIn",
            Self::Exists => "Exists",
            Self::DoesNotExist => "DoesNotExist",
            Self::Gt => "Gt",
            Self::Lt => "Lt",
            Self::Gte => "Gte",
            Self::Lte => "Lte",
        }
    }
}

impl Serialize for Operator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One requirement of a NodePool; also a node affinity's expression, which knows the same
/// operators but `Gte` and `Lte`, and so neither is ever written.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Requirement {
    /// The label.
    pub key: String,
    /// What it does with the values.
    pub operator: Operator,
    /// The values: none for `Exists` and `DoesNotExist`, one whole number for a bound.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.key, self.operator.as_str())?;
        if !self.values.is_empty() {
            write!(f, " {}", self.values.join(", "))?;
        }
        Ok(())
    }
}

/// Reads `karpenter.k8s.aws/instance-cpu Gt 3` or `kubernetes.io/arch In amd64, arm64`.
impl FromStr for Requirement {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let mut words = text
            .split(|c: char| c == ',' || c.is_whitespace())
            .filter(|word| !word.is_empty());
        let key: LabelKey = words.next().unwrap_or_default().parse()?;
        let word = words.next().unwrap_or_default();
        let operator = Operator::from_word(word).ok_or_else(|| {
            let known = Operator::ALL.map(Operator::as_str).join(", ");
            ValueError::new(format!(
                "{} is not an operator. It is one of {known}.",
                quoted(word)
            ))
        })?;
        let values: Vec<String> = words.map(str::to_owned).collect();
        let fits = match operator {
            Operator::In | Operator::NotIn => !values.is_empty(),
            Operator::Exists | Operator::DoesNotExist => values.is_empty(),
            Operator::Gt | Operator::Lt | Operator::Gte | Operator::Lte => {
                matches!(values.as_slice(), [bound] if bound.parse::<u64>().is_ok())
            }
        };
        if !fits {
            return Err(ValueError::new(format!(
                "{} does not fit {word}: In and NotIn need values, Exists and DoesNotExist none, a comparison one whole number.",
                quoted(text)
            )));
        }
        Ok(Self {
            key: key.to_string(),
            operator,
            values,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Requirement;

    #[test]
    fn requirements_read_back() {
        for text in [
            "karpenter.k8s.aws/instance-cpu Gt 3",
            "kubernetes.io/arch In amd64, arm64",
            "karpenter.k8s.aws/instance-local-nvme Exists",
        ] {
            let read: Result<Requirement, _> = text.parse();
            assert_eq!(read.map(|read| read.to_string()).as_deref(), Ok(text));
        }
        for bad in [
            "",
            "a",
            "a b",
            "a In",
            "a Exists b",
            "a Gt",
            "a Gt b",
            "a Gt -1",
            "a Gt 1 2",
            "$(x) In a",
        ] {
            assert!(bad.parse::<Requirement>().is_err(), "{bad}");
        }
    }
}
