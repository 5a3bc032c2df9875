//! What is known about an EC2 instance type.

use super::core_speeds::CoreMarks;
use super::table::{Row, TableError, rows};
use crate::core::config::Architecture;
use crate::core::units::{ByteSize, MbitPerSec, Memory};

const HEADER: &str = "type,arch,vcpu,threads_per_core,memory_mib,category,family,generation,size,flex,burstable,bare_metal,hypervisor,cpu_manufacturer,cpu_clock_mhz,coremark_per_thread,network_baseline_mbps,network_peak_mbps,network_cards,ebs_baseline_mbps,ebs_max_mbps,ebs_baseline_iops,ebs_max_iops,local_nvme_gb,local_nvme_disks,local_nvme_write_iops_4k,gpu_name,gpu_manufacturer,gpu_count,gpu_memory_mib,accelerator_name,accelerator_manufacturer,accelerator_count,max_pods";

/// Network of an instance type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    /// Baseline over all network cards: the label `instance-network-bandwidth`.
    pub baseline: Option<MbitPerSec>,
    /// Burst figure over all network cards.
    pub peak: Option<MbitPerSec>,
    /// Network cards; an image pull uses one of them.
    pub cards: Option<u32>,
}

/// What the instance lets its EBS volumes do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EbsLimits {
    /// Sustained bandwidth.
    pub baseline: Option<MbitPerSec>,
    /// Most bandwidth, which many types sustain for 30 minutes a day: the label
    /// `instance-ebs-bandwidth`.
    pub maximum: Option<MbitPerSec>,
    /// Sustained IOPS.
    pub baseline_iops: Option<u32>,
    /// Most IOPS.
    pub maximum_iops: Option<u32>,
}

/// Local NVMe disks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalStore {
    /// Size of all disks together, whole decimal GB: the label `instance-local-nvme`.
    pub capacity: ByteSize,
    /// Number of disks.
    pub disks: Option<u32>,
    /// Random writes of 4 KiB a second over all disks, the only rate that AWS publishes.
    pub write_iops: Option<u32>,
}

/// GPUs of an instance type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gpu {
    /// Model, as the label `instance-gpu-name` writes it: `l4`, `a10g`.
    pub name: &'static str,
    /// `nvidia` or `amd`.
    pub manufacturer: &'static str,
    /// Whole GPUs; 0 on types that have a fraction of one.
    pub count: u32,
    /// Memory of each.
    pub memory: Memory,
}

/// Inference and training accelerators other than GPUs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accelerator {
    /// Model: `inferentia2`, `trainium`.
    pub name: &'static str,
    /// Who makes it.
    pub manufacturer: &'static str,
    /// How many.
    pub count: u32,
}

/// An EC2 instance type, as Karpenter labels it and as EC2 limits it. Columns, sources and dates
/// are in `data/SOURCES.md`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Instance {
    /// `m6i.8xlarge`.
    pub name: &'static str,
    /// Processor architecture.
    pub architecture: Architecture,
    /// vCPUs.
    pub vcpu: u32,
    /// Hardware threads of one core.
    pub threads_per_core: Option<u32>,
    /// Nominal memory, before the hypervisor takes its part.
    pub memory: Memory,
    /// Leading letters: `m`, `g`, `inf`.
    pub category: &'static str,
    /// Part before the dot: `m6i`.
    pub family: &'static str,
    /// Number after the category.
    pub generation: Option<u32>,
    /// Part after the dot: `8xlarge`.
    pub size: &'static str,
    /// Whether it is a -flex type.
    pub is_flex: bool,
    /// Whether its CPU works on credits.
    pub is_burstable: Option<bool>,
    /// Whether there is no hypervisor.
    pub is_bare_metal: Option<bool>,
    /// `nitro`, `xen`; none on bare metal.
    pub hypervisor: Option<&'static str>,
    /// `intel`, `amd`, `aws`.
    pub cpu_manufacturer: &'static str,
    /// Sustained clock in MHz; 0 on old types, as Karpenter reports it.
    pub cpu_clock: Option<u32>,
    /// CoreMark points of one thread, in tenths.
    pub coremark: Option<u32>,
    /// How fast its cores are, by the CoreMarks of its family or of families of its kind.
    pub(in crate::core) core: Option<CoreMarks>,
    /// Network.
    pub network: Network,
    /// Limits of EBS.
    pub ebs: EbsLimits,
    /// Local NVMe disks.
    pub local_store: Option<LocalStore>,
    /// GPUs.
    pub gpu: Option<Gpu>,
    /// Other accelerators.
    pub accelerator: Option<Accelerator>,
    /// Pods that the network interfaces have addresses for.
    pub max_pods: u32,
}

