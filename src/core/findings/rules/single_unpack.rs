//! Half of SOCI's gain is unpacking layers at once.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::has_limits;

pub(super) static RULE: Rule = Rule {
    id: "single-unpack",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Only one layer of an image is unpacked at a time.",
    why: "One layer is one stream on one core. With one at a time the others wait on disk, fully downloaded, and the pull is little faster than stock containerd.",
    how: "Unpack up to 12 layers at once, as the AL2023 AMI does.",
    source: SOCI,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let limits = &config.engine.limits;
    if limits.max_concurrent_unpacks_per_image.count() != Some(1) || !has_limits(config) {
        return;
    }
    reporter.report(
        Severity::Warning,
        "engine.maxConcurrentUnpacksPerImage",
        "1 unpack per image leaves the other cores idle; the AL2023 AMI allows 12.".to_owned(),
    );
    super::offer_limit(
        reporter,
        "unpacks",
        ("engine.maxConcurrentUnpacksPerImage", 12),
        ("engine.maxConcurrentUnpacks", limits.max_concurrent_unpacks),
    );
}
