//! A KMS key needs encryption.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Tristate;
use crate::core::config::sources::EBS_LIMITS;

pub(super) static RULE: Rule = Rule {
    id: "kms-key-without-encryption",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A KMS key is set, but the volume is not encrypted.",
    why: "EC2 rejects a key without encrypted: true, so nodes never launch.",
    how: "Encrypt the volume, or clear the key.",
    source: EBS_LIMITS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let volume = &config.storage.volume;
    if volume.kms_key_id.is_none()
        || volume.encrypted == Tristate::Yes
        || config.engine.spec().is_auto_mode()
    {
        return;
    }
    reporter.report(
        Severity::Error,
        "storage.volume.kmsKeyID",
        format!(
            "A KMS key needs encrypted: true; it is {} here.",
            volume.encrypted
        ),
    );
    reporter.offer("Encrypt the volume", "storage.volume.encrypted", "true");
}
