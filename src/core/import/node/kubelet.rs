//! What the kubelet refuses of its own configuration: it does not start, and the node never joins.
//!
//! Facts: kubernetes pkg/kubelet/apis/config/validation/validation.go (001332b0) and
//! pkg/kubelet/eviction/helpers.go (008b3652); its defaults are those of nodeadm and v1beta1
//! (amazon-eks-ami 81fec2e8).

use super::go_values::{SECOND, is_threshold, nanoseconds};
use super::{NodeReportBuilder, SociStatus};
use crate::core::error::quoted;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::Kind;
use crate::core::import::document::user_data::Parts;
use crate::core::placeholder::{has_open, holds_placeholder};
use crate::core::yaml::{Node, Scalar, Tree};

/// A value with its place.
#[derive(Clone)]
struct Value {
    key: String,
    node: Node,
    line: usize,
    /// Whether it stands in the class' `spec.kubelet` and not in the userData.
    is_of_class: bool,
}

/// What the kubelet is configured with, the last value of each key.
#[derive(Default)]
struct Values(Vec<Value>);

impl Values {
    fn put(&mut self, key: &str, node: &Node, line: usize, is_of_class: bool) {
        if matches!(node.tree, Tree::Null) {
            return;
        }
        let mut node = node.clone();
        if let (Some(old), Tree::Mapping(pairs)) = (self.get(key), &mut node.tree)
            && let Tree::Mapping(before) = &old.node.tree
        {
            let kept = before
                .iter()
                .filter(|(own, _)| !pairs.iter().any(|(other, _)| other.text == own.text));
            let kept: Vec<_> = kept.cloned().collect();
            pairs.extend(kept);
        }
        self.0.retain(|value| value.key != key);
        self.0.push(Value {
            key: key.to_owned(),
            node,
            line,
            is_of_class,
        });
    }

    fn take(&mut self, config: &Node, is_of_class: bool) {
        for (key, node) in config.pairs() {
            self.put(&key.text, node, key.line, is_of_class);
        }
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|value| value.key == key)
    }

    fn number(&self, key: &str) -> Option<i64> {
        match self.get(key)?.node.scalar()? {
            Scalar::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// Whether a template still has to fill a value in.
    fn waits(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| has_open(&value.node))
    }

    fn duration(&self, key: &str) -> Option<i128> {
        nanoseconds(self.get(key)?.node.as_str()?)
    }
}

/// What NodeConfigs, Karpenter's own among them, give the kubelet.
pub(super) fn node_configs(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    let mut values = Values::default();
    let config = |node: &Node| node.at(&["spec", "kubelet", "config"]).cloned();
    for (_, node) in parts.node_configs() {
        if let Some(config) = config(node) {
            values.take(&config, false);
        }
    }
    of_class(report, &mut values);
    for node in parts.drop_ins.iter().filter_map(|drop_in| drop_in.node()) {
        if let Some(config) = config(node) {
            values.take(&config, false);
        }
    }
    for node in parts.merged_configs() {
        flags(&mut values, node);
    }
    check(report, &values);
}

fn of_class(report: &NodeReportBuilder<'_>, values: &mut Values) {
    if let Some(class) = report.documents.class
        && class.kind == Kind::Ec2NodeClass
        && let Some(kubelet) = class.node.at(&["spec", "kubelet"])
    {
        values.take(kubelet, true);
    }
}

/// Flags of the kubelet's and the keys that they stand for.
const FLAGS: [(&str, &str); 9] = [
    ("--image-gc-high-threshold", "imageGCHighThresholdPercent"),
    ("--image-gc-low-threshold", "imageGCLowThresholdPercent"),
    ("--serialize-image-pulls", "serializeImagePulls"),
    ("--registry-qps", "registryPullQPS"),
    ("--registry-burst", "registryBurst"),
    ("--event-qps", "eventRecordQPS"),
    ("--event-burst", "eventBurst"),
    ("--kube-api-qps", "kubeAPIQPS"),
    ("--kube-api-burst", "kubeAPIBurst"),
];

fn flags(values: &mut Values, node: &Node) {
    let list = node.at(&["spec", "kubelet", "flags"]);
    for flag in list.map(Node::items).unwrap_or_default() {
        let Some((name, value)) = flag.as_str().and_then(|flag| flag.split_once('=')) else {
            continue;
        };
        if let Some((_, key)) = FLAGS.iter().find(|(own, _)| *own == name.trim()) {
            let mut own = Node::new(flag.line, Tree::Scalar(value.trim().to_owned()));
            own.plain = true;
            values.put(key, &own, flag.line, false);
        }
    }
}

