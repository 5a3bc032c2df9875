//! NVMe that nothing is put on.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::sources::EC2NODECLASS;
use crate::core::config::{EngineKind, InstanceStore};

pub(super) static RULE: Rule = Rule {
    id: "local-nvme-unused",
    what: "Only types with NVMe are asked for, and nothing uses it.",
    why: "Types with local disks cost more than those without. Without an instance store policy the disks stay unformatted, and Karpenter counts the EBS volume as the pods' room.",
    how: "Make a RAID0 of it, or no longer ask for it.",
    source: EC2NODECLASS,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some(least) = config.nodes.min_local_nvme else {
        return;
    };
    if config.storage.instance_store != InstanceStore::Unused
        || config.engine.kind == EngineKind::AutoMode
    {
        return;
    }
    sink.report(
        Severity::Waste,
        "storage.instanceStore",
        format!("Every node has {least} GB of NVMe or more, and none of it is used."),
    );
    sink.offer("Make a RAID0 of it", "storage.instanceStore", "raid0");
}
