//! Karpenter's own volumes are encrypted.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Tristate;
use crate::core::config::sources::EC2NODECLASS;

pub(super) static RULE: Rule = Rule {
    id: "volume-not-encrypted",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Volume encryption is switched off.",
    why: "Karpenter encrypts its default volume, but your mapping's volume only if you set it. Encryption is free and costs no speed.",
    how: "Switch it on.",
    source: EC2NODECLASS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if config.storage.volume.encrypted != Tristate::No {
        return;
    }
    reporter.report(
        Severity::Warning,
        "storage.volume.encrypted",
        "The volume with images, pods and logs is not encrypted; encryption costs nothing."
            .to_owned(),
    );
    reporter.offer("Encrypt it", "storage.volume.encrypted", "true");
}
