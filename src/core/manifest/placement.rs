//! What pods ask of a node beside its type, and what a pool's nodes have: labels, taints, names.

use super::tree::{at, items, pairs, text_of};
use crate::core::placeholder::holds_placeholder;
use crate::core::yaml::Yaml;

/// What pods and pool say of each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Placement {
    /// The labels of each node of the pool: the template's, its pool's and its class' name.
    pub(crate) labels: Vec<(String, String)>,
    /// Labels whose value a template still has to fill in.
    pub(crate) open: Vec<String>,
    /// The taints that keep pods off.
    pub(crate) taints: Vec<WrittenTaint>,
    pub(crate) tolerations: Vec<WrittenToleration>,
    /// The node that the pods name.
    pub(crate) node_name: Option<String>,
}

/// A taint as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenTaint {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) effect: String,
}

/// A toleration as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenToleration {
    key: String,
    operator: String,
    value: String,
    effect: String,
}

impl Placement {
    /// Reads a NodePool and a Deployment as they are written.
    pub(super) fn read(pool: &Yaml, workload: &Yaml) -> Self {
        let word = |tree: &Yaml, keys: &[&str]| at(tree, keys).and_then(text_of);
        let mut placement = Self::default();
        for (key, value) in pairs(at(pool, &["spec", "template", "metadata", "labels"])) {
            let value = text_of(value).unwrap_or_default();
            if holds_placeholder(key) || holds_placeholder(&value) {
                placement.open.push(key.clone());
            } else {
                placement.labels.push((key.clone(), value));
            }
        }
        // NewNodeClaimTemplate in Karpenter's nodeclaimtemplate.go adds these two.
        let reference = |key| word(pool, &["spec", "template", "spec", "nodeClassRef", key]);
        let class = reference("group").zip(reference("kind"));
        let own = [
            (
                Some("karpenter.sh/nodepool".to_owned()),
                word(pool, &["metadata", "name"]),
            ),
            (
                class.map(|(group, kind)| format!("{group}/{}", kind.to_ascii_lowercase())),
                reference("name"),
            ),
        ];
        for (key, value) in own {
            match (key, value) {
                (Some(key), Some(value)) if holds_placeholder(&value) => placement.open.push(key),
                (Some(key), Some(value)) => placement.labels.push((key, value)),
                _ => {}
            }
        }
        placement.taints = items(at(pool, &["spec", "template", "spec", "taints"]))
            .iter()
            .map(|taint| WrittenTaint {
                key: word(taint, &["key"]).unwrap_or_default(),
                value: word(taint, &["value"]).unwrap_or_default(),
                effect: word(taint, &["effect"]).unwrap_or_default(),
            })
            .filter(WrittenTaint::keeps_pods_off)
            .collect();
        let Some(pod) = at(workload, &["spec", "template", "spec"]) else {
            return placement;
        };
        placement.tolerations = items(pod.get("tolerations"))
            .iter()
            .map(|toleration| WrittenToleration {
                key: word(toleration, &["key"]).unwrap_or_default(),
                operator: word(toleration, &["operator"]).unwrap_or_default(),
                value: word(toleration, &["value"]).unwrap_or_default(),
                effect: word(toleration, &["effect"]).unwrap_or_default(),
            })
            .collect();
        placement.node_name = word(pod, &["nodeName"]).filter(|name| !name.is_empty());
        placement
    }

    /// The first taint that no toleration covers.
    pub(crate) fn not_tolerated(&self) -> Option<&WrittenTaint> {
        self.taints
            .iter()
            .find(|taint| !self.tolerations.iter().any(|one| one.covers(taint)))
    }
}

impl WrittenTaint {
    /// Karpenter tolerates `PreferNoSchedule` for pods that do not, where it must (preferences.go).
    fn keeps_pods_off(&self) -> bool {
        let words = [&self.key, &self.value, &self.effect];
        matches!(self.effect.as_str(), "NoSchedule" | "NoExecute")
            && !words.into_iter().any(|word| holds_placeholder(word))
    }
}

impl std::fmt::Display for WrittenTaint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { key, value, effect } = self;
        match value.as_str() {
            "" => write!(f, "{key}:{effect}"),
            _ => write!(f, "{key}={value}:{effect}"),
        }
    }
}

impl WrittenToleration {
    /// As Kubernetes' `ToleratesTaint` has it; what a template fills in may cover anything.
    fn covers(&self, taint: &WrittenTaint) -> bool {
        let words = [&self.key, &self.operator, &self.value, &self.effect];
        if words.into_iter().any(|word| holds_placeholder(word)) {
            return true;
        }
        let has_effect = self.effect.is_empty() || self.effect == taint.effect;
        let has_key = self.key.is_empty() || self.key == taint.key;
        let has_value = match self.operator.as_str() {
            "" | "Equal" => !self.key.is_empty() && self.value == taint.value,
            "Exists" => true,
            // Gt and Lt of Kubernetes 1.35 compare numbers.
            _ => true,
        };
        has_effect && has_key && has_value
    }
}
