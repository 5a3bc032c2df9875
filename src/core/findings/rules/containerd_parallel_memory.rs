//! containerd buffers in memory what SOCI writes to the disk.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::catalogue::Instance;
use crate::core::config::sources::CONTAINERD_MEMORY;
use crate::core::pull::{SYSTEM_MEMORY, free_memory, runtime_memory};
use crate::core::units::{ByteSize, LikelyRange, grouped};

pub(super) static RULE: Rule = Rule {
    id: "containerd-parallel-memory",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "containerd's own parallel pull may need more memory than a node has.",
    why: "It buffers downloaded data in memory until it is written. In a published run it held 4.2 to 19.2 GiB, SOCI 0.24 to 1.02; on a node with 7.6 GiB, pulling a 31.4 GiB image OOM-killed it in three of three runs, never with SOCI. The amount here is inferred: downloaded data that the disk has not yet written when the download ends.",
    how: "Use types with more memory, a faster volume, or SOCI, which buffers on disk.",
    source: CONTAINERD_MEMORY,
};

/// Bytes that are free on a node of a type when it begins to pull.
fn free(instance: &Instance) -> u64 {
    free_memory(instance).to_bytes()
}

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    if !config.engine.spec().has_transfer_service() {
        return;
    }
    let mut types: Vec<(&Instance, LikelyRange<ByteSize>)> = context
        .admitted()
        .filter_map(|instance| Some((instance, runtime_memory(config, instance)?)))
        .collect();
    types.sort_by_key(|(instance, _)| (instance.memory.to_mebibytes(), instance.name));
    let is_short = |of: &&(&Instance, LikelyRange<ByteSize>)| of.1.high().to_bytes() > free(of.0);
    let short = types.iter().filter(is_short).count();
    let Some(largest) = types.iter().rfind(is_short).map(|(instance, _)| instance) else {
        return;
    };
    // The launched type if it is one of them, else the smallest.
    let launched = context.launched().map(|instance| instance.name);
    let is_launched = |of: &&&(&Instance, LikelyRange<ByteSize>)| Some(of.0.name) == launched;
    let mut all = types.iter().filter(is_short);
    let Some((instance, held)) = all.clone().find(|of| is_launched(&of)).or(all.next()) else {
        return;
    };
    let likely = held.likely().to_bytes() > free(instance);
    let killed = if likely {
        "is likely to be killed"
    } else {
        "may be killed"
    };
    let enough = types
        .iter()
        .find(|(instance, _)| instance.memory.to_mebibytes() > largest.memory.to_mebibytes());
    let instead = match enough {
        Some((instance, _)) => format!(
            "From {} ({} GiB) upwards, all eligible types have enough.",
            instance.name,
            whole_gib(u64::from(instance.memory.to_mebibytes()) << 20)
        ),
        None => format!(
            "No eligible type has enough: about {} GiB of memory is needed.",
            // The hypervisor keeps 7.5 %.
            whole_gib((held.high().to_bytes() + SYSTEM_MEMORY).saturating_mul(40) / 37)
        ),
    };
    reporter.report(
        Severity::Warning,
        "engine.kind",
        format!(
            "containerd {killed} on {}, one of {short} eligible types with too little memory: this pull buffers {} to {} GiB (inferred), most likely {}, and {} are free. {instead} SOCI buffers on disk.",
            instance.name,
            tenths(held.low().to_bytes()),
            tenths(held.high().to_bytes()),
            tenths(held.likely().to_bytes()),
            tenths(free(instance)),
        ),
    );
    if let Some((instance, _)) = enough {
        let gib = (u64::from(instance.memory.to_mebibytes()) >> 10).to_string();
        reporter.offer(
            format!("At least {gib} GiB of memory"),
            "nodes.minMemory",
            &gib,
        );
    }
}

/// GiB with one digit.
fn tenths(bytes: u64) -> String {
    let tenths = (u128::from(bytes) * 10 + (1 << 29)) >> 30;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// GiB, rounded up.
fn whole_gib(bytes: u64) -> String {
    grouped(bytes.div_ceil(1 << 30))
}
