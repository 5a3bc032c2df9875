//! One pull on one node: everything that is known before it starts.

use super::disk::{self, Disk};
use super::input::{Order, SimulationInput};
use super::network::{Card, Registry};
use super::parameter::{Parameter, ParameterValues};
use super::unpack::{Cores, Decompressor};
use crate::core::catalogue::Instance;
use crate::core::config::{Config, InstanceStore, SociLimits};
use crate::core::disk::ImagePlace;
use crate::core::disk::rate::{AttachedVolume, volume_of};
use crate::core::engines::{NodeSystem, PulledBy};
use crate::core::plan::Side;
use crate::core::selection::has_effect;
use crate::core::units::{ChunkSize, Limit};

/// Who pulls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core) enum Puller {
    /// containerd: three layers at once, one connection each, unpacked one after the other.
    Containerd,
    /// SOCI's parallel mode with these limits.
    Soci(SociLimits),
    /// containerd's own transfer service with these limits.
    TransferService(SociLimits),
}

/// containerd's `max_concurrent_downloads`, which neither AL2023 nor Bottlerocket changes.
const CONTAINERD_DOWNLOADS: f64 = 3.0;

/// One pull on one node, but for what is uncertain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct NodeSetup {
    pub(in crate::core) puller: Puller,
    pub(in crate::core) registry: Registry,
    pub(in crate::core) card: Card,
    pub(in crate::core) cores: Cores,
    pub(in crate::core) decompressor: Decompressor,
    pub(in crate::core) disk: Disk,
    /// MB.
    pub(in crate::core) memory: f64,
}

/// One side of a Config: what all its nodes have in common.
#[derive(Debug)]
pub(in crate::core) struct PoolSetup<'a> {
    config: &'a Config,
    side: Side,
    registry: Registry,
    volume: AttachedVolume,
}

impl<'a> PoolSetup<'a> {
    pub(in crate::core) fn new(config: &'a Config, side: Side) -> Self {
        Self {
            config,
            side,
            registry: Registry::of(config.image.reference.as_str()),
            volume: AttachedVolume::new(&volume_of(config)),
        }
    }

    /// The pull on a node of this type, whose cores are so fast.
    pub(in crate::core) fn on(&self, instance: &Instance) -> NodeSetup {
        let puller = match self.side {
            Side::Baseline => Puller::Containerd,
            Side::Soci => puller(self.config, instance),
        };
        NodeSetup {
            puller,
            registry: self.registry,
            card: Card::of(instance),
            cores: Cores::of(instance),
            decompressor: Decompressor::of(&self.config.engine, instance.architecture),
            disk: self.place(puller, instance),
            memory: disk::memory(instance),
        }
    }

    /// Where the images of a node lie. containerd's own directory is on the RAID0 wherever there
    /// is one, unless images of the stock nodes are kept on EBS; SOCI's only where AMI and
    /// Karpenter are new enough and nobody keeps it on EBS.
    fn place(&self, puller: Puller, instance: &Instance) -> Disk {
        let is_stock =
            self.side == Side::Baseline || !self.config.engine.spec().pulls_in_parallel();
        let store = self.config.storage.instance_store;
        let place = match (self.config.engine.spec().system, store, puller) {
            (NodeSystem::AutoMode, ..) | (_, _, Puller::Soci(_) | Puller::TransferService(_)) => {
                ImagePlace::of(self.config, instance)
            }
            (_, InstanceStore::Unused, _) => ImagePlace::Volume,
            // What is kept out of the RAID0 is containerd's directory on stock nodes, and SOCI's
            // elsewhere, where containerd may pull all the same.
            (_, InstanceStore::Raid0SociOnEbs, _) if is_stock => ImagePlace::Volume,
            (_, InstanceStore::Raid0 | InstanceStore::Raid0SociOnEbs, _) => {
                ImagePlace::InstanceStore
            }
        };
        Disk::store(instance)
            .filter(|_| place == ImagePlace::InstanceStore)
            .unwrap_or_else(|| self.volume(instance))
    }

