//! AMI releases of which too little is known.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::catalogue::{CHECKED, Presence};
use crate::core::config::sources::AMI_RELEASES;
use crate::core::findings::releases::{offer, pinned_release, presence};

pub(in crate::core) static RULE: Rule = Rule {
    id: "ami-release-unconfirmed",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Whether the pinned AMI release exists for the cluster's Kubernetes is not known.",
    why: "AMIs are built from some git tags only, and the changelog misses releases that run on nodes. Without an AMI, the EC2NodeClass is not Ready.",
    how: "Look it up with the command in the next steps, or pin a release that is known to exist.",
    source: AMI_RELEASES,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let Some((family, release)) = pinned_release(config) else {
        return;
    };
    let Presence::Unconfirmed(reason) = presence(release, config, catalogue.releases()) else {
        return;
    };
    let what = family.describe();
    reporter.report(
        Severity::Note,
        family.path(),
        format!(
            "{what} {release} may not exist for Kubernetes {}: {reason} (checked on {CHECKED}). The next steps have the command that lists what exists.",
            config.cluster.kubernetes
        ),
    );
    offer(reporter, config, catalogue);
}
