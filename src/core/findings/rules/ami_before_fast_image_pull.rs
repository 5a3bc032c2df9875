//! Older AMIs do not know the feature gate.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::FAST_IMAGE_PULL;
use crate::core::findings::predicates::ami;
use crate::core::findings::releases::{al2023, al2023_words, offer, with_instead};

pub(in crate::core) static RULE: Rule = Rule {
    id: "ami-before-fast-image-pull",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The AL2023 AMI is older than the FastImagePull feature gate.",
    why: "Releases before v20250821 silently ignore the gate; nodes pull with stock containerd, and a script part finds no SOCI to configure.",
    how: "Pin v20250821 or newer.",
    source: FAST_IMAGE_PULL,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    if !config.engine.spec().has_feature_gate()
        || !al2023(config, catalogue).is_before(ami::FAST_IMAGE_PULL)
    {
        return;
    }
    let release = al2023_words(config, catalogue);
    let message = format!("AMI {release} ignores FastImagePull; it needs v20250821 or newer.");
    reporter.report(
        Severity::Error,
        "cluster.al2023Version",
        with_instead(message, config, catalogue),
    );
    offer(reporter, config, catalogue);
}
