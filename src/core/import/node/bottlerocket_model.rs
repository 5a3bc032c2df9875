//! The settings of Bottlerocket's Kubernetes variants with what each takes. Its models deny what
//! they do not know: the settings are refused as a whole, and the node does not join.
//!
//! Facts: bottlerocket sources/settings-plugins/aws-k8s-nvidia at 25c1f02c,
//! bottlerocket-settings-sdk bottlerocket-settings-models at 09fb002e, c135bcbc and 985f108a (2026),
//! karpenter-provider-aws pkg/providers/amifamily/bootstrap at 1d927085.

use super::{NodeReportBuilder, SociStatus};
use crate::core::choice::nearest;
use crate::core::error::quoted;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::words::Words;
use crate::core::placeholder::{holds_placeholder, is_open, placeholders};
use crate::core::yaml::{Node, Scalar, Tree};

/// What a setting takes.
enum Shape {
    Text,
    Whole,
    Truth,
    /// A text or a whole number.
    Size,
    Texts,
    /// Texts by free names.
    TextMap,
    TruthMap,
    Word(&'static [&'static str]),
    Table(&'static [(&'static str, Shape)]),
    /// Tables by free names.
    Named(&'static [(&'static str, Shape)]),
    /// A list of tables; older forms are maps, and are not looked into.
    Tables(&'static [(&'static str, Shape)]),
    /// Known by name alone.
    Any,
}

use Shape::{Any, Named, Size, Table, Tables, Text, TextMap, Texts, Truth, TruthMap, Whole, Word};

const SETTINGS: &[(&str, Shape)] = &[
    ("autoscaling", Table(&[("should-wait", Truth)])),
    (
        "aws",
        Table(&[
            ("region", Text),
            ("config", Text),
            ("credentials", Text),
            ("profile", Text),
        ]),
    ),
    (
        "boot",
        Table(&[
            ("reboot-to-reconcile", Truth),
            ("kernel", Any),
            ("kernel-parameters", Any),
            ("init", Any),
            ("init-parameters", Any),
        ]),
    ),
    (
        "bootstrap-commands",
        Named(&[("commands", Any), ("mode", Text), ("essential", Truth)]),
    ),
    (
        "bootstrap-containers",
        Named(&[
            ("source", Text),
            ("mode", Text),
            ("user-data", Text),
            ("essential", Truth),
            ("command", Texts),
        ]),
    ),
    (
        "cloudformation",
        Table(&[
            ("should-signal", Truth),
            ("stack-name", Text),
            ("logical-resource-id", Text),
        ]),
    ),
    (
        "container-registry",
        Table(&[
            (
                "mirrors",
                Tables(&[
                    ("registry", Text),
                    ("endpoint", Texts),
                    ("capabilities", Texts),
                ]),
            ),
            ("credentials", Tables(CREDENTIALS)),
            ("creds", Tables(CREDENTIALS)),
        ]),
    ),
    (
        "container-runtime",
        Table(&[
            (
                "log-level",
                Word(&["trace", "debug", "info", "warn", "error", "fatal", "panic"]),
            ),
            ("max-container-log-line-size", Whole),
            ("max-concurrent-downloads", Whole),
            ("max-concurrent-unpacks", Whole),
            ("concurrent-download-chunk-size", Size),
            ("concurrent-layer-fetch-buffer", Size),
            ("enable-unprivileged-ports", Truth),
            ("enable-unprivileged-icmp", Truth),
            ("snapshotter", Word(&["overlayfs", "soci"])),
        ]),
    ),
    (
        "container-runtime-plugins",
        Table(&[(
            "soci-snapshotter",
            Table(&[
                ("pull-mode", Text),
                (
                    "parallel-pull-unpack",
                    Table(&[
                        ("max-concurrent-downloads", Whole),
                        ("max-concurrent-downloads-per-image", Whole),
                        ("concurrent-download-chunk-size", Size),
                        ("max-concurrent-unpacks", Whole),
                        ("max-concurrent-unpacks-per-image", Whole),
                        ("discard-unpacked-layers", Truth),
                    ]),
                ),
            ]),
        )]),
    ),
    (
        "dns",
        Table(&[("name-servers", Texts), ("search-list", Texts)]),
    ),
    (
        "host-containers",
        Named(&[
            ("source", Text),
            ("enabled", Truth),
            ("superpowered", Truth),
            ("user-data", Text),
            ("command", Texts),
        ]),
    ),
    ("image-verifier-plugins", Any),
    (
        "kernel",
        Table(&[
            ("lockdown", Word(&["none", "integrity", "confidentiality"])),
            ("modules", Named(&[("allowed", Truth), ("autoload", Truth)])),
            ("sysctl", TextMap),
            ("hugepages", Any),
            ("drivers", Any),
        ]),
    ),
    ("kubelet-device-plugins", Any),
    ("kubelet-dra-drivers", Any),
    ("kubernetes", Table(KUBERNETES)),
    ("measurement", Any),
    (
        "metrics",
        Table(&[
            ("metrics-url", Text),
            ("send-metrics", Truth),
            ("service-checks", Texts),
        ]),
    ),
    ("motd", Text),
    (
        "network",
        Table(&[
            ("hostname", Text),
            ("hosts", Any),
            ("https-proxy", Text),
            ("no-proxy", Texts),
            ("disable-ipv6", Texts),
        ]),
    ),
    (
        "ntp",
        Table(&[
            ("time-servers", Any),
            ("options", Texts),
            ("logging", Texts),
        ]),
    ),
    (
        "nvidia-container-runtime",
        Table(&[
            ("visible-devices-as-volume-mounts", Truth),
            ("visible-devices-envvar-when-unprivileged", Truth),
        ]),
    ),
    (
        "oci-defaults",
        Table(&[("capabilities", TruthMap), ("resource-limits", Any)]),
    ),
    ("oci-hooks", Table(&[("log4j-hotpatch-enabled", Truth)])),
    ("pki", Named(&[("data", Text), ("trusted", Truth)])),
    (
        "updates",
        Table(&[
            ("metadata-base-url", Text),
            ("targets-base-url", Text),
            ("seed", Whole),
            ("version-lock", Text),
            ("ignore-waves", Truth),
        ]),
    ),
];

