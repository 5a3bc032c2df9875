//! The original blueprint against today's recommendation, each difference explained.

use crate::core::config::sources::{
    AMI_INSTANCE_STORE, CHOICE, EBS_PRICES, EC2NODECLASS, FAST_IMAGE_PULL, FAST_IMAGE_PULL_ADVICE,
    KARPENTER_LABELS, NODEPOOL, PAUSE_IMAGE, SOCI, SOCI_SCRIPT, Source,
};
use crate::core::config::{Config, Field, Preset};

/// A setting in which today's recommendation differs from the blueprint, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct BlueprintDifference {
    /// The setting.
    pub field: &'static Field,
    /// What the blueprint of July 2025 has.
    pub then: String,
    /// What is recommended today.
    pub now: String,
    /// Why that changed.
    pub why: &'static str,
    /// Where that is written.
    pub source: Source,
}

#[rustfmt::skip]
const WHY: &[(&str, &str, Source)] = &[
    ("engine.kind", "The AMI brings SOCI since v20250821: one gate switches it on, and no node downloads and installs anything before it joins.", FAST_IMAGE_PULL),
    ("cluster.al2023Version", "A hand-installed SOCI does not survive containerd 2.2.3, which came with v20260505; the AMI's own does since v20260512.", PAUSE_IMAGE),
    ("nodes.cpuLimit", "Nothing else bounds what a mistake in a workload may launch; Karpenter's own getting-started sets 1,000 CPU, too.", NODEPOOL),
    ("storage.volume.iops", "A pull writes 256 KiB an I/O, so four IOPS carry each MiB/s. The other 13,000 cost $65.00 a month a node (us-east-1, 2024-07-18) and make no pull faster.", EBS_PRICES),
    ("storage.volume.throughput", "SOCI wants 600 MiB/s or more. 1,000 help only on types whose EBS bandwidth carries them; the tab Storage shows which.", FAST_IMAGE_PULL_ADVICE),
    ("storage.volume.encrypted", "Karpenter encrypts its own volume; a mapping is encrypted only if it says so.", EC2NODECLASS),
    ("storage.volume.deleteOnTermination", "It is said, so that no volume is left behind whatever the default.", EC2NODECLASS),
    ("workload.kind", "The published Deployment starts nodes that cost money, for an image that need not be yours. It is written if you ask for it.", CHOICE),
    ("comparison", "The pool with stock containerd is for trying SOCI out; it starts nodes of its own. It is written if you ask for it.", CHOICE),
    ("nodes.minEbsBandwidth", "Gt 8000 keeps out types with exactly 8,000 Mbit/s; Gt 7999 lets them in.", KARPENTER_LABELS),
    ("nodes.minNetworkBandwidth", "Gt 8000 keeps out types with exactly 8,000 Mbit/s; Gt 7999 lets them in.", KARPENTER_LABELS),
    ("engine.maxConcurrentDownloadsPerImage", "20 is what the AMI itself sets, within the 10 to 20 advised for ECR.", SOCI),
    ("engine.maxConcurrentUnpacksPerImage", "12 is what the AMI itself sets.", FAST_IMAGE_PULL),
    ("engine.install.source", "The main branch may hold another script tomorrow, which runs as root on every new node; a commit does not change.", SOCI_SCRIPT),
    ("engine.install.rootDir", "Under /var/lib/containerd was the way onto the RAID0 before AMI v20251217. Today the array covers SOCI's own directory, and mounts over this one under a running SOCI.", AMI_INSTANCE_STORE),
];

/// Every setting in which the recommendation differs from the blueprint, in the order of the form.
pub fn since_blueprint() -> Vec<BlueprintDifference> {
    let now = Config::default();
    let Some(then) = Preset::find("original-blueprint").map(Preset::config) else {
        return Vec::new();
    };
    let text = |field: &Field, config: &Config| field.value(config).text(field.kind);
    Field::all()
        .filter(|field| field.is_changed(&now, &then))
        .filter_map(|field| {
            let (_, why, source) = WHY.iter().find(|(path, ..)| *path == field.path)?;
            Some(BlueprintDifference {
                field,
                then: text(field, &then),
                now: text(field, &now),
                why,
                source: *source,
            })
        })
        .collect()
}
