//! The labels by which Karpenter knows an instance type.

use crate::core::catalogue::Instance;

/// A label that an instance type decides, under `karpenter.k8s.aws/instance-` or Auto Mode's
/// `eks.amazonaws.com/instance-` (computeRequirements in Karpenter v1.14.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Os,
    Architecture,
    Type,
    Category,
    Family,
    Size,
    Generation,
    Flex,
    Cpu,
    CpuManufacturer,
    CpuClock,
    Memory,
    EbsBandwidth,
    NetworkBandwidth,
    LocalNvme,
    GpuName,
    GpuManufacturer,
    GpuCount,
    GpuMemory,
    AcceleratorName,
    AcceleratorManufacturer,
    AcceleratorCount,
    Hypervisor,
}

/// What a type's label holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LabelValue {
    Text(&'static str),
    Number(u32),
}

impl Label {
    /// The label with this key; none for what no type decides, such as zones and labels of the
    /// pool's own.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        match key {
            "kubernetes.io/os" => return Some(Self::Os),
            "kubernetes.io/arch" => return Some(Self::Architecture),
            "node.kubernetes.io/instance-type" => return Some(Self::Type),
            _ => {}
        }
        let name = ["karpenter.k8s.aws/instance-", "eks.amazonaws.com/instance-"]
            .iter()
            .find_map(|domain| key.strip_prefix(domain))?;
        Some(match name {
            "category" => Self::Category,
            "family" => Self::Family,
            "size" => Self::Size,
            "generation" => Self::Generation,
            "capability-flex" => Self::Flex,
            "cpu" => Self::Cpu,
            "cpu-manufacturer" => Self::CpuManufacturer,
            "cpu-sustained-clock-speed-mhz" => Self::CpuClock,
            "memory" => Self::Memory,
            "ebs-bandwidth" => Self::EbsBandwidth,
            "network-bandwidth" => Self::NetworkBandwidth,
            "local-nvme" => Self::LocalNvme,
            "gpu-name" => Self::GpuName,
            "gpu-manufacturer" => Self::GpuManufacturer,
            "gpu-count" => Self::GpuCount,
            "gpu-memory" => Self::GpuMemory,
            "accelerator-name" => Self::AcceleratorName,
            "accelerator-manufacturer" => Self::AcceleratorManufacturer,
            "accelerator-count" => Self::AcceleratorCount,
            "hypervisor" => Self::Hypervisor,
            _ => return None,
        })
    }

    /// What the type's label holds; none if the type lacks it.
    pub(crate) fn value(self, instance: &Instance) -> Option<LabelValue> {
        use LabelValue::{Number, Text};
        let gpu = instance.gpu;
        let accelerator = instance.accelerator;
        match self {
            Self::Os => Some(Text("linux")),
            Self::Architecture => Some(Text(instance.architecture.as_str())),
            Self::Type => Some(Text(instance.name)),
            Self::Category => Some(Text(instance.category)),
            Self::Family => Some(Text(instance.family)),
            Self::Size => Some(Text(instance.size)),
            Self::Generation => instance.generation.map(Number),
            Self::Flex => Some(Text(if instance.is_flex { "true" } else { "false" })),
            Self::Cpu => Some(Number(instance.vcpu)),
            Self::CpuManufacturer => Some(Text(instance.cpu_manufacturer)),
            Self::CpuClock => instance.cpu_clock.map(Number),
            Self::Memory => Some(Number(instance.memory.to_mebibytes())),
            Self::EbsBandwidth => instance.ebs.maximum.map(|rate| Number(rate.to_megabits())),
            Self::NetworkBandwidth => instance
                .network
                .baseline
                .map(|rate| Number(rate.to_megabits())),
            Self::LocalNvme => instance
                .local_store
                .map(|store| Number(gigabytes(store.capacity.to_bytes()))),
            Self::GpuName => gpu.map(|gpu| Text(gpu.name)),
            Self::GpuManufacturer => gpu.map(|gpu| Text(gpu.manufacturer)),
            Self::GpuCount => gpu.map(|gpu| Number(gpu.count)),
            Self::GpuMemory => gpu.map(|gpu| Number(gpu.memory.to_mebibytes())),
            Self::AcceleratorName => accelerator.map(|other| Text(other.name)),
            Self::AcceleratorManufacturer => accelerator.map(|other| Text(other.manufacturer)),
            Self::AcceleratorCount => accelerator.map(|other| Number(other.count)),
            // Bare metal has the label with nothing in it.
            Self::Hypervisor => Some(Text(instance.hypervisor.unwrap_or_default())),
        }
    }

    /// Unit of the label's number, or empty.
    pub(super) const fn unit(self) -> &'static str {
        match self {
            Self::EbsBandwidth | Self::NetworkBandwidth => "Mbit/s",
            Self::Memory | Self::GpuMemory => "MiB",
            Self::LocalNvme => "GB",
            Self::CpuClock => "MHz",
            Self::Cpu => "vCPU",
            _ => "",
        }
    }
}

fn gigabytes(bytes: u64) -> u32 {
    u32::try_from(bytes / 1_000_000_000).unwrap_or(u32::MAX)
}
