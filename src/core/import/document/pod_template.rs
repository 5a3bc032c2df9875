//! Pods in a workload of any kind: found by the template's shape, so that kinds which nobody has
//! listed are read too.

use std::borrow::Cow;

use super::{Document, spark};
use crate::core::yaml::{Node, Tree};

/// Deepest level at which a template is looked for: `spec.workerGroupSpecs[0].template.spec` has
/// five.
const MAX_DEPTH: usize = 8;
/// Most templates of one document that are looked at.
const MAX_TEMPLATES: usize = 20;

/// The pods of a workload, or of one group of them.
#[derive(Debug, Clone)]
pub(in crate::core::import) struct PodTemplate<'a> {
    /// Keys that lead to the pods' spec: `spec.template.spec`.
    pub(in crate::core::import) path: String,
    /// The pods' spec; where an operator makes it of fields of its own, what it makes.
    pub(in crate::core::import) spec: Cow<'a, Node>,
    /// How many of them there are, as it is written.
    pub(in crate::core::import) replicas: Option<&'a Node>,
}

impl PodTemplate<'_> {
    /// The path of a container; of the pods, where an operator makes the container.
    pub(in crate::core::import) fn path_of_container(&self, list: &str, index: usize) -> String {
        match self.spec {
            Cow::Borrowed(_) => format!("{}.{list}[{index}]", self.path),
            Cow::Owned(_) => self.path.clone(),
        }
    }

    /// The NodePool that its pods ask for by their node selector, if they name one.
    pub(in crate::core::import) fn asked_pool(&self) -> Option<&str> {
        let selector = self.spec.get("nodeSelector")?;
        selector
            .str_at(&["karpenter.sh/nodepool"])
            .or_else(|| selector.str_at(&["intent"]))
    }
}

/// The templates of a document, in their order; none if it starts no pods.
pub(in crate::core::import) fn pod_templates(found: &Document) -> Vec<PodTemplate<'_>> {
    let mut all = Vec::new();
    let mut path = Vec::new();
    walk(&found.node, None, &mut path, &mut all);
    all
}

/// Whether a node starts pods somewhere.
pub(in crate::core::import) fn has_pods(node: &Node) -> bool {
    let mut all = Vec::new();
    walk(node, None, &mut Vec::new(), &mut all);
    !all.is_empty()
}

fn walk<'a>(
    node: &'a Node,
    replicas: Option<&'a Node>,
    path: &mut Vec<String>,
    all: &mut Vec<PodTemplate<'a>>,
) {
    if path.len() > MAX_DEPTH || all.len() >= MAX_TEMPLATES {
        return;
    }
    match &node.tree {
        Tree::Mapping(pairs) => {
            let own = ["replicas", "parallelism", "numWorkers"]
                .iter()
                .find_map(|key| node.get(key));
            let replicas = own.or(replicas);
            for made in spark::pods(node) {
                let path = path.iter().map(String::as_str).chain([made.key]);
                all.push(PodTemplate {
                    path: path.collect::<Vec<_>>().join("."),
                    spec: Cow::Owned(made.spec),
                    replicas: made.replicas,
                });
            }
            for (key, below) in pairs {
                path.push(key.text.clone());
                if is_pod_spec(&key.text, below) {
                    all.push(PodTemplate {
                        path: path.join("."),
                        spec: Cow::Borrowed(below),
                        replicas,
                    });
                } else if key.text != "status" {
                    walk(below, replicas, path, all);
                }
                path.pop();
            }
        }
        Tree::Sequence(items) => {
            let last = path.pop().unwrap_or_default();
            for (index, item) in items.iter().enumerate() {
                path.push(format!("{last}[{index}]"));
                walk(item, replicas, path, all);
                path.pop();
            }
            path.push(last);
        }
        Tree::Scalar(_) | Tree::Null => {}
    }
}

/// A pod's spec has containers, and one of them an image. Under another key than `spec`, as in KServe's
/// `predictor`, all of them have a name and an image.
fn is_pod_spec(key: &str, node: &Node) -> bool {
    let containers = node.get("containers").map(Node::items).unwrap_or_default();
    let has = |one: &Node, key: &str| one.get(key).is_some_and(|at| at.as_str().is_some());
    if key == "spec" {
        return containers.iter().any(|one| one.get("image").is_some());
    }
    !containers.is_empty()
        && containers
            .iter()
            .all(|one| has(one, "name") && has(one, "image"))
}