/// Reads `instances.csv`, which is sorted by type.
pub(super) fn parse(table: &'static str) -> Result<Vec<Instance>, TableError> {
    let mut instances: Vec<Instance> = Vec::new();
    for row in rows(table, HEADER)? {
        let error = row.error("types are sorted by name, each once");
        let instance = instance(row)?;
        if instances
            .last()
            .is_some_and(|last| last.name >= instance.name)
        {
            return Err(error);
        }
        instances.push(instance);
    }
    Ok(instances)
}

fn instance(mut row: Row<'static>) -> Result<Instance, TableError> {
    let name = row.needed("type")?;
    let architecture = row.needed_value("arch")?;
    let vcpu = row.needed_value("vcpu")?;
    let threads_per_core = row.value("threads_per_core")?;
    let memory = Memory::mebibytes(row.needed_value("memory_mib")?);
    let category = row.needed("category")?;
    let family = row.needed("family")?;
    let generation = row.value("generation")?;
    let size = row.needed("size")?;
    let is_flex = row.needed_value("flex")?;
    let is_burstable = row.value("burstable")?;
    let is_bare_metal = row.value("bare_metal")?;
    let hypervisor = row.text("hypervisor")?;
    let cpu_manufacturer = row.needed("cpu_manufacturer")?;
    let cpu_clock = row.value("cpu_clock_mhz")?;
    let coremark = tenths(&mut row, "coremark_per_thread")?;
    let network = Network {
        baseline: row.value("network_baseline_mbps")?,
        peak: row.value("network_peak_mbps")?,
        cards: row.value("network_cards")?,
    };
    let ebs = EbsLimits {
        baseline: row.value("ebs_baseline_mbps")?,
        maximum: row.value("ebs_max_mbps")?,
        baseline_iops: row.value("ebs_baseline_iops")?,
        maximum_iops: row.value("ebs_max_iops")?,
    };
    let local_store = local_store(&mut row)?;
    let gpu = gpu(&mut row)?;
    let accelerator = accelerator(&mut row)?;
    let max_pods = row.needed_value("max_pods")?;
    row.end()?;
    Ok(Instance {
        name,
        architecture,
        vcpu,
        threads_per_core,
        memory,
        category,
        family,
        generation,
        size,
        is_flex,
        is_burstable,
        is_bare_metal,
        hypervisor,
        cpu_manufacturer,
        cpu_clock,
        coremark,
        core: None,
        network,
        ebs,
        local_store,
        gpu,
        accelerator,
        max_pods,
    })
}

/// A number with one decimal, in tenths.
fn tenths(row: &mut Row<'_>, column: &str) -> Result<Option<u32>, TableError> {
    let Some(text) = row.text(column)? else {
        return Ok(None);
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let number = match (whole.parse::<u32>(), fraction.parse::<u32>()) {
        (Ok(whole), Ok(fraction @ 0..=9)) => whole.checked_mul(10).map(|tenths| tenths + fraction),
        _ => None,
    };
    number
        .map(Some)
        .ok_or_else(|| row.error(format!("{column} cannot be {text}")))
}

fn local_store(row: &mut Row<'static>) -> Result<Option<LocalStore>, TableError> {
    let capacity: Option<u32> = row.value("local_nvme_gb")?;
    let disks = row.value("local_nvme_disks")?;
    let write_iops = row.value("local_nvme_write_iops_4k")?;
    Ok(capacity.map(|gigabytes| LocalStore {
        capacity: ByteSize::bytes(u64::from(gigabytes) * 1_000_000_000),
        disks,
        write_iops,
    }))
}

fn gpu(row: &mut Row<'static>) -> Result<Option<Gpu>, TableError> {
    let name = row.text("gpu_name")?;
    let manufacturer = row.text("gpu_manufacturer")?;
    let count = row.value("gpu_count")?;
    let memory = row.value("gpu_memory_mib")?;
    match (name, manufacturer, count, memory) {
        (Some(name), Some(manufacturer), Some(count), Some(memory)) => Ok(Some(Gpu {
            name,
            manufacturer,
            count,
            memory: Memory::mebibytes(memory),
        })),
        (None, None, None, None) => Ok(None),
        _ => Err(row.error("a GPU has name, manufacturer, count and memory, or none of them")),
    }
}

fn accelerator(row: &mut Row<'static>) -> Result<Option<Accelerator>, TableError> {
    let name = row.text("accelerator_name")?;
    let manufacturer = row.text("accelerator_manufacturer")?;
    let count = row.value("accelerator_count")?;
    match (name, manufacturer, count) {
        (Some(name), Some(manufacturer), Some(count)) => Ok(Some(Accelerator {
            name,
            manufacturer,
            count,
        })),
        (None, None, None) => Ok(None),
        _ => Err(row.error("an accelerator has name, manufacturer and count, or none of them")),
    }
}
