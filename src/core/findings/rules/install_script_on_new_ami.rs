//! The install script's SOCI does not start pods on newer AMIs.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::sources::PAUSE_IMAGE;
use crate::core::config::{Distribution, EngineKind};
use crate::core::findings::facts::ami;

pub(super) static RULE: Rule = Rule {
    id: "install-script-on-new-ami",
    what: "The install script is used on an AL2023 AMI from v20260505 on.",
    why: "containerd 2.2.3 wants the pause image unpacked in SOCI before the first pod. nodeadm \
          does that only with FastImagePull, so nodes with a hand-installed SOCI very probably \
          never get Ready.",
    how: "Take FastImagePull, which needs no script, or pin v20260423.",
    source: PAUSE_IMAGE,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let release = config.cluster.al2023_version;
    if config.engine.kind != EngineKind::InstallScript
        || config.engine.install.distribution != Distribution::Al2023
        || release.is_before(ami::CONTAINERD_2_2_3)
    {
        return;
    }
    sink.report(
        Severity::Error,
        "cluster.al2023Version",
        format!(
            "With the install script, nodes on AMI {release} very probably never get Ready; {} is \
             the last release that suits it.",
            ami::LAST_FOR_SCRIPT
        ),
    );
    sink.offer(
        format!("Pin {}", ami::LAST_FOR_SCRIPT),
        "cluster.al2023Version",
        ami::LAST_FOR_SCRIPT,
    );
}
