//! Bottlerocket has SOCI in newer variants only.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::BOTTLEROCKET;
use crate::core::findings::releases::with_instead;
use crate::core::versions::BOTTLEROCKET_SOCI_KUBERNETES;

pub(super) static RULE: Rule = Rule {
    id: "bottlerocket-before-kubernetes-1-28",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The cluster's Kubernetes version is older than the Bottlerocket variants with SOCI.",
    why: "Releases with SOCI, 1.44.0 and newer, exist for Kubernetes 1.28 and later; Karpenter finds no AMI for an older cluster.",
    how: "Upgrade the cluster to 1.28 or later, or use another engine.",
    source: BOTTLEROCKET,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let kubernetes = config.cluster.kubernetes;
    let spec = config.engine.spec();
    if !(spec.is_bottlerocket() && spec.pulls_with_soci())
        || kubernetes.to_minor() >= BOTTLEROCKET_SOCI_KUBERNETES
    {
        return;
    }
    let message = format!(
        "Bottlerocket with SOCI exists for Kubernetes 1.{BOTTLEROCKET_SOCI_KUBERNETES} and later, not for {kubernetes}."
    );
    reporter.report(
        Severity::Error,
        "cluster.kubernetes",
        with_instead(message, config, catalogue),
    );
}
