//! The feature gate has a floor of its own.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::FAST_IMAGE_PULL;
use crate::core::plan::fast_image_pull_floor;

pub(super) static RULE: Rule = Rule {
    id: "minimum-below-gate-floor",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A minimum is below what FastImagePull needs.",
    why: "nodeadm silently ignores the feature gate on smaller nodes, so the NodePool always excludes them: below 4 vCPU and 8 GiB, below 8 vCPU before AMI v20251016.",
    how: "Raise the minimum, so that the form matches the NodePool.",
    source: FAST_IMAGE_PULL,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.engine.spec().has_feature_gate() {
        return;
    }
    let (vcpu, mebibytes) = fast_image_pull_floor(config.cluster.al2023_version);
    let nodes = &config.nodes;
    for (path, asked, floor, unit) in [
        ("nodes.minVcpu", nodes.min_vcpu, vcpu, "vCPU"),
        ("nodes.minMemory", nodes.min_memory, mebibytes / 1024, "GiB"),
    ] {
        let Some(asked) = asked.filter(|asked| asked.get() < floor) else {
            continue;
        };
        reporter.report(
            Severity::Note,
            path,
            format!("FastImagePull has no effect below {floor} {unit}: the NodePool requires {floor} instead of {asked}."),
        );
        reporter.offer(
            format!("Set it to {floor} {unit}"),
            path,
            &floor.to_string(),
        );
    }
}
