//! What each column holds, and what is plausible in it. The bounds are wider than today's figures
//! and narrower than a slip of the unit: a wrong power of ten does not get through.

/// How the cells of a column are written.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Letters, digits and `. _ -`.
    Word,
    /// Anything but control characters.
    Text,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// Digits only.
    Whole,
    /// Digits, and at most so many after a point.
    Decimal(usize),
    /// A day: 2026-07-20.
    Day,
    /// Text that begins with a day, or with a year where the day is not known.
    DayOrYear,
}

/// The least and the most that is plausible, and why.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Least.
    pub least: f64,
    /// Most.
    pub most: f64,
    /// Where the bounds come from.
    pub why: &'static str,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Name in the header.
    pub name: &'static str,
    /// How its cells are written.
    pub kind: Kind,
    /// Whether a cell may not be empty, which means unknown.
    pub needed: bool,
    /// What is plausible, for numbers.
    pub bounds: Option<Bounds>,
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        needed: false,
        bounds: None,
    }
}

const fn needed(name: &'static str, kind: Kind) -> Column {
    Column {
        needed: true,
        ..column(name, kind)
    }
}

impl Column {
    const fn within(self, least: f64, most: f64, why: &'static str) -> Self {
        Self {
            bounds: Some(Bounds { least, most, why }),
            ..self
        }
    }
}

use Kind::{Day, DayOrYear, Decimal, OneOf, Text, Whole, Word};

const FLAG: Kind = OneOf(&["false", "true"]);

/// `instances.csv`.
pub const INSTANCES: &[Column] = &[
    needed("type", Word),
    needed("arch", OneOf(&["amd64", "arm64"])),
    needed("vcpu", Whole).within(1.0, 2048.0, "the largest type of 2026 has 896"),
    column("threads_per_core", Whole).within(1.0, 2.0, "no EC2 processor has more"),
    needed("memory_mib", Whole).within(
        500.0,
        67_108_864.0,
        "t2.nano has 512 MiB, u7inh-32tb has 32 TiB",
    ),
    needed("category", Word),
    needed("family", Word),
    column("generation", Whole).within(1.0, 20.0, "the newest of 2026 is 9"),
    needed("size", Word),
    needed("flex", FLAG),
    column("burstable", FLAG),
    column("bare_metal", FLAG),
    column("hypervisor", OneOf(&["nitro", "xen"])),
    needed("cpu_manufacturer", OneOf(&["amd", "aws", "intel"])),
    column("cpu_clock_mhz", Whole).within(0.0, 6000.0, "m8azn sustains 5,000; old types say 0"),
    column("coremark_per_thread", Decimal(1)).within(
        5000.0,
        100_000.0,
        "measured: 9,941 to 53,666",
    ),
    column("network_baseline_mbps", Whole).within(
        30.0,
        10_000_000.0,
        "t3.nano has 32, p6-b300 6,400,000",
    ),
    column("network_peak_mbps", Whole).within(
        100.0,
        10_000_000.0,
        "f1 of 2016 and older types start near 280",
    ),
    column("network_cards", Whole).within(1.0, 64.0, "p5.48xlarge has 32"),
    column("ebs_baseline_mbps", Whole).within(40.0, 500_000.0, "t3.nano has 43, r8gb 300,000"),
    column("ebs_max_mbps", Whole).within(40.0, 500_000.0, "r8gb has 300,000"),
    column("ebs_baseline_iops", Whole).within(
        200.0,
        2_000_000.0,
        "t3.nano has 250, r8gb 1,440,000",
    ),
    column("ebs_max_iops", Whole).within(1000.0, 2_000_000.0, "r8gb has 1,440,000"),
    column("local_nvme_gb", Whole).within(
        30.0,
        500_000.0,
        "c6gd.medium has 59, d3en.12xlarge 335,520",
    ),
    column("local_nvme_disks", Whole).within(1.0, 64.0, "d3en.12xlarge has 24"),
    column("local_nvme_write_iops_4k", Whole).within(
        1000.0,
        5_000_000.0,
        "published: 5,625 to 1,760,000",
    ),
    column("gpu_name", Word),
    column("gpu_manufacturer", OneOf(&["amd", "nvidia"])),
    column("gpu_count", Whole).within(0.0, 32.0, "most have up to 8; 0 is a fraction of one"),
    column("gpu_memory_mib", Whole).within(
        1000.0,
        1_000_000.0,
        "an eighth of an L4 has 2,861, a B300 275,040",
    ),
    column("accelerator_name", Word),
    column(
        "accelerator_manufacturer",
        OneOf(&["aws", "habana", "qualcomm"]),
    ),
    column("accelerator_count", Whole).within(1.0, 64.0, "trn1 has 16"),
    needed("max_pods", Whole).within(
        4.0,
        4000.0,
        "t3.nano has 4; 15 interfaces of 50 addresses on two cards give 1,514",
    ),
];

/// `ondemand/REGION.csv`.
pub const ON_DEMAND: &[Column] = &[
    needed("type", Word),
    needed("usd_per_hour", Decimal(6)).within(
        0.001,
        1000.0,
        "t4g.nano costs 0.0028 in ap-south-1, the largest memory type 361",
    ),
    needed("as_of", Day),
];

