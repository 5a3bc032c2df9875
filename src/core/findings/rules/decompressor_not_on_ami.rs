//! SOCI needs its decompressor.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Distribution;
use crate::core::config::sources::SOCI_SCRIPT;

pub(super) static RULE: Rule = Rule {
    id: "decompressor-not-on-ami",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The decompressor is not on the AL2023 AMI.",
    why: "SOCI refuses to start if the program does not exist, and then no image can be pulled. The AMI has unpigz; the script installs none.",
    how: "Use /usr/bin/unpigz, or make sure that the program is installed before SOCI starts.",
    source: SOCI_SCRIPT,
};

const UNPIGZ: &str = "/usr/bin/unpigz";

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let install = &config.engine.install;
    if !config.engine.spec().has_install_script()
        || install.distribution != Distribution::Al2023
        || install.decompressor.as_str() == UNPIGZ
    {
        return;
    }
    reporter.report(
        Severity::Warning,
        "engine.install.decompressor",
        format!(
            "{} is not on the AL2023 AMI, and SOCI does not start without it; {UNPIGZ} is.",
            install.decompressor
        ),
    );
    reporter.offer("Use unpigz", "engine.install.decompressor", UNPIGZ);
}
