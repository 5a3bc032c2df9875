//! SOCI's limit per image may not exceed its limit for the node.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::has_soci_limits;

pub(in crate::core) static RULE: Rule = Rule {
    id: "unpacks-above-global",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "More unpacks are allowed for one image than for the whole node.",
    why: "SOCI refuses to start with such limits, and without it no image can be pulled: the node never becomes Ready.",
    how: "Raise the limit for all images, or set it to -1 for no limit.",
    source: SOCI,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let limits = &config.engine.limits;
    let (Some(image), Some(all)) = (
        limits.max_concurrent_unpacks_per_image.count(),
        limits.max_concurrent_unpacks.count(),
    ) else {
        return;
    };
    if image <= all || !has_soci_limits(config) {
        return;
    }
    reporter.report(
        Severity::Error,
        "engine.maxConcurrentUnpacks",
        format!("{image} unpacks per image exceed the node's limit of {all}, so SOCI does not start; set the node's limit to {image} or more, or -1."),
    );
    reporter.offer(
        format!("Set the node's max concurrent unpacks to {image}"),
        "engine.maxConcurrentUnpacks",
        &image.to_string(),
    );
}
