//! Labels, tags, taints and tolerations, each in the notation that kubectl uses.

use std::fmt;
use std::str::FromStr;

use super::text::{LabelKey, LabelValue, TagKey, TagValue};
use super::well_known_label::requirement_of;
use crate::core::choice::choices;
use crate::core::error::{ValueError, quoted};

/// An EC2 tag: `key=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagPair {
    /// The key.
    pub key: TagKey,
    /// The value, maybe empty.
    pub value: TagValue,
}

/// Keys that Karpenter sets itself and its CRD refuses.
const RESTRICTED_TAGS: [&str; 4] = [
    "eks:eks-cluster-name",
    "karpenter.sh/nodepool",
    "karpenter.sh/nodeclaim",
    "karpenter.k8s.aws/ec2nodeclass",
];

impl FromStr for TagPair {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let (key, value) = text.trim().split_once('=').ok_or_else(|| {
            ValueError::new(format!("{} is not a tag. Use key=value.", quoted(text)))
        })?;
        let key: TagKey = key.parse()?;
        if RESTRICTED_TAGS.contains(&key.as_str())
            || key.as_str().starts_with("kubernetes.io/cluster")
        {
            return Err(ValueError::new(format!(
                "Karpenter sets {} itself and rejects it in tags.",
                quoted(key.as_str())
            )));
        }
        Ok(Self {
            key,
            value: value.parse()?,
        })
    }
}

impl fmt::Display for TagPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.key, self.value)
    }
}

/// A node label: `key=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelPair {
    /// The key.
    pub key: LabelKey,
    /// The value, maybe empty.
    pub value: LabelValue,
}

/// Why a key cannot be a label of the pool's own, if it cannot.
fn refusal(key: &str) -> Option<String> {
    if let Some(field) = requirement_of(key) {
        let instead = field
            .map(|field| format!(" Set {field} instead."))
            .unwrap_or_default();
        return Some(format!(
            "Karpenter treats the label {} as a requirement: only types with exactly this value would be launched.{instead}",
            quoted(key)
        ));
    }
    let domain = key.split_once('/').map_or("", |(domain, _)| domain);
    let is_taken = ["karpenter.sh", "karpenter.k8s.aws", "eks.amazonaws.com"]
        .iter()
        .any(|owned| domain == *owned || domain.ends_with(&format!(".{owned}")));
    if is_taken || key == "kubernetes.io/hostname" {
        return Some(format!(
            "{} belongs to Kubernetes, Karpenter or EKS, which reject it as a custom label. \
             Use a key without that domain.",
            quoted(key)
        ));
    }
    (key == "intent").then(|| {
        "The label intent is set from the pool name, so that the workload finds its pool."
            .to_owned()
    })
}

impl FromStr for LabelPair {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let (key, value) = text.trim().split_once('=').ok_or_else(|| {
            ValueError::new(format!("{} is not a label. Use key=value.", quoted(text)))
        })?;
        let key: LabelKey = key.parse()?;
        if let Some(why) = refusal(key.as_str()) {
            return Err(ValueError::new(why));
        }
        Ok(Self {
            key,
            value: value.parse()?,
        })
    }
}

impl fmt::Display for LabelPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.key, self.value)
    }
}

choices! {
    /// What a taint does to pods that do not tolerate it.
    Effect, "an effect", {
        /// New pods stay away.
        NoSchedule = "NoSchedule", "NoSchedule", "New pods stay away.";
        /// New pods stay away if they can.
        PreferNoSchedule = "PreferNoSchedule", "PreferNoSchedule", "New pods stay away if they can.";
        /// Running pods leave too.
        NoExecute = "NoExecute", "NoExecute", "Running pods are evicted too.";
    }
}

/// A taint: `key=value:Effect` or `key:Effect`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taint {
    /// The key.
    pub key: LabelKey,
    /// The value, if any.
    pub value: Option<LabelValue>,
    /// What it does.
    pub effect: Effect,
}

