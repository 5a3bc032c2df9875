//! Pods have to tolerate the pool's taints.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::KARPENTER_TAINTS;
use crate::core::launch::NoLaunch;

pub(in crate::core) static RULE: Rule = Rule {
    id: "taint-not-tolerated",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The pods do not tolerate a taint of the pool.",
    why: "Karpenter launches no node for pods that its taints NoSchedule or NoExecute keep off. Without another pool that \
          fits, the pods stay Pending.",
    how: "Add a toleration of the same key and effect, with the same value or with operator: Exists.",
    source: KARPENTER_TAINTS,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if let Some(nothing @ NoLaunch::Pods { by_taint: true, .. }) = &context.launch.nothing {
        let message = format!(
            "This pool launches nothing for these pods: {}.",
            nothing.why()
        );
        reporter.report(Severity::Warning, "kept", message);
    }
}
