//! How fast layers unpack: the decompressor and the cores.

use crate::core::catalogue::Instance;
use crate::core::pull::parameter::{Parameter, ParameterValues};

/// What unpacks gzip on the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decompressor {
    /// unpigz or pigz: AL2023, and Bottlerocket on arm64.
    Pigz,
    /// ISA-L's igzip: Bottlerocket on x86_64.
    Igzip,
    /// containerd's own.
    Go,
    /// One that the user names and we do not know.
    Other,
}

impl Decompressor {
    /// The decompressor behind a path or name.
    pub(in crate::core) fn named(path: &str) -> Self {
        match path.rsplit('/').next().unwrap_or_default() {
            "unpigz" | "pigz" => Self::Pigz,
            "igzip" => Self::Igzip,
            "Go" | "go" => Self::Go,
            _ => Self::Other,
        }
    }

    /// Whether one thread does all of it. unpigz has others that read, write and sum up; of a decompressor
    /// that nobody knows it is not known.
    const fn has_one_thread(self) -> bool {
        match self {
            Self::Igzip | Self::Go => true,
            Self::Pigz | Self::Other => false,
        }
    }
}

/// A node's cores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct Cores {
    vcpu: f64,
    threads_per_core: u32,
    /// A core alone against one of m6i.
    speed: f64,
    is_measured: bool,
    is_intel: bool,
    is_early_epyc: bool,
}

/// Families with the first two generations of AMD's EPYC (7000 series, Zen and Zen 2; EC2's pages of instance
/// types, which name the processors).
const EARLY_EPYC: [&str; 9] = [
    "c5a", "c5ad", "g4ad", "g5", "m5a", "m5ad", "r5a", "r5ad", "t3a",
];

/// CoreMark of one thread of m6i, in tenths: the mean of its sizes (`data/instances.csv`).
const M6I: f64 = 171_534.0;
/// What two threads of one core do together against one alone.
const BOTH_THREADS: f64 = 1.4;

impl Cores {
    pub(in crate::core) fn for_instance(instance: &Instance) -> Self {
        let threads_per_core = instance.threads_per_core.unwrap_or(2).max(1);
        // CorePoints were measured with all threads busy; one stream has a core for itself.
        let alone = if threads_per_core > 1 {
            2.0 / BOTH_THREADS
        } else {
            1.0
        };
        let (points, is_measured) = instance.core.map_or((M6I, false), |marks| {
            let mean = f64::from(marks.sum) / f64::from(marks.count);
            (mean, marks.is_measured)
        });
        Self {
            vcpu: f64::from(instance.vcpu),
            threads_per_core,
            speed: points * alone * BOTH_THREADS / (2.0 * M6I),
            is_measured,
            is_intel: instance.cpu_manufacturer == "intel",
            is_early_epyc: EARLY_EPYC.contains(&instance.family),
        }
    }

    fn decompressor(self, decompressor: Decompressor) -> Option<Parameter> {
        match decompressor {
            Decompressor::Pigz => None,
            Decompressor::Igzip if self.is_intel => Some(Parameter::IgzipIntel),
            Decompressor::Igzip => Some(Parameter::IgzipAmd),
            Decompressor::Go => Some(Parameter::GoGzip),
            Decompressor::Other => Some(Parameter::OtherGzip),
        }
    }

    pub(in crate::core) fn parameters(
        self,
        decompressor: Decompressor,
        add: &mut impl FnMut(Parameter),
    ) {
        add(Parameter::GzipStream);
        add(Parameter::VcpuPerStream);
        if decompressor.has_one_thread() {
            add(Parameter::VcpuOneThread);
        }
        if !self.is_measured {
            add(Parameter::UnknownCore);
        }
        if self.is_early_epyc {
            add(Parameter::EarlyEpyc);
        }
        if let Some(parameter) = self.decompressor(decompressor) {
            add(parameter);
        }
    }

    /// MB/s of output of one stream: gzip, zstd, plain.
    pub(in crate::core) fn stream(
        self,
        decompressor: Decompressor,
        draw: &ParameterValues,
    ) -> [f64; 3] {
        let mut core = draw.get(Parameter::GzipStream) * self.speed;
        if !self.is_measured {
            core *= draw.get(Parameter::UnknownCore);
        }
        if self.is_early_epyc {
            core *= draw.get(Parameter::EarlyEpyc);
        }
        let factor = self
            .decompressor(decompressor)
            .map_or(1.0, |parameter| draw.get(parameter));
        [
            core * factor,
            core * draw.get(Parameter::Zstd),
            core * draw.get(Parameter::Plain),
        ]
    }

    /// Streams that run at full speed at once: gzip, zstd, plain. How much of a core a plain one needs is
    /// not known, and taken to be what one by unpigz does.
    pub(in crate::core) fn streams(
        self,
        decompressor: Decompressor,
        draw: &ParameterValues,
    ) -> [f64; 3] {
        let by_pigz = streams(self.vcpu, self.threads_per_core, 1.0, draw);
        let gzip = if decompressor.has_one_thread() {
            let need = draw.get(Parameter::VcpuOneThread);
            streams(self.vcpu, self.threads_per_core, need, draw)
        } else {
            by_pigz
        };
        [gzip, by_pigz, by_pigz]
    }
}

/// Streams that run at full speed at once on so many vCPUs, where one needs so many times what one by
/// unpigz does.
pub(in crate::core) fn streams(
    vcpu: f64,
    threads_per_core: u32,
    need: f64,
    draw: &ParameterValues,
) -> f64 {
    let per_stream = draw.get(Parameter::VcpuPerStream) * need;
    let per_stream = if threads_per_core > 1 {
        per_stream
    } else {
        // A vCPU is a core: what is left is the pull's own need.
        per_stream / BOTH_THREADS
    };
    (vcpu / per_stream.max(0.1)).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::{Cores, Decompressor};
    use crate::core::pull::parameter::Constants;

    #[test]
    fn one_thread_leaves_cores_to_more_streams() {
        let cores = Cores {
            vcpu: 4.0,
            threads_per_core: 2,
            speed: 1.0,
            is_measured: true,
            is_intel: false,
            is_early_epyc: false,
        };
        let draw = Constants::default().likely();
        let [by_pigz, zstd, plain] = cores.streams(Decompressor::Pigz, &draw);
        assert!((by_pigz - 4.0 / 1.7).abs() < 1e-9, "{by_pigz}");
        assert_eq!([zstd, plain], [by_pigz; 2]);
        for decompressor in [Decompressor::Igzip, Decompressor::Go] {
            let [gzip, others @ ..] = cores.streams(decompressor, &draw);
            assert!((gzip - by_pigz / 0.65).abs() < 1e-9, "{gzip}");
            assert_eq!(others, [by_pigz; 2], "they do not decompress these");
        }
        assert_eq!(cores.streams(Decompressor::Other, &draw), [by_pigz; 3]);
    }
}
