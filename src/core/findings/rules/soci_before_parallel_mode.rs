//! Parallel mode came with SOCI 0.11.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;

pub(super) static RULE: Rule = Rule {
    id: "soci-before-parallel-mode",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The SOCI release to install has no parallel mode.",
    why: "Releases before 0.11.0 (2025-06-30) silently ignore its settings and pull one layer at a time.",
    how: "Use 0.11.1 or newer.",
    source: SOCI,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(version) = &config.engine.install.soci_version else {
        return;
    };
    if !config.engine.spec().has_install_script() || super::soci_minor(config) >= 11 {
        return;
    }
    reporter.report(
        Severity::Warning,
        "engine.install.sociVersion",
        format!("SOCI {version} has no parallel mode; 0.11.0 is the first release that does."),
    );
    reporter.offer(
        "Use the script's default, 0.11.1",
        "engine.install.sociVersion",
        "",
    );
}
