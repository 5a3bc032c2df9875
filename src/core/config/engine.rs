//! How images are pulled.

use super::choice::choices;
use super::text::{NodePath, SociVersion};
use crate::core::units::{ChunkGrammar, ChunkSize, Limit};

choices! {
    /// How images are pulled.
    EngineKind, "an engine", {
        /// The AL2023 AMI's own SOCI, switched on by nodeadm's feature gate.
        FastImagePull = "fast-image-pull", "AL2023 FastImagePull", "SOCI is in the AMI; one feature gate switches it on. Nothing is downloaded when a node starts.";
        /// SOCI installed by a script when a node starts.
        InstallScript = "install-script", "AL2023 install script", "The 2025 blueprint's way: a script downloads SOCI when a node starts. For a SOCI release of your own choice.";
        /// Bottlerocket's built-in SOCI.
        Bottlerocket = "bottlerocket", "Bottlerocket", "SOCI is in the OS and a setting away. On Intel it unpacks gzip fastest.";
        /// EKS Auto Mode.
        AutoMode = "auto-mode", "EKS Auto Mode", "SOCI is built in on G, P and Trn types with NVMe; there is nothing to set.";
        /// Stock containerd.
        Containerd = "containerd", "Stock containerd", "No SOCI: the baseline to compare with.";
    }
}

choices! {
    /// How limits other than the AMI's own reach SOCI on AL2023.
    Tuning, "a way to set SOCI's limits", {
        /// A systemd drop-in that sets them at every start of the service.
        DropIn = "drop-in", "systemd drop-in", "Sets the limits at every start of SOCI; they hold after a reboot.";
        /// One sed in the script part.
        Sed = "sed", "sed", "The blueprint's simple way: set once; a reboot brings the AMI's own limits back.";
    }
}

choices! {
    /// Where the install script comes from.
    ScriptSource, "a source of the script", {
        /// One commit, its checksum verified before it runs.
        Pinned = "pinned", "Pinned commit, checksum verified", "Runs only if it is byte for byte the script of 2025-09-29.";
        /// Whatever the main branch holds when a node starts.
        Main = "main", "The main branch, unverified", "As published in July 2025: whoever can change that branch runs code as root on your nodes.";
    }
}

choices! {
    /// The distribution of the nodes.
    Distribution, "a distribution", {
        /// Amazon Linux 2023.
        Al2023 = "al2023", "AL2023", "NodeConfig carries the containerd and kubelet settings.";
        /// Anything else: fragments to merge by hand.
        Other = "other", "Another distribution", "The script, and containerd and kubelet fragments that you merge into your image by hand.";
    }
}

/// SOCI's limits. The defaults are those of the AL2023 AMI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SociLimits {
    /// Downloads at once over all images; counts requests, not layers.
    pub max_concurrent_downloads: Limit,
    /// Downloads at once for one image.
    pub max_concurrent_downloads_per_image: Limit,
    /// How much one request fetches.
    pub concurrent_download_chunk_size: ChunkSize,
    /// Layers unpacked at once over all images.
    pub max_concurrent_unpacks: Limit,
    /// Layers of one image unpacked at once.
    pub max_concurrent_unpacks_per_image: Limit,
    /// Whether compressed layers are thrown away once unpacked.
    pub discard_unpacked_layers: bool,
}

impl SociLimits {
    /// What the AL2023 AMI writes when FastImagePull is on (nodeadm's embedded
    /// soci-snapshotter.config.toml, amazon-eks-ami 81fec2e8, 2026-07-23).
    pub const AL2023_AMI: Self = Self {
        max_concurrent_downloads: Limit::Unlimited,
        max_concurrent_downloads_per_image: Limit::AtMost(20),
        concurrent_download_chunk_size: ChunkSize::mebibytes(16),
        max_concurrent_unpacks: Limit::Unlimited,
        max_concurrent_unpacks_per_image: Limit::AtMost(12),
        discard_unpacked_layers: true,
    };
    /// What Bottlerocket has when only the snapshotter is switched on (bottlerocket settings
    /// 1.53.x).
    pub const BOTTLEROCKET: Self = Self {
        max_concurrent_downloads: Limit::Unlimited,
        max_concurrent_downloads_per_image: Limit::AtMost(3),
        concurrent_download_chunk_size: ChunkSize::WholeLayer,
        max_concurrent_unpacks: Limit::Unlimited,
        max_concurrent_unpacks_per_image: Limit::AtMost(1),
        discard_unpacked_layers: false,
    };
    /// What the install script writes when nothing is exported (scripts/parallel-mode-install.sh
    /// at 586e301c, 2025-09-29).
    pub const INSTALL_SCRIPT: Self = Self {
        max_concurrent_downloads: Limit::Unlimited,
        max_concurrent_downloads_per_image: Limit::AtMost(3),
        concurrent_download_chunk_size: ChunkSize::mebibytes(16),
        max_concurrent_unpacks: Limit::Unlimited,
        max_concurrent_unpacks_per_image: Limit::AtMost(1),
        discard_unpacked_layers: true,
    };
}

/// What only the install script can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallScript {
    /// Where the script comes from.
    pub source: ScriptSource,
    /// Release of SOCI; the script's own 0.11.1 if empty.
    pub soci_version: Option<SociVersion>,
    /// Where SOCI keeps its data.
    pub root_dir: NodePath,
    /// Program that unpacks gzip.
    pub decompressor: NodePath,
    /// Distribution of the nodes.
    pub distribution: Distribution,
}

/// How images are pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// The engine.
    pub kind: EngineKind,
    /// SOCI's limits; without effect on Auto Mode and stock containerd.
    pub limits: SociLimits,
    /// How limits other than the AMI's own are set; FastImagePull only.
    pub tuning: Tuning,
    /// What only the install script can set.
    pub install: InstallScript,
}

impl Engine {
    /// Whether the nodes run a distribution that the user sets up by hand: no node class is
    /// written then.
    pub fn is_set_up_by_hand(&self) -> bool {
        self.kind == EngineKind::InstallScript && self.install.distribution == Distribution::Other
    }
}

impl EngineKind {
    /// The grammar in which this engine's node reads sizes.
    pub const fn chunk_grammar(self) -> ChunkGrammar {
        match self {
            Self::Bottlerocket => ChunkGrammar::Bottlerocket,
            Self::FastImagePull | Self::InstallScript | Self::AutoMode | Self::Containerd => {
                ChunkGrammar::Soci
            }
        }
    }

    /// What the node does when no limit is set, where limits can be set at all.
    pub const fn own_limits(self) -> Option<SociLimits> {
        match self {
            Self::FastImagePull => Some(SociLimits::AL2023_AMI),
            Self::InstallScript => Some(SociLimits::INSTALL_SCRIPT),
            Self::Bottlerocket => Some(SociLimits::BOTTLEROCKET),
            Self::AutoMode | Self::Containerd => None,
        }
    }

    /// Whether nodes run the EKS AL2023 AMI.
    pub const fn on_al2023(self) -> bool {
        matches!(
            self,
            Self::FastImagePull | Self::InstallScript | Self::Containerd
        )
    }
}