/// Keys of `settings.kubernetes` on Bottlerocket and those that they stand for.
const SETTINGS: [(&str, &str); 15] = [
    (
        "image-gc-high-threshold-percent",
        "imageGCHighThresholdPercent",
    ),
    (
        "image-gc-low-threshold-percent",
        "imageGCLowThresholdPercent",
    ),
    ("registry-qps", "registryPullQPS"),
    ("registry-burst", "registryBurst"),
    ("event-qps", "eventRecordQPS"),
    ("event-burst", "eventBurst"),
    ("kube-api-qps", "kubeAPIQPS"),
    ("kube-api-burst", "kubeAPIBurst"),
    ("container-log-max-files", "containerLogMaxFiles"),
    ("container-log-max-workers", "containerLogMaxWorkers"),
    (
        "container-log-monitor-interval",
        "containerLogMonitorInterval",
    ),
    ("shutdown-grace-period", "shutdownGracePeriod"),
    (
        "shutdown-grace-period-for-critical-pods",
        "shutdownGracePeriodCriticalPods",
    ),
    ("eviction-hard", "evictionHard"),
    ("eviction-soft", "evictionSoft"),
];

/// What Bottlerocket's settings give the kubelet.
pub(super) fn settings(report: &mut NodeReportBuilder<'_>, settings: &Node) {
    let mut values = Values::default();
    let kubernetes = settings.at(&["settings", "kubernetes"]);
    for (key, node) in kubernetes.map(Node::pairs).unwrap_or_default() {
        let known = SETTINGS
            .iter()
            .chain(&[("eviction-soft-grace-period", "evictionSoftGracePeriod")])
            .find(|(own, _)| *own == key.text);
        if let Some((_, known)) = known {
            // A threshold is a text on Bottlerocket.
            let mut node = node.clone();
            node.plain |= known.ends_with("Percent");
            values.put(known, &node, key.line, false);
        }
    }
    of_class(report, &mut values);
    check(report, &values);
}

/// What a key takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Whole,
    Truth,
    Time,
    Texts,
}

/// Keys of KubeletConfiguration by what they take (k8s.io/kubelet config/v1beta1).
const TYPES: [(Takes, &[&str]); 4] = [
    (
        Takes::Whole,
        &[
            "imageGCHighThresholdPercent",
            "imageGCLowThresholdPercent",
            "maxParallelImagePulls",
            "registryPullQPS",
            "registryBurst",
            "eventRecordQPS",
            "eventBurst",
            "kubeAPIQPS",
            "kubeAPIBurst",
            "maxPods",
            "podsPerCore",
            "podPidsLimit",
            "containerLogMaxFiles",
            "containerLogMaxWorkers",
            "nodeStatusMaxImages",
            "maxOpenFiles",
            "oomScoreAdj",
            "evictionMaxPodGracePeriod",
            "nodeLeaseDurationSeconds",
        ],
    ),
    (
        Takes::Truth,
        &[
            "serializeImagePulls",
            "cpuCFSQuota",
            "serverTLSBootstrap",
            "rotateCertificates",
            "failSwapOn",
            "protectKernelDefaults",
            "makeIPTablesUtilChains",
            "seccompDefault",
            "localStorageCapacityIsolation",
        ],
    ),
    (
        Takes::Time,
        &[
            "imageMinimumGCAge",
            "imageMaximumGCAge",
            "evictionPressureTransitionPeriod",
            "streamingConnectionIdleTimeout",
            "syncFrequency",
            "fileCheckFrequency",
            "httpCheckFrequency",
            "nodeStatusUpdateFrequency",
            "nodeStatusReportFrequency",
            "volumeStatsAggPeriod",
            "cpuManagerReconcilePeriod",
            "runtimeRequestTimeout",
            "cpuCFSQuotaPeriod",
            "shutdownGracePeriod",
            "shutdownGracePeriodCriticalPods",
            "containerLogMonitorInterval",
        ],
    ),
    (
        Takes::Texts,
        &[
            "evictionHard",
            "evictionSoft",
            "evictionSoftGracePeriod",
            "evictionMinimumReclaim",
            "kubeReserved",
            "systemReserved",
        ],
    ),
];

fn check(report: &mut NodeReportBuilder<'_>, values: &Values) {
    let before = report.on.reasons.len();
    for value in &values.0 {
        types(report, value);
    }
    if report.on.reasons.len() > before {
        return;
    }
    numbers(report, values);
    pulls(report, values);
    images(report, values);
    times(report, values);
    evictions(report, values);
}

