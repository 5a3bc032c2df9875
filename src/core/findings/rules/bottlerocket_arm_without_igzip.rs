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
    what: "The nodes are Bottlerocket on arm64.",
    why: "Bottlerocket unpacks gzip fastest with igzip, which it uses only on x86-64; on arm64 it uses unpigz, like AL2023.",
    how: "Use amd64 if the image exists for it, or expect AL2023's pull times.",
    source: BOTTLEROCKET,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.engine.spec().is_bottlerocket() || config.nodes.architecture != Architecture::Arm64 {
        return;
    }
    reporter.report(
        Severity::Note,
        "nodes.architecture",
        "On arm64 Bottlerocket unpacks with unpigz, not with the faster igzip, which needs amd64."
            .to_owned(),
    );
}
