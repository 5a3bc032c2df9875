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
    what: "The pinned AMI release is not confirmed to exist for the cluster's Kubernetes version.",
    why: "AMIs are built from only some git tags, and the changelog misses releases that run on nodes. Without an AMI, the EC2NodeClass is not Ready.",
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
            "{what} {release} may not exist for Kubernetes {}: {reason} (checked on {CHECKED}). The next steps include the command that lists existing releases.",
            config.cluster.kubernetes
        ),
    );
    offer(reporter, config, catalogue);
}
