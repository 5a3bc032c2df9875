//! From a NodePool to settings.

use crate::core::config::{Field, OverrideTarget, current_name};
use crate::core::import::document::Document;
use crate::core::import::document::texts;
use crate::core::import::settings::builder::{ConfigBuilder, Provenance};
use crate::core::yaml::{Node, Tree};

/// Takes what a NodePool says.
pub(in crate::core::import) fn take(builder: &mut ConfigBuilder, found: &Document) {
    builder.set_text(
        "nodes.name",
        &found.name,
        &Provenance::keys(found, &["metadata", "name"]),
    );
    requirements(builder, found);
    labels_and_taints(builder, found);
    disruption(builder, found);
    for field in Field::all() {
        let place = field
            .place
            .filter(|place| place.document == OverrideTarget::NodePool);
        if let Some(place) = place {
            builder.set_scalar(field.path, found, place.keys);
        }
    }
}

/// Fields that hold the values of an `In`, and of a `NotIn`.
const WORDS: [(&str, &str, &str); 8] = [
    (
        "instance-category",
        "nodes.categories",
        "nodes.excludedCategories",
    ),
    (
        "instance-family",
        "nodes.families",
        "nodes.excludedFamilies",
    ),
    ("instance-size", "nodes.sizes", "nodes.excludedSizes"),
    ("instance-gpu-name", "nodes.gpuNames", ""),
    (
        "node.kubernetes.io/instance-type",
        "nodes.types",
        "nodes.excludedTypes",
    ),
    ("topology.kubernetes.io/zone", "nodes.zones", ""),
    ("karpenter.sh/capacity-type", "nodes.capacityTypes", ""),
    ("kubernetes.io/arch", "nodes.architecture", ""),
];
/// Fields that hold a lower bound, and what one of them is in the label's unit.
const MINIMA: [(&str, &str, u64); 7] = [
    ("instance-generation", "nodes.minGeneration", 1),
    ("instance-cpu", "nodes.minVcpu", 1),
    ("instance-memory", "nodes.minMemory", 1024),
    ("instance-local-nvme", "nodes.minLocalNvme", 1),
    ("instance-gpu-count", "nodes.minGpuCount", 1),
    ("instance-ebs-bandwidth", "nodes.minEbsBandwidth", 1),
    ("instance-network-bandwidth", "nodes.minNetworkBandwidth", 1),
];

/// A label's name without Karpenter's and Auto Mode's own domain.
fn short(key: &str) -> &str {
    ["karpenter.k8s.aws/", "eks.amazonaws.com/"]
        .iter()
        .find_map(|domain| key.strip_prefix(domain))
        .unwrap_or(key)
}

fn requirements(builder: &mut ConfigBuilder, found: &Document) {
    for (_, included, excluded) in WORDS {
        builder.unset(included);
        builder.unset(excluded);
    }
    for (_, field, _) in MINIMA {
        builder.unset(field);
    }
    // Without a requirement Karpenter takes any capacity type, reserved before spot before
    // on-demand (instance.go, getCapacityType, in karpenter-provider-aws v1.14.1).
    builder.set_default_list("nodes.capacityTypes", &["spot", "on-demand"]);
    builder.set_default("nodes.architecture", "amd64");
    let list = found
        .node
        .at(&["spec", "template", "spec", "requirements"])
        .map(Node::items)
        .unwrap_or_default();
    for (index, requirement) in list.iter().enumerate() {
        let path = format!("spec.template.spec.requirements[{index}]");
        bound_or_words(
            builder,
            requirement,
            &Provenance::line(found, requirement.line, path),
        );
    }
    if bounds_bandwidth(list) {
        builder.set_default("nodes.bandwidthIn", "node-pool");
    }
    label_requirements(builder, found, list);
}

