//! RAID0 is mounted over a running SOCI.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::sources::AMI_INSTANCE_STORE;
use crate::core::config::{Distribution, EngineKind, InstanceStore};
use crate::core::findings::facts::{SOCI_ROOT, ami};

pub(super) static RULE: Rule = Rule {
    id: "install-script-custom-root-under-containerd",
    what: "SOCI's directory lies under /var/lib/containerd while the instance store becomes a RAID0.",
    why: "The script starts SOCI before the array exists. Then /var/lib/containerd is copied to it \
          and mounted over, while SOCI's databases stay open on the hidden EBS copy; after a \
          restart SOCI finds the stale copy. The trick was needed before AMI v20251217 only.",
    how: "Leave the directory at its default, which RAID0 covers since v20251217.",
    source: AMI_INSTANCE_STORE,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let install = &config.engine.install;
    if config.engine.kind != EngineKind::InstallScript
        || install.distribution != Distribution::Al2023
        || config.storage.instance_store == InstanceStore::Unused
        || !install
            .root_dir
            .as_str()
            .starts_with("/var/lib/containerd/")
    {
        return;
    }
    sink.report(
        Severity::Warning,
        "engine.install.rootDir",
        format!(
            "RAID0 is mounted over {} while SOCI runs in it; {SOCI_ROOT} is moved with SOCI stopped.",
            install.root_dir
        ),
    );
    if config
        .cluster
        .al2023_version
        .is_before(ami::RAID0_COVERS_SOCI)
    {
        sink.offer_all(
            format!(
                "Take the default directory and pin {}",
                ami::LAST_FOR_SCRIPT
            ),
            &[
                ("engine.install.rootDir", SOCI_ROOT),
                ("cluster.al2023Version", ami::LAST_FOR_SCRIPT),
            ],
        );
    } else {
        sink.offer(
            "Take the default directory",
            "engine.install.rootDir",
            SOCI_ROOT,
        );
    }
}
