//! Older AMIs do not know the feature gate.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::EngineKind;
use crate::core::config::sources::FAST_IMAGE_PULL;
use crate::core::findings::facts::{ami, recommended_ami};

pub(super) static RULE: Rule = Rule {
    id: "ami-before-fast-image-pull",
    what: "The AL2023 AMI is older than the feature gate FastImagePull.",
    why: "Releases before v20250821 ignore the gate without a word; nodes pull with stock \
          containerd, and a script part finds no SOCI to set.",
    how: "Pin v20250821 or newer.",
    source: FAST_IMAGE_PULL,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let release = config.cluster.al2023_version;
    if config.engine.kind != EngineKind::FastImagePull || !release.is_before(ami::FAST_IMAGE_PULL) {
        return;
    }
    sink.report(
        Severity::Error,
        "cluster.al2023Version",
        format!("AMI {release} ignores FastImagePull; it needs v20250821 or newer."),
    );
    let newer = recommended_ami();
    sink.offer(format!("Pin {newer}"), "cluster.al2023Version", &newer);
}
