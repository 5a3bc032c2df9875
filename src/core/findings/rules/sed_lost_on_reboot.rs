//! A script part runs once, the AMI's own limits return at every boot.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Tuning;
use crate::core::config::sources::FAST_IMAGE_PULL;

pub(in crate::core) static RULE: Rule = Rule {
    id: "sed-lost-on-reboot",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "SOCI's limits are set by sed, which runs only once per node.",
    why: "nodeadm rewrites SOCI's file at every boot, and cloud-init does not run the script part again: after a reboot the node silently has the AMI's default limits.",
    how: "Use the systemd drop-in, which sets the limits at every SOCI start.",
    source: FAST_IMAGE_PULL,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.engine.spec().has_feature_gate()
        || config.engine.tuning != Tuning::Sed
        || config.engine.spec().own_limits == Some(config.engine.limits)
    {
        return;
    }
    reporter.report(
        Severity::Warning,
        "engine.tuning",
        "After a reboot a node has the AMI's default limits again; the drop-in keeps yours."
            .to_owned(),
    );
    reporter.offer("Use the drop-in", "engine.tuning", "drop-in");
}
