//! The name of Auto Mode's own node class.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::AUTO_MODE;

pub(super) static RULE: Rule = Rule {
    id: "auto-mode-class-named-default",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The NodeClass of Auto Mode is called default.",
    why: "EKS made one of that name and looks after it; a second one would be yours and its at once.",
    how: "Give the pool a name of its own.",
    source: AUTO_MODE,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.engine.spec().is_auto_mode() || config.nodes.name.as_str() != "default" {
        return;
    }
    reporter.report(
        Severity::Error,
        "nodes.name",
        "default is the name of Auto Mode's own NodeClass; another one is needed.".to_owned(),
    );
    reporter.offer("Call it soci-snapshotter", "nodes.name", "soci-snapshotter");
}
