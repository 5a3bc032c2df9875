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
    why: "Any pod of the cluster may be put on these nodes. It holds a GPU node that nothing uses, and pulls of its own compete with the large one.",
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
        "Pods that need no GPU may take these nodes; a taint such as nvidia.com/gpu:NoSchedule is needed.".to_owned(),
    );
    reporter.offer(
        "Taint the pool",
        "nodes.taints",
        "nvidia.com/gpu:NoSchedule",
    );
}
