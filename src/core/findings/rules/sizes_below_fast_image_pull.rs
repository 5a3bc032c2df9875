//! FastImagePull is off on small types.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::EngineKind;
use crate::core::config::sources::FAST_IMAGE_PULL;
use crate::core::findings::facts::ami;

pub(super) static RULE: Rule = Rule {
    id: "sizes-below-fast-image-pull",
    what: "Every size that is allowed is too small for FastImagePull.",
    why: "nodeadm ignores the gate below 4 vCPU and 7 GiB, so the NodePool keeps such types out; \
          sizes up to large have 2 vCPU at most, and nothing is left that could be launched. \
          Before AMI v20251016 the gate needs 8 vCPU.",
    how: "Allow xlarge or larger; nodeadm's own notes advise 2xlarge.",
    source: FAST_IMAGE_PULL,
    check,
};

/// Sizes by their vCPU, up to 4.
const SIZES: [(&str, u32); 6] = [
    ("nano", 2),
    ("micro", 2),
    ("small", 2),
    ("medium", 2),
    ("large", 2),
    ("xlarge", 4),
];

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    if config.engine.kind != EngineKind::FastImagePull {
        return;
    }
    let sizes: Vec<&str> = config
        .nodes
        .sizes
        .iter()
        .map(|size| size.as_str())
        .collect();
    let types: Vec<&str> = config
        .nodes
        .types
        .iter()
        .filter_map(|name| name.as_str().split_once('.').map(|(_, size)| size))
        .collect();
    let floor = if config
        .cluster
        .al2023_version
        .is_before(ami::FLOOR_OF_4_VCPU)
    {
        8
    } else {
        4
    };
    let small = |size: &&str| {
        SIZES
            .iter()
            .any(|(name, vcpu)| name == size && *vcpu < floor)
    };
    for (list, path) in [(sizes, "nodes.sizes"), (types, "nodes.types")] {
        if list.is_empty() || !list.iter().all(small) {
            continue;
        }
        sink.report(
            Severity::Error,
            path,
            format!(
                "FastImagePull needs {floor} vCPU; {} has fewer, so nothing could be launched.",
                list.join(", ")
            ),
        );
        sink.offer("Allow every size", path, "");
    }
}
