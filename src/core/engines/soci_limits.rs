//! SOCI's limits, and what each node system sets by itself.

use crate::core::units::{ChunkSize, Limit};

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
    /// The same with one limit for each thing, that of an image.
    pub(crate) const fn without_all(self) -> Self {
        Self {
            max_concurrent_downloads: Limit::Unlimited,
            max_concurrent_unpacks: Limit::Unlimited,
            ..self
        }
    }

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
    /// What containerd's transfer service has when nothing is said, on AL2023 and on Bottlerocket: 3
    /// downloads, each a whole layer, and 1 unpack (containerd 301026e, plugins/transfer/plugin.go;
    /// Bottlerocket's chunk size is 0 since core-kit 12.0.0). Its limits count over all images; one
    /// image alone may use all of them, so they stand for an image here. Compressed layers stay in
    /// containerd's store: it discards none.
    pub const CONTAINERD: Self = Self {
        max_concurrent_downloads: Limit::Unlimited,
        max_concurrent_downloads_per_image: Limit::AtMost(3),
        concurrent_download_chunk_size: ChunkSize::WholeLayer,
        max_concurrent_unpacks: Limit::Unlimited,
        max_concurrent_unpacks_per_image: Limit::AtMost(1),
        discard_unpacked_layers: true,
    };
}
