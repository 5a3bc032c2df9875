//! `karpenter.sh/v1 NodePool`, its spec, as karpenter-provider-aws publishes it.

use super::matchers::{
    AGE, BUDGET_NODES, GRACE, LABEL_VALUE, NO_SLASH, QUALIFIED_NAME, QUANTITY, SCHEDULE, WINDOW,
};
use super::shape::{Member, Schema};
use super::violations::Check;
use crate::core::config::is_kubernetes_own;
use crate::core::placeholder::{holds_placeholder, is_open};
use crate::core::yaml::{Node, Scalar};

static TEXT: Schema = Schema::text();

pub(super) static SPEC: Schema = Schema::object(&[
    Member::new("disruption", &DISRUPTION),
    Member::new("limits", &LIMITS),
    Member::new("replicas", &COUNT).since(8),
    Member::new("template", &TEMPLATE).required(),
    Member::new("weight", &WEIGHT),
])
.ruled(&[static_pool]);
static COUNT: Schema = Schema::at_least(0);
static WEIGHT: Schema = Schema::within(1, 100);
static LIMITS: Schema = Schema::map(&AMOUNT);
static AMOUNT: Schema = Schema::quantity(&QUANTITY);

static DISRUPTION: Schema = Schema::object(&[
    Member::new("budgets", &BUDGETS),
    Member::new("consolidateAfter", &AGE_TEXT).required(),
    Member::new("consolidationPolicy", &POLICY),
]);
static AGE_TEXT: Schema = Schema::like(&AGE);
static POLICY: Schema = Schema::words(&[
    ("WhenEmpty", 0),
    ("WhenEmptyOrUnderutilized", 0),
    ("Balanced", 14),
]);
static BUDGETS: Schema = Schema::list_of(&BUDGET, 0, 50).ruled(&[windows]);
// `nodes` is required and has a default, so that leaving it out is no mistake.
static BUDGET: Schema = Schema::object(&[
    Member::new("duration", &WINDOW_TEXT),
    Member::new("nodes", &NODES),
    Member::new("reasons", &REASONS),
    Member::new("schedule", &SCHEDULE_TEXT),
]);
static WINDOW_TEXT: Schema = Schema::like(&WINDOW);
static NODES: Schema = Schema::like(&BUDGET_NODES);
static REASONS: Schema = Schema::set_of(&REASON, 50);
static REASON: Schema = Schema::words(&[("Underutilized", 0), ("Empty", 0), ("Drifted", 0)]);
static SCHEDULE_TEXT: Schema = Schema::like(&SCHEDULE);

static TEMPLATE: Schema = Schema::object(&[
    Member::new("metadata", &METADATA),
    Member::new("spec", &TEMPLATE_SPEC).required(),
]);
static METADATA: Schema = Schema::object(&[
    Member::new("annotations", &ANNOTATIONS),
    Member::new("labels", &LABELS),
]);
static ANNOTATIONS: Schema = Schema::map(&TEXT);
static LABELS: Schema = Schema::map_of(&LABEL, 100).ruled(&[label_domains]);
static LABEL: Schema = Schema::sized(Some(&LABEL_VALUE), 0, 63);

static TEMPLATE_SPEC: Schema = Schema::object(&[
    Member::new("expireAfter", &AGE_TEXT),
    Member::new("nodeClassRef", &CLASS_REF).required(),
    Member::new("requirements", &REQUIREMENTS).required(),
    Member::new("startupTaints", &TAINTS),
    Member::new("taints", &TAINTS),
    Member::new("terminationGracePeriod", &GRACE_TEXT),
]);
static GRACE_TEXT: Schema = Schema::like(&GRACE);
static CLASS_REF: Schema = Schema::object(&[
    Member::new("group", &GROUP).required(),
    Member::new("kind", &TEXT).required(),
    Member::new("name", &TEXT).required(),
])
.ruled(&[whole_ref]);
static GROUP: Schema = Schema::like(&NO_SLASH);