impl FromStr for Taint {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let trimmed = text.trim();
        let (left, effect) = trimmed.rsplit_once(':').ok_or_else(|| {
            ValueError::new(format!(
                "{} is not a taint. Use key=value:NoSchedule or key:NoSchedule.",
                quoted(trimmed)
            ))
        })?;
        let (key, value) = key_and_value(left)?;
        Ok(Self {
            key,
            value,
            effect: effect.parse()?,
        })
    }
}

fn key_and_value(text: &str) -> Result<(LabelKey, Option<LabelValue>), ValueError> {
    match text.split_once('=') {
        Some((key, value)) => {
            let value: LabelValue = value.parse()?;
            Ok((key.parse()?, (!value.as_str().is_empty()).then_some(value)))
        }
        None => Ok((text.parse()?, None)),
    }
}

impl fmt::Display for Taint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}={value}:{}", self.key, self.effect),
            None => write!(f, "{}:{}", self.key, self.effect),
        }
    }
}

/// A toleration: `key=value:Effect`, `key:Effect` or `key` for any value and effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toleration {
    /// The key.
    pub key: LabelKey,
    /// The value; any if absent.
    pub value: Option<LabelValue>,
    /// The effect; all if absent.
    pub effect: Option<Effect>,
}

impl FromStr for Toleration {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let trimmed = text.trim();
        let (left, effect) = match trimmed.rsplit_once(':') {
            Some((left, effect)) => (left, Some(effect.parse()?)),
            None => (trimmed, None),
        };
        let (key, value) = key_and_value(left)?;
        Ok(Self { key, value, effect })
    }
}

impl fmt::Display for Toleration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)?;
        if let Some(value) = &self.value {
            write!(f, "={value}")?;
        }
        if let Some(effect) = &self.effect {
            write!(f, ":{effect}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["nvidia.com/gpu:NoSchedule", "dedicated=ml:NoExecute"] {
            assert_eq!(
                text.parse::<Taint>()
                    .map(|taint| taint.to_string())
                    .as_deref(),
                Ok(text)
            );
            assert_eq!(
                text.parse::<Toleration>()
                    .map(|taint| taint.to_string())
                    .as_deref(),
                Ok(text)
            );
        }
        assert_eq!(
            "team=a"
                .parse::<LabelPair>()
                .map(|pair| pair.to_string())
                .as_deref(),
            Ok("team=a")
        );
        // Karpenter takes these from 1.9 on.
        for fine in [
            "node-role.kubernetes.io/x=",
            "app.kubernetes.io/name=a",
            "k8s.io/team=b",
            "node.kubernetes.io/pool=c",
        ] {
            assert!(fine.parse::<LabelPair>().is_ok(), "{fine}");
        }
    }

    #[test]
    fn what_karpenter_refuses_is_refused() {
        for bad in ["gpu", "gpu:Never", ":NoSchedule", "a b:NoSchedule"] {
            assert!(bad.parse::<Taint>().is_err(), "{bad}");
        }
        for bad in [
            "karpenter.sh/nodepool=x",
            "kubernetes.io/hostname=x",
            "kubernetes.io/arch=arm64",
            "beta.kubernetes.io/instance-type=m5.large",
            "node.kubernetes.io/instance-type=a",
            "topology.k8s.aws/zone-id=use1-az1",
            "karpenter.k8s.aws/instance-family=m5",
            "karpenter.k8s.aws/instance-cpu=4",
            "intent=x",
            "x",
            "a=b c",
        ] {
            assert!(bad.parse::<LabelPair>().is_err(), "{bad}");
        }
        for bad in [
            "karpenter.sh/nodepool=x",
            "kubernetes.io/cluster/demo=owned",
            "aws:x=y",
            "=y",
            "x",
        ] {
            assert!(bad.parse::<TagPair>().is_err(), "{bad}");
        }
    }
}
