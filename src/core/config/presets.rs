//! Named starting points. The defaults stand beside their structs.

use super::literal::{literal, literals};
use super::{
    Al2023Version, BandwidthScope, CapacityType, Command, Config, ConsolidationPolicy, EngineKind,
    InstanceStore, NodeCount, ScriptSource, Tristate, WorkloadKind,
};
use crate::core::choice::nearest;
use crate::core::error::{ValueError, quoted};
use crate::core::units::{Iops, Limit, MbitPerSec, Throughput, VolumeSize};

/// A named starting point.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// The word for `--preset`.
    pub word: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// Who it is for, in a few words.
    pub audience: &'static str,
    /// Who it is for, in one sentence.
    pub help: &'static str,
    change: fn(&mut Config),
}

impl Preset {
    /// All presets, the recommended one first.
    pub const ALL: &'static [Self] = &[
        Self {
            word: "recommended",
            label: "Recommended",
            audience: "most clusters",
            help: "For most clusters: the AL2023 AMI's own SOCI on a gp3 volume that is fast enough.",
            change: |_| {},
        },
        Self {
            word: "vllm-gpu",
            label: "vLLM on GPU nodes",
            audience: "images of 10 GB and more",
            help: "For inference images of 10 GB and more on G and P instances.",
            change: gpu,
        },
        Self {
            word: "vllm-gpu-containerd",
            label: "vLLM on GPU nodes, by containerd itself",
            audience: "the same without SOCI",
            help: "The same without SOCI: containerd 2.2 pulls in parallel itself, and needs memory for it.",
            change: gpu_by_containerd,
        },
        Self {
            word: "spark-ci",
            label: "Spark and CI runners",
            audience: "short jobs on spot",
            help: "For short jobs on Spot capacity that start and stop all day.",
            change: batch,
        },
        Self {
            word: "bottlerocket",
            label: "Bottlerocket",
            audience: "unpacks fastest on Intel",
            help: "For clusters on Bottlerocket, where SOCI is a setting and gzip unpacks fastest on Intel.",
            change: bottlerocket,
        },
        Self {
            word: "auto-mode",
            label: "EKS Auto Mode",
            audience: "SOCI is built in",
            help: "For Auto Mode clusters with G, P or Trn nodes, where SOCI is built in.",
            change: auto_mode,
        },
        Self {
            word: "original-blueprint",
            label: "Original blueprint (July 2025)",
            audience: "to migrate from it",
            help: "To migrate from the published blueprint: the same documents, with its Deployments and the comparison pool.",
            change: original_blueprint,
        },
        Self {
            word: "stock-containerd",
            label: "Stock containerd",
            audience: "a baseline to compare with",
            help: "For a baseline: the same nodes and storage without SOCI.",
            change: |config| config.engine.kind = EngineKind::Containerd,
        },
    ];

    /// The preset with this word.
    pub fn find(word: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|preset| preset.word == word)
    }

    /// The preset with a word that somebody typed.
    ///
    /// # Errors
    /// A word that is no preset; the nearest one is suggested.
    pub fn named(word: &str) -> Result<&'static Self, ValueError> {
        let word = word.trim();
        Self::find(word).ok_or_else(|| {
            let words: Vec<&str> = Self::ALL.iter().map(|preset| preset.word).collect();
            let error = ValueError::new(format!(
                "{} is not a preset. It is one of {}.",
                quoted(word),
                words.join(", ")
            ));
            match nearest(word, words.into_iter()) {
                Some(near) => error.suggest(near),
                None => error,
            }
        })
    }

    /// The preset's Config: the default, changed.
    pub fn config(&self) -> Config {
        let mut config = Config::default();
        (self.change)(&mut config);
        config
    }
}

fn gpu(config: &mut Config) {
    config.nodes.categories = literals(&["g", "p"]);
    config.nodes.min_generation = Some(NodeCount::new(5));
    config.nodes.min_ebs_bandwidth = None;
    config.nodes.min_network_bandwidth = None;
    config.nodes.capacity_types = vec![CapacityType::OnDemand];
    config.nodes.taints = literals(&["nvidia.com/gpu:NoSchedule"]);
    config.nodes.consolidation_policy = ConsolidationPolicy::WhenEmpty;
    config.workload.gpus = Some(1);
    config.workload.command = Command::Image;
    config.storage.volume.volume_size = VolumeSize::gib(200);
    config.storage.instance_store = InstanceStore::Raid0SociOnEbs;
}

/// With containerd's own parallel pull, at the limits that SOCI has in the AMI.
fn gpu_by_containerd(config: &mut Config) {
    gpu(config);
    config.engine.kind = EngineKind::ContainerdParallel;
    config.nodes.name = literal("containerd-parallel");
}

fn batch(config: &mut Config) {
    config.nodes.capacity_types = vec![CapacityType::Spot];
    config.nodes.min_vcpu = Some(NodeCount::new(8));
    config.nodes.bandwidth_in = BandwidthScope::NodePool;
    config.nodes.min_ebs_bandwidth = Some(MbitPerSec::per_second(4750));
    config.nodes.min_network_bandwidth = None;
    config.nodes.consolidation_policy = ConsolidationPolicy::WhenEmpty;
    // Spot brings many types, and most small ones have slow NVMe: pods use it, images do not.
    config.storage.instance_store = InstanceStore::Raid0SociOnEbs;
    config.workload.name = literal("runner");
}

fn bottlerocket(config: &mut Config) {
    config.engine.kind = EngineKind::Bottlerocket;
}

fn auto_mode(config: &mut Config) {
    gpu(config);
    config.engine.kind = EngineKind::AutoMode;
    config.nodes.min_local_nvme = Some(NodeCount::new(1));
    config.storage.volume.volume_size = VolumeSize::gib(500);
}

/// The documents published in July 2025, but for the AMI: they took `al2023@latest`, and on
/// releases from v20260505 on, nodes with a hand-installed SOCI very probably never become Ready. The
/// releases between v20260304 and it do not start some images (amazon-eks-ami issue 2682).
fn original_blueprint(config: &mut Config) {
    config.nodes.cpu_limit = None;
    config.workload.kind = WorkloadKind::Deployment;
    config.comparison = true;
    config.cluster.al2023_version = Al2023Version::Pinned(20_260_304);
    config.engine.kind = EngineKind::InstallScript;
    config.engine.limits.max_concurrent_downloads_per_image = Limit::AtMost(10);
    config.engine.limits.max_concurrent_unpacks_per_image = Limit::AtMost(10);
    config.engine.install.source = ScriptSource::Main;
    config.engine.install.root_dir =
        literal("/var/lib/containerd/io.containerd.snapshotter.v1.soci");
    config.storage.volume.iops = Some(Iops::new(16_000));
    config.storage.volume.throughput = Some(Throughput::mebibytes(1000));
    config.storage.volume.encrypted = Tristate::Unset;
    config.storage.volume.delete_on_termination = Tristate::Unset;
    config.nodes.min_ebs_bandwidth = Some(MbitPerSec::per_second(8001));
    config.nodes.min_network_bandwidth = Some(MbitPerSec::per_second(8001));
}

#[cfg(test)]
mod tests {
    use super::Preset;

    #[test]
    fn every_preset_can_be_built_and_found() {
        for preset in Preset::ALL {
            let _ = preset.config();
            assert_eq!(
                Preset::find(preset.word).map(|found| found.label),
                Some(preset.label)
            );
            assert!(preset.help.ends_with('.'));
        }
    }
}
