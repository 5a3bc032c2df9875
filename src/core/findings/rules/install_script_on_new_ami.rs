//! The install script's SOCI does not start pods on newer AMIs.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Distribution;
use crate::core::config::sources::PAUSE_IMAGE;
use crate::core::findings::predicates::ami;
use crate::core::findings::releases::{al2023, offer, recommended, with_instead};

pub(in crate::core) static RULE: Rule = Rule {
    id: "install-script-on-new-ami",
    severities: &[Severity::Error, Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The install script is used on AL2023 AMI v20260505 or newer.",
    why: "containerd 2.2.3 needs the pause image unpacked in SOCI before the first pod. nodeadm does that only with FastImagePull, so nodes with a hand-installed SOCI very probably never become Ready.",
    how: "Use FastImagePull, which needs no script, or pin v20260304: the releases between it and v20260505 have another defect.",
    source: PAUSE_IMAGE,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let release = al2023(config, catalogue);
    if !config.engine.spec().has_install_script()
        || config.engine.install.distribution != Distribution::Al2023
        || release.is_before(ami::CONTAINERD_2_2_3)
    {
        return;
    }
    let mut message = format!(
        "With the install script, nodes on AMI {release} very probably never become Ready."
    );
    if let Some(suits) = recommended(config, catalogue) {
        message += &format!(
            " {suits} is the newest release for Kubernetes {} that works with it.",
            config.cluster.kubernetes
        );
    }
    reporter.report(
        Severity::Error,
        "cluster.al2023Version",
        with_instead(message, config, catalogue),
    );
    offer(reporter, config, catalogue);
}
