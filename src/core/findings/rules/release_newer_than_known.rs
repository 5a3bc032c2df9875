//! Releases that this tool has not seen.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::catalogue::{CHECKED, Presence};
use crate::core::config::sources::AMI_RELEASES;
use crate::core::findings::releases::{offer, pinned_release, presence};
use crate::core::versions::NEWEST_SOCI;

pub(in crate::core) static RULE: Rule = Rule {
    id: "release-newer-than-known",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A release is named that is newer than what this tool knows.",
    why: "Whether it exists and whether SOCI works on it was not known when this tool was made; a release that does not exist leaves Karpenter without an AMI, or the script without a download.",
    how: "Look at the release notes, or pin the newest one that is known.",
    source: AMI_RELEASES,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    ami(context, reporter);
    soci(context, reporter);
}

fn ami(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let Some((family, release)) = pinned_release(config) else {
        return;
    };
    if presence(release, config, catalogue.releases()) != Presence::Newer {
        return;
    }
    reporter.report(
        Severity::Note,
        family.path(),
        format!(
            "{release} is newer than every release that was known on {CHECKED}; the next steps have the command that lists what exists."
        ),
    );
    offer(reporter, config, catalogue);
}

fn soci(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(version) = &config.engine.install.soci_version else {
        return;
    };
    if !config.engine.spec().has_install_script()
        || super::soci_release(version) <= super::soci_numbers(NEWEST_SOCI)
    {
        return;
    }
    reporter.report(
        Severity::Note,
        "engine.install.sociVersion",
        format!("SOCI {version} is newer than {NEWEST_SOCI}, the newest that was known on {CHECKED}; a release that does not exist fails the script."),
    );
    reporter.offer(
        format!("Install {NEWEST_SOCI}"),
        "engine.install.sociVersion",
        NEWEST_SOCI,
    );
}
