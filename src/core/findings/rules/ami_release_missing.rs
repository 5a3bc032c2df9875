//! AMI releases that do not exist for the cluster's Kubernetes.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::catalogue::Presence;
use crate::core::config::sources::AMI_RELEASES;
use crate::core::findings::releases::{AmiFamily, offer, pinned_release, presence, with_instead};
use crate::core::versions::BOTTLEROCKET_SOCI_KUBERNETES;

pub(in crate::core) static RULE: Rule = Rule {
    id: "ami-release-missing",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The pinned release has no AMI for the cluster's Kubernetes version.",
    why: "Karpenter looks up the AMI by release, Kubernetes version and architecture. If there is none, the EC2NodeClass is not Ready and no node is launched.",
    how: "Pin a release that exists for this Kubernetes version; the next steps include the command that lists them.",
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
    // Another rule says that no Bottlerocket with SOCI is for such a cluster.
    if family == AmiFamily::Bottlerocket
        && config.cluster.kubernetes.to_minor() < BOTTLEROCKET_SOCI_KUBERNETES
    {
        return;
    }
    let Presence::Missing(reason) = presence(release, config, catalogue.releases()) else {
        return;
    };
    let what = family.describe();
    let kubernetes = config.cluster.kubernetes;
    let message = format!(
        "There is no {what} {release} for Kubernetes {kubernetes}, so the EC2NodeClass is not Ready: {reason}."
    );
    reporter.report(
        Severity::Error,
        family.path(),
        with_instead(message, config, catalogue),
    );
    offer(reporter, config, catalogue);
}
