//! Other registries throttle sooner than ECR.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::{has_limits, is_private_ecr};

pub(super) static RULE: Rule = Rule {
    id: "many-downloads-off-ecr",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "More than 20 downloads per image from a registry that is not private Amazon ECR.",
    why: "20 works for Amazon ECR; for other registries SOCI's documentation recommends lower limits if they return 429. A throttled pull is slower than one with fewer connections.",
    how: "Allow 20 downloads per image or fewer.",
    source: SOCI,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let limits = &config.engine.limits;
    let count = limits.max_concurrent_downloads_per_image.count();
    if count.is_some_and(|count| count <= 20) || !has_limits(config) || is_private_ecr(config) {
        return;
    }
    let now = count.map_or_else(
        || "No limit".to_owned(),
        |count| format!("{count} downloads"),
    );
    reporter.report(
        Severity::Warning,
        "engine.maxConcurrentDownloadsPerImage",
        format!("{now} per image may be throttled by a registry that is not Amazon ECR; 20 or fewer are safer."),
    );
    super::offer_limit(
        reporter,
        "downloads",
        ("engine.maxConcurrentDownloadsPerImage", 20),
        (
            "engine.maxConcurrentDownloads",
            limits.max_concurrent_downloads,
        ),
    );
}
