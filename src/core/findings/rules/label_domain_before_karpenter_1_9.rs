//! Labels in Kubernetes' own domains came with Karpenter 1.9.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::is_kubernetes_own;
use crate::core::config::sources::KARPENTER_UPGRADE;
use crate::core::findings::predicates::karpenter_before;
use crate::core::versions::KARPENTER_KUBERNETES_LABELS;

pub(super) static RULE: Rule = Rule {
    id: "label-domain-before-karpenter-1-9",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A label is in a Kubernetes domain, which this Karpenter rejects.",
    why: "Up to 1.8 the NodePool CRD accepts no custom label in kubernetes.io or k8s.io, so the API server rejects the pool.",
    how: "Run Karpenter 1.9 or newer, or use a label in your own domain.",
    source: KARPENTER_UPGRADE,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !karpenter_before(config, KARPENTER_KUBERNETES_LABELS) {
        return;
    }
    let labels = &config.nodes.labels;
    let (refused, others): (Vec<_>, Vec<_>) = labels
        .iter()
        .partition(|label| is_kubernetes_own(label.key.as_str()));
    let Some(first) = refused.first() else {
        return;
    };
    reporter.report(
        Severity::Error,
        "nodes.labels",
        format!(
            "Karpenter {} rejects the label {}; 1.9 and newer accept it.",
            config.cluster.karpenter, first.key
        ),
    );
    let others: Vec<String> = others.iter().map(ToString::to_string).collect();
    reporter.offer("Remove such labels", "nodes.labels", &others.join("\n"));
}
