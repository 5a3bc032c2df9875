//! Every new node pulls again.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::NODEPOOL;
use crate::core::findings::predicates::seconds;

pub(super) static RULE: Rule = Rule {
    id: "expiry-repeats-pulls",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Nodes are replaced more than once a day.",
    why: "Each replacement is a new node that pulls every image again; AMI updates, the usual reason to replace nodes, are released a few times per month.",
    how: "Leave it empty for Karpenter's default, 720h, or Auto Mode's, 336h.",
    source: NODEPOOL,
};

const DAY: u64 = 86_400;

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(expiry) = &config.nodes.expire_after else {
        return;
    };
    if seconds(expiry).is_none_or(|lifetime| lifetime >= DAY) {
        return;
    }
    reporter.report(
        Severity::Note,
        "nodes.expireAfter",
        format!("Karpenter replaces every node after {expiry}, and each new node pulls its images again; 24h or longer is usual."),
    );
    reporter.offer("Use Karpenter's default", "nodes.expireAfter", "");
}