/// Karpenter reads a label of the template as a requirement with that one value; where the list
/// says nothing of its key, the field stands for the label.
fn label_requirements(builder: &mut ConfigBuilder, found: &Document, list: &[Node]) {
    let keys = ["spec", "template", "metadata", "labels"];
    let pairs = found.node.at(&keys).map(Node::pairs).unwrap_or_default();
    let is_required = |key: &str| {
        list.iter()
            .filter_map(|requirement| requirement.str_at(&["key"]))
            .any(|required| current_name(required) == key)
    };
    for (label, value) in pairs {
        let key = current_name(&label.text);
        let field = WORDS.iter().find(|(name, ..)| *name == short(key));
        if let (Some((_, field, _)), Some(value)) = (field, value.as_str())
            && !is_required(key)
        {
            let from = Provenance::line(found, label.line, keys.join("."));
            if *field == "nodes.architecture" {
                builder.set_text(field, value, &from);
            } else {
                builder.set_list(field, vec![value.to_owned()], &from);
            }
        }
    }
}

/// Whether a list bounds EBS or network bandwidth from below.
fn bounds_bandwidth(list: &[Node]) -> bool {
    list.iter().any(|requirement| {
        let key = requirement.str_at(&["key"]).unwrap_or_default();
        let bound = requirement.str_at(&["operator"]) == Some("Gt");
        bound && short(key).ends_with("-bandwidth")
    })
}

fn bound_or_words(builder: &mut ConfigBuilder, requirement: &Node, from: &Provenance) {
    let key = short(current_name(
        requirement.str_at(&["key"]).unwrap_or_default(),
    ));
    let operator = requirement.str_at(&["operator"]).unwrap_or_default();
    let values = texts(requirement.get("values")).unwrap_or_default();
    if let Some((_, included, excluded)) = WORDS.iter().find(|(name, ..)| *name == key) {
        let field = match operator {
            "In" => included,
            "NotIn" => excluded,
            _ => return,
        };
        // No other list of ours is written where it is empty.
        let says_nothing = requirement
            .get("values")
            .is_none_or(|values| matches!(&values.tree, Tree::Sequence(items) if items.is_empty()));
        let is_written_empty = *field == "nodes.capacityTypes" && says_nothing;
        if field.is_empty() || (values.is_empty() && !is_written_empty) {
            return;
        }
        match (*field, values.as_slice()) {
            ("nodes.architecture", [one]) => {
                builder.set_text(field, one, from);
            }
            ("nodes.architecture", _) => {}
            _ => {
                builder.set_list(field, values, from);
            }
        }
        return;
    }
    let Some((_, field, unit)) = MINIMA.iter().find(|(name, ..)| *name == key) else {
        return;
    };
    let [bound] = values.as_slice() else { return };
    let Ok(bound) = bound.parse::<u64>() else {
        return;
    };
    let minimum = bound.saturating_add(1);
    if operator == "Gt" && minimum.is_multiple_of(*unit) {
        builder.set_text(field, &(minimum / unit).to_string(), from);
    }
}

/// Takes the bounds on bandwidth of a workload's affinity.
pub(in crate::core::import) fn take_affinity(
    builder: &mut ConfigBuilder,
    found: &Document,
    expressions: &[Node],
    path: &str,
) {
    let bounds: Vec<(usize, &Node)> = expressions
        .iter()
        .enumerate()
        .filter(|(_, expression)| bounds_bandwidth(std::slice::from_ref(*expression)))
        .collect();
    if bounds.is_empty() {
        return;
    }
    builder.unset("nodes.minEbsBandwidth");
    builder.unset("nodes.minNetworkBandwidth");
    builder.set_default("nodes.bandwidthIn", "affinity");
    for (index, expression) in bounds {
        let from = Provenance::line(found, expression.line, format!("{path}[{index}]"));
        bound_or_words(builder, expression, &from);
    }
}

fn labels_and_taints(builder: &mut ConfigBuilder, found: &Document) {
    let keys = ["spec", "template", "metadata", "labels"];
    let pairs = found.node.at(&keys).map(Node::pairs).unwrap_or_default();
    // Labels that the field refuses stay out of it one by one.
    let mut labels = Vec::new();
    for (key, value) in pairs {
        let text = format!("{}={}", key.text, value.as_str().unwrap_or_default());
        if text.parse::<crate::core::config::LabelPair>().is_ok() {
            labels.push(text);
        }
    }
    builder.set_list("nodes.labels", labels, &Provenance::keys(found, &keys));
    let keys = ["spec", "template", "spec", "taints"];
    let taints: Vec<String> = found
        .node
        .at(&keys)
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .map(taint_text)
        .collect();
    if !builder.set_list("nodes.taints", taints, &Provenance::keys(found, &keys)) {
        builder.unset("nodes.taints");
    }
}

