//! What is known about an EC2 instance type.

use super::table::{Columns, Row, TableError};
use crate::core::config::Architecture;
use crate::core::units::{ByteSize, MbitPerSec, Memory};

const HEADER: &str = "type,arch,vcpu,threads_per_core,memory_mib,generation,burstable,bare_metal,hypervisor,cpu_manufacturer,cpu_clock_mhz,network_baseline_mbps,network_peak_mbps,network_cards,ebs_baseline_mbps,ebs_max_mbps,ebs_baseline_iops,ebs_max_iops,local_nvme_gb,local_nvme_disks,local_nvme_write_iops_4k,gpu_name,gpu_manufacturer,gpu_count,gpu_memory_mib,accelerator_name,accelerator_manufacturer,accelerator_count,max_pods,coremarks";

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

/// CoreMarks of one thread, in tenths, whose mean says how fast a type's cores are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core) struct CoreMarks {
    /// Their sum.
    pub(in crate::core) sum: u32,
    /// How many they are, one at least.
    pub(in crate::core) count: u32,
    /// Whether they are of the type's own family.
    pub(in crate::core) is_measured: bool,
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

/// Reads the columns of `instances.csv`, in which the types of a family follow each other, and sorts
/// the types by name.
pub(super) fn parse(table: &'static str) -> Result<Vec<Instance>, TableError> {
    let mut columns = Columns::new(table, HEADER)?;
    let mut instances: Vec<Instance> = Vec::new();
    let mut family = ("", None);
    while let Some(row) = columns.next_row() {
        let twice = row.error("each type stands there once");
        let mut instance = instance(row)?;
        if family.0 != instance.family {
            family = (instance.family, instance.core);
        }
        instance.core = family.1;
        // Few have to make room: only those of the same family.
        match instances.binary_search_by(|known| known.name.cmp(instance.name)) {
            Ok(_) => return Err(twice),
            Err(at) => instances.insert(at, instance),
        }
    }
    Ok(instances)
}

fn instance(mut row: Row<'static, '_>) -> Result<Instance, TableError> {
    let name = row.needed("type")?;
    let architecture = row.needed_value("arch")?;
    let vcpu = row.needed_value("vcpu")?;
    let threads_per_core = row.value("threads_per_core")?;
    let memory = Memory::mebibytes(row.needed_value("memory_mib")?);
    let Some((family, size)) = name.split_once('.') else {
        return Err(row.error("a type has a family and a size"));
    };
    let letters = family.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let category = family.strip_suffix(letters).unwrap_or(family);
    let generation = row.value("generation")?;
    let is_burstable = row.value("burstable")?;
    let is_bare_metal = row.value("bare_metal")?;
    let hypervisor = row.text("hypervisor")?;
    let cpu_manufacturer = row.needed("cpu_manufacturer")?;
    let cpu_clock = row.value("cpu_clock_mhz")?;
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
    let core = core_marks(&mut row)?;
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
        is_flex: family.ends_with("-flex"),
        is_burstable,
        is_bare_metal,
        hypervisor,
        cpu_manufacturer,
        cpu_clock,
        core,
        network,
        ebs,
        local_store,
        gpu,
        accelerator,
        max_pods,
    })
}

/// CoreMarks of a family: their sum and how many they are.
fn core_marks(row: &mut Row<'_, '_>) -> Result<Option<CoreMarks>, TableError> {
    let Some(text) = row.text("coremarks")? else {
        return Ok(None);
    };
    let numbers = text
        .split_once('/')
        .map(|(sum, count)| (sum.parse(), count.parse()));
    match numbers {
        Some((Ok(sum), Ok(count @ 1..))) => Ok(Some(CoreMarks {
            sum,
            count,
            is_measured: true,
        })),
        _ => Err(row.error(format!("coremarks cannot be {text}"))),
    }
}

fn local_store(row: &mut Row<'static, '_>) -> Result<Option<LocalStore>, TableError> {
    let capacity: Option<u32> = row.value("local_nvme_gb")?;
    let disks = row.value("local_nvme_disks")?;
    let write_iops = row.value("local_nvme_write_iops_4k")?;
    Ok(capacity.map(|gigabytes| LocalStore {
        capacity: ByteSize::bytes(u64::from(gigabytes) * 1_000_000_000),
        disks,
        write_iops,
    }))
}

