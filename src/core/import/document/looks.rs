//! What a file or a map looks like, where no apiVersion and kind say it.

use crate::core::yaml::{Node, Tree, read_all};

/// Whether a map without a head looks as if it were meant for this tool: a manifest or a Config
/// whose first lines are missing.
pub(super) fn pretends(node: &Node) -> bool {
    const OF_CONFIG: [&str; 12] = [
        "cluster",
        "comparison",
        "costs",
        "dismissed",
        "engine",
        "image",
        "kept",
        "nodes",
        "placeholders",
        "storage",
        "version",
        "workload",
    ];
    let is_of_config = |text: &str| OF_CONFIG.contains(&text);
    ["spec", "metadata"]
        .iter()
        .any(|key| node.get(key).is_some())
        || node.pairs().iter().all(|(key, _)| is_of_config(&key.text))
}

/// Whether a NodeConfig is one of EKS Hybrid Nodes, which `spec.hybrid` makes of it: machines outside EC2,
/// with a nodeadm of their own (aws/eks-hybrid, api/v1alpha1, `IsHybridNode`; EKS User Guide, hybrid nodes
/// nodeadm reference, read 2026-11).
pub(super) fn is_of_hybrid_nodes(text: &str) -> bool {
    let is_hybrid = |node: &Node| {
        node.at(&["spec", "hybrid"])
            .is_some_and(|hybrid| hybrid.tree != Tree::Null)
    };
    text.contains("hybrid")
        && read_all(text)
            .iter()
            .flatten()
            .any(|one| is_hybrid(&one.node))
}

/// Whether a file is, by its name, of a kind that need not hold a manifest, and shows none.
pub(super) fn is_of_another_trade(name: &str, text: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let ends = [
        ".txt",
        ".json",
        ".toml",
        ".sh",
        ".tpl",
        ".tftpl",
        ".userdata",
        ".mime",
    ];
    ends.iter().any(|end| name.ends_with(end)) && !text.contains("apiVersion")
}

/// Whether a map is meant as a Config file: it has a version, and no key by which another tool's
/// file with a version is known (Compose, CI, package managers, linters, build specifications).
pub(super) fn is_config(node: &Node) -> bool {
    const OF_OTHERS: [&str; 24] = [
        "apps",
        "breaking",
        "builds",
        "dependencies",
        "env",
        "formatters",
        "functions",
        "jobs",
        "lint",
        "linters",
        "lockfileVersion",
        "modules",
        "name",
        "orbs",
        "packages",
        "phases",
        "plugins",
        "project_name",
        "releases",
        "repos",
        "services",
        "tasks",
        "updates",
        "workflows",
    ];
    node.get("version").is_some() && OF_OTHERS.iter().all(|key| node.get(key).is_none())
}
