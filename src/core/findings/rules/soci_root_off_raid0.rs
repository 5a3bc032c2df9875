//! RAID0 covers known directories only.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::sources::AMI_INSTANCE_STORE;
use crate::core::config::{Distribution, EngineKind, InstanceStore};
use crate::core::findings::facts::SOCI_ROOT;

pub(super) static RULE: Rule = Rule {
    id: "soci-root-off-raid0",
    what: "SOCI's data is meant for NVMe, but its directory is not one that RAID0 covers.",
    why: "The AMI moves /var/lib/kubelet, /var/lib/containerd, /var/lib/soci-snapshotter-grpc and \
          /var/log/pods to the array. Any other directory stays on the EBS volume.",
    how: "Leave the directory at its default, or say that SOCI's data stays on EBS.",
    source: AMI_INSTANCE_STORE,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let install = &config.engine.install;
    let root = install.root_dir.as_str();
    if config.engine.kind != EngineKind::InstallScript
        || install.distribution != Distribution::Al2023
        || config.storage.instance_store != InstanceStore::Raid0
        || root == SOCI_ROOT
        || root.starts_with("/var/lib/containerd/")
    {
        return;
    }
    sink.report(
        Severity::Warning,
        "engine.install.rootDir",
        format!(
            "RAID0 does not cover {root}, so images stay on the EBS volume; it covers {SOCI_ROOT}."
        ),
    );
    sink.offer(
        "Take the default directory",
        "engine.install.rootDir",
        SOCI_ROOT,
    );
}
