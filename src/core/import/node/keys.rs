//! Keys of a NodeConfig that nodeadm does not know: it drops them without a word
//! (nodeadm/api/v1alpha1/nodeconfig_types.go, amazon-eks-ami 81fec2e8).

use super::{NodeReportBuilder, shapes};
use crate::core::choice::nearest;
use crate::core::engines::EngineKind;
use crate::core::error::quoted;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::placeholder::{holds_placeholder, is_open};
use crate::core::yaml::{Node, Scalar, Tree};

/// The keys below each place; a place that is not here takes anything.
const KNOWN: [(&[&str], &[&str]); 8] = [
    (&[], &["apiVersion", "kind", "metadata", "spec", "status"]),
    (
        &["spec"],
        &[
            "cluster",
            "containerd",
            "featureGates",
            "instance",
            "kubelet",
        ],
    ),
    (
        &["spec", "cluster"],
        &[
            "apiServerEndpoint",
            "certificateAuthority",
            "cidr",
            "enableOutpost",
            "id",
            "name",
        ],
    ),
    (&["spec", "containerd"], &["baseRuntimeSpec", "config"]),
    (
        &["spec", "kubelet"],
        &["config", "flags", "maxPodsExpression"],
    ),
    (
        &["spec", "instance"],
        &["environment", "localStorage", "network"],
    ),
    (
        &["spec", "instance", "localStorage"],
        &["disabledMounts", "mountPath", "strategy"],
    ),
    (
        &["spec", "instance", "network"],
        &["domains", "nameservers"],
    ),
];

/// Fields of the NodeConfig that machines outside EC2 have (aws/eks-hybrid, api/v1alpha1, read 2026-11).
fn is_of_hybrid_nodes(place: &[&str], key: &str) -> bool {
    matches!(
        (place, key),
        (["spec"], "hybrid") | (["spec", "cluster"], "region")
    )
}

const GATES: [&str; 2] = ["FastImagePull", "InstanceIdNodeName"];

/// Says which keys are dropped, and which gates are none.
pub(super) fn check(report: &mut NodeReportBuilder<'_>, node: &Node) {
    for (place, keys) in KNOWN {
        let Some(below) = node.at(place) else {
            continue;
        };
        for (key, _) in below.pairs() {
            if keys.contains(&key.text.as_str()) || holds_placeholder(&key.text) {
                continue;
            }
            let hint = match nearest(&key.text, keys.iter().copied()) {
                _ if is_of_hybrid_nodes(place, &key.text) => {
                    " Only the nodeadm of EKS Hybrid Nodes has it.".to_owned()
                }
                Some(near) => format!(" Did you mean {near}?"),
                None => String::new(),
            };
            report.diagnose(
                None,
                &rules::NODE_CONFIG_UNKNOWN_FIELD,
                Severity::Warning,
                key.line,
                format!(
                    "nodeadm has no field {} and silently drops it.{hint}",
                    quoted(&key.text)
                ),
            );
        }
    }
    shapes::check(report, node);
    gates(report, node);
    mounts(report, node);
}

fn gates(report: &mut NodeReportBuilder<'_>, node: &Node) {
    let gates = node.at(&["spec", "featureGates"]);
    for (key, value) in gates.map(Node::pairs).unwrap_or_default() {
        if holds_placeholder(&key.text) {
            continue;
        }
        let is_flag = matches!(value.scalar(), Some(Scalar::Bool(_) | Scalar::Null));
        if !is_open(value) && !is_flag {
            report.diagnose(
                Some(super::SociStatus::NeverReady),
                &rules::NODE_CONFIG_BROKEN,
                Severity::Error,
                key.line,
                format!("the gate {} is not an unquoted true or false; nodeadm fails and the node never joins.", quoted(&key.text)),
            );
        }
        let is_known =
            GATES.contains(&key.text.as_str()) || EngineKind::of_feature_gate(&key.text).is_some();
        if !is_known {
            let hint = match nearest(&key.text, GATES.into_iter()) {
                Some(near) => format!(" Did you mean {near}?"),
                None if key.text == "AggressiveImagePull" => {
                    " It is called FastImagePull since v20250821.".to_owned()
                }
                None => String::new(),
            };
            report.diagnose(
                None,
                &rules::UNKNOWN_FEATURE_GATE,
                Severity::Warning,
                key.line,
                format!(
                    "nodeadm has no gate {}: it has no effect.{hint}",
                    quoted(&key.text)
                ),
            );
        }
    }
}

fn mounts(report: &mut NodeReportBuilder<'_>, node: &Node) {
    let storage = ["spec", "instance", "localStorage"];
    let list = node
        .at(&storage)
        .and_then(|node| node.get("disabledMounts"));
    for item in list.map(Node::items).unwrap_or_default() {
        let word = item.as_str().unwrap_or_default();
        let is_known = matches!(word, "Containerd" | "PodLogs" | "SOCI") || is_open(item);
        if !is_known || item.tree == Tree::Null {
            report.diagnose(
                None,
                &rules::UNKNOWN_MOUNT,
                Severity::Warning,
                item.line,
                format!(
                    "{} is not a mount that can be disabled; Containerd, PodLogs and SOCI are.",
                    quoted(word)
                ),
            );
        }
    }
}