static REQUIREMENTS: Schema = Schema::list_of(&REQUIREMENT, 0, 100).ruled(&[requirements]);
static REQUIREMENT: Schema = Schema::object(&[
    Member::new("key", &KEY).required(),
    Member::new("minValues", &MIN_VALUES),
    Member::new("operator", &OPERATOR).required(),
    Member::new("values", &VALUES),
]);
static KEY: Schema = Schema::sized(Some(&QUALIFIED_NAME), 0, 316).ruled(&[key_domain]);
static MIN_VALUES: Schema = Schema::within(1, 50);
static OPERATOR: Schema = Schema::words(&[
    ("In", 0),
    ("NotIn", 0),
    ("Exists", 0),
    ("DoesNotExist", 0),
    ("Gt", 0),
    ("Lt", 0),
    ("Gte", 9),
    ("Lte", 9),
]);
static VALUES: Schema = Schema::list(&TEXT);

static TAINTS: Schema = Schema::list(&TAINT);
static TAINT: Schema = Schema::object(&[
    Member::new("effect", &EFFECT).required(),
    Member::new("key", &TAINT_KEY).required(),
    Member::new("timeAdded", &TEXT),
    Member::new("value", &TAINT_VALUE),
]);
static EFFECT: Schema =
    Schema::words(&[("NoSchedule", 0), ("PreferNoSchedule", 0), ("NoExecute", 0)]);
static TAINT_KEY: Schema = Schema::sized(Some(&QUALIFIED_NAME), 1, usize::MAX);
static TAINT_VALUE: Schema = Schema::like(&QUALIFIED_NAME);

/// Karpenter's own labels that may stand in requirements and labels, each with the minor version
/// that knows it first (karpenter-provider-aws 1d927085, pkg/apis/v1/labels.go).
const WELL_KNOWN: [(&str, u8); 28] = [
    ("capacity-reservation-id", 3),
    ("capacity-reservation-interruptible", 10),
    ("capacity-reservation-type", 6),
    ("ec2nodeclass", 0),
    ("instance-accelerator-count", 0),
    ("instance-accelerator-manufacturer", 0),
    ("instance-accelerator-name", 0),
    ("instance-capability-flex", 7),
    ("instance-category", 0),
    ("instance-cpu", 0),
    ("instance-cpu-manufacturer", 0),
    ("instance-cpu-sustained-clock-speed-mhz", 1),
    ("instance-ebs-bandwidth", 0),
    ("instance-encryption-in-transit-supported", 0),
    ("instance-family", 0),
    ("instance-generation", 0),
    ("instance-gpu-count", 0),
    ("instance-gpu-manufacturer", 0),
    ("instance-gpu-memory", 0),
    ("instance-gpu-name", 0),
    ("instance-hypervisor", 0),
    ("instance-local-nvme", 0),
    ("instance-memory", 0),
    ("instance-network-bandwidth", 0),
    ("instance-size", 0),
    ("instance-tenancy", 9),
    ("placement-group-id", 11),
    ("placement-group-partition", 11),
];

fn static_pool(spec: &Node, check: &mut Check) {
    if spec.get("replicas").is_none() {
        return;
    }
    let limits = spec.get("limits").map(Node::pairs).unwrap_or_default();
    let only_nodes = matches!(limits, [(key, _)] if key.text == "nodes");
    if !limits.is_empty() && !only_nodes {
        check.broken(
            spec.line_at(&["limits"]),
            "a static NodePool (replicas) allows only limits.nodes.",
        );
    }
    if spec.get("weight").is_some() {
        check.broken(
            spec.line_at(&["weight"]),
            "a static NodePool (replicas) cannot have a weight.",
        );
    }
}

fn windows(budgets: &Node, check: &mut Check) {
    for budget in budgets.items() {
        if budget.get("schedule").is_some() != budget.get("duration").is_some() {
            check.broken(budget.line, "a budget needs both schedule and duration.");
        }
    }
}

