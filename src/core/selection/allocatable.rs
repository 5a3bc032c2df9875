//! What Karpenter leaves pods of an instance type before it has seen a node of it
//! (pkg/providers/instancetype/types.go at v1.14.1).

use crate::core::catalogue::Instance;
use crate::core::config::Architecture;

/// MiB that Graviton's firmware keeps.
const ARM64_RESERVED: u64 = 64;
/// VM_MEMORY_OVERHEAD_PERCENT, in thousandths.
const VM_OVERHEAD: u64 = 75;
/// MiB at which the kubelet evicts.
const EVICTION: u64 = 100;
const GIBIBYTE: u64 = 1 << 30;

/// CPU for pods, in thousandths: all but what the kubelet keeps, 6 % of the first core, 1 % of
/// the second, 0.5 % of the next two, 0.25 % of the rest.
pub(super) fn cpu(instance: &Instance) -> u64 {
    let all = u64::from(instance.vcpu) * 1000;
    let within = |from: u64, to: u64| all.min(to).saturating_sub(from);
    let kept = within(0, 1000) * 6 / 100
        + within(1000, 2000) / 100
        + within(2000, 4000) * 5 / 1000
        + within(4000, u64::MAX) * 25 / 10_000;
    all.saturating_sub(kept)
}

/// Memory for pods in bytes: nominal less the hypervisor's 7.5 %, the kubelet's 255 MiB and
/// 11 MiB a pod, and the eviction threshold.
pub(super) fn memory(instance: &Instance) -> u64 {
    let mut nominal = u64::from(instance.memory.to_mebibytes());
    if instance.architecture == Architecture::Arm64 {
        nominal = nominal.saturating_sub(ARM64_RESERVED);
    }
    let capacity = nominal - (nominal * VM_OVERHEAD).div_ceil(1000);
    let kubelet = 255 + 11 * u64::from(instance.max_pods);
    capacity.saturating_sub(kubelet + EVICTION) << 20
}

/// Whole NVIDIA GPUs; a fraction of one counts as none.
pub(super) fn gpus(instance: &Instance) -> u32 {
    instance
        .gpu
        .filter(|gpu| gpu.manufacturer == "nvidia")
        .map_or(0, |gpu| gpu.count)
}

/// Where a node's ephemeral storage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EphemeralStorage {
    /// Whether a RAID0 of the instance store takes it, on types that have one.
    pub(super) on_instance_store: bool,
    /// The EBS volume, GiB.
    pub(super) volume_gib: u32,
}

impl EphemeralStorage {
    /// Bytes for pods: 1 GiB is the kubelet's and a tenth is where it evicts.
    pub(super) fn allocatable(self, instance: &Instance) -> u64 {
        let capacity = match instance.local_store {
            Some(store) if self.on_instance_store => store.capacity.to_bytes(),
            _ => u64::from(self.volume_gib) * GIBIBYTE,
        };
        capacity.saturating_sub(GIBIBYTE + capacity.div_ceil(10))
    }

    /// Whether this type's ephemeral storage is the EBS volume.
    pub(super) fn is_volume(self, instance: &Instance) -> bool {
        !(self.on_instance_store && instance.local_store.is_some())
    }

    /// The least whole GiB of a volume that leave pods so many bytes.
    pub(super) fn volume_for(bytes: u64) -> u64 {
        let mut gib = (u128::from(bytes) + u128::from(GIBIBYTE))
            .saturating_mul(10)
            .div_ceil(9 * u128::from(GIBIBYTE));
        // The tenth is rounded up to a byte, which may take one more.
        let fits = |gib: u128| {
            let capacity = gib * u128::from(GIBIBYTE);
            capacity.saturating_sub(u128::from(GIBIBYTE) + capacity.div_ceil(10))
                >= u128::from(bytes)
        };
        if !fits(gib) {
            gib += 1;
        }
        u64::try_from(gib).unwrap_or(u64::MAX)
    }
}
