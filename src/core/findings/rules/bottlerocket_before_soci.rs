//! Older Bottlerocket has no SOCI.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::BOTTLEROCKET;
use crate::core::findings::releases::{offer, with_instead};
use crate::core::versions::BOTTLEROCKET_SOCI;

pub(in crate::core) static RULE: Rule = Rule {
    id: "bottlerocket-before-soci",
    severities: &[Severity::Error, Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The Bottlerocket release has no SOCI yet.",
    why: "SOCI is in the Kubernetes variants since 1.44.0 (2025-08-04). Older releases do not support the settings: they ignore them or do not boot.",
    how: "Pin 1.44.0 or newer.",
    source: BOTTLEROCKET,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let release = config.cluster.bottlerocket_version;
    let spec = config.engine.spec();
    let has_soci = spec.is_bottlerocket() && spec.pulls_with_soci();
    if !has_soci || !release.is_before_minor(BOTTLEROCKET_SOCI) {
        return;
    }
    let message = format!("Bottlerocket {release} has no SOCI; it needs 1.44.0 or newer.");
    reporter.report(
        Severity::Error,
        "cluster.bottlerocketVersion",
        with_instead(message, config, catalogue),
    );
    offer(reporter, config, catalogue);
}
