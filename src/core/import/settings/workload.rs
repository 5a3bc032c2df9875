//! From a workload's pods to settings.

use crate::core::import::document::Document;
use crate::core::import::document::pod_template::{PodTemplate, pod_templates};
use crate::core::import::document::texts;
use crate::core::import::settings::builder::{ConfigBuilder, Provenance};
use crate::core::import::settings::node_pool::take_affinity;
use crate::core::yaml::Node;

/// Takes what a Deployment, or any other workload, says of the pods that ask for a pool. `suffix` is what
/// the engine that the files ask for adds to its name.
pub(in crate::core::import) fn take(
    builder: &mut ConfigBuilder,
    found: &Document,
    pool: Option<&Document>,
    suffix: &str,
) {
    let templates = pod_templates(found);
    let asks = |template: &&PodTemplate<'_>| {
        pool.is_some_and(|pool| template.asked_pool() == Some(pool.name.as_str()))
    };
    let template = templates.iter().find(asks).or(templates.first());
    let from = Provenance::keys(found, &["metadata", "name"]);
    // Files without a node class do not tell the engine.
    let suffix = if suffix.is_empty() { "-soci" } else { suffix };
    let name = found.name.strip_suffix(suffix).unwrap_or(&found.name);
    builder.set_text("workload.name", name, &from);
    let namespace = ["metadata", "namespace"];
    builder.set_default("workload.namespace", "default");
    if let Some(text) = found.node.str_at(&namespace) {
        builder.set_text(
            "workload.namespace",
            text,
            &Provenance::keys(found, &namespace),
        );
    }
    builder.set_default("workload.replicas", "1");
    let Some(template) = template else { return };
    if let Some(replicas) = template.replicas
        && let Some(text) = replicas.as_str()
    {
        let from = Provenance::line(found, replicas.line, "spec.replicas");
        builder.set_text("workload.replicas", text, &from);
    }
    let containers = template.spec.get("containers").map(Node::items);
    if let Some(first) = containers.unwrap_or_default().first() {
        container(
            builder,
            found,
            first,
            &template.path_of_container("containers", 0),
        );
    }
    let terms = template
        .spec
        .at(&[
            "affinity",
            "nodeAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution",
            "nodeSelectorTerms",
        ])
        .map(Node::items)
        .unwrap_or_default();
    if let [term] = terms
        && let Some(expressions) = term.get("matchExpressions")
    {
        take_affinity(
            builder,
            found,
            expressions.items(),
            "affinity.matchExpressions",
        );
    }
    tolerations(builder, found, template);
}

fn container(builder: &mut ConfigBuilder, found: &Document, container: &Node, place: &str) {
    let at = |keys: &[&str]| {
        let path = format!("{place}.{}", keys.join("."));
        Provenance::line(found, container.line_at(keys), path)
    };
    if let Some(image) = container.str_at(&["image"]) {
        builder.set_text("image.reference", image, &at(&["image"]));
    }
    for (field, resource) in [
        ("workload.cpu", "cpu"),
        ("workload.memory", "memory"),
        ("workload.ephemeralStorage", "ephemeral-storage"),
        ("workload.gpus", "nvidia.com/gpu"),
    ] {
        builder.unset(field);
        let keys = ["resources", "requests", resource];
        let limit = ["resources", "limits", resource];
        let found = container.str_at(&keys).map(|text| (text, at(&keys)));
        // A GPU's request may be left out, as it equals its limit.
        let found = found.or_else(|| {
            let text = container.str_at(&limit)?;
            (resource == "nvidia.com/gpu").then(|| (text, at(&limit)))
        });
        if let Some((text, from)) = found {
            builder.set_text(field, text, &from);
        }
    }
    let args = texts(container.get("args")).unwrap_or_default();
    let sleeps = args.iter().any(|arg| arg.contains("sleep 9999"));
    builder.set_default("workload.command", if sleeps { "sleep" } else { "image" });
}

fn tolerations(builder: &mut ConfigBuilder, found: &Document, template: &PodTemplate<'_>) {
    let of_pool: Vec<String> = builder
        .config
        .nodes
        .taints
        .iter()
        .map(ToString::to_string)
        .collect();
    let list = template.spec.get("tolerations");
    let own: Vec<String> = list
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|toleration| {
            let word = |key: &str| toleration.str_at(&[key]).unwrap_or_default();
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
    let line = template.spec.line_at(&["tolerations"]);
    let from = Provenance::line(found, line, format!("{}.tolerations", template.path));
    if !builder.set_list("workload.tolerations", own, &from) {
        builder.unset("workload.tolerations");
    }
}
