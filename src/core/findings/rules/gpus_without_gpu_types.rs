//! Pods that ask for GPUs need nodes that have them.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::sources::KARPENTER_LABELS;

pub(super) static RULE: Rule = Rule {
    id: "gpus-without-gpu-types",
    what: "The workload asks for GPUs, but the pool allows no category that has them.",
    why: "No node of the pool can ever take the pod; it stays Pending.",
    how: "Allow the categories g and p, or clear the GPU request.",
    source: KARPENTER_LABELS,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let categories = &config.nodes.categories;
    let gpus = ["g", "gr", "p"];
    let (Some(count), false) = (config.workload.gpus, categories.is_empty()) else {
        return;
    };
    if categories.iter().any(|word| gpus.contains(&word.as_str())) {
        return;
    }
    let words: Vec<&str> = categories.iter().map(|word| word.as_str()).collect();
    sink.report(
        Severity::Warning,
        "workload.gpus",
        format!(
            "A pod asks for {count} GPUs, but the pool allows {} only, which have none.",
            words.join(", ")
        ),
    );
    let kept_out = config
        .nodes
        .excluded_categories
        .iter()
        .any(|word| gpus.contains(&word.as_str()));
    if !kept_out {
        sink.offer("Allow g and p", "nodes.categories", "g, p");
    }
}
