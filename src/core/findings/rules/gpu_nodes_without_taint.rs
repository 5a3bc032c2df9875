//! GPU nodes for everybody.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::GPU_TAINT;

pub(super) static RULE: Rule = Rule {
    id: "gpu-nodes-without-taint",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Every selected type has GPUs, and the pool has no taint.",
    why: "Any pod in the cluster may be scheduled on these nodes. Such a pod keeps an idle GPU node alive, and its own pulls compete with the large image.",
    how: "Taint the pool; the workload tolerates the pool's taints.",
    source: GPU_TAINT,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let mut types = context.admitted().peekable();
    if !context.config.nodes.taints.is_empty()
        || types.peek().is_none()
        || !types.all(|instance| instance.gpu.is_some_and(|gpu| gpu.manufacturer == "nvidia"))
    {
        return;
    }
    reporter.report(
        Severity::Note,
        "nodes.taints",
        "Pods that need no GPU may occupy these nodes; add a taint such as nvidia.com/gpu:NoSchedule.".to_owned(),
    );
    reporter.offer(
        "Taint the pool",
        "nodes.taints",
        "nvidia.com/gpu:NoSchedule",
    );
}
