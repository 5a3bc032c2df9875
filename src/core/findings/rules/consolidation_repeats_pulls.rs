//! Moved pods pull again.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::ConsolidationPolicy;
use crate::core::config::sources::NODEPOOL;
use crate::core::findings::predicates::seconds;

pub(super) static RULE: Rule = Rule {
    id: "consolidation-repeats-pulls",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Underutilized nodes are consolidated after less than a minute, and the image is large.",
    why: "A node that pods have just left is gone before the next pod needs it, and each move to another node is a cold pull of gigabytes.",
    how: "Wait a few minutes, or consolidate empty nodes only.",
    source: NODEPOOL,
};

const GIGABYTE: u64 = 1_000_000_000;

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let nodes = &config.nodes;
    let Some(image) = config
        .image
        .size()
        .filter(|size| size.to_bytes() >= GIGABYTE)
    else {
        return;
    };
    if context.plan.consolidation_policy == ConsolidationPolicy::WhenEmpty
        || seconds(&nodes.consolidate_after).is_none_or(|wait| wait >= 60)
    {
        return;
    }
    reporter.report(
        Severity::Note,
        "nodes.consolidateAfter",
        format!(
            "Pods move after {}, and each move may pull {} again; 1m or longer avoids most of that.",
            nodes.consolidate_after,
            image.rounded(),
        ),
    );
    reporter.offer("Wait 5m", "nodes.consolidateAfter", "5m");
}