fn refuse(report: &mut NodeReportBuilder<'_>, value: &Value, why: impl AsRef<str>) {
    let message = format!(
        "the kubelet rejects this and does not start, so the node never joins: {}",
        why.as_ref()
    );
    let verdict = Some(SociStatus::NeverReady);
    let rule = &rules::KUBELET_REFUSES;
    if value.is_of_class {
        let keys = ["spec", "kubelet", value.key.as_str()];
        report.diagnose_class(verdict, rule, Severity::Error, &keys, message);
    } else {
        report.diagnose(verdict, rule, Severity::Error, value.line, message);
    }
}

fn types(report: &mut NodeReportBuilder<'_>, value: &Value) {
    let Some((takes, _)) = TYPES
        .iter()
        .find(|(_, keys)| keys.contains(&value.key.as_str()))
    else {
        return;
    };
    let text = value.node.as_str().unwrap_or_default();
    if holds_placeholder(text) {
        return;
    }
    let wanted = match (takes, value.node.scalar()) {
        (Takes::Whole, Some(Scalar::Integer(_)))
        | (Takes::Truth, Some(Scalar::Bool(_)))
        | (Takes::Texts, None) => return,
        (Takes::Time, Some(Scalar::Text(text))) if nanoseconds(text).is_some() => return,
        (Takes::Whole, _) => "an unquoted integer",
        (Takes::Truth, _) => "unquoted true or false",
        (Takes::Time, _) => "a duration with its unit, such as 2m or 1h30m",
        (Takes::Texts, _) => "a map",
    };
    let shown = if text.is_empty() {
        "this".to_owned()
    } else {
        quoted(text)
    };
    refuse(
        report,
        value,
        format!("{} is {shown}; it must be {wanted}.", value.key),
    );
}

/// Bounds of single numbers: key, least, most.
const BOUNDS: [(&str, i64, i64); 16] = [
    ("imageGCHighThresholdPercent", 0, 100),
    ("imageGCLowThresholdPercent", 0, 100),
    ("maxParallelImagePulls", 1, i64::MAX),
    ("registryPullQPS", 0, i64::MAX),
    ("registryBurst", 0, i64::MAX),
    ("eventRecordQPS", 0, i64::MAX),
    ("eventBurst", 0, i64::MAX),
    ("kubeAPIQPS", 0, i64::MAX),
    ("kubeAPIBurst", 0, i64::MAX),
    ("maxPods", 0, i64::MAX),
    ("podsPerCore", 0, i64::MAX),
    ("containerLogMaxFiles", 2, i64::MAX),
    ("containerLogMaxWorkers", 1, i64::MAX),
    ("nodeStatusMaxImages", -1, i64::MAX),
    ("maxOpenFiles", 0, i64::MAX),
    ("oomScoreAdj", -1000, 1000),
];

fn numbers(report: &mut NodeReportBuilder<'_>, values: &Values) {
    for (key, least, most) in BOUNDS {
        let (Some(value), Some(number)) = (values.get(key), values.number(key)) else {
            continue;
        };
        if (least..=most).contains(&number) {
            continue;
        }
        let bound = if most == i64::MAX {
            format!("{least} or more")
        } else {
            format!("{least} to {most}")
        };
        refuse(
            report,
            value,
            format!("{key} is {number}; it must be {bound}."),
        );
    }
}

fn pulls(report: &mut NodeReportBuilder<'_>, values: &Values) {
    let serial = values.get("serializeImagePulls");
    let is_serial = serial.and_then(|value| value.node.scalar()) == Some(Scalar::Bool(true));
    if let (Some(value), Some(most)) = (
        values.get("maxParallelImagePulls"),
        values.number("maxParallelImagePulls"),
    ) && is_serial
        && most > 1
    {
        refuse(
            report,
            value,
            format!(
                "maxParallelImagePulls is {most}, which needs serializeImagePulls: false, but that is true."
            ),
        );
    }
}

fn images(report: &mut NodeReportBuilder<'_>, values: &Values) {
    let (high, low) = ("imageGCHighThresholdPercent", "imageGCLowThresholdPercent");
    let said = values.get(low).or(values.get(high));
    let high_number = values.number(high).unwrap_or(85);
    let low_number = values.number(low).unwrap_or(80);
    if let Some(value) = said
        && !values.waits(low)
        && !values.waits(high)
        && low_number >= high_number
        && (0..=100).contains(&low_number)
        && (0..=100).contains(&high_number)
    {
        let own = |key: &str| {
            if values.get(key).is_some() {
                ""
            } else {
                ", its default"
            }
        };
        refuse(
            report,
            value,
            format!(
                "{low} is {low_number}{}, and it must be less than {high}, {high_number}{}.",
                own(low),
                own(high)
            ),
        );
    }
    let (least, most) = ("imageMinimumGCAge", "imageMaximumGCAge");
    if let (Some(value), Some(most_time)) = (values.get(most), values.duration(most))
        && !values.waits(least)
    {
        let least_time = values.duration(least).unwrap_or(120_000_000_000);
        if most_time < 0 || (most_time > 0 && most_time <= least_time) {
            refuse(
                report,
                value,
                format!("{most} must be more than {least} (default 2m)."),
            );
        }
    }
    if let (Some(value), Some(time)) = (values.get(least), values.duration(least))
        && time < 0
    {
        refuse(report, value, format!("{least} must not be negative."));
    }
}

