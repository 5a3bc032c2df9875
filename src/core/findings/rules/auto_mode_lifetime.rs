//! Auto Mode replaces every node after three weeks.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::AUTO_MODE_NODES;
use crate::core::findings::predicates::seconds;

pub(super) static RULE: Rule = Rule {
    id: "auto-mode-lifetime",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "expireAfter exceeds Auto Mode's maximum node lifetime.",
    why: "Auto Mode replaces each node after at most 21 days, whatever the NodePool says; the new node pulls every image again.",
    how: "Set 504h or less, or leave it empty for Auto Mode's default, 336h.",
    source: AUTO_MODE_NODES,
};

/// 21 days, in hours (EKS User Guide, automode-learn-instances, read 2026-11).
const MAX_HOURS: u64 = 504;

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(expiry) = &config.nodes.expire_after else {
        return;
    };
    let is_longer = seconds(expiry).is_none_or(|lifetime| lifetime > MAX_HOURS * 3600);
    if !config.engine.spec().is_auto_mode() || !is_longer {
        return;
    }
    reporter.report(
        Severity::Warning,
        "nodes.expireAfter",
        format!("{expiry} is written, but Auto Mode replaces nodes after 504h (21 days)."),
    );
    reporter.offer("Set 504h", "nodes.expireAfter", "504h");
}
