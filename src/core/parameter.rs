//! Every uncertain figure of the model, in one place: what it is, its likely value, its range and
//! where both come from.
//!
//! Likely values are published or fitted to published pulls (`data/measurements.csv`), each one
//! for all rows together; ranges are what published runs show. What a user's own measurements say
//! may replace any of them ([`Constants::with`]). Figures are held in thousandths of their unit,
//! so that results compare exactly.

use crate::core::units::{LikelyRange, grouped};

/// What the likely value of a figure rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Somebody published it, or measurements that give it.
    Published,
    /// It was measured on real programs under known conditions (docs/lab.md).
    Lab,
    /// It was chosen so that so many published pulls come out right.
    Fitted {
        /// How many of them depend on it.
        pulls: u8,
    },
    /// Its range is what published pulls leave over that the figures were not fitted to.
    LeftOver,
    /// Nobody published it.
    Assumed,
}

impl Basis {
    /// What a person reads.
    pub fn describe(self) -> String {
        match self {
            Self::Published => "published".to_owned(),
            Self::Lab => "measured in the lab".to_owned(),
            Self::Fitted { pulls: 1 } => "fitted to 1 pull".to_owned(),
            Self::Fitted { pulls } => format!("fitted to {pulls} pulls"),
            Self::LeftOver => "fitted to errors".to_owned(),
            Self::Assumed => "assumed".to_owned(),
        }
    }
}

