//! Pods have to fit the labels of the pool's nodes.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::KARPENTER_SCHEDULING;
use crate::core::launch::NoLaunch;

pub(in crate::core) static RULE: Rule = Rule {
    id: "pods-select-other-nodes",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The pods ask for a label, a zone, a capacity type or a host that no node of the pool has.",
    why: "Karpenter launches a node only if the pool's labels and requirements meet the pod's node selector and required \
          node affinity; for pods that name a node or a host it launches none. Without another pool that fits, the pods stay Pending.",
    how: "Give the pool the label, or select what the pool has; karpenter.sh/nodepool selects it by name.",
    source: KARPENTER_SCHEDULING,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if let Some(
        nothing @ NoLaunch::Pods {
            by_taint: false, ..
        },
    ) = &context.launch.nothing
    {
        let message = format!(
            "This pool launches nothing for these pods: {}.",
            nothing.why()
        );
        reporter.report(Severity::Warning, "kept", message);
    }
}