fn gpu(row: &mut Row<'static, '_>) -> Result<Option<Gpu>, TableError> {
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

fn accelerator(row: &mut Row<'static, '_>) -> Result<Option<Accelerator>, TableError> {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::core::units::{ByteSize, MbitPerSec, Memory};
    use crate::data::{INSTANCE_ROWS, INSTANCES, catalogue};

    /// A row of `data/instances.csv` by its columns.
    type Row = BTreeMap<&'static str, &'static str>;

    fn rows() -> Vec<Row> {
        let mut lines = INSTANCE_ROWS.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let row = |line: &'static str| header.iter().copied().zip(line.split(',')).collect();
        lines.map(row).collect()
    }

    #[test]
    fn the_program_carries_every_cell_of_the_table() {
        let rows = rows();
        assert_eq!(catalogue().instances().len(), rows.len());
        for (row, one) in rows.iter().zip(catalogue().instances()) {
            fn text<T: ToString>(value: Option<T>) -> String {
                value.map_or_else(String::new, |value| value.to_string())
            }
            let number = |name: &str| row[name].parse::<u32>().ok();
            let megabits = |name: &str| number(name).map(MbitPerSec::per_second);
            let (store, gpu, other) = (one.local_store, one.gpu, one.accelerator);
            let texts = [
                ("type", one.name.to_owned()),
                ("arch", one.architecture.to_string()),
                ("vcpu", one.vcpu.to_string()),
                ("threads_per_core", text(one.threads_per_core)),
                ("category", one.category.to_owned()),
                ("family", one.family.to_owned()),
                ("generation", text(one.generation)),
                ("size", one.size.to_owned()),
                ("flex", one.is_flex.to_string()),
                ("burstable", text(one.is_burstable)),
                ("bare_metal", text(one.is_bare_metal)),
                ("hypervisor", text(one.hypervisor)),
                ("cpu_manufacturer", one.cpu_manufacturer.to_owned()),
                ("cpu_clock_mhz", text(one.cpu_clock)),
                ("network_cards", text(one.network.cards)),
                ("ebs_baseline_iops", text(one.ebs.baseline_iops)),
                ("ebs_max_iops", text(one.ebs.maximum_iops)),
                ("local_nvme_disks", text(store.and_then(|it| it.disks))),
                (
                    "local_nvme_write_iops_4k",
                    text(store.and_then(|it| it.write_iops)),
                ),
                ("gpu_name", text(gpu.map(|it| it.name))),
                ("gpu_manufacturer", text(gpu.map(|it| it.manufacturer))),
                ("gpu_count", text(gpu.map(|it| it.count))),
                ("accelerator_name", text(other.map(|it| it.name))),
                (
                    "accelerator_manufacturer",
                    text(other.map(|it| it.manufacturer)),
                ),
                ("accelerator_count", text(other.map(|it| it.count))),
                ("max_pods", one.max_pods.to_string()),
            ];
            for (column, text) in texts {
                assert_eq!(text, row[column], "{column} of {}", one.name);
            }
            for (column, bandwidth) in [
                ("network_baseline_mbps", one.network.baseline),
                ("network_peak_mbps", one.network.peak),
                ("ebs_baseline_mbps", one.ebs.baseline),
                ("ebs_max_mbps", one.ebs.maximum),
            ] {
                assert_eq!(bandwidth, megabits(column), "{column} of {}", one.name);
            }
            assert_eq!(
                Some(one.memory),
                number("memory_mib").map(Memory::mebibytes)
            );
            let gigabytes = number("local_nvme_gb").map(|it| u64::from(it) * 1_000_000_000);
            let capacity = store.map(|store| store.capacity);
            assert_eq!(capacity, gigabytes.map(ByteSize::bytes), "{}", one.name);
            let memory = number("gpu_memory_mib").map(Memory::mebibytes);
            assert_eq!(gpu.map(|gpu| gpu.memory), memory, "{}", one.name);
        }
    }

    #[test]
    fn a_familys_marks_are_those_of_its_types() {
        let mut families: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for row in rows() {
            let mark = row["coremark_per_thread"];
            let (whole, tenths) = mark.split_once('.').unwrap_or((mark, "0"));
            if !mark.is_empty() {
                let mark: u32 = [whole, tenths].concat().parse().unwrap();
                let family = families.entry(row["family"]).or_default();
                *family = (family.0 + mark, family.1 + 1);
            }
        }
        let mut measured = 0;
        for one in catalogue().instances() {
            let own = families.get(one.family);
            let marks = one.core.filter(|marks| marks.is_measured);
            let found = marks.map(|marks| (marks.sum, marks.count));
            measured += u32::from(found.is_some());
            assert_eq!(found, own.copied());
        }
        assert!(measured > 1000);
    }

    #[test]
    fn a_broken_table_is_refused_with_its_line() {
        let broken = |old: &str, new: &str| {
            assert!(INSTANCES.contains(old), "{old}");
            let table: &'static str = INSTANCES.replacen(old, new, 1).leak();
            super::parse(table).unwrap_err().to_string()
        };
        assert!(broken("vcpu,", "cpus,").starts_with("line 1:"));
        for (old, new, wrong) in [
            ("vcpu,1,2", "vcpu,1,", "line 3: vcpu is empty"),
            ("vcpu,1,2", "vcpu,1,x", "line 3: vcpu cannot be x"),
            (
                "type,a1.medium,a1.large",
                "type,a1.medium,a1.medium",
                "line 3: each type",
            ),
            (
                "type,a1.medium,a1.large",
                "type,a1.medium,a1large",
                "line 3: a type has",
            ),
            (
                "coremarks,",
                "coremarks,7/0,",
                "line 2: coremarks cannot be 7/0",
            ),
        ] {
            let error = broken(old, new);
            assert!(error.starts_with(wrong), "{error}");
        }
    }
}
