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
    what: "A release is newer than this tool's data.",
    why: "It was not known, when this tool was built, whether the release exists and SOCI works on it; if it does not exist, Karpenter has no AMI, or the script no download.",
    how: "Check the release notes, or pin the newest known one.",
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
            "{release} is newer than every release known on {CHECKED}; the next steps include the command that lists existing releases."
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
        format!("SOCI {version} is newer than {NEWEST_SOCI}, the newest known on {CHECKED}; a release that does not exist fails the script."),
    );
    reporter.offer(
        format!("Install {NEWEST_SOCI}"),
        "engine.install.sociVersion",
        NEWEST_SOCI,
    );
}
