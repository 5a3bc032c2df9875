//! The name of Auto Mode's own node class.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::AUTO_MODE;

pub(super) static RULE: Rule = Rule {
    id: "auto-mode-class-named-default",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The Auto Mode NodeClass is named default.",
    why: "EKS creates and manages a NodeClass named default; yours would conflict with it.",
    how: "Give the pool another name.",
    source: AUTO_MODE,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.engine.spec().is_auto_mode() || config.nodes.name.as_str() != "default" {
        return;
    }
    reporter.report(
        Severity::Error,
        "nodes.name",
        "default is Auto Mode's own NodeClass; choose another name.".to_owned(),
    );
    reporter.offer("Name it soci-snapshotter", "nodes.name", "soci-snapshotter");
}
