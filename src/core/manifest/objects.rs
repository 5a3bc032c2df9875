//! What applying a set creates, read from its documents, so that it says what they say.

use super::keep;
use crate::core::config::OverrideTarget;
use crate::core::plan::{NodePlan, Side};
use crate::core::units::counted;
use crate::core::yaml::{self, Node};

/// A Kubernetes object that applying the set creates, or changes if it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedObject {
    /// Its kind: `NodePool`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its namespace; none for objects of the cluster, and where kubectl's current one is meant.
    pub namespace: Option<String>,
    /// The pods that it starts; none for an object that starts none.
    pub pods: Option<u32>,
    /// The labels by which its pods are found, as kubectl takes them: `app=vllm,team=ai`.
    pub selector: Option<String>,
}

impl CreatedObject {
    /// `Deployment vllm-soci in the namespace ai with 2 pods`.
    pub fn describe(&self) -> String {
        let mut words = [self.kind.as_str(), " ", &self.name].concat();
        if let Some(namespace) = &self.namespace {
            words.push_str(&[" in the namespace ", namespace].concat());
        }
        if let Some(pods) = self.pods {
            words.push_str(&[" with ", &counted(pods, "pod")].concat());
        }
        words
    }
}

/// Everything that applying the set creates, in the order of its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreatedObjects {
    objects: Vec<CreatedObject>,
    has_taints: bool,
    starts: Vec<String>,
}

impl CreatedObjects {
    /// `has_taints` says whether the pools keep pods out that do not tolerate it; `starts` which nodes
    /// start with the pods, a sentence each, none where that is not known.
    pub(super) fn new(objects: Vec<CreatedObject>, has_taints: bool, starts: &[String]) -> Self {
        Self {
            objects,
            has_taints,
            starts: starts.to_vec(),
        }
    }

    /// The objects.
    pub fn iter(&self) -> std::slice::Iter<'_, CreatedObject> {
        self.objects.iter()
    }

    /// Pods that start with them, all together.
    pub fn pods(&self) -> u32 {
        let pods = self.objects.iter().filter_map(|object| object.pods);
        pods.fold(0, u32::saturating_add)
    }

    /// Whether one of them runs pods.
    pub fn has_workload(&self) -> bool {
        self.objects.iter().any(|object| object.pods.is_some())
    }

    /// By kind: `EC2NodeClass, NodePool; no workload`, `2 NodePools, 2 Deployments with 2 pods`.
    pub fn kinds(&self) -> String {
        let mut kinds: Vec<&str> = Vec::new();
        for object in &self.objects {
            if !kinds.contains(&object.kind.as_str()) {
                kinds.push(&object.kind);
            }
        }
        let each = kinds.into_iter().map(|kind| {
            let of_kind = self.objects.iter().filter(|object| object.kind == kind);
            let named = match of_kind.clone().count() {
                0 | 1 => kind.to_owned(),
                many => [&many.to_string(), " ", kind, plural(kind)].concat(),
            };
            let pods: Vec<u32> = of_kind.filter_map(|object| object.pods).collect();
            if pods.is_empty() {
                named
            } else {
                let pods = pods.into_iter().fold(0, u32::saturating_add);
                [&named, " with ", &counted(pods, "pod")].concat()
            }
        });
        self.listed(each.collect())
    }

    /// By name: `EC2NodeClass demo, NodePool demo; no workload`.
    pub fn names(&self) -> String {
        self.listed(self.objects.iter().map(CreatedObject::describe).collect())
    }

    /// By name, and nothing of what is not there: `EC2NodeClass demo and NodePool demo`.
    pub(super) fn names_alone(&self) -> String {
        let each: Vec<String> = self
            .objects
            .iter()
            .map(|object| [object.kind.as_str(), " ", &object.name].concat())
            .collect();
        match each.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, before)) => [&before.join(", "), " and ", last].concat(),
            None => "nothing".to_owned(),
        }
    }

    fn listed(&self, each: Vec<String>) -> String {
        let mut text = each.join(", ");
        if text.is_empty() {
            "nothing".clone_into(&mut text);
        } else if !self.has_workload() {
            text.push_str("; no workload");
        }
        text
    }

    /// What starts with them, a sentence each.
    pub fn consequences(&self) -> Vec<String> {
        let said = match (self.has_workload(), self.pods(), self.has_taints) {
            (false, _, true) => {
                "No pod comes with them. A node starts when a pending pod fits the pool and tolerates its taints."
            }
            (false, _, false) => {
                "No pod comes with them. A node starts when a pending pod fits the pool; it has no taint, so that may be any pod of the cluster."
            }
            (true, 0, _) => "No pods are requested, so they start no node.",
            (true, ..) => {
                "Karpenter starts nodes for pods that fit on no existing node; they cost money until the pods are gone."
            }
        };
        let mut said = vec![said.to_owned()];
        said.extend(self.starts.iter().cloned());
        said
    }
}

