//! No pod, no node, no pull.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::WorkloadKind;
use crate::core::config::sources::KUBERNETES_IMAGES;

pub(super) static RULE: Rule = Rule {
    id: "nothing-to-pull",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The workload has no replicas.",
    why: "Karpenter launches nodes for pending pods; without one, nothing starts and nothing is pulled.",
    how: "Set one replica.",
    source: KUBERNETES_IMAGES,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if config.workload.replicas > 0 || config.workload.kind == WorkloadKind::Absent {
        return;
    }
    reporter.report(
        Severity::Note,
        "workload.replicas",
        "0 replicas launch no node and pull nothing; 1 shows a pull.".to_owned(),
    );
    reporter.offer("Set replicas to 1", "workload.replicas", "1");
}
