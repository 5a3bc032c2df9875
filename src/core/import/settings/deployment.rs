//! From a Deployment to settings.

use crate::core::import::document::Found;
use crate::core::import::document::texts;
use crate::core::import::settings::builder::{From, Taking};
use crate::core::import::settings::node_pool::take_affinity;
use crate::core::yaml::Node;

const POD: [&str; 4] = ["spec", "template", "spec", ""];

fn pod(key: &str) -> [&str; 4] {
    [POD[0], POD[1], POD[2], key]
}

/// Takes what a Deployment says.
pub(in crate::core::import) fn take(taking: &mut Taking, found: &Found) {
    let from = From::keys(found, &["metadata", "name"]);
    let name = found.name.strip_suffix("-soci").unwrap_or(&found.name);
    taking.one("workload.name", name, &from);
    let namespace = ["metadata", "namespace"];
    taking.assume("workload.namespace", "default");
    if let Some(text) = found.node.letters_at(&namespace) {
        taking.one("workload.namespace", text, &From::keys(found, &namespace));
    }
    taking.assume("workload.replicas", "1");
    if let Some(text) = found.node.letters_at(&["spec", "replicas"]) {
        taking.one(
            "workload.replicas",
            text,
            &From::keys(found, &["spec", "replicas"]),
        );
    }
    if let Some(first) = found
        .node
        .at(&pod("containers"))
        .and_then(|list| list.items().first())
    {
        container(taking, found, first);
    }
    let terms = found
        .node
        .at(&pod("affinity"))
        .and_then(|affinity| {
            affinity.at(&[
                "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms",
            ])
        })
        .map(Node::items)
        .unwrap_or_default();
    if let [term] = terms
        && let Some(expressions) = term.get("matchExpressions")
    {
        take_affinity(
            taking,
            found,
            expressions.items(),
            "affinity.matchExpressions",
        );
    }
    tolerations(taking, found);
}

fn container(taking: &mut Taking, found: &Found, container: &Node) {
    let at = |keys: &[&str]| {
        let path = format!("spec.template.spec.containers[0].{}", keys.join("."));
        From::line(found, container.line_at(keys), path)
    };
    if let Some(image) = container.letters_at(&["image"]) {
        taking.one("image.reference", image, &at(&["image"]));
    }
    for (field, resource) in [
        ("workload.cpu", "cpu"),
        ("workload.memory", "memory"),
        ("workload.ephemeralStorage", "ephemeral-storage"),
        ("workload.gpus", "nvidia.com/gpu"),
    ] {
        taking.clear(field);
        let keys = ["resources", "requests", resource];
        let limit = ["resources", "limits", resource];
        let found = container.letters_at(&keys).map(|text| (text, at(&keys)));
        // A GPU's request may be left out, as it equals its limit.
        let found = found.or_else(|| {
            let text = container.letters_at(&limit)?;
            (resource == "nvidia.com/gpu").then(|| (text, at(&limit)))
        });
        if let Some((text, from)) = found {
            taking.one(field, text, &from);
        }
    }
    let args = texts(container.get("args")).unwrap_or_default();
    let sleeps = args.iter().any(|arg| arg.contains("sleep 9999"));
    taking.assume("workload.command", if sleeps { "sleep" } else { "image" });
}

fn tolerations(taking: &mut Taking, found: &Found) {
    let keys = pod("tolerations");
    let of_pool: Vec<String> = taking
        .config
        .nodes
        .taints
        .iter()
        .map(ToString::to_string)
        .collect();
    let own: Vec<String> = found
        .node
        .at(&keys)
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|toleration| {
            let word = |key: &str| toleration.letters_at(&[key]).unwrap_or_default();
            let (key, value, effect) = (word("key"), word("value"), word("effect"));
            let mut text = key.to_owned();
            if !value.is_empty() {
                text.push_str(&format!("={value}"));
            }
            if !effect.is_empty() {
                text.push_str(&format!(":{effect}"));
            }
            (!key.is_empty() && !of_pool.contains(&text)).then_some(text)
        })
        .collect();
    if !taking.many("workload.tolerations", own, &From::keys(found, &keys)) {
        taking.clear("workload.tolerations");
    }
}