fn whole_ref(node: &Node, check: &mut Check) {
    for name in ["group", "kind", "name"] {
        // Karpenter 1.0 took empty ones.
        if node.str_at(&[name]) == Some("") && check.minor() >= 1 {
            check.broken(node.line_at(&[name]), format!("{name} may not be empty."));
        }
    }
}

fn label_domains(labels: &Node, check: &mut Check) {
    for (key, _) in labels.pairs() {
        domain(&key.text, key.line, check);
    }
}

fn key_domain(key: &Node, check: &mut Check) {
    if let Some(text) = key.as_str() {
        domain(text, key.line, check);
    }
}

/// What Kubernetes, Karpenter and its AWS provider keep for themselves.
fn domain(key: &str, line: usize, check: &mut Check) {
    if holds_placeholder(key) {
        return;
    }
    let domain = key.split('/').next().unwrap_or_default();
    let name = key.split_once('/').map_or("", |(_, name)| name);
    let minor = check.minor();
    if key == "karpenter.sh/nodepool" || key == "kubernetes.io/hostname" {
        check.broken(
            line,
            format!("the label {key} is set by Kubernetes and Karpenter themselves."),
        );
        return;
    }
    if domain.ends_with("karpenter.sh") && key != "karpenter.sh/capacity-type" {
        check.broken(
            line,
            format!("the domain karpenter.sh is restricted; {key} is not one of its labels."),
        );
        return;
    }
    if domain.ends_with("karpenter.k8s.aws") {
        let known = (domain == "karpenter.k8s.aws")
            .then(|| WELL_KNOWN.iter().find(|(word, _)| *word == name))
            .flatten();
        match known {
            Some((_, since)) if *since > minor => check.broken(
                line,
                format!(
                    "the label {key} needs Karpenter 1.{since} or newer, but 1.{minor} is chosen."
                ),
            ),
            Some(_) => {}
            None => {
                let near =
                    crate::core::choice::nearest(name, WELL_KNOWN.iter().map(|(word, _)| *word));
                let hint = near
                    .map(|near| format!(" Did you mean karpenter.k8s.aws/{near}?"))
                    .unwrap_or_default();
                check.broken(
                    line,
                    format!("the domain karpenter.k8s.aws is restricted; {key} is not one of its labels.{hint}"),
                );
            }
        }
        return;
    }
    if minor < 9 && is_kubernetes_own(key) {
        check.broken(
            line,
            format!("up to Karpenter 1.8 the domain {domain} is restricted; {key} is not one of its labels."),
        );
    }
}

fn requirements(list: &Node, check: &mut Check) {
    for requirement in list.items() {
        let operator = requirement.str_at(&["operator"]).unwrap_or_default();
        let values = requirement.get("values");
        // As many values as a template puts in.
        if values.is_some_and(is_open) {
            continue;
        }
        let values = values.map(Node::items);
        let line = requirement.line_at(&["values"]);
        let count = values.map_or(0, <[Node]>::len);
        match operator {
            "In" if count == 0 => check.broken(line, "a requirement with In needs a value."),
            "Gt" | "Lt" | "Gte" | "Lte" => {
                let number = values
                    .and_then(<[Node]>::first)
                    .and_then(Node::as_str)
                    .and_then(|text| text.parse::<i64>().ok());
                let waits = values.is_some_and(|values| values.iter().any(is_open));
                let is_number = waits || number.is_some_and(|number| number >= 0);
                if count != 1 || !is_number {
                    check.broken(
                        line,
                        format!("{operator} needs exactly one whole number, at least 0."),
                    );
                }
            }
            _ => {}
        }
        let least = requirement.get("minValues").and_then(Node::scalar);
        if let (Some(Scalar::Integer(least)), "In") = (least, operator)
            && i64::try_from(count).is_ok_and(|count| count < least)
        {
            check.broken(
                requirement.line_at(&["minValues"]),
                format!("minValues requires {least} values, but there are {count}."),
            );
        }
    }
}
