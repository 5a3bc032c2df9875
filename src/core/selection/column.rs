//! The columns of a table of instance types.

use crate::core::catalogue::{Catalogue, Instance, OnDemandPrices};
use crate::core::choice::nearest;
use crate::core::error::{ValueError, quoted};
use crate::core::units::{MbitPerSec, Memory, Money, grouped};

/// A column: a fact about an instance type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Name of the type.
    Type,
    /// Part before the dot.
    Family,
    /// Leading letters.
    Category,
    /// Part after the dot.
    Size,
    /// Generation.
    Generation,
    /// Processor architecture.
    Architecture,
    /// Who makes the processor.
    CpuMaker,
    /// vCPUs.
    Vcpu,
    /// Memory, GiB.
    Memory,
    /// Model of the GPUs.
    Gpu,
    /// Number of GPUs.
    Gpus,
    /// Memory of each GPU, GiB.
    GpuMemory,
    /// Network baseline over all cards, Mbit/s.
    Network,
    /// Network burst figure over all cards, Mbit/s.
    NetworkPeak,
    /// Sustained EBS bandwidth, Mbit/s.
    EbsBaseline,
    /// Most EBS bandwidth, Mbit/s.
    Ebs,
    /// Instance store, decimal GB.
    Nvme,
    /// Disks of the instance store.
    Disks,
    /// Pods that the network has addresses for.
    Pods,
    /// On-demand price, dollars an hour.
    Price,
}

/// What a type has in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// A word.
    Word(&'static str),
    /// A number, in millionths.
    Number(u64),
    /// The type has no such thing.
    Absent,
    /// Nobody says.
    Unknown,
}

/// How rows are ordered. Unknown comes last either way, and equals stay in order of family and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

const MILLION: u64 = 1_000_000;

impl Column {
    /// Every column.
    pub const ALL: [Self; 20] = [
        Self::Type,
        Self::Family,
        Self::Category,
        Self::Size,
        Self::Generation,
        Self::Architecture,
        Self::CpuMaker,
        Self::Vcpu,
        Self::Memory,
        Self::Gpu,
        Self::Gpus,
        Self::GpuMemory,
        Self::Network,
        Self::NetworkPeak,
        Self::EbsBaseline,
        Self::Ebs,
        Self::Nvme,
        Self::Disks,
        Self::Pods,
        Self::Price,
    ];

    /// The columns that a table shows unless told otherwise.
    pub const SHOWN: [Self; 9] = [
        Self::Type,
        Self::Vcpu,
        Self::Memory,
        Self::Gpu,
        Self::Nvme,
        Self::Network,
        Self::EbsBaseline,
        Self::Ebs,
        Self::Price,
    ];

    /// The word in filters, `--sort` and the first line of CSV.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Family => "family",
            Self::Category => "category",
            Self::Size => "size",
            Self::Generation => "gen",
            Self::Architecture => "arch",
            Self::CpuMaker => "maker",
            Self::Vcpu => "vcpu",
            Self::Memory => "mem",
            Self::Gpu => "gpu",
            Self::Gpus => "gpus",
            Self::GpuMemory => "gpu-mem",
            Self::Network => "network",
            Self::NetworkPeak => "network-peak",
            Self::EbsBaseline => "ebs-base",
            Self::Ebs => "ebs",
            Self::Nvme => "nvme",
            Self::Disks => "disks",
            Self::Pods => "pods",
            Self::Price => "price",
        }
    }

    /// What a person reads above the column.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Type => "Type",
            Self::Family => "Family",
            Self::Category => "Category",
            Self::Size => "Size",
            Self::Generation => "Generation",
            Self::Architecture => "Architecture",
            Self::CpuMaker => "CPU maker",
            Self::Vcpu => "vCPU",
            Self::Memory => "Memory",
            Self::Gpu => "GPU",
            Self::Gpus => "GPUs",
            Self::GpuMemory => "GPU memory",
            Self::Network => "Network baseline",
            Self::NetworkPeak => "Network peak",
            Self::EbsBaseline => "EBS baseline",
            Self::Ebs => "EBS maximum",
            Self::Nvme => "NVMe",
            Self::Disks => "NVMe disks",
            Self::Pods => "Pods",
            Self::Price => "Price",
        }
    }

    /// Unit of its numbers, or empty.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Memory | Self::GpuMemory => "GiB",
            Self::Network | Self::NetworkPeak | Self::EbsBaseline | Self::Ebs => "Mbit/s",
            Self::Nvme => "GB",
            Self::Price => "$/h",
            _ => "",
        }
    }

    /// Whether it holds numbers.
    pub const fn is_number(self) -> bool {
        !matches!(
            self,
            Self::Type
                | Self::Family
                | Self::Category
                | Self::Size
                | Self::Architecture
                | Self::CpuMaker
                | Self::Gpu
        )
    }

    /// The column with a word that somebody typed.
    ///
    /// # Errors
    /// A word that is no column; the nearest one is suggested.
    pub fn named(word: &str) -> Result<Self, ValueError> {
        let lower = word.trim().to_ascii_lowercase();
        let found = Self::ALL
            .into_iter()
            .find(|column| column.as_str() == lower);
        found.ok_or_else(|| {
            let words = Self::ALL.map(Self::as_str);
            let error = ValueError::new(format!(
                "{} is not a column. The columns are {}.",
                quoted(word.trim()),
                words.join(", ")
            ));
            match nearest(&lower, words.into_iter()) {
                Some(near) => error.suggest(near),
                None => error,
            }
        })
    }
}

