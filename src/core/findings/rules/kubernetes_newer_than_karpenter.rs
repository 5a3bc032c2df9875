//! Each Karpenter runs up to a certain Kubernetes.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::EngineKind;
use crate::core::config::sources::KARPENTER_COMPATIBILITY;
use crate::core::versions::KUBERNETES_BY_KARPENTER as NEWEST;

pub(super) static RULE: Rule = Rule {
    id: "kubernetes-newer-than-karpenter",
    what: "The Kubernetes version is newer than what this Karpenter supports.",
    why: "Karpenter checks the cluster's version when it starts and stops if it is too new, so no \
          node is launched. A patch release may reach one version further.",
    how: "Upgrade Karpenter before Kubernetes.",
    source: KARPENTER_COMPATIBILITY,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    if config.engine.kind == EngineKind::AutoMode {
        return;
    }
    let (karpenter, kubernetes) = (config.cluster.karpenter, config.cluster.kubernetes);
    let newest = NEWEST
        .iter()
        .find(|(from, _)| karpenter.to_minor() >= *from);
    let Some((_, newest)) = newest.filter(|(_, newest)| kubernetes.to_minor() > *newest) else {
        return;
    };
    let right = NEWEST
        .iter()
        .rev()
        .find(|(_, newest)| kubernetes.to_minor() <= *newest)
        .map(|(from, _)| format!("1.{from}"));
    let needed = right.as_deref().unwrap_or("a newer Karpenter");
    sink.report(
        Severity::Warning,
        "cluster.karpenter",
        format!("Karpenter {karpenter} supports Kubernetes up to 1.{newest}; {kubernetes} needs {needed}."),
    );
    if let Some(right) = &right {
        sink.offer(
            format!("Write for Karpenter {right}"),
            "cluster.karpenter",
            right,
        );
    }
}
