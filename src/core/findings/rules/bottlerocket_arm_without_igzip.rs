//! The fast gzip is for x86-64.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Architecture;
use crate::core::config::sources::BOTTLEROCKET;

pub(super) static RULE: Rule = Rule {
    id: "bottlerocket-arm-without-igzip",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Bottlerocket is to run on arm64.",
    why: "What makes Bottlerocket unpack gzip fastest is igzip, which it uses on x86-64 only; on arm64 it is unpigz, as on AL2023.",
    how: "Take amd64 if the image exists for it, or expect the pull times of AL2023.",
    source: BOTTLEROCKET,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.engine.spec().is_bottlerocket() || config.nodes.architecture != Architecture::Arm64 {
        return;
    }
    reporter.report(
        Severity::Note,
        "nodes.architecture",
        "On arm64 Bottlerocket unpacks with unpigz, not with the faster igzip; that needs amd64."
            .to_owned(),
    );
}