/// Instance types as rows of a table, with a Region's prices where they are loaded.
#[derive(Debug, Clone, Copy)]
pub struct InstanceRows<'a> {
    instances: &'a [Instance],
    prices: Option<&'a OnDemandPrices>,
}

impl<'a> InstanceRows<'a> {
    /// Rows with these prices; without, every price is unknown.
    pub fn new(catalogue: &'a Catalogue, prices: Option<&'a OnDemandPrices>) -> Self {
        Self {
            instances: catalogue.instances(),
            prices,
        }
    }

    /// The type at this position.
    pub fn instance(&self, position: usize) -> Option<&'a Instance> {
        self.instances.get(position)
    }

    /// The price of the type at this position.
    pub fn price(&self, position: usize) -> Option<Money> {
        self.prices?.at(position)
    }

    /// What the type at this position has in a column.
    pub fn cell(&self, position: usize, column: Column) -> Cell {
        let Some(instance) = self.instance(position) else {
            return Cell::Unknown;
        };
        let number = |value: u32| Cell::Number(u64::from(value) * MILLION);
        let known = |value: Option<u32>| value.map_or(Cell::Unknown, number);
        let rate = |value: Option<MbitPerSec>| known(value.map(MbitPerSec::to_megabits));
        let gibibytes =
            |size: Memory| Cell::Number(u64::from(size.to_mebibytes()) * MILLION / 1024);
        let of_gpu = |read: &dyn Fn(crate::core::catalogue::Gpu) -> Cell| {
            instance.gpu.map_or(Cell::Absent, read)
        };
        match column {
            Column::Type => Cell::Word(instance.name),
            Column::Family => Cell::Word(instance.family),
            Column::Category => Cell::Word(instance.category),
            Column::Size => Cell::Word(instance.size),
            Column::Generation => known(instance.generation),
            Column::Architecture => Cell::Word(instance.architecture.as_str()),
            Column::CpuMaker => Cell::Word(instance.cpu_manufacturer),
            Column::Vcpu => number(instance.vcpu),
            Column::Memory => gibibytes(instance.memory),
            Column::Gpu => of_gpu(&|gpu| Cell::Word(gpu.name)),
            Column::Gpus => of_gpu(&|gpu| number(gpu.count)),
            Column::GpuMemory => of_gpu(&|gpu| gibibytes(gpu.memory)),
            Column::Network => rate(instance.network.baseline),
            Column::NetworkPeak => rate(instance.network.peak),
            Column::EbsBaseline => rate(instance.ebs.baseline),
            Column::Ebs => rate(instance.ebs.maximum),
            Column::Nvme => instance.local_store.map_or(Cell::Absent, |store| {
                Cell::Number(store.capacity.to_bytes() / 1000)
            }),
            Column::Disks => instance
                .local_store
                .map_or(Cell::Absent, |store| known(store.disks)),
            Column::Pods => number(instance.max_pods),
            Column::Price => match self.price(position) {
                Some(price) => Cell::Number(price.to_micro_dollars()),
                None => Cell::Unknown,
            },
        }
    }

    /// The cell as it is read, without its unit: `1,192`, `$1.54`, `2 × l4`; `none` and
    /// `unknown` for what is not there.
    pub fn text(&self, position: usize, column: Column) -> String {
        match (self.cell(position, column), column) {
            (Cell::Unknown, _) => "unknown".to_owned(),
            (Cell::Absent, _) => "none".to_owned(),
            (Cell::Word(word), Column::Gpu) => {
                match self.instance(position).and_then(|it| it.gpu) {
                    Some(gpu) if gpu.count > 1 => format!("{} × {word}", gpu.count),
                    Some(gpu) if gpu.count == 0 => format!("part of {word}"),
                    _ => word.to_owned(),
                }
            }
            (Cell::Word(word), _) => word.to_owned(),
            (Cell::Number(amount), Column::Price) => Money::micro_dollars(amount).rounded(),
            (Cell::Number(number), _) => decimal(number),
        }
    }

    /// Puts positions in order of a column; names and sizes as they grow, `2xlarge` before `12xlarge`.
    pub fn sort(&self, positions: &mut [usize], column: Column, order: Order) {
        let mut keyed: Vec<(Option<Key>, Natural, usize)> = positions
            .iter()
            .map(|position| {
                let natural = Natural::for_instance(self.instance(*position));
                (self.key(*position, column), natural, *position)
            })
            .collect();
        keyed.sort_unstable_by(
            |(left, left_name, left_at), (right, right_name, right_at)| {
                let by_key = match (left, right, order) {
                    (Some(left), Some(right), Order::Ascending) => left.cmp(right),
                    (Some(left), Some(right), Order::Descending) => right.cmp(left),
                    (left, right, _) => left.is_none().cmp(&right.is_none()),
                };
                by_key
                    .then(left_name.cmp(right_name))
                    .then(left_at.cmp(right_at))
            },
        );
        for (place, (.., position)) in positions.iter_mut().zip(keyed) {
            *place = position;
        }
    }

    fn key(&self, position: usize, column: Column) -> Option<Key> {
        let natural = || Natural::for_instance(self.instance(position));
        match (self.cell(position, column), column) {
            (Cell::Word(_), Column::Type) => Some(Key::Name(natural())),
            (Cell::Word(_), Column::Size) => Some(Key::Size(natural().size)),
            (Cell::Word(word), _) => Some(Key::Word(word)),
            (Cell::Number(number), _) => Some(Key::Number(number)),
            (Cell::Absent, _) => Some(Key::Number(0)),
            (Cell::Unknown, _) => None,
        }
    }
}