const CREDENTIALS: &[(&str, Shape)] = &[
    ("registry", Text),
    ("username", Text),
    ("password", Text),
    ("auth", Text),
    ("identitytoken", Text),
];

const KUBERNETES: &[(&str, Shape)] = &[
    ("allowed-unsafe-sysctls", Texts),
    ("api-server", Text),
    ("authentication-mode", Text),
    ("bootstrap-token", Text),
    ("cloud-provider", Text),
    ("cluster-certificate", Text),
    ("cluster-dns-ip", Any),
    ("cluster-domain", Text),
    ("cluster-name", Text),
    ("container-log-max-files", Whole),
    ("container-log-max-size", Text),
    ("container-log-max-workers", Whole),
    ("container-log-monitor-interval", Text),
    ("cpu-cfs-quota-enforced", Truth),
    ("cpu-manager-policy", Text),
    ("cpu-manager-policy-options", Texts),
    ("cpu-manager-reconcile-period", Text),
    ("credential-providers", Any),
    ("device-ownership-from-security-context", Truth),
    ("event-burst", Whole),
    ("event-qps", Whole),
    ("eviction-hard", TextMap),
    ("eviction-max-pod-grace-period", Whole),
    ("eviction-soft", TextMap),
    ("eviction-soft-grace-period", TextMap),
    ("fail-cgroup-v1", Truth),
    ("fail-cgroupv1", Truth),
    ("hostname-override", Text),
    ("hostname-override-source", Text),
    ("ids-per-pod", Any),
    ("image-gc-high-threshold-percent", Size),
    ("image-gc-low-threshold-percent", Size),
    ("image-maximum-gc-age", Text),
    ("image-minimum-gc-age", Text),
    ("kube-api-burst", Whole),
    ("kube-api-qps", Whole),
    ("kube-reserved", TextMap),
    ("log-level", Whole),
    ("max-parallel-image-pulls", Whole),
    ("max-pods", Whole),
    ("memory-manager-policy", Text),
    ("memory-manager-reserved-memory", Any),
    ("memory-swap-behavior", Text),
    ("node-ip", Text),
    ("node-labels", TextMap),
    ("node-taints", Any),
    ("pod-infra-container-image", Text),
    ("pod-pids-limit", Whole),
    ("provider-id", Text),
    ("registry-burst", Whole),
    ("registry-qps", Whole),
    ("reserved-cpus", Text),
    ("seccomp-default", Truth),
    ("server-certificate", Text),
    ("server-key", Text),
    ("server-tls-bootstrap", Truth),
    ("shutdown-grace-period", Text),
    ("shutdown-grace-period-for-critical-pods", Text),
    ("single-process-oom-kill", Truth),
    ("standalone-mode", Truth),
    ("static-pods", Any),
    ("static-pods-enabled", Truth),
    ("system-reserved", TextMap),
    ("topology-manager-policy", Text),
    ("topology-manager-policy-options", Any),
    ("topology-manager-scope", Text),
];