    /// The volume of a node of this type.
    fn volume(&self, instance: &Instance) -> Disk {
        Disk::volume(&self.volume, instance)
    }
}

impl NodeSetup {
    /// The uncertain figures that this pull depends on.
    pub(in crate::core) fn parameters(&self, add: &mut impl FnMut(Parameter)) {
        add(Parameter::Start);
        self.card.parameters(self.registry, add);
        self.cores.parameters(self.decompressor, add);
        self.disk.parameters(add);
        add(match self.puller {
            Puller::Containerd | Puller::TransferService(_) => Parameter::ContainerdNoise,
            Puller::Soci(_) => Parameter::SociNoise,
        });
    }

    /// What the disk writes, in MB/s, and MB that may wait in the page cache for it.
    pub(in crate::core) fn writes(&self, draw: &ParameterValues) -> (f64, f64) {
        let cache = self.memory * draw.get(Parameter::PageCache);
        (self.disk.rate(draw), cache)
    }

    /// What the simulation runs with.
    pub(in crate::core) fn conditions(&self, draw: &ParameterValues) -> SimulationInput {
        let (connection, network, network_is) = self.card.rates(self.registry, draw);
        let (requests, chunk, order, keeps_layers) = match self.puller {
            Puller::Containerd => (
                CONTAINERD_DOWNLOADS,
                f64::INFINITY,
                Order::LowestFirst,
                false,
            ),
            Puller::Soci(limits) | Puller::TransferService(limits) => {
                let unpacks = fewer(
                    limits.max_concurrent_unpacks_per_image,
                    limits.max_concurrent_unpacks,
                );
                (
                    fewer(
                        limits.max_concurrent_downloads_per_image,
                        limits.max_concurrent_downloads,
                    )
                    .map_or(f64::INFINITY, f64::from),
                    match limits.concurrent_download_chunk_size {
                        ChunkSize::WholeLayer => f64::INFINITY,
                        #[allow(clippy::cast_precision_loss, reason = "at most 10 GiB")]
                        ChunkSize::Bytes(bytes) => bytes as f64 / 1e6,
                    },
                    match self.puller {
                        // containerd takes no limit for one.
                        Puller::TransferService(_) => Order::InTurn {
                            permits: unpacks.map_or(1, |count| count as usize),
                        },
                        _ => Order::AsTheyArrive {
                            permits: unpacks.map_or(usize::MAX, |count| count as usize),
                        },
                    },
                    // The transfer service keeps the layers that it has fetched; SOCI writes them again.
                    matches!(self.puller, Puller::Soci(_)) && !limits.discard_unpacked_layers,
                )
            }
        };
        let (disk, cache) = self.writes(draw);
        SimulationInput {
            start: draw.get(Parameter::Start),
            requests,
            chunk,
            connection: connection.max(0.1),
            network: network.max(0.1),
            network_is,
            order,
            stream: self.cores.stream(self.decompressor, draw),
            streams: self.cores.streams(draw),
            disk,
            cache,
            keeps_layers,
        }
    }
}

/// The lower of two limits.
fn fewer(per_image: Limit, of_all: Limit) -> Option<u32> {
    match (per_image.count(), of_all.count()) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// What pulls on this type. Of an engine whose limits nobody can set, as Auto Mode, they are not
/// published; the AL2023 AMI's are assumed.
fn puller(config: &Config, instance: &Instance) -> Puller {
    let limits = match config.engine.kind.own_limits() {
        Some(_) => config.engine.limits,
        None => SociLimits::AL2023_AMI,
    };
    match config.engine.spec().pulled_by {
        PulledBy::Stock => Puller::Containerd,
        _ if !has_effect(config, instance) => Puller::Containerd,
        PulledBy::Soci => Puller::Soci(limits),
        PulledBy::TransferService => Puller::TransferService(limits.without_all()),
    }
}
