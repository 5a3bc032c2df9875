//! An EC2NodeClass has a role or an instance profile, not both.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::EngineKind;
use crate::core::config::sources::EC2NODECLASS;

pub(super) static RULE: Rule = Rule {
    id: "role-and-instance-profile",
    what: "A node role and an instance profile are both given.",
    why: "Karpenter's schema wants exactly one of them, so the API server refuses the EC2NodeClass.",
    how: "Clear one. With the role, Karpenter makes the instance profile itself.",
    severities: &[Severity::Error],
    source: EC2NODECLASS,
    check: Some(check),
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let cluster = &config.cluster;
    let (Some(role), Some(profile)) = (&cluster.node_role, &cluster.instance_profile) else {
        return;
    };
    if config.engine.kind == EngineKind::AutoMode {
        return;
    }
    sink.report(
        Severity::Error,
        "cluster.instanceProfile",
        format!("Karpenter takes the role {role} or the instance profile {profile}, not both."),
    );
    sink.offer("Clear the instance profile", "cluster.instanceProfile", "");
}
