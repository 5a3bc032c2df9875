//! What a file or a map looks like, where no apiVersion and kind say it.

use crate::core::config::Field;
use crate::core::yaml::{Node, Tree, read_all};

/// Whether a map without a head looks as if it were meant for this tool: a manifest or a Config
/// whose first lines are missing.
pub(super) fn pretends(node: &Node) -> bool {
    let is_of_config = |text: &str| {
        text == "version" || Field::all().any(|field| field.path.split('.').next() == Some(text))
    };
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

/// Ends of the names of programs, which make documents and hold none.
const OF_PROGRAMS: [&str; 18] = [
    ".cs",
    ".cue",
    ".dhall",
    ".go",
    ".java",
    ".js",
    ".jsonnet",
    ".kt",
    ".libsonnet",
    ".mjs",
    ".nix",
    ".php",
    ".py",
    ".rb",
    ".rs",
    ".star",
    ".ts",
    ".tsx",
];

/// What a file is that holds no document as it stands, and what to give instead; by its name, or by how
/// it begins.
pub(super) fn foreign(name: &str, text: &str) -> Option<(&'static str, &'static str)> {
    const PROGRAM: (&str, &str) = (
        "a program",
        "its output is not known; provide the manifests and userData it renders.",
    );
    let name = name.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let is_known = ends(&[".yaml", ".yml", ".json", ".tf", ".md", ".toml", ".sh"]);
    let lines = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty());
    let first = lines
        .clone()
        .find(|line| !line.starts_with(['#', '/', '*', ' ']))?;
    if ends(&[".diff", ".patch"]) || is_diff(text) {
        return Some((
            "a diff",
            "it shows only changes; provide the resulting file.",
        ));
    }
    if ends(&OF_PROGRAMS) || (!is_known && first.starts_with("package ") && !first.contains(':')) {
        return Some(PROGRAM);
    }
    let has = |start: &str| text.lines().any(|line| line.starts_with(start));
    if first.starts_with("Name:  ") && has("API Version:") && has("Kind:  ") {
        return Some((
            "output of kubectl describe",
            "it is incomplete; provide the output of kubectl get -o yaml.",
        ));
    }
    let is_log = lines.clone().take(5).count() > 1 && lines.clone().take(5).all(is_of_log);
    is_log.then_some((
        "a log",
        "it contains no manifest; the events command, and Measurements on the page, read kubelet and containerd logs of pulls.",
    ))
}

fn is_diff(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let second = lines.next().unwrap_or_default();
    first.starts_with("diff --git ") || (first.starts_with("--- ") && second.starts_with("+++ "))
}

/// Whether a line begins as those of journald, klog and containerd do.
fn is_of_log(line: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ",
        "Dec ",
    ];
    let digits = |at: usize, count: usize| {
        let own = line.get(at..at + count);
        own.is_some_and(|own| own.bytes().all(|letter| letter.is_ascii_digit()))
    };
    let of_date =
        |at: usize| digits(at, 4) && line.get(at + 4..at + 5) == Some("-") && digits(at + 5, 2);
    let of_klog =
        line.starts_with(['I', 'W', 'E', 'F']) && digits(1, 4) && line.get(5..6) == Some(" ");
    MONTHS.iter().any(|month| line.starts_with(month))
        || of_date(0)
        || line.starts_with("time=\"")
        || of_klog
}
