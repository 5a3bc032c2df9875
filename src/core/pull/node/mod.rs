//! One pull on one node: everything that is known before it starts, from who pulls to where the
//! images lie.

pub(in crate::core) mod disk;
pub(in crate::core) mod network;
pub(in crate::core) mod puller;
pub(in crate::core) mod unpack;

use self::disk::Disk;
use self::network::{Card, Registry};
use self::puller::Puller;
use self::unpack::{Cores, Decompressor};
use super::parameter::{Parameter, ParameterValues};
use crate::core::catalogue::Instance;
use crate::core::config::{Config, InstanceStore};
use crate::core::disk::ImagePlace;
use crate::core::disk::rate::{AttachedVolume, volume_of};
use crate::core::plan::Side;

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
            registry: Registry::from_reference(config.image.reference.as_str()),
            volume: AttachedVolume::new(&volume_of(config)),
        }
    }

    /// The pull on a node of this type, whose cores are so fast.
    pub(in crate::core) fn on_instance(&self, instance: &Instance) -> NodeSetup {
        let puller = Puller::for_side(self.config, self.side, instance);
        NodeSetup {
            puller,
            registry: self.registry,
            card: Card::for_instance(instance),
            cores: Cores::for_instance(instance),
            decompressor: puller::decompressor(&self.config.engine, instance.architecture),
            disk: self.place(puller, instance),
            memory: disk::memory(instance),
        }
    }

    /// Where the images of a node lie. containerd's own directory is on the RAID0 wherever there
    /// is one, unless images of the stock nodes are kept on EBS; SOCI's only where AMI and
    /// Karpenter are new enough and nobody keeps it on EBS.
    fn place(&self, puller: Puller, instance: &Instance) -> Disk {
        let engine = self.config.engine.spec();
        let is_stock = self.side == Side::Baseline || !engine.pulls_in_parallel();
        let place = if engine.is_auto_mode() || !puller.is_stock {
            ImagePlace::new(self.config, instance)
        } else {
            match self.config.storage.instance_store {
                InstanceStore::Unused => ImagePlace::Volume,
                // What is kept out of the RAID0 is containerd's directory on stock nodes, and SOCI's
                // elsewhere, where containerd may pull all the same.
                InstanceStore::Raid0SociOnEbs if is_stock => ImagePlace::Volume,
                InstanceStore::Raid0 | InstanceStore::Raid0SociOnEbs => ImagePlace::InstanceStore,
            }
        };
        Disk::store(instance)
            .filter(|_| place == ImagePlace::InstanceStore)
            .unwrap_or_else(|| Disk::volume(&self.volume, instance))
    }
}

impl NodeSetup {
    /// The uncertain figures that this pull depends on.
    pub(in crate::core) fn parameters(&self, add: &mut impl FnMut(Parameter)) {
        add(Parameter::Start);
        self.card.parameters(self.registry, add);
        self.cores.parameters(self.decompressor, add);
        self.disk.parameters(add);
        add(self.puller.noise);
    }

    /// What the disk writes, in MB/s, MB that may wait in the page cache for it, and MB that this keeps.
    pub(in crate::core) fn writes(&self, draw: &ParameterValues) -> (f64, f64, f64) {
        let of_memory = |share| self.memory * draw.get(share);
        let cache = of_memory(Parameter::PageCache);
        // Instance store has figures for reads and writes (EC2 User Guide of June 2023), of which reads are
        // the higher: that neither takes from the other is inferred. An EBS volume shares its throughput.
        let kept = if self.disk.is_store() {
            f64::INFINITY
        } else {
            of_memory(Parameter::KeptInMemory)
        };
        (self.disk.rate(draw), cache, kept)
    }
}
