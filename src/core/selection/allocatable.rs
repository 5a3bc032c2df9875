//! What Karpenter leaves pods of an instance type before it has seen a node of it
//! (pkg/providers/instancetype/types.go at v1.14.1).

use crate::core::catalogue::Instance;
use crate::core::config::Architecture;
use crate::core::manifest::{Eviction, Kubelet};

/// MiB that Graviton's firmware keeps.
const ARM64_RESERVED: u64 = 64;
/// VM_MEMORY_OVERHEAD_PERCENT, in thousandths.
const VM_OVERHEAD: u64 = 75;
/// MiB at which the kubelet evicts.
const EVICTION: u64 = 100;
const MEBIBYTE: u64 = 1 << 20;
const GIBIBYTE: u64 = 1 << 30;

/// What nodes of a pool have for pods, by their type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeResources {
    /// What the EC2NodeClass sets of the kubelet.
    pub(crate) kubelet: Kubelet,
    /// Whether the nodes run Bottlerocket, of which Karpenter counts pods in another way.
    pub(crate) is_bottlerocket: bool,
}

impl NodeResources {
    /// CPU for pods, in thousandths: all but what the kubelet keeps, by default 6 % of the first
    /// core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest.
    pub(crate) fn cpu(&self, instance: &Instance) -> u64 {
        let all = cpu_capacity(instance);
        let within = |from: u64, to: u64| all.min(to).saturating_sub(from);
        let kept = self.kubelet.kube_cpu.unwrap_or_else(|| {
            within(0, 1000) * 6 / 100
                + within(1000, 2000) / 100
                + within(2000, 4000) * 5 / 1000
                + within(4000, u64::MAX) * 25 / 10_000
        });
        all.saturating_sub(kept.saturating_add(self.kubelet.system_cpu))
    }

    /// Memory for pods in bytes: nominal less the hypervisor's 7.5 %, the kubelet's 255 MiB and
    /// 11 MiB a pod, and the eviction threshold, unless the kubelet is told otherwise.
    pub(crate) fn memory(&self, instance: &Instance) -> u64 {
        let capacity = memory_capacity(instance);
        let counted = if self.is_bottlerocket {
            self.pods(instance)
        } else {
            u64::from(instance.max_pods)
        };
        let kubelet = self.kubelet.kube_memory.unwrap_or_else(|| {
            255_u64
                .saturating_add(11_u64.saturating_mul(counted))
                .saturating_mul(MEBIBYTE)
        });
        let eviction = threshold(self.kubelet.memory_eviction, capacity, EVICTION * MEBIBYTE);
        let kept = kubelet
            .saturating_add(self.kubelet.system_memory)
            .saturating_add(eviction);
        capacity.saturating_sub(kept)
    }

    /// Pods that a node has places for.
    pub(crate) fn pods(&self, instance: &Instance) -> u64 {
        let most = self
            .kubelet
            .max_pods
            .unwrap_or(u64::from(instance.max_pods));
        match self.kubelet.pods_per_core {
            Some(per_core) if !self.is_bottlerocket => {
                most.min(per_core.saturating_mul(u64::from(instance.vcpu)))
            }
            _ => most,
        }
    }
}

/// CPU that a type has, in thousandths.
pub(crate) fn cpu_capacity(instance: &Instance) -> u64 {
    u64::from(instance.vcpu) * 1000
}

/// Memory that Karpenter expects of a type, in bytes.
pub(crate) fn memory_capacity(instance: &Instance) -> u64 {
    let mut nominal = u64::from(instance.memory.to_mebibytes());
    if instance.architecture == Architecture::Arm64 {
        nominal = nominal.saturating_sub(ARM64_RESERVED);
    }
    (nominal - (nominal * VM_OVERHEAD).div_ceil(1000)) << 20
}

/// Bytes at which the kubelet evicts.
fn threshold(eviction: Option<Eviction>, capacity: u64, default: u64) -> u64 {
    match eviction {
        None => default,
        Some(Eviction::Bytes(bytes)) => bytes,
        Some(Eviction::Thousandths(thousandths)) => {
            let share = (u128::from(capacity) * u128::from(thousandths)).div_ceil(1000);
            u64::try_from(share).unwrap_or(u64::MAX)
        }
    }
}

/// Whole GPUs of a maker; a fraction of one counts as none.
fn gpus_of(instance: &Instance, maker: &str) -> u32 {
    instance
        .gpu
        .filter(|gpu| gpu.manufacturer == maker)
        .map_or(0, |gpu| gpu.count)
}

/// Whole NVIDIA GPUs; a fraction of one counts as none.
pub(crate) fn nvidia_gpus(instance: &Instance) -> u32 {
    gpus_of(instance, "nvidia")
}

/// Whole AMD GPUs.
pub(crate) fn amd_gpus(instance: &Instance) -> u32 {
    gpus_of(instance, "amd")
}

/// Gaudi accelerators, which EC2 lists as GPUs.
pub(crate) fn gaudis(instance: &Instance) -> u32 {
    gpus_of(instance, "habana")
}

/// Neuron devices.
pub(crate) fn neurons(instance: &Instance) -> u32 {
    instance
        .accelerator
        .filter(|other| other.manufacturer == "aws")
        .map_or(0, |other| other.count)
}

/// Where a node's ephemeral storage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EphemeralStorage {
    /// Whether a RAID0 of the instance store takes it, on types that have one.
    pub(crate) on_instance_store: bool,
    /// The EBS volume, GiB.
    pub(crate) volume_gib: u32,
    /// What the kubelet keeps of it and where it evicts.
    pub(crate) kubelet: Kubelet,
}

impl EphemeralStorage {
    /// Bytes for pods: 1 GiB is the kubelet's and a tenth is where it evicts, unless it is told
    /// otherwise.
    pub(crate) fn allocatable(self, instance: &Instance) -> u64 {
        self.left_of(self.capacity(instance))
    }

    /// All bytes.
    pub(crate) fn capacity(self, instance: &Instance) -> u64 {
        match instance.local_store {
            Some(store) if self.on_instance_store => store.capacity.to_bytes(),
            _ => u64::from(self.volume_gib) * GIBIBYTE,
        }
    }

    fn left_of(self, capacity: u64) -> u64 {
        let kubelet = self.kubelet.kube_storage.unwrap_or(GIBIBYTE);
        let eviction = threshold(
            self.kubelet.storage_eviction,
            capacity,
            capacity.div_ceil(10),
        );
        let kept = kubelet
            .saturating_add(self.kubelet.system_storage)
            .saturating_add(eviction);
        capacity.saturating_sub(kept)
    }

    /// Whether this type's ephemeral storage is the EBS volume.
    pub(super) fn is_volume(self, instance: &Instance) -> bool {
        !(self.on_instance_store && instance.local_store.is_some())
    }

    /// The least whole GiB of a volume, up to 64 TiB, that leave pods so many bytes; more than any
    /// volume has where none does.
    pub(super) fn volume_for(self, bytes: u64) -> u64 {
        const MAX_GIB: u64 = 65_536;
        let (mut low, mut high) = (1, MAX_GIB);
        if self.left_of(MAX_GIB * GIBIBYTE) < bytes {
            return u64::MAX;
        }
        while low < high {
            let middle = u64::midpoint(low, high);
            if self.left_of(middle * GIBIBYTE) >= bytes {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}