fn times(report: &mut NodeReportBuilder<'_>, values: &Values) {
    let (all, critical) = ("shutdownGracePeriod", "shutdownGracePeriodCriticalPods");
    for key in [all, critical] {
        if let (Some(value), Some(time)) = (values.get(key), values.duration(key))
            && (time < 0 || (time > 0 && time < SECOND))
        {
            refuse(report, value, format!("{key} must be 0, or 1s or more."));
        }
    }
    if let (Some(value), Some(time)) = (values.get(critical), values.duration(critical))
        && let Some(whole) = values.duration(all)
        && time > whole
    {
        refuse(
            report,
            value,
            format!("{critical} must not be more than {all}."),
        );
    }
    let interval = "containerLogMonitorInterval";
    if let (Some(value), Some(time)) = (values.get(interval), values.duration(interval))
        && time < 3 * SECOND
    {
        refuse(report, value, format!("{interval} must be 3s or more."));
    }
}

const SIGNALS: [&str; 9] = [
    "allocatableMemory.available",
    "containerfs.available",
    "containerfs.inodesFree",
    "imagefs.available",
    "imagefs.inodesFree",
    "memory.available",
    "nodefs.available",
    "nodefs.inodesFree",
    "pid.available",
];

fn evictions(report: &mut NodeReportBuilder<'_>, values: &Values) {
    for key in ["evictionHard", "evictionSoft", "evictionMinimumReclaim"] {
        let Some(value) = values.get(key) else {
            continue;
        };
        for (signal, threshold) in value.node.pairs() {
            let mut own = value.clone();
            own.line = signal.line;
            if holds_placeholder(&signal.text) {
                continue;
            }
            if !SIGNALS.contains(&signal.text.as_str()) {
                refuse(
                    report,
                    &own,
                    format!(
                        "{key} has {}, which is not an eviction signal; imagefs.available and nodefs.available are.",
                        quoted(&signal.text)
                    ),
                );
                continue;
            }
            let text = threshold.as_str().unwrap_or_default();
            // The API takes texts only; a number without quotes is none.
            let is_text = matches!(threshold.scalar(), Some(Scalar::Text(_)));
            if holds_placeholder(text)
                || (is_text && is_threshold(text, key == "evictionMinimumReclaim"))
            {
                continue;
            }
            let why = if is_text {
                "a percentage up to 100% or a quantity above 0 such as 10Gi"
            } else {
                "a quoted string"
            };
            refuse(
                report,
                &own,
                format!(
                    "{key} has {} for {}; it must be {why}.",
                    quoted(text),
                    signal.text
                ),
            );
        }
    }
    let grace = values.get("evictionSoftGracePeriod");
    for (signal, period) in grace.map(|value| value.node.pairs()).unwrap_or_default() {
        let text = period.as_str().unwrap_or_default();
        if let Some(value) = grace
            && !holds_placeholder(text)
            && nanoseconds(text).is_none_or(|time| time < 0)
        {
            let mut own = value.clone();
            own.line = signal.line;
            refuse(
                report,
                &own,
                format!("{} is not a duration; use a form like 1m30s.", quoted(text)),
            );
        }
    }
    let Some(soft) = values.get("evictionSoft") else {
        return;
    };
    for (signal, threshold) in soft.node.pairs() {
        if values.waits("evictionSoftGracePeriod") {
            continue;
        }
        let has_grace = grace.is_some_and(|value| value.node.get(&signal.text).is_some());
        let is_nothing = matches!(threshold.as_str(), Some("0%" | "100%"));
        if !has_grace && !is_nothing && SIGNALS.contains(&signal.text.as_str()) {
            let mut own = soft.clone();
            own.line = signal.line;
            refuse(
                report,
                &own,
                format!(
                    "evictionSoft has {}, but evictionSoftGracePeriod does not.",
                    signal.text
                ),
            );
        }
    }
}
