//! Nothing bounds what a pool may cost.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::NODEPOOL;
use crate::core::config::{Config, OverrideTarget, Step};

pub(super) static RULE: Rule = Rule {
    id: "pool-without-limit",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The NodePool has no limit, so it can launch any number of nodes.",
    why: "Karpenter starts nodes for every pending pod. Only spec.limits stops a Deployment scaled by mistake, or a Job that restarts endlessly.",
    how: "Set a CPU or memory limit above the pool's peak need.",
    source: NODEPOOL,
};

/// CPUs of the limit that is offered: that of new sets.
const OFFERED: &str = "1000";

/// Whether a file bounds the pool by itself: by limits of its own, of GPUs or nodes for example, or
/// by a fixed number of nodes.
fn keeps_a_bound(config: &Config) -> bool {
    ["limits", "replicas"].iter().any(|key| {
        let place = [Step::Key("spec".to_owned()), Step::Key((*key).to_owned())];
        config.kept.iter().any(|kept| {
            kept.document == OverrideTarget::NodePool
                && kept.value.is_some()
                && kept.path.starts_with(&place)
        })
    })
}

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let nodes = &config.nodes;
    if nodes.cpu_limit.is_some() || nodes.memory_limit.is_some() || keeps_a_bound(config) {
        return;
    }
    reporter.report(
        Severity::Note,
        "nodes.cpuLimit",
        "The pool has no limits, so nothing caps its nodes and their cost.".to_owned(),
    );
    reporter.offer("Set a limit of 1,000 CPUs", "nodes.cpuLimit", OFFERED);
}
