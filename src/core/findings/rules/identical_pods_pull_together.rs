//! Two pulls of one image at once.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI_TOGETHER;
use crate::core::findings::predicates::pulls_with_soci;

pub(super) static RULE: Rule = Rule {
    id: "identical-pods-pull-together",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Several pods without resource requests land on one node at the same time.",
    why: "The kubelet starts their pulls at once, and up to SOCI 0.15.0 two concurrent pulls of one image can both fail, or stop SOCI (issue 2036).",
    how: "Request CPU, memory or GPUs, so that pods spread, or start with one replica.",
    source: SOCI_TOGETHER,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let workload = &config.workload;
    let asks = workload.cpu.is_some() || workload.memory.is_some() || workload.gpus.is_some();
    if workload.replicas < 2 || asks || !pulls_with_soci(config) {
        return;
    }
    reporter.report(
        Severity::Note,
        "workload.replicas",
        format!("{} pods that request no CPU, memory or GPU start on one node and pull the same image at once; 1 is safe.", workload.replicas),
    );
    reporter.offer("Set replicas to 1", "workload.replicas", "1");
}
