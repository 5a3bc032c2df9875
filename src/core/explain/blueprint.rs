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
    ("engine.kind", "The AMI includes SOCI since v20250821: one feature gate switches it on, and no node downloads or installs anything before it joins.", FAST_IMAGE_PULL),
    ("cluster.al2023Version", "A hand-installed SOCI breaks with containerd 2.2.3, included since v20260505; the AMI's own SOCI works since v20260512.", PAUSE_IMAGE),
    ("nodes.cpuLimit", "Nothing else limits what a faulty workload may launch; Karpenter's getting-started guide also sets 1,000 CPU.", NODEPOOL),
    ("storage.volume.iops", "A pull writes 256 KiB per I/O, so each MiB/s needs four IOPS. The other 13,000 cost $65.00 per month per node (us-east-1, 2024-07-18) and make no pull faster.", EBS_PRICES),
    ("storage.volume.throughput", "SOCI works best with 600 MiB/s or more. 1,000 helps only on types with enough EBS bandwidth; the Disk and cost tab shows which.", FAST_IMAGE_PULL_ADVICE),
    ("storage.volume.encrypted", "Karpenter encrypts its default volume; a mapping only if set.", EC2NODECLASS),
    ("storage.volume.deleteOnTermination", "Set explicitly, so that no volume is left behind whatever the default.", EC2NODECLASS),
    ("workload.kind", "The published Deployment starts nodes that cost money, for an image that may not be yours. It is optional.", CHOICE),
    ("comparison", "The stock containerd pool is for trying SOCI out; it starts its own nodes. It is optional.", CHOICE),
    ("nodes.minEbsBandwidth", "Gt 8000 excludes types with exactly 8,000 Mbit/s; Gt 7999 includes them.", KARPENTER_LABELS),
    ("nodes.minNetworkBandwidth", "Gt 8000 excludes types with exactly 8,000 Mbit/s; Gt 7999 includes them.", KARPENTER_LABELS),
    ("engine.maxConcurrentDownloadsPerImage", "20 is the AMI's own default, within the 10 to 20 recommended for ECR.", SOCI),
    ("engine.maxConcurrentUnpacksPerImage", "12 is the AMI's own default.", FAST_IMAGE_PULL),
    ("engine.install.source", "The main branch's script may change at any time and runs as root on every new node; a commit does not change.", SOCI_SCRIPT),
    ("engine.install.rootDir", "A directory under /var/lib/containerd was the way onto the RAID0 before AMI v20251217. Now the array covers SOCI's own directory, and is mounted over this one while SOCI runs.", AMI_INSTANCE_STORE),
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
