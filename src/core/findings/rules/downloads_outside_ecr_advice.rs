//! Amazon ECR serves 10 to 20 downloads per image best.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::{has_limits, is_private_ecr};
use crate::core::units::counted;

pub(super) static RULE: Rule = Rule {
    id: "downloads-outside-ecr-advice",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Downloads per image are outside the 10 to 20 recommended for Amazon ECR.",
    why: "Fewer leave the network idle, because one connection carries about 90 MB/s; more gain nothing and may be throttled. SOCI's documentation recommends 10 to 20.",
    how: "Allow 10 to 20 downloads per image.",
    source: SOCI,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let limits = &config.engine.limits;
    let count = limits.max_concurrent_downloads_per_image.count();
    let right = match count {
        Some(10..=20) => return,
        Some(0..10) => 10,
        Some(_) | None => 20,
    };
    if !has_limits(config) || !is_private_ecr(config) {
        return;
    }
    let now = count.map_or_else(|| "No limit".to_owned(), |count| counted(count, "download"));
    reporter.report(
        Severity::Warning,
        "engine.maxConcurrentDownloadsPerImage",
        format!("{now} per image; 10 to 20 are recommended for Amazon ECR."),
    );
    super::offer_limit(
        reporter,
        "downloads",
        ("engine.maxConcurrentDownloadsPerImage", right),
        (
            "engine.maxConcurrentDownloads",
            limits.max_concurrent_downloads,
        ),
    );
}