/// The order in which a person lists types: by family, then from the smallest to bare metal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Natural {
    family: &'static str,
    size: Size,
}

/// A size by how large it is; words that are none of AWS's come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Size {
    is_metal: bool,
    /// Thirty-seconds of an `xlarge`.
    parts: u32,
    word: &'static str,
}

impl Natural {
    fn for_instance(instance: Option<&Instance>) -> Self {
        instance.map_or(
            Self {
                family: "",
                size: Size::parse(""),
            },
            |instance| Self {
                family: instance.family,
                size: Size::parse(instance.size),
            },
        )
    }
}

impl Size {
    fn parse(word: &'static str) -> Self {
        const XLARGE: u32 = 32;
        let (is_metal, size) = match word.strip_prefix("metal") {
            Some(size) => (true, size.trim_start_matches('-')),
            None => (false, word),
        };
        let parts = match size {
            "nano" => 1,
            "micro" => 2,
            "small" => 4,
            "medium" => 8,
            "large" => 16,
            "xlarge" => XLARGE,
            other => other
                .strip_suffix("xlarge")
                .or_else(|| other.strip_suffix("xl"))
                .and_then(|count| count.parse::<u32>().ok())
                .map_or(u32::MAX, |count| count.saturating_mul(XLARGE)),
        };
        Self {
            is_metal,
            parts,
            word,
        }
    }
}

/// What a row is sorted by; what is not there comes before any word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u64),
    Word(&'static str),
    Size(Size),
    Name(Natural),
}

/// Millionths as they are read, with one digit where the number is not whole.
fn decimal(millionths: u64) -> String {
    let tenths = (millionths + MILLION / 20) / (MILLION / 10);
    match tenths % 10 {
        0 => grouped(tenths / 10),
        digit => format!("{}.{digit}", grouped(tenths / 10)),
    }
}