fn taint_text(taint: &Node) -> String {
    let word = |key: &str| taint.str_at(&[key]).unwrap_or_default();
    let (key, value, effect) = (word("key"), word("value"), word("effect"));
    if value.is_empty() {
        format!("{key}:{effect}")
    } else {
        format!("{key}={value}:{effect}")
    }
}

fn disruption(builder: &mut ConfigBuilder, found: &Document) {
    let below = |key| ["spec", "disruption", key];
    if found.node.at(&["spec", "disruption"]).is_none() {
        // The CRD's own default since 1.0.12.
        builder.set_default("nodes.consolidateAfter", "0s");
    }
    builder.set_default("nodes.consolidationPolicy", "WhenEmptyOrUnderutilized");
    let policy = below("consolidationPolicy");
    if let Some(text) = found.node.str_at(&policy) {
        builder.set_text(
            "nodes.consolidationPolicy",
            text,
            &Provenance::keys(found, &policy),
        );
    }
    let budgets: Vec<String> = found
        .node
        .at(&below("budgets"))
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .map(budget_text)
        .collect();
    if !builder.set_list(
        "nodes.budgets",
        budgets,
        &Provenance::keys(found, &below("budgets")),
    ) {
        builder.unset("nodes.budgets");
    }
}

fn budget_text(budget: &Node) -> String {
    let mut text = budget.str_at(&["nodes"]).unwrap_or("10%").to_owned();
    if let Some(reasons) = texts(budget.get("reasons"))
        && !reasons.is_empty()
    {
        text.push_str("; reasons=");
        text.push_str(&reasons.join(","));
    }
    for key in ["schedule", "duration"] {
        if let Some(value) = budget.str_at(&[key]) {
            text.push_str(&format!("; {key}={value}"));
        }
    }
    text
}

/// `Gte N` of a bound is written as `Gt N-1`, which is the same and older than Karpenter 1.9.
/// True if something was put so.
pub(in crate::core::import) fn with_older_bounds(found: &mut Document) -> bool {
    let mut changed = false;
    let Some(list) = list_mut(
        &mut found.node,
        &["spec", "template", "spec", "requirements"],
    ) else {
        return false;
    };
    for requirement in list {
        let key = short(requirement.str_at(&["key"]).unwrap_or_default()).to_owned();
        let is_minimum = MINIMA.iter().any(|(name, ..)| *name == key);
        let bound = texts(requirement.get("values"))
            .filter(|values| values.len() == 1)
            .and_then(|values| values.first()?.parse::<u64>().ok())
            .and_then(|bound| bound.checked_sub(1));
        let (true, Some("Gte"), Some(bound)) =
            (is_minimum, requirement.str_at(&["operator"]), bound)
        else {
            continue;
        };
        let Tree::Mapping(pairs) = &mut requirement.tree else {
            continue;
        };
        for (key, node) in pairs {
            match (key.text.as_str(), &mut node.tree) {
                ("operator", Tree::Scalar(word)) => "Gt".clone_into(word),
                ("values", Tree::Sequence(items)) => {
                    if let Some(Tree::Scalar(text)) = items.first_mut().map(|item| &mut item.tree) {
                        *text = bound.to_string();
                        changed = true;
                    }
                }
                _ => {}
            }
        }
    }
    changed
}

fn list_mut<'a>(node: &'a mut Node, keys: &[&str]) -> Option<&'a mut Vec<Node>> {
    let mut node = node;
    for key in keys {
        let Tree::Mapping(pairs) = &mut node.tree else {
            return None;
        };
        node = pairs
            .iter_mut()
            .find(|(own, _)| own.text == *key)
            .map(|(_, node)| node)?;
    }
    match &mut node.tree {
        Tree::Sequence(items) => Some(items),
        _ => None,
    }
}
