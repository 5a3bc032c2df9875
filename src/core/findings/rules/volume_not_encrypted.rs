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
    what: "Encryption is switched off for the volume.",
    why: "Karpenter encrypts the volume that it makes by itself; a mapping of yours is only what it says. Encryption costs nothing and no speed.",
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
        "The volume with images, pods and logs is not encrypted; true costs nothing.".to_owned(),
    );
    reporter.offer("Encrypt it", "storage.volume.encrypted", "true");
}
