//! Who pulls, and how, as plain data. What one engine does in another way than the next is said here
//! and nowhere else in the model: nobody who takes a [`Puller`] asks which one it is.

use super::unpack::Decompressor;
use crate::core::catalogue::Instance;
use crate::core::config::{Architecture, Config, Engine, SociLimits};
use crate::core::engines::{GzipBy, PulledBy};
use crate::core::plan::Side;
use crate::core::pull::parameter::Parameter;
use crate::core::selection::has_effect;
use crate::core::units::{ChunkSize, Limit};

/// In which order layers are unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core) enum Order {
    /// One at a time, the lowest first: stock containerd.
    LowestFirst,
    /// As they arrive, this many at once: SOCI.
    AsTheyArrive { permits: usize },
    /// This many at once, the lowest first: a layer has its permit before it has arrived. containerd's
    /// transfer service (containerd 301026e, core/unpack/unpacker.go).
    InTurn { permits: usize },
}

impl Order {
    /// Layers that may unpack at once.
    pub(in crate::core) const fn permits(self) -> usize {
        match self {
            Self::LowestFirst => 1,
            Self::AsTheyArrive { permits } | Self::InTurn { permits } => permits,
        }
    }
}

/// What the runtime holds in memory while it pulls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core) enum Holds {
    /// Nothing worth counting: layers are written as they come.
    Nothing,
    /// So many MiB as published: least, likely, most.
    Published([u64; 3]),
    /// What has arrived and is not yet written, and each request's chunk at least.
    Chunks,
}

/// Who pulls: everything that the model wants to know of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct Puller {
    /// Whether it is containerd as it comes: an engine that has no effect pulls so too.
    pub(in crate::core) is_stock: bool,
    /// Requests at once; infinite if there is no limit.
    pub(in crate::core) requests: f64,
    /// MB of one request; infinite for whole layers.
    pub(in crate::core) chunk: f64,
    pub(in crate::core) order: Order,
    /// Whether a compressed layer is written a second time, into containerd's store.
    pub(in crate::core) keeps_layers: bool,
    /// Whether a layer is unpacked only once the disk has all of it: containerd's store syncs what it
    /// takes (containerd 02e0fef8, plugins/content/local/writer.go, `Commit`). SOCI renames its files
    /// without that.
    pub(in crate::core) syncs_layers: bool,
    /// By how much runs of the same pull differ.
    pub(in crate::core) noise: Parameter,
    pub(in crate::core) holds: Holds,
}

impl Puller {
    /// containerd: three layers at once, one connection each, unpacked one after the other. Neither
    /// AL2023 nor Bottlerocket changes its `max_concurrent_downloads`.
    pub(in crate::core) const CONTAINERD: Self = Self {
        is_stock: true,
        requests: 3.0,
        chunk: f64::INFINITY,
        order: Order::LowestFirst,
        keeps_layers: false,
        syncs_layers: true,
        noise: Parameter::ContainerdNoise,
        holds: Holds::Nothing,
    };

    /// SOCI's parallel mode with these limits.
    pub(in crate::core) fn soci(limits: SociLimits) -> Self {
        Self {
            order: Order::AsTheyArrive {
                permits: unpacks(limits).unwrap_or(usize::MAX),
            },
            keeps_layers: !limits.discard_unpacked_layers,
            syncs_layers: false,
            noise: Parameter::SociNoise,
            // arXiv 2607.05596, 2026-07.
            holds: Holds::Published([246, 512, 1044]),
            ..Self::in_chunks(limits)
        }
    }

    /// containerd's own transfer service with these limits. It keeps the layers that it has fetched,
    /// where SOCI writes them again.
    pub(in crate::core) fn transfer_service(limits: SociLimits) -> Self {
        Self {
            // containerd takes no limit for one.
            order: Order::InTurn {
                permits: unpacks(limits).unwrap_or(1),
            },
            holds: Holds::Chunks,
            ..Self::in_chunks(limits)
        }
    }

    /// What layers are fetched with in several requests.
    fn in_chunks(limits: SociLimits) -> Self {
        let requests = fewer(
            limits.max_concurrent_downloads_per_image,
            limits.max_concurrent_downloads,
        );
        Self {
            is_stock: false,
            requests: requests.map_or(f64::INFINITY, f64::from),
            chunk: match limits.concurrent_download_chunk_size {
                ChunkSize::WholeLayer => f64::INFINITY,
                #[allow(clippy::cast_precision_loss, reason = "at most 10 GiB")]
                ChunkSize::Bytes(bytes) => bytes as f64 / 1e6,
            },
            ..Self::CONTAINERD
        }
    }

    /// What pulls on a node of this type. Of an engine whose limits nobody can set, as Auto Mode, they
    /// are not published; the AL2023 AMI's are assumed.
    pub(in crate::core) fn for_side(config: &Config, side: Side, instance: &Instance) -> Self {
        if side == Side::Baseline || !has_effect(config, instance) {
            return Self::CONTAINERD;
        }
        let limits = match config.engine.kind.own_limits() {
            Some(_) => config.engine.limits,
            None => SociLimits::AL2023_AMI,
        };
        match config.engine.spec().pulled_by {
            PulledBy::Stock => Self::CONTAINERD,
            PulledBy::Soci => Self::soci(limits),
            PulledBy::TransferService => Self::transfer_service(limits.without_all()),
        }
    }
}

/// What unpacks gzip on an engine's nodes, whoever pulls there. Auto Mode's are Bottlerocket.
pub(in crate::core) fn decompressor(engine: &Engine, architecture: Architecture) -> Decompressor {
    match engine.spec().gzip {
        GzipBy::Pigz => Decompressor::Pigz,
        GzipBy::IgzipOnAmd64 => match architecture {
            Architecture::Amd64 => Decompressor::Igzip,
            Architecture::Arm64 => Decompressor::Pigz,
        },
        GzipBy::Chosen => Decompressor::named(engine.install.decompressor.as_str()),
    }
}

/// Layers that may unpack at once; none without a limit.
fn unpacks(limits: SociLimits) -> Option<usize> {
    let unpacks = fewer(
        limits.max_concurrent_unpacks_per_image,
        limits.max_concurrent_unpacks,
    );
    unpacks.map(|count| count as usize)
}

/// The lower of two limits.
fn fewer(per_image: Limit, of_all: Limit) -> Option<u32> {
    match (per_image.count(), of_all.count()) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