fn plural(kind: &str) -> &'static str {
    if kind.ends_with('s') { "es" } else { "s" }
}

/// The object of a written document: what the settings say, unless something is kept for it.
pub(super) fn created(
    plan: &NodePlan<'_>,
    side: Side,
    document: OverrideTarget,
    settings: CreatedObject,
    text: &str,
) -> CreatedObject {
    if keep::overrides_for(plan, side, document).next().is_none() {
        return settings;
    }
    let Ok(node) = yaml::read(text) else {
        return settings;
    };
    let letters = |keys: &[&str]| node.str_at(keys).map(str::to_owned);
    let pods = match letters(&["spec", "replicas"]) {
        Some(replicas) => replicas.parse().ok(),
        // Kubernetes starts one where nothing is said.
        None => Some(1),
    };
    let labels = |keys: &[&str]| {
        let pairs = node.at(keys).map(Node::pairs).unwrap_or_default();
        let pairs = pairs.iter().filter_map(|(key, value)| {
            let value = value.as_str()?;
            Some([key.text.as_str(), "=", value].concat())
        });
        Some(pairs.collect::<Vec<_>>().join(",")).filter(|labels| !labels.is_empty())
    };
    let selector = labels(&["spec", "selector", "matchLabels"])
        .or_else(|| labels(&["spec", "template", "metadata", "labels"]));
    CreatedObject {
        kind: letters(&["kind"]).unwrap_or(settings.kind),
        name: letters(&["metadata", "name"]).unwrap_or(settings.name),
        namespace: letters(&["metadata", "namespace"]),
        pods: settings.pods.and(pods),
        selector: settings.selector.and(selector),
    }
}

#[cfg(test)]
mod tests {
    use super::{CreatedObject, CreatedObjects};

    fn object(kind: &str, name: &str, pods: Option<u32>) -> CreatedObject {
        CreatedObject {
            kind: kind.into(),
            name: name.into(),
            namespace: pods.map(|_| "ai".into()),
            pods,
            selector: None,
        }
    }

    #[test]
    fn what_is_created_is_said_by_kind_and_by_name() {
        let mut objects = vec![
            object("EC2NodeClass", "a", None),
            object("NodePool", "a", None),
        ];
        let alone = CreatedObjects::new(objects.clone(), false, &[]);
        assert_eq!(alone.kinds(), "EC2NodeClass, NodePool; no workload");
        assert_eq!(alone.names(), "EC2NodeClass a, NodePool a; no workload");
        assert!(alone.consequences()[0].contains("any pod of the cluster"));
        objects.push(object("EC2NodeClass", "b", None));
        objects.push(object("Deployment", "x", Some(1)));
        objects.push(object("Deployment", "y", Some(2)));
        let starts = ["One node starts.".to_owned()];
        let all = CreatedObjects::new(objects, true, &starts);
        assert_eq!(
            all.kinds(),
            "2 EC2NodeClasses, NodePool, 2 Deployments with 3 pods"
        );
        assert!(
            all.names()
                .ends_with("Deployment x in the namespace ai with 1 pod, Deployment y in the namespace ai with 2 pods")
        );
        assert_eq!((all.pods(), all.consequences().len()), (3, 2));
        assert_eq!(all.consequences()[1], starts[0]);
        assert_eq!(CreatedObjects::default().names(), "nothing");
    }
}
