//! Flags that NodeConfigs pass to the kubelet: one that it does not have, and it does not start.
//!
//! Facts: kubernetes pull requests 106907 (1.24, what dockershim needed), 114017 (1.27), 122082 (1.31)
//! and 133779 (1.35) removed the flags; nodeadm passes a NodeConfig's on as they are, joined by spaces
//! (amazon-eks-ami 81fec2e8, nodeadm/internal/kubelet).

use super::{NodeReportBuilder, SociStatus};
use crate::core::error::quoted;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::user_data::Parts;
use crate::core::placeholder::holds_placeholder;
use crate::core::yaml::{Node, Scalar};

/// Flags that are gone, the minor version of Kubernetes without them, and what to do.
const REMOVED: [(&str, u8, &str); 10] = [
    (
        "cni-bin-dir",
        24,
        "Remove it: containerd sets up the network.",
    ),
    (
        "cni-cache-dir",
        24,
        "Remove it: containerd sets up the network.",
    ),
    (
        "cni-conf-dir",
        24,
        "Remove it: containerd sets up the network.",
    ),
    (
        "docker-endpoint",
        24,
        "Remove it: containerd runs the pods.",
    ),
    (
        "image-pull-progress-deadline",
        24,
        "Remove it: containerd's own image_pull_progress_timeout replaces it.",
    ),
    (
        "network-plugin",
        24,
        "Remove it: containerd sets up the network.",
    ),
    (
        "network-plugin-mtu",
        24,
        "Remove it: containerd sets up the network.",
    ),
    (
        "container-runtime",
        27,
        "Remove it: containerd runs the pods.",
    ),
    ("keep-terminated-pod-volumes", 31, "Remove it."),
    (
        "pod-infra-container-image",
        35,
        "Remove it: the pause image is containerd's setting.",
    ),
];

/// Flags that the kubelet of every Kubernetes from 1.29 to 1.35 has, of those that are in use on EKS
/// (kubernetes cmd/kubelet/app/options).
const KNOWN: [&str; 48] = [
    "allowed-unsafe-sysctls",
    "anonymous-auth",
    "authorization-mode",
    "cgroup-driver",
    "cloud-provider",
    "cluster-dns",
    "cluster-domain",
    "config",
    "config-dir",
    "container-log-max-files",
    "container-log-max-size",
    "container-runtime-endpoint",
    "cpu-cfs-quota",
    "cpu-manager-policy",
    "event-burst",
    "event-qps",
    "eviction-hard",
    "eviction-minimum-reclaim",
    "eviction-soft",
    "eviction-soft-grace-period",
    "feature-gates",
    "hostname-override",
    "image-credential-provider-bin-dir",
    "image-credential-provider-config",
    "image-gc-high-threshold",
    "image-gc-low-threshold",
    "image-service-endpoint",
    "kube-api-burst",
    "kube-api-qps",
    "kube-reserved",
    "kubeconfig",
    "max-pods",
    "node-ip",
    "node-labels",
    "node-status-update-frequency",
    "pod-max-pids",
    "protect-kernel-defaults",
    "read-only-port",
    "register-node",
    "register-with-taints",
    "registry-burst",
    "registry-qps",
    "reserved-cpus",
    "root-dir",
    "serialize-image-pulls",
    "system-reserved",
    "topology-manager-policy",
    "v",
];

/// The flags of all NodeConfigs together, and the kubelet's feature gates.
pub(super) fn analyze(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    let mut not_known: Vec<String> = Vec::new();
    for node in parts.merged_configs() {
        let flags = node.at(&["spec", "kubelet", "flags"]).map(Node::items);
        let mut may_be_value = false;
        for item in flags.unwrap_or_default() {
            // Joined by spaces, an item may hold several flags, or the value of the one before.
            let text = item.as_str().unwrap_or_default();
            let is_plain = !holds_placeholder(text) && !text.contains(['"', '\'']);
            for word in text.split_whitespace() {
                let is_flag = word.starts_with('-');
                let is_value = !is_flag && (may_be_value || !is_plain);
                may_be_value = is_flag && !word.contains('=');
                if !is_value && !holds_placeholder(word) {
                    flag(report, word, item.line, &mut not_known);
                }
            }
        }
        gates(report, node, &mut not_known);
    }
    report.on.unread.extend(not_known);
}

fn flag(report: &mut NodeReportBuilder<'_>, text: &str, line: usize, not_known: &mut Vec<String>) {
    let verdict = Some(SociStatus::NeverReady);
    let Some(flag) = text.strip_prefix('-') else {
        report.diagnose(
            verdict,
            &rules::KUBELET_REFUSES,
            Severity::Error,
            line,
            format!(
                "{} is not a flag, which begins with --; the kubelet takes it for a command that it does not have and does not start, so the node never joins.",
                quoted(text)
            ),
        );
        return;
    };
    // The kubelet takes an underscore for a dash.
    let name = flag.trim_start_matches('-').split('=').next();
    let name = name.unwrap_or_default().replace('_', "-");
    if let Some((_, without, how)) = REMOVED.iter().find(|(own, ..)| *own == name) {
        let kubernetes = report.world.kubernetes;
        if kubernetes.to_minor() >= *without {
            report.diagnose(
                verdict,
                &rules::KUBELET_FLAG_REMOVED,
                Severity::Error,
                line,
                format!("the kubelet of Kubernetes {kubernetes} has no flag --{name}, which 1.{without} removed: it does not start, so the node never joins. {how}"),
            );
        } else {
            report.diagnose(
                None,
                &rules::KUBELET_FLAG_REMOVED,
                Severity::Warning,
                line,
                format!("Kubernetes 1.{without} removed the kubelet's flag --{name}: after that upgrade, nodes never join. {how}"),
            );
        }
    } else if !KNOWN.contains(&name.as_str()) {
        not_known.push(format!(
            "the kubelet's flag --{name}, which is not known here"
        ));
    }
}

/// Which gates a kubelet has changes with each version; one that it does not have stops it.
fn gates(report: &mut NodeReportBuilder<'_>, node: &Node, not_known: &mut Vec<String>) {
    let gates = node.at(&["spec", "kubelet", "config", "featureGates"]);
    let mut names: Vec<&str> = Vec::new();
    for (key, value) in gates.map(Node::pairs).unwrap_or_default() {
        let text = value.as_str().unwrap_or_default();
        if holds_placeholder(&key.text) || holds_placeholder(text) {
            continue;
        }
        names.push(&key.text);
        if !matches!(value.scalar(), Some(Scalar::Bool(_) | Scalar::Null)) {
            report.diagnose(
                Some(SociStatus::NeverReady),
                &rules::KUBELET_REFUSES,
                Severity::Error,
                key.line,
                format!("the kubelet rejects this and does not start, so the node never joins: its feature gate {} is not an unquoted true or false.", quoted(&key.text)),
            );
        }
    }
    if !names.is_empty() {
        not_known.push(format!(
            "whether the kubelet of Kubernetes {} has the feature {} {}",
            report.world.kubernetes,
            if names.len() == 1 { "gate" } else { "gates" },
            names.join(", ")
        ));
    }
}
