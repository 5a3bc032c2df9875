//! Labels, tags, taints, tolerations and budgets, each in the notation that kubectl uses.

use std::fmt;
use std::str::FromStr;

use super::choice::choices;
use super::text::{KarpenterDuration, LabelKey, LabelValue, TagKey, TagValue};
use crate::core::error::{Invalid, quote};

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
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let (key, value) = text.trim().split_once('=').ok_or_else(|| {
            Invalid::new(format!("{} is not a tag. Write key=value.", quote(text)))
        })?;
        let key: TagKey = key.parse()?;
        if RESTRICTED_TAGS.contains(&key.as_str())
            || key.as_str().starts_with("kubernetes.io/cluster")
        {
            return Err(Invalid::new(format!(
                "Karpenter sets {} itself and refuses it in tags.",
                quote(key.as_str())
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

impl FromStr for LabelPair {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let (key, value) = text.trim().split_once('=').ok_or_else(|| {
            Invalid::new(format!("{} is not a label. Write key=value.", quote(text)))
        })?;
        let key: LabelKey = key.parse()?;
        let domain = key
            .as_str()
            .split_once('/')
            .map_or("", |(domain, _)| domain);
        let reserved = [
            "karpenter.sh",
            "karpenter.k8s.aws",
            "kubernetes.io",
            "k8s.io",
            "eks.amazonaws.com",
        ]
        .iter()
        .any(|owned| domain == *owned || domain.ends_with(&format!(".{owned}")));
        let node_domain = [
            "node.kubernetes.io",
            "node-restriction.kubernetes.io",
            "kops.k8s.io",
        ]
        .iter()
        .any(|open| domain == *open || domain.ends_with(&format!(".{open}")));
        if reserved && !node_domain {
            return Err(Invalid::new(format!(
                "{} belongs to Kubernetes or Karpenter, which refuse it as a label of your own. \
                 Use a key without that domain.",
                quote(key.as_str())
            )));
        }
        if key.as_str() == "intent" {
            return Err(Invalid::new(
                "The label intent is set from the pool's name, so that the workload finds its pool.",
            ));
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
        NoExecute = "NoExecute", "NoExecute", "Running pods leave too.";
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
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let trimmed = text.trim();
        let (left, effect) = trimmed.rsplit_once(':').ok_or_else(|| {
            Invalid::new(format!(
                "{} is not a taint. Write key=value:NoSchedule or key:NoSchedule.",
                quote(trimmed)
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

fn key_and_value(text: &str) -> Result<(LabelKey, Option<LabelValue>), Invalid> {
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
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
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

choices! {
    /// Why Karpenter disrupts a node.
    Reason, "a reason for disruption", {
        /// It has no pods.
        Empty = "Empty", "Empty", "It has no pods.";
        /// Its pods fit elsewhere.
        Underutilized = "Underutilized", "Underutilized", "Its pods fit elsewhere.";
        /// It differs from what is asked for now.
        Drifted = "Drifted", "Drifted", "It differs from what is asked for now.";
    }
}

/// How many nodes may be disrupted at once: `10%`, `0; reasons=Drifted`, or with a time window
/// `0; schedule=0 9 * * 1-5; duration=8h` (cron in UTC, hours and minutes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// A number or percentage of nodes.
    pub nodes: String,
    /// Reasons that it holds for; all if empty.
    pub reasons: Vec<Reason>,
    /// When it starts and how long it lasts; always if absent.
    pub window: Option<(String, KarpenterDuration)>,
}

impl FromStr for Budget {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let trimmed = text.trim();
        let mut parts = trimmed.split(';').map(str::trim);
        let nodes = parts.next().unwrap_or_default();
        let number = nodes.strip_suffix('%').unwrap_or(nodes);
        let in_range = number
            .parse::<u32>()
            .is_ok_and(|count| count <= if nodes.ends_with('%') { 100 } else { 100_000 });
        if !in_range || !number.chars().all(|c| c.is_ascii_digit()) {
            return Err(Invalid::new(format!(
                "{} is not a budget. It begins with a number of nodes or a percentage up to 100%: \
                 10%, or 0; schedule=0 9 * * 1-5; duration=8h.",
                quote(trimmed)
            )));
        }
        let mut reasons = Vec::new();
        let mut schedule = None;
        let mut duration = None;
        for part in parts.filter(|part| !part.is_empty()) {
            match part
                .split_once('=')
                .map(|(key, value)| (key.trim(), value.trim()))
            {
                Some(("reasons", list)) => {
                    for reason in list.split(',') {
                        reasons.push(reason.parse()?);
                    }
                }
                Some(("schedule", cron)) => schedule = Some(checked_schedule(cron)?),
                Some(("duration", time)) => duration = Some(checked_window(time)?),
                _ => {
                    return Err(Invalid::new(format!(
                        "{} is not part of a budget; reasons=, schedule= and duration= are.",
                        quote(part)
                    )));
                }
            }
        }
        let window = match (schedule, duration) {
            (Some(schedule), Some(duration)) => Some((schedule, duration)),
            (None, None) => None,
            _ => {
                return Err(Invalid::new(
                    "A budget's schedule and duration come together; Karpenter refuses one alone.",
                ));
            }
        };
        Ok(Self {
            nodes: nodes.to_owned(),
            reasons,
            window,
        })
    }
}

/// Schedules by name, as the NodePool's CRD has them (Karpenter v1.14.1).
pub(crate) const SCHEDULE_NAMES: [&str; 7] = [
    "@annually",
    "@yearly",
    "@monthly",
    "@weekly",
    "@daily",
    "@midnight",
    "@hourly",
];

fn checked_schedule(cron: &str) -> Result<String, Invalid> {
    let five = cron.split_ascii_whitespace().count() == 5
        && cron
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || " */,-".contains(c));
    if SCHEDULE_NAMES.contains(&cron) || five {
        return Ok(cron.to_owned());
    }
    Err(Invalid::new(format!(
        "{} is not a schedule. Write five cron fields in UTC, such as 0 9 * * 1-5, or @daily.",
        quote(cron)
    )))
}

fn checked_window(text: &str) -> Result<KarpenterDuration, Invalid> {
    let duration: KarpenterDuration = text.parse()?;
    let parts: Vec<char> = duration
        .as_str()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    if matches!(parts.as_slice(), ['h'] | ['m'] | ['h', 'm']) {
        return Ok(duration);
    }
    Err(Invalid::new(format!(
        "{} is not a budget's duration: hours and minutes only, such as 8h or 1h30m.",
        quote(text)
    )))
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.nodes)?;
        if !self.reasons.is_empty() {
            let words: Vec<&str> = self.reasons.iter().map(|reason| reason.word()).collect();
            write!(f, "; reasons={}", words.join(","))?;
        }
        if let Some((schedule, duration)) = &self.window {
            write!(f, "; schedule={schedule}; duration={duration}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            "10%",
            "0; reasons=Drifted,Empty",
            "0; schedule=0 9 * * 1-5; duration=8h",
        ] {
            assert_eq!(
                text.parse::<Budget>()
                    .map(|budget| budget.to_string())
                    .as_deref(),
                Ok(text)
            );
        }
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
    }

    #[test]
    fn what_karpenter_refuses_is_refused() {
        for bad in [
            "101%",
            "-1",
            "ten",
            "0; schedule=@daily",
            "0; duration=8h",
            "1; x=y",
            "0; schedule=@daily; duration=30s",
            "",
        ] {
            assert!(bad.parse::<Budget>().is_err(), "{bad}");
        }
        for bad in ["gpu", "gpu:Never", ":NoSchedule", "a b:NoSchedule"] {
            assert!(bad.parse::<Taint>().is_err(), "{bad}");
        }
        for bad in [
            "karpenter.sh/nodepool=x",
            "kubernetes.io/hostname=x",
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
