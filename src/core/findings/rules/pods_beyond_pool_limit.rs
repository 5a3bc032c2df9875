//! A limit that some pods wait behind for ever.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::catalogue::Catalogue;
use crate::core::config::Edit;
use crate::core::config::sources::NODEPOOL;
use crate::core::launch::Launch;

pub(super) static RULE: Rule = Rule {
    id: "pods-beyond-pool-limit",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The pool's limits are reached before every pod has a node.",
    why: "Limits count all CPU and memory of the pool's nodes, not what pods request. Karpenter launches \
          no node beyond them, so the other pods stay pending.",
    how: "Raise the limits to cover the nodes of all pods, or reduce replicas.",
    source: NODEPOOL,
};

/// CPUs and mebibytes of all nodes of a launch, each of the type that most likely comes.
fn size_of(launch: &Launch, catalogue: &Catalogue) -> Option<(u64, u64)> {
    launch
        .groups
        .iter()
        .try_fold((0, 0), |(cpus, mebibytes), group| {
            let likely = group.candidates.first()?.position;
            let instance = catalogue.instances().get(likely)?;
            let nodes = u64::from(group.nodes);
            Some((
                cpus + nodes * u64::from(instance.vcpu),
                mebibytes + nodes * u64::from(instance.memory.to_mebibytes()),
            ))
        })
}

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let (config, catalogue) = (context.config, context.catalogue);
    let waiting = context.launch.unplaced;
    // Where not even one node fits, pool-limit-below-smallest-type says so.
    if waiting == 0 || context.launch.nodes() == 0 {
        return;
    }
    let mut unlimited = config.clone();
    unlimited.nodes.cpu_limit = None;
    unlimited.nodes.memory_limit = None;
    let unlimited = Launch::for_config(&unlimited, catalogue);
    // Otherwise it is minValues, or a limit of GPUs that a file keeps.
    if unlimited.unplaced > 0 {
        return;
    }
    let Some((cpus, mebibytes)) = size_of(&unlimited, catalogue) else {
        return;
    };
    let (cpu, memory) = (cpus.to_string(), format!("{mebibytes}Mi"));
    let nodes = &config.nodes;
    let is_less = |limit: Option<u64>, needed: u64| limit.is_some_and(|limit| limit < needed);
    let mut needed = Vec::new();
    let mut changes = Vec::new();
    let limit = nodes.cpu_limit.as_ref().map(|limit| limit.thousandths());
    if is_less(limit, cpus * 1000) {
        needed.push(format!("{cpu} CPU"));
        changes.push(("nodes.cpuLimit", cpu.as_str()));
    }
    let limit = nodes.memory_limit.as_ref().map(|limit| limit.whole());
    if is_less(limit, mebibytes << 20) {
        needed.push(format!("{memory} memory"));
        changes.push(("nodes.memoryLimit", memory.as_str()));
    }
    let Some((field, _)) = changes.first() else {
        return;
    };
    let pods = u32::from(config.workload.replicas);
    let needed = needed.join(" and ");
    reporter.report(
        Severity::Warning,
        field,
        format!(
            "The pool's limits fit {} of {pods} pods; nodes for all of them have {needed}.",
            pods.saturating_sub(waiting),
        ),
    );
    // Beside other limits of a file the nodes may come out larger.
    let raised = changes
        .iter()
        .try_fold(config.clone(), |raised, (path, text)| {
            let edit = Edit::fix(path, text, &raised)?;
            Some(raised.apply(&edit))
        });
    if raised.is_some_and(|raised| Launch::for_config(&raised, catalogue).unplaced == 0) {
        reporter.offer_all(format!("Set limits of {needed}"), &changes);
    }
}
