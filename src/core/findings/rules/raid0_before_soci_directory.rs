//! Older AL2023 AMIs leave SOCI's directory out of RAID0.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::sources::AMI_INSTANCE_STORE;
use crate::core::config::{Distribution, EngineKind, InstanceStore};
use crate::core::findings::facts::{SOCI_ROOT, ami, recommended_ami};

pub(super) static RULE: Rule = Rule {
    id: "raid0-before-soci-directory",
    what: "SOCI's data is meant for NVMe, but the AL2023 AMI does not move it there yet.",
    why: "RAID0 covers SOCI's own directory since v20251217. Before, images stay on the EBS \
          volume, which may be too small and too slow for them.",
    how: "Pin v20251217 or newer.",
    source: AMI_INSTANCE_STORE,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let release = config.cluster.al2023_version;
    let install = &config.engine.install;
    let newer = match config.engine.kind {
        EngineKind::FastImagePull => recommended_ami(),
        EngineKind::InstallScript
            if install.root_dir.as_str() == SOCI_ROOT
                && install.distribution == Distribution::Al2023 =>
        {
            ami::LAST_FOR_SCRIPT.to_owned()
        }
        _ => return,
    };
    if config.storage.instance_store != InstanceStore::Raid0
        || !release.is_before(ami::RAID0_COVERS_SOCI)
    {
        return;
    }
    sink.report(
        Severity::Warning,
        "cluster.al2023Version",
        format!("On AMI {release} RAID0 leaves SOCI's data on the EBS volume; from v20251217 on it is moved."),
    );
    sink.offer(format!("Pin {newer}"), "cluster.al2023Version", &newer);
}
