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
    what: "SOCI's limits are set by sed, which runs once in a node's life.",
    why: "nodeadm writes SOCI's file anew at every boot, and cloud-init does not run the script \
          part again: after a reboot the node has the AMI's own limits, and nothing says so.",
    how: "Take the systemd drop-in, which sets the limits at every start of SOCI.",
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
        "After a reboot a node has the AMI's own limits again; the drop-in keeps yours.".to_owned(),
    );
    reporter.offer("Take the drop-in", "engine.tuning", "drop-in");
}