/// What of `settings.kubernetes` Karpenter does not take over: it writes that table anew from the
/// keys that it knows.
const NOT_KARPENTERS: [&str; 16] = [
    "authentication-mode",
    "bootstrap-token",
    "fail-cgroup-v1",
    "fail-cgroupv1",
    "hostname-override",
    "image-maximum-gc-age",
    "image-minimum-gc-age",
    "max-parallel-image-pulls",
    "memory-swap-behavior",
    "node-ip",
    "pod-infra-container-image",
    "provider-id",
    "reserved-cpus",
    "server-certificate",
    "server-key",
    "standalone-mode",
];

/// Judges the settings.
pub(super) fn check(report: &mut NodeReportBuilder<'_>, settings: &Node) {
    let Some(settings) = settings.get("settings") else {
        return;
    };
    if is_unknown(settings) {
        return;
    }
    if !matches!(settings.tree, Tree::Mapping(_)) {
        return refuse(
            report,
            "settings",
            settings.line,
            "it is not a table".to_owned(),
        );
    }
    table(report, "settings", settings, SETTINGS);
}

fn refuse(report: &mut NodeReportBuilder<'_>, path: &str, line: usize, why: String) {
    report.diagnose(
        Some(SociStatus::NeverReady),
        &rules::SETTING_REFUSED,
        Severity::Error,
        line,
        format!("Bottlerocket rejects its settings because of {path}, and the node does not join: {why}."),
    );
}

fn table(
    report: &mut NodeReportBuilder<'_>,
    path: &str,
    node: &Node,
    known: &'static [(&'static str, Shape)],
) {
    let is_kubernetes = path == "settings.kubernetes" && report.documents.class.is_some();
    for (key, value) in node.pairs() {
        let below = format!("{path}.{}", name(&key.text));
        match known.iter().find(|(own, _)| *own == key.text) {
            // Which setting this is, nobody knows yet.
            _ if holds_placeholder(&key.text) => {}
            Some((own, _)) if is_kubernetes && NOT_KARPENTERS.contains(own) => report.diagnose(
                None,
                &rules::DROPPED_BY_KARPENTER,
                Severity::Warning,
                key.line,
                Words::of_karpenter(format!("Karpenter rewrites settings.kubernetes from the keys it supports (v1.14.1), and drops {own}.")),
            ),
            Some((_, shape)) => one(report, &below, value, key.line, shape),
            None if is_kubernetes => {
                let hint = hint(&key.text, known);
                report.diagnose(
                    None,
                    &rules::DROPPED_BY_KARPENTER,
                    Severity::Warning,
                    key.line,
                    Words::of_karpenter(format!("there is no setting {} in {path}; Karpenter drops unknown keys of that table.{hint}", quoted(&key.text))),
                );
            }
            None => unknown(report, path, &key.text, key.line, known),
        }
    }
}

/// A name that the userData chooses, for a message.
fn name(text: &str) -> String {
    let letters = text.chars().filter(|letter| !letter.is_control());
    letters.take(60).collect()
}

