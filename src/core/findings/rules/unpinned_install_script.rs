//! A branch is no release.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::ScriptSource;
use crate::core::config::sources::SOCI_SCRIPT;

pub(in crate::core) static RULE: Rule = Rule {
    id: "unpinned-install-script",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The install script comes from the main branch, unverified.",
    why: "Anyone who can change that branch runs code as root on every new node, and an error page would also be piped into a shell; the node then never becomes Ready, because its containerd already points at SOCI.",
    how: "Use the pinned commit, whose checksum is verified before it runs.",
    source: SOCI_SCRIPT,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    if !config.engine.spec().has_install_script()
        || config.engine.install.source != ScriptSource::Main
    {
        return;
    }
    reporter.report(
        Severity::Warning,
        "engine.install.source",
        "Every new node runs the main branch's current script as root; the pinned commit of 2025-09-29 is verified first."
            .to_owned(),
    );
    reporter.offer("Use the pinned commit", "engine.install.source", "pinned");
}
