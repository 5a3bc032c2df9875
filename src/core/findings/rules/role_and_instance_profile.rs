//! An EC2NodeClass has a role or an instance profile, not both.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;

pub(super) static RULE: Rule = Rule {
    id: "role-and-instance-profile",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Both a node role and an instance profile are set.",
    why: "Karpenter's schema requires exactly one of them, so the API server rejects the EC2NodeClass.",
    how: "Clear one. With the role, Karpenter creates the instance profile itself.",
    source: EC2NODECLASS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let cluster = &config.cluster;
    let (Some(role), Some(profile)) = (&cluster.node_role, &cluster.instance_profile) else {
        return;
    };
    if config.engine.spec().is_auto_mode() {
        return;
    }
    reporter.report(
        Severity::Error,
        "cluster.instanceProfile",
        format!("Karpenter accepts the role {role} or the instance profile {profile}, not both."),
    );
    reporter.offer("Clear the instance profile", "cluster.instanceProfile", "");
}
