//! How fast layers unpack: the decompressor and the cores.

use super::constants::{Draw, Parameter};
use crate::core::catalogue::Instance;
use crate::core::config::{Architecture, Engine, EngineKind};

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
    /// The decompressor of an engine's nodes. Auto Mode's nodes are Bottlerocket.
    pub(super) fn of(engine: &Engine, architecture: Architecture) -> Self {
        match engine.kind {
            EngineKind::FastImagePull | EngineKind::Containerd => Self::Pigz,
            EngineKind::Bottlerocket | EngineKind::AutoMode => match architecture {
                Architecture::Amd64 => Self::Igzip,
                Architecture::Arm64 => Self::Pigz,
            },
            EngineKind::InstallScript => Self::named(engine.install.decompressor.as_str()),
        }
    }

    /// The decompressor behind a path or name.
    pub(super) fn named(path: &str) -> Self {
        match path.rsplit('/').next().unwrap_or_default() {
            "unpigz" | "pigz" => Self::Pigz,
            "igzip" => Self::Igzip,
            "Go" | "go" => Self::Go,
            _ => Self::Other,
        }
    }
}

/// A node's cores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cores {
    vcpu: f64,
    threads_per_core: u32,
    /// A core alone against one of m6i.
    speed: f64,
    is_measured: bool,
    is_intel: bool,
}

/// CoreMark of one thread of m6i, in tenths: the mean of its sizes (`data/instances.csv`).
const M6I: f64 = 171_534.0;
/// What two threads of one core do together against one alone.
const BOTH_THREADS: f64 = 1.4;

impl Cores {
    pub(super) fn of(instance: &Instance, points: Option<Points>) -> Self {
        let threads_per_core = instance.threads_per_core.unwrap_or(2).max(1);
        // Points were measured with all threads busy; one stream has a core for itself.
        let alone = if threads_per_core > 1 {
            2.0 / BOTH_THREADS
        } else {
            1.0
        };
        let (points, is_measured) = points.unwrap_or((M6I, false));
        Self {
            vcpu: f64::from(instance.vcpu),
            threads_per_core,
            speed: points * alone * BOTH_THREADS / (2.0 * M6I),
            is_measured,
            is_intel: instance.cpu_manufacturer == "intel",
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

    pub(super) fn parameters(self, decompressor: Decompressor, add: &mut impl FnMut(Parameter)) {
        add(Parameter::GzipStream);
        add(Parameter::VcpuPerStream);
        if !self.is_measured {
            add(Parameter::UnknownCore);
        }
        if let Some(parameter) = self.decompressor(decompressor) {
            add(parameter);
        }
    }

    /// MB/s of output of one stream: gzip, zstd, plain.
    pub(super) fn stream(self, decompressor: Decompressor, draw: &Draw) -> [f64; 3] {
        let mut core = draw.get(Parameter::GzipStream) * self.speed;
        if !self.is_measured {
            core *= draw.get(Parameter::UnknownCore);
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

    /// Streams that run at full speed at once.
    pub(super) fn streams(self, draw: &Draw) -> f64 {
        let per_stream = draw.get(Parameter::VcpuPerStream);
        let per_stream = if self.threads_per_core > 1 {
            per_stream
        } else {
            // A vCPU is a core: what is left is the pull's own need.
            per_stream / BOTH_THREADS
        };
        (self.vcpu / per_stream.max(0.1)).max(1.0)
    }
}

/// CoreMark of one thread, in tenths, and whether it was measured on this family.
pub(super) type Points = (f64, bool);

/// How fast the cores of each family are. Sizes of a family have the same cores: what their
/// CoreMarks differ by is chance.
#[derive(Debug)]
pub(super) struct CoreSpeeds {
    /// Sorted by name.
    families: Vec<(&'static str, Option<Points>)>,
}

#[derive(Debug, Clone, Copy)]
struct Family {
    name: &'static str,
    /// Maker, generation, threads of a core.
    kind: (&'static str, Option<u32>, Option<u32>),
    sum: f64,
    count: f64,
}

impl CoreSpeeds {
    /// The speeds of these instances' families; instances of a family stand together.
    pub(super) fn of(instances: &[Instance]) -> Self {
        let mut families: Vec<Family> = Vec::with_capacity(300);
        for instance in instances {
            if families
                .last()
                .is_none_or(|last| last.name != instance.family)
            {
                families.push(Family {
                    name: instance.family,
                    kind: (
                        instance.cpu_manufacturer,
                        instance.generation,
                        instance.threads_per_core,
                    ),
                    sum: 0.0,
                    count: 0.0,
                });
            }
            if let (Some(family), Some(points)) = (families.last_mut(), instance.coremark) {
                family.sum += f64::from(points);
                family.count += 1.0;
            }
        }
        let of_kind = |family: &Family| {
            let (mut sum, mut count) = (0.0, 0.0);
            for alike in families.iter().filter(|one| one.kind == family.kind) {
                sum += alike.sum;
                count += alike.count;
            }
            (count > 0.0).then(|| (sum / count, false))
        };
        let speed = |family: &Family| {
            let points = if family.count > 0.0 {
                Some((family.sum / family.count, true))
            } else {
                of_kind(family)
            };
            (family.name, points)
        };
        let mut speeds: Vec<(&'static str, Option<Points>)> = families.iter().map(speed).collect();
        speeds.sort_unstable_by_key(|(name, _)| *name);
        Self { families: speeds }
    }

    /// The mean of a type's family, or of families of its kind where that has none.
    pub(super) fn get(&self, instance: &Instance) -> Option<Points> {
        let at = self
            .families
            .binary_search_by(|(name, _)| name.cmp(&instance.family));
        self.families.get(at.ok()?)?.1
    }
}
