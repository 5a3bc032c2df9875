//! containerd knows no unlimited.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::CONTAINERD_TRANSFER;

pub(super) static RULE: Rule = Rule {
    id: "containerd-without-limit",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "containerd's own parallel pull has no limit on downloads or unpacks.",
    why: "SOCI reads -1 as no limit. containerd does not: without a download limit it fetches each layer whole, and without an unpack limit it unpacks one layer at a time.",
    how: "Set a number.",
    source: CONTAINERD_TRANSFER,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.engine.spec().has_transfer_service() {
        return;
    }
    let limits = &config.engine.limits;
    for (limit, what, path, right) in [
        (
            limits.max_concurrent_downloads_per_image,
            "downloads",
            "engine.maxConcurrentDownloadsPerImage",
            "20",
        ),
        (
            limits.max_concurrent_unpacks_per_image,
            "unpacks",
            "engine.maxConcurrentUnpacksPerImage",
            "12",
        ),
    ] {
        if limit.count().is_some() {
            continue;
        }
        reporter.report(
            Severity::Error,
            path,
            format!("containerd has no unlimited {what}: without a number, parallel pull is effectively off. {right} works well with Amazon ECR and large images."),
        );
        reporter.offer(format!("Set {what} to {right}"), path, right);
    }
}