/// Declares the table: variant, label, unit, low, likely, high in thousandths, basis, why.
macro_rules! parameters {
    ($($(#[$doc:meta])* $name:ident: $label:literal, $unit:literal, $low:literal, $likely:literal, $high:literal, $basis:expr, $source:literal;)+) => {
        /// An uncertain figure of the model.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Parameter {
            $($(#[$doc])* $name,)+
        }

        impl Parameter {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
            pub(in crate::core) const COUNT: usize = Self::ALL.len();

            /// Its word in a Config file: `gzip-stream`.
            pub fn as_str(self) -> String {
                kebab(match self { $(Self::$name => stringify!($name),)+ })
            }

            /// What a person reads.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }

            /// Its unit; empty for a mere number.
            pub const fn unit(self) -> &'static str {
                match self { $(Self::$name => $unit,)+ }
            }

            /// A value of it for a reader: `210 (190–230) MB/s`, or `210 MB/s` if it is exact.
            pub fn shown(self, value: LikelyRange<u32>) -> String {
                let (low, high) = (value.low(), value.high());
                let mut text = number(value.likely());
                if low < high {
                    text.push_str(&format!(" ({}–{})", number(low), number(high)));
                }
                if !self.unit().is_empty() {
                    text.push(' ');
                    text.push_str(self.unit());
                }
                text
            }

            /// What the likely value rests on.
            pub const fn basis(self) -> Basis {
                use Basis::{Assumed, Fitted, Lab, LeftOver, Published};
                match self { $(Self::$name => $basis,)+ }
            }

            /// Where the value and its range come from.
            pub const fn source(self) -> &'static str {
                match self { $(Self::$name => $source,)+ }
            }
        }

        /// Low, likely and high, in thousandths, in the order of [`Parameter::ALL`].
        const DEFAULTS: [[u32; 3]; Parameter::COUNT] = [$([$low, $likely, $high],)+];
    };
}

parameters! {
    /// Manifest, token, first answers; the last snapshot's commit.
    Start: "Pull start", "s", 500, 2_000, 4_000, Fitted { pulls: 13 },
        "fitted to published pulls";
    /// Private Amazon ECR, whose layers come from S3.
    EcrConnection: "One connection to ECR", "MB/s", 40_000, 90_000, 95_000, Fitted { pulls: 7 },
        "S3 performance guidance: 85 to 90 MB/s a request; fitted to published pulls";
    /// Public ECR, which is behind CloudFront.
    PublicEcrPull: "A pull from public ECR, all connections", "MB/s", 60_000, 180_000, 450_000, Published,
        "published pulls: 97 to 130 MB/s however many connections, and two at more than 160 and 180 MB/s";
    /// Docker Hub.
    DockerHubConnection: "One connection to Docker Hub", "MB/s", 55_000, 125_000, 200_000, Fitted { pulls: 6 },
        "containerd issue 13559: 193 MB/s; a node in us-east-1, 2026-09-30: 78 to 100 MB/s for one, 300 for three; fitted to published pulls";
    /// A registry of which nothing is known.
    OtherConnection: "One connection to another registry", "MB/s", 20_000, 60_000, 120_000, Assumed,
        "assumed: between a busy registry and S3";
    /// What a pull gets of a network card.
    CardShare: "Share of the network card used by a pull", "", 700, 850, 950, Fitted { pulls: 13 },
        "S3 benchmarks: 6.5 of 10 Gbit/s with 64 connections, 860 MiB/s on g6e.2xlarge; fitted to published pulls";
    /// From the baseline (0) to the peak (1) of types that burst.
    Burst: "Burst of the network", "", 0, 1_000, 1_000, Published,
        "EC2 User Guide: an instance starts with all its network credits, which last minutes";
    /// From the internet gateway's limit (0) to the card's own (1), for public registries.
    Gateway: "Way to a public registry", "", 0, 1_000, 1_000, Published,
        "EC2 User Guide: 5 Gbit/s through an internet gateway, or half the card from 32 vCPU; a NAT gateway has no such limit";
    /// A type without network figures.
    UnknownNetwork: "Network of a type without figures", "MB/s", 625_000, 1_250_000, 3_125_000, Assumed,
        "assumed: the usual range of current types";
    /// gzip through unpigz or pigz, decompressed, unpacked and written, on m6i.
    GzipStream: "Unpacking a gzip layer on m6i", "MB/s", 170_000, 230_000, 260_000, Fitted { pulls: 13 },
        "bottlerocket-core-kit pull request 443: 176 MB/s on m6id.16xlarge; fitted to published pulls";
    /// containerd's own gzip, as a factor.
    GoGzip: "Go's gzip against pigz", "", 640, 800, 1_100, Published,
        "containerd issue 13560: 180 and 268 MB/s on two layers; docs/lab.md: 0.64 to 0.87";
    /// igzip on Intel, as a factor.
    IgzipIntel: "igzip against pigz on Intel", "", 1_000, 1_290, 2_000, Fitted { pulls: 1 },
        "fitted to a published whole pull; the tool alone is 2 to 6 times as fast (zlib-ng issues 986, 1478)";
    /// igzip on AMD, as a factor.
    IgzipAmd: "igzip against pigz on AMD", "", 900, 1_020, 1_320, Fitted { pulls: 8 },
        "fitted to published whole pulls on g6; docs/lab.md: 1.13 to 1.32";
    /// A decompressor of the user's own.
    OtherGzip: "Another decompressor against pigz", "", 650, 1_000, 2_000, Assumed,
        "assumed: from Go's gzip to igzip";
    /// zstd, as a factor.
    Zstd: "zstd against gzip", "", 1_300, 2_200, 3_000, Published,
        "one published pair of pulls, 0.75 of gzip's time";
    /// An uncompressed layer, as a factor.
    Plain: "An uncompressed layer against gzip", "", 2_000, 3_000, 4_000, Assumed,
        "assumed: only writing the files remains";
    /// A core of a type whose speed was not measured, against others of its kind.
    UnknownCore: "Speed of a core without measurements", "", 800, 1_000, 1_200, Assumed,
        "assumed: like types of the same maker and generation";
    /// Zen and Zen 2: their CoreMark says more than they unpack.
    EarlyEpyc: "An AMD EPYC core before Zen 3, relative to its CoreMark", "", 600, 660, 1_000, Fitted { pulls: 4 },
        "fitted to published pulls on g5.xlarge; that the other families are like it is inferred from their processors";
    /// vCPUs with two threads a core, for one stream at full speed.
    VcpuPerStream: "vCPUs for one stream at full speed", "", 1_400, 1_700, 2_200, Assumed,
        "two threads share a core (a core gains 1.4 by them), and the pull itself needs some; docs/lab.md: a stream with unpigz takes 1.3 to 1.5 cores where several share them, 1.8 to 2.1 threads";
    /// igzip and containerd's own gzip decompress with one thread where unpigz has several.
    VcpuOneThread: "vCPUs for one stream by igzip or Go's gzip, against pigz", "", 550, 650, 1_000, Lab,
        "docs/lab.md, 2026-11-30, two runs: a stream with igzip or Go's gzip keeps 1.0 to 1.2 cores busy, one with unpigz 1.45 to 1.8";
    /// Written data that may wait in memory.
    PageCache: "Share of memory that holds back writes", "", 100, 150, 200, Lab,
        "docs/lab.md, 2026-11-30: writers are held back at the mean of Linux's two limits, by default 10 and 20 % of available memory";
    /// What the page cache keeps until it is read.
    KeptInMemory: "Share of memory that keeps a layer until it is unpacked", "", 550, 700, 900, Assumed,
        "assumed: what the system, the kubelet and the runtime leave of memory; inferred from one published pull to 16 GiB, which took as long as its 125 MiB/s need for 2.6 GB more than it wrote";
    /// Sequential against 4 KiB writes of instance store.
    NvmeFactor: "Instance store, large writes against 4 KiB ones", "", 1_000, 1_460, 1_920, Published,
        "one known pair, m6idn.16xlarge: 536,668 write IOPS and about 3 GiB/s";
    /// Write rate of a GB of instance store, G6, G6e and Gr6.
    NvmePerGb: "Instance store of G6, G6e and Gr6, per GB", "MB/s", 400, 560, 800, Fitted { pulls: 4 },
        "fitted to published pulls on them; AWS publishes no rate";
    /// The same of other types without published IOPS.
    NvmePerGbElsewhere: "Instance store without published figures, per GB", "MB/s", 300, 450, 800, Assumed,
        "assumed: the published families outside the storage-optimised ones have 0.39 to 0.82";
    /// The same of storage-optimised types without published IOPS: few writes, large disks.
    NvmePerGbStorage: "Storage-optimised instance store without published figures, per GB", "MB/s", 110, 220, 400, Assumed,
        "assumed: the published storage-optimised families have 0.11 to 0.39";
    /// A type without EBS figures.
    UnknownEbs: "EBS bandwidth of a type without figures", "MB/s", 250_000, 1_000_000, 1_250_000, Assumed,
        "assumed: the usual range of current types";
    /// Unpacked size for a compressed one.
    UnpackedRatio: "Unpacked against compressed size", "", 1_890, 2_100, 2_360, Published,
        "published images: CUDA and PyTorch layers 1.89 to 2.06, DLC sglang 2.13, DLC vLLM 2.36";
    /// Share of the largest layer.
    LargestShare: "Share of the largest layer", "", 200, 350, 650, Published,
        "published images: 0.40 (EMR), 0.41 (ray-llm), 0.49 to 0.58 (Spark), 0.64 (CUDA); three have a layer of 0.86 to 0.97 (Flink, Swift, ROCm's PyTorch)";
    /// From run to run, and what the model leaves over, SOCI.
    SociNoise: "Run to run and the model's own error, SOCI", "", 880, 1_000, 1_210, LeftOver,
        "six published pulls took 0.89 to 1.20 times what figures without them say; repetitions differ by up to 9 %";
    /// From run to run, and what the model leaves over, containerd.
    ContainerdNoise: "Run to run and the model's own error, containerd", "", 870, 1_000, 1_300, LeftOver,
        "seven published pulls took 0.88 to 1.28 times what figures without them say; repetitions differ by up to 1.3 times (75 and 97 MB/s, 248 and 321 s)";
}

/// Thousandths as a number.
fn number(thousandths: u32) -> String {
    let rest = format!("{:03}", thousandths % 1000);
    let whole = grouped(u64::from(thousandths / 1000));
    match rest.trim_end_matches('0') {
        "" => whole,
        rest => format!("{whole}.{rest}"),
    }
}

/// `GzipStream` as `gzip-stream`.
fn kebab(name: &str) -> String {
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

/// The figures that an estimate is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constants {
    values: [LikelyRange<u32>; Parameter::COUNT],
}

impl Default for Constants {
    fn default() -> Self {
        Self {
            values: DEFAULTS.map(|[low, likely, high]| LikelyRange::new(low, likely, high)),
        }
    }
}

impl Constants {
    /// A figure in thousandths of its unit.
    pub fn get(&self, parameter: Parameter) -> LikelyRange<u32> {
        let value = self.values.get(parameter as usize).copied();
        value.unwrap_or_else(|| LikelyRange::exactly(0))
    }

    /// The same figures but for one, for example from measurements of one's own.
    #[must_use]
    pub fn with(mut self, parameter: Parameter, thousandths: LikelyRange<u32>) -> Self {
        if let Some(value) = self.values.get_mut(parameter as usize) {
            *value = thousandths;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Constants, DEFAULTS, Parameter, number};
    use crate::core::units::LikelyRange;

    #[test]
    fn every_figure_has_a_range_and_a_source() {
        for (parameter, [low, likely, high]) in Parameter::ALL.iter().zip(DEFAULTS) {
            assert!(
                low <= likely && likely <= high && low < high,
                "{parameter:?}"
            );
            assert!(!parameter.label().is_empty() && !parameter.source().is_empty());
            assert_eq!(Constants::default().get(*parameter).likely(), likely);
        }
    }

    #[test]
    fn figures_read_well() {
        assert_eq!(
            [90_000, 2_360, 350, 1_250_000].map(number),
            ["90", "2.36", "0.35", "1,250"]
        );
        let range = LikelyRange::new(190_000, 210_000, 230_500);
        assert_eq!(
            Parameter::EcrConnection.shown(range),
            "210 (190–230.5) MB/s"
        );
        assert_eq!(
            Parameter::EcrConnection.shown(LikelyRange::exactly(1_500)),
            "1.5 MB/s"
        );
        assert_eq!(Parameter::EcrConnection.as_str(), "ecr-connection");
    }
}
