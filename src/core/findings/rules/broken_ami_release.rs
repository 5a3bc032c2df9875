//! One AMI release cannot start pods with SOCI.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::sources::PAUSE_IMAGE;
use crate::core::config::{Al2023Version, EngineKind};
use crate::core::findings::facts::{ami, recommended_ami};

pub(super) static RULE: Rule = Rule {
    id: "broken-ami-release",
    what: "The AL2023 AMI is v20260505, on which FastImagePull is broken.",
    why: "Its containerd 2.2.3 wants the pause image unpacked in SOCI before the first pod, and \
          nothing does that: nodes never get Ready. v20260512 has the repair.",
    how: "Pin v20260512 or newer, or v20260423.",
    source: PAUSE_IMAGE,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let release = config.cluster.al2023_version;
    if config.engine.kind != EngineKind::FastImagePull
        || release != Al2023Version::Pinned(ami::CONTAINERD_2_2_3)
    {
        return;
    }
    sink.report(
        Severity::Error,
        "cluster.al2023Version",
        format!(
            "Nodes on AMI {release} never get Ready with FastImagePull; v20260512 and newer do."
        ),
    );
    let newer = recommended_ami();
    sink.offer(format!("Pin {newer}"), "cluster.al2023Version", &newer);
}
