//! A limit that no node fits in.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::NODEPOOL;
use crate::core::launch::NoLaunch;

pub(in crate::core) static RULE: Rule = Rule {
    id: "pool-limit-below-smallest-type",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A limit of the pool is below its smallest type; 0 switches the pool off.",
    why: "Karpenter never exceeds the pool's limit, so no node is ever launched and pods stay pending.",
    how: "Raise the limit, or leave it empty.",
    source: NODEPOOL,
};

/// What Karpenter counts of a type's nominal memory: 7.5 % are the hypervisor's. Bytes.
fn capacity(mebibytes: u64) -> u64 {
    (mebibytes << 20) / 1000 * 925
}

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    of_settings(context, reporter);
    if reporter.is_empty()
        && let Some(nothing @ NoLaunch::Limits(_)) = &context.launch.nothing
    {
        reporter.report(Severity::Warning, "kept", nothing.describe());
    }
}

fn of_settings(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let nodes = &context.config.nodes;
    let vcpu = context
        .admitted()
        .map(|instance| u64::from(instance.vcpu))
        .min();
    if let (Some(limit), Some(vcpu)) = (&nodes.cpu_limit, vcpu)
        && limit.thousandths() < vcpu.saturating_mul(1000)
    {
        reporter.report(
            Severity::Warning,
            "nodes.cpuLimit",
            format!(
                "A limit of {limit} CPU allows no node: the smallest selected type has {vcpu}."
            ),
        );
        reporter.offer(
            format!("Set the limit to {vcpu}"),
            "nodes.cpuLimit",
            &vcpu.to_string(),
        );
    }
    let mebibytes = context
        .admitted()
        .map(|instance| u64::from(instance.memory.to_mebibytes()))
        .min();
    if let (Some(limit), Some(mebibytes)) = (&nodes.memory_limit, mebibytes)
        && limit.whole() < capacity(mebibytes)
    {
        reporter.report(
            Severity::Warning,
            "nodes.memoryLimit",
            format!("A limit of {limit} memory allows no node: the smallest selected type has {mebibytes}Mi."),
        );
        let right = format!("{mebibytes}Mi");
        reporter.offer(
            format!("Set the limit to {right}"),
            "nodes.memoryLimit",
            &right,
        );
    }
}