fn hint(key: &str, known: &[(&'static str, Shape)]) -> String {
    let kebab = key.replace('_', "-").to_ascii_lowercase();
    let names = || known.iter().map(|(own, _)| *own);
    let near = names()
        .find(|own| *own == kebab)
        .or_else(|| nearest(&kebab, names()));
    match near {
        Some(near) => format!(" Did you mean {near}?"),
        None => String::new(),
    }
}

fn unknown(
    report: &mut NodeReportBuilder<'_>,
    path: &str,
    key: &str,
    line: usize,
    known: &[(&'static str, Shape)],
) {
    let hint = hint(key, known);
    report.diagnose(
        Some(SociStatus::NeverReady),
        &rules::UNKNOWN_SETTING,
        Severity::Error,
        line,
        format!(
            "there is no setting {} in {path}; Bottlerocket rejects unknown settings, and the node does not join.{hint}",
            quoted(key)
        ),
    );
}

/// Whether a value without quotes is still to be filled in, and so may become anything.
fn is_unknown(node: &Node) -> bool {
    node.plain && is_open(node)
}

/// Whether a value is still to be filled in by somebody who may take the quotes with it, as an editor
/// does, or `sed`. Templates of Terraform and Helm leave quotes where they are.
fn is_replaced(node: &Node) -> bool {
    let keeps_quotes = |text: &str| text.starts_with("${") || text.starts_with("{{");
    is_unknown(node)
        || node
            .as_str()
            .is_some_and(|text| holds_placeholder(text) && !placeholders(text).any(keeps_quotes))
}

fn one(
    report: &mut NodeReportBuilder<'_>,
    path: &str,
    node: &Node,
    line: usize,
    shape: &'static Shape,
) {
    let is_table = matches!(node.tree, Tree::Mapping(_));
    if is_open(node) {
        let place = report.line_words(line);
        report.unread(format!("{place}: {path}, which is still to be filled in"));
    }
    if is_unknown(node) {
        return;
    }
    let is_text = |node: &Node| {
        is_unknown(node) || matches!(node.scalar(), Some(Scalar::Text(_))) && !node.plain
    };
    let is_whole =
        |node: &Node| is_replaced(node) || matches!(node.scalar(), Some(Scalar::Integer(_)));
    let is_truth =
        |node: &Node| is_replaced(node) || matches!(node.scalar(), Some(Scalar::Bool(_)));
    let values = || node.pairs().iter().map(|(_, value)| value);
    let (fits, wanted) = match shape {
        Any => {
            if is_table && path.matches('.').count() == 1 {
                let place = report.line_words(line);
                report.unread(format!("{path} in {place}: its contents are not checked"));
            }
            return;
        }
        Text => (is_text(node), "a quoted string".to_owned()),
        Whole => (is_whole(node), "an unquoted integer".to_owned()),
        Truth => (is_truth(node), "unquoted true or false".to_owned()),
        Size => (
            is_text(node) || is_whole(node),
            "a string or a number".to_owned(),
        ),
        Texts => {
            let is_list = matches!(node.tree, Tree::Sequence(_));
            (
                is_list && node.items().iter().all(is_text),
                "a list of strings".to_owned(),
            )
        }
        TextMap => (
            is_table && values().all(is_text),
            "a table of quoted strings".to_owned(),
        ),
        TruthMap => (
            is_table && values().all(is_truth),
            "a table of booleans".to_owned(),
        ),
        Word(words) => (
            is_open(node)
                || is_text(node) && node.as_str().is_some_and(|word| words.contains(&word)),
            format!("one of {}", words.join(", ")),
        ),
        Table(known) => {
            if is_table {
                return table(report, path, node, known);
            }
            (false, "a table".to_owned())
        }
        Named(known) => {
            if is_table && values().all(|value| matches!(value.tree, Tree::Mapping(_))) {
                for (key, value) in node.pairs() {
                    table(report, &format!("{path}.{}", name(&key.text)), value, known);
                }
                return;
            }
            (false, "a table of named tables".to_owned())
        }
        Tables(known) => {
            for item in node.items() {
                table(report, path, item, known);
            }
            return;
        }
    };
    if !fits {
        let line = if is_table {
            values().next().map_or(line, |value| value.line.min(line))
        } else {
            line
        };
        refuse(report, path, line, format!("it must be {wanted}"));
    }
}