/// `ebs_prices.csv`.
pub const EBS_PRICES: &[Column] = &[
    needed("region", Word),
    needed("location", Text),
    column("gp3_gb", Decimal(6)).within(0.01, 1.0, "0.08 in us-east-1, 0.152 in sa-east-1"),
    column("gp3_iops", Decimal(6)).within(0.001, 0.05, "0.005 to 0.0095"),
    column("gp3_mibps", Decimal(6)).within(
        0.005,
        0.5,
        "0.04 to 0.076; the feed's price of a GiB/s is 1,024 times that",
    ),
    column("gp2_gb", Decimal(6)).within(0.01, 1.0, "0.10 to 0.19"),
    column("io1_gb", Decimal(6)).within(0.01, 1.0, "0.125 to 0.238"),
    column("io1_iops", Decimal(6)).within(0.01, 0.5, "0.065 to 0.094"),
    column("io2_gb", Decimal(6)).within(0.01, 1.0, "0.125 to 0.1518"),
    column("io2_iops_t1", Decimal(6)).within(0.01, 0.5, "0.065 to 0.0792"),
    column("io2_iops_t2", Decimal(6)).within(0.005, 0.5, "70 % of the first tier"),
    column("io2_iops_t3", Decimal(6)).within(0.005, 0.5, "49 % of the first tier"),
    column("snapshot_gb", Decimal(6)).within(0.01, 0.5, "0.0475 to 0.068"),
    column("fsr_hour", Decimal(6)).within(0.1, 5.0, "0.75 to 1.43"),
    needed("as_of", Day),
];

/// `al2023_releases.csv`.
pub const AL2023_RELEASES: &[Column] = &[
    needed("release", Word),
    column("kubernetes", Text),
    column("containerd", Text),
    needed(
        "evidence",
        OneOf(&["abandoned", "changelog", "seen", "tag"]),
    ),
];

/// `bottlerocket_releases.csv`.
pub const BOTTLEROCKET_RELEASES: &[Column] = &[
    needed("release", Word),
    needed("evidence", OneOf(&["announced", "released"])),
];

/// `karpenter_releases.csv`.
pub const KARPENTER_RELEASES: &[Column] = &[
    needed("release", Word),
    needed("kubernetes_from", Word),
    needed("kubernetes_to", Word),
];

/// `kubernetes_releases.csv`.
pub const KUBERNETES_RELEASES: &[Column] = &[
    needed("kubernetes", Word),
    needed("bottlerocket_from", Word),
    column("bottlerocket_until", Word),
    column("eks_until", Day),
];

/// `known_bad_releases.csv`.
pub const KNOWN_BAD_RELEASES: &[Column] = &[
    needed("id", Word),
    needed("system", OneOf(&["al2023", "bottlerocket"])),
    needed("from", Word),
    needed("before", Word),
    column("kubernetes", Text),
    needed("pulls", OneOf(&["any", "soci", "stock"])),
    needed("severity", OneOf(&["error", "note", "warning"])),
    column("fixed", Word),
    column("lacks", OneOf(&["pause-image"])),
    needed("what", Text),
    needed("source", Text),
    needed("url", Text),
];

/// `measurements.csv`.
pub const MEASUREMENTS: &[Column] = &[
    needed("id", Word),
    needed("source", Text),
    needed("source_date", DayOrYear),
    needed("image", Text),
    column("compressed_bytes", Whole).within(1e6, 1e12, "images have 1 MB to 1 TB"),
    column("uncompressed_bytes", Whole).within(1e6, 1e13, "images have 1 MB to 10 TB"),
    column("layers", Whole).within(
        1.0,
        1000.0,
        "127 are what an overlay takes; 1,000 is a slip",
    ),
    column("largest_layer_bytes", Whole).within(1e3, 1e12, "no layer is larger than an image"),
    needed("node_os", Text),
    column("instance_type", Word),
    column("volume", Text),
    needed(
        "engine",
        OneOf(&[
            "containerd",
            "containerd-parallel",
            "soci",
            "soci (Auto Mode)",
        ]),
    ),
    column("download_concurrency", Whole).within(1.0, 1000.0, "more requests at once are a slip"),
    column("unpack_concurrency", Whole).within(1.0, 1000.0, "more layers at once are a slip"),
    column("chunk_size", Text),
    column("decompressor", Text),
    needed("pull_seconds", Decimal(3)).within(0.1, 86_400.0, "a pull takes less than a day"),
    column("notes", Text),
];

/// `known_images.csv`.
pub const KNOWN_IMAGES: &[Column] = &[
    needed("id", Word),
    needed("reference", Text),
    column("architecture", OneOf(&["amd64", "arm64"])),
    column("as_of", Day),
    needed("compressed_bytes", Whole).within(1e8, 1e12, "images of 0.1 to 1,000 GB"),
    needed("precision", OneOf(&["exact", "rounded"])),
    column("largest_layer_bytes", Whole).within(1.0, 1e12, "layers of up to 1,000 GB"),
    column("layers", Text),
    needed("source", Text),
    column("notes", Text),
];

/// `measured_pairs.csv`.
pub const MEASURED_PAIRS: &[Column] = &[
    needed("id", Word),
    needed("source", Text),
    needed("source_date", DayOrYear),
    needed("soci_seconds", Decimal(3)).within(0.1, 86_400.0, "a pull takes less than a day"),
    needed("containerd_parallel_seconds", Decimal(3)).within(
        0.1,
        86_400.0,
        "a pull takes less than a day",
    ),
    column("notes", Text),
];
