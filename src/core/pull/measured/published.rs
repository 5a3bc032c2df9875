//! Published pulls, and what the simulation says of each.

use crate::core::catalogue::{Catalogue, Instance, TableError};
use crate::core::config::{Architecture, SociLimits, VolumeType};
use crate::core::cost::VolumeSpec;
use crate::core::disk::rate::AttachedVolume;
use crate::core::image_profile::ImageProfile;
use crate::core::pull::estimate::Estimator;
use crate::core::pull::node::NodeSetup;
use crate::core::pull::node::disk::{self, Disk};
use crate::core::pull::node::network::{Card, Registry};
use crate::core::pull::node::puller::Puller;
use crate::core::pull::node::unpack::{Cores, Decompressor};
use crate::core::pull::parameter::Constants;
use crate::core::units::{
    ByteSize, ChunkGrammar, ChunkSize, Iops, LikelyRange, Limit, MbitPerSec, Throughput, TimeSpan,
    VolumeSize,
};

const HEADER: &str = "id,source,source_date,image,compressed_bytes,uncompressed_bytes,layers,largest_layer_bytes,node_os,instance_type,volume,engine,download_concurrency,unpack_concurrency,chunk_size,decompressor,pull_seconds,notes";

/// Splits a row of CSV into cells; `"` quotes a cell, `""` within quotes is one.
pub(super) fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some(cell) = cells.last_mut() else { break };
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cell.push(other),
        }
    }
    cells
}

/// Who pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasuredEngine {
    /// Stock containerd.
    Containerd,
    /// SOCI's parallel mode.
    Soci,
    /// SOCI on EKS Auto Mode, whose limits are not published.
    AutoMode,
    /// containerd's own parallel pull, and its download in chunks. As of 2026-11 one of each was published on
    /// a known type, and one more beside a SOCI pull on the same node (`pairs`).
    ContainerdParallel,
}

impl MeasuredEngine {
    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Containerd => "Stock containerd",
            Self::Soci => "SOCI",
            Self::AutoMode => "SOCI on Auto Mode",
            Self::ContainerdParallel => "containerd’s own parallel pull",
        }
    }

    /// Whether SOCI pulled.
    pub const fn is_soci(self) -> bool {
        matches!(self, Self::Soci | Self::AutoMode)
    }
}

/// A published pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuredPull {
    /// Short name of the row.
    pub id: String,
    /// Who published it, and when.
    pub source: String,
    /// The image.
    pub image: String,
    /// Its size in the registry.
    pub compressed: ByteSize,
    /// Its largest layer, where published.
    pub largest: Option<ByteSize>,
    /// Its unpacked size, where published.
    pub unpacked: Option<ByteSize>,
    /// The node's operating system.
    pub node_os: String,
    /// The instance type, where published.
    pub instance_type: Option<String>,
    /// The disk, as published.
    pub disk: String,
    /// Who pulled.
    pub engine: MeasuredEngine,
    /// Requests at once.
    pub downloads: Option<u32>,
    /// Unpacks at once.
    pub unpacks: Option<u32>,
    chunk: ChunkSize,
    decompressor: Decompressor,
    /// How long it took.
    pub time: TimeSpan,
    /// What else was said.
    pub notes: String,
}

/// Reads `measurements.csv`.
///
/// # Errors
/// The first row that is not as the header says, with its line.
pub fn read_measured_pulls(table: &str) -> Result<Vec<MeasuredPull>, TableError> {
    read(table, HEADER, row)
}

/// Reads a table whose cells may be quoted.
pub(super) fn read<T>(
    table: &str,
    header: &str,
    row: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, TableError> {
    let mut lines = table.lines().zip(1..);
    if lines.next().is_none_or(|(found, _)| found != header) {
        return Err(TableError {
            line: 1,
            message: format!("the header must be {header}"),
        });
    }
    lines
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, line)| row(text).map_err(|message| TableError { line, message }))
        .collect()
}

fn row(text: &str) -> Result<MeasuredPull, String> {
    let cells: [String; 18] = cells(text)
        .try_into()
        .map_err(|cells: Vec<String>| format!("there are {} cells, not 18", cells.len()))?;
    let [
        id,
        source,
        _date,
        image,
        compressed,
        unpacked,
        _layers,
        largest,
        node_os,
        instance_type,
        disk,
        engine,
        downloads,
        unpacks,
        chunk,
        decompressor,
        seconds,
        notes,
    ] = cells;
    let size = |text: &str| match text {
        "" => Ok(None),
        text => text
            .parse::<ByteSize>()
            .map(Some)
            .map_err(|error| error.to_string()),
    };
    let count = |text: &str| match text {
        "" => Ok(None),
        text => text
            .parse::<u32>()
            .map(Some)
            .map_err(|_| format!("{text} is no count")),
    };
    Ok(MeasuredPull {
        compressed: size(&compressed)?.ok_or("the size is missing")?,
        largest: size(&largest)?,
        unpacked: size(&unpacked)?,
        instance_type: Some(instance_type).filter(|name| !name.is_empty()),
        engine: match engine.as_str() {
            "containerd" => MeasuredEngine::Containerd,
            "soci" => MeasuredEngine::Soci,
            "soci (Auto Mode)" => MeasuredEngine::AutoMode,
            "containerd-parallel" => MeasuredEngine::ContainerdParallel,
            other => return Err(format!("{other} is no engine")),
        },
        downloads: count(&downloads)?,
        unpacks: count(&unpacks)?,
        chunk: ChunkSize::parse(&chunk, ChunkGrammar::Soci).map_err(|error| error.to_string())?,
        decompressor: Decompressor::named(decompressor.split(' ').next().unwrap_or_default()),
        time: seconds
            .parse()
            .map_err(|error: crate::core::ValueError| error.to_string())?,
        id,
        source,
        image,
        node_os,
        disk,
        notes,
    })
}

impl MeasuredPull {
    /// Whether enough was published for the pull to tell anything of the figures: not so the limits of Auto
    /// Mode, and of some pulls neither what unpacked the layers nor, for want of a tag, which image it was.
    pub fn tells_figures(&self) -> bool {
        let name = self.image.rsplit('/').next().unwrap_or_default();
        self.engine != MeasuredEngine::AutoMode
            && self.decompressor != Decompressor::Other
            && name.contains(':')
    }

    /// The published volume: type, size, IOPS, throughput, as far as they were said; none for
    /// instance store. Where two are named, the first.
    fn volume(&self) -> Option<VolumeSpec> {
        let (word, text) = self.disk.split_once(' ').unwrap_or((&self.disk, ""));
        let volume_type: VolumeType = word.parse().ok()?;
        let mut numbers = text
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|part| part.parse::<u32>().ok());
        Some(VolumeSpec {
            volume_type,
            size: VolumeSize::gib(numbers.next().unwrap_or(100)),
            iops: numbers.next().map(Iops::new),
            throughput: numbers.next().map(Throughput::mebibytes),
        })
    }

    /// What is known of this pull on such a node.
    pub(super) fn setup(&self, instance: &Instance) -> Option<NodeSetup> {
        let limit = |count: Option<u32>| count.map_or(Limit::Unlimited, Limit::AtMost);
        let limits = SociLimits {
            max_concurrent_downloads_per_image: limit(self.downloads),
            concurrent_download_chunk_size: self.chunk,
            max_concurrent_unpacks_per_image: limit(self.unpacks),
            ..SociLimits::AL2023_AMI
        };
        let disk = match self.volume() {
            Some(volume) => Disk::volume(&AttachedVolume::new(&volume), instance),
            None => Disk::store(instance)?,
        };
        Some(NodeSetup {
            puller: match self.engine {
                MeasuredEngine::Containerd => Puller::CONTAINERD,
                MeasuredEngine::Soci => Puller::soci(limits),
                MeasuredEngine::AutoMode => Puller::soci(SociLimits::AL2023_AMI),
                MeasuredEngine::ContainerdParallel => Puller::transfer_service(limits),
            },
            registry: Registry::from_reference(&self.image),
            card: Card::for_instance(instance),
            cores: Cores::for_instance(instance),
            decompressor: self.decompressor,
            disk,
            memory: disk::memory(instance),
        })
    }

    pub(super) fn profile(&self) -> ImageProfile {
        ImageProfile::of_size(self.compressed, self.largest)
            .with_unpacked(self.unpacked)
            .named(&self.image)
    }
}

/// What the simulation says of a published pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PredictedPull {
    /// What was published.
    pub measured: MeasuredPull,
    /// What is predicted: on the published type; or else from the fastest to the slowest of the
    /// types that the publication's own requirements admit.
    pub predicted: LikelyRange<TimeSpan>,
    /// How many types these are.
    pub types: usize,
}

impl PredictedPull {
    /// How far the likely time is from the measured one, in tenths of a percent of it; none where
    /// the type was not published.
    pub fn error(&self) -> Option<i32> {
        self.measured.instance_type.as_ref()?;
        Some(self.predicted.likely().off_by(self.measured.time))
    }

    /// Whether the measured time lies in the predicted range.
    pub fn is_in_range(&self) -> bool {
        self.predicted.contains(self.measured.time)
    }
}

/// Every published pull, beside what the simulation says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PredictedAgainstMeasured {
    /// The pulls, in the order of the table.
    pub pulls: Vec<PredictedPull>,
}

impl PredictedAgainstMeasured {
    /// Predicts every pull of `measurements.csv`.
    ///
    /// # Errors
    /// The first row that cannot be read, or names an instance type or disk that is not known.
    pub fn new(
        catalogue: &Catalogue,
        table: &str,
        constants: &Constants,
    ) -> Result<Self, TableError> {
        let mut pulls = Vec::new();
        for (measured, line) in read_measured_pulls(table)?.into_iter().zip(2..) {
            let predicted = predict(&measured, catalogue, constants);
            let (predicted, types) = predicted.ok_or_else(|| TableError {
                line,
                message: "the instance type or its disk is not known".to_owned(),
            })?;
            pulls.push(PredictedPull {
                measured,
                predicted,
                types,
            });
        }
        Ok(Self { pulls })
    }

    /// Mean of the errors without their signs, in tenths of a percent, over the pulls whose type
    /// was published; none without such.
    pub fn mean_error(&self) -> Option<u32> {
        let errors: Vec<u32> = self.errors().collect();
        let count = u32::try_from(errors.len())
            .ok()
            .filter(|count| *count > 0)?;
        Some((errors.iter().sum::<u32>() + count / 2) / count)
    }

    /// The largest of them.
    pub fn largest_error(&self) -> Option<u32> {
        self.errors().max()
    }

    fn errors(&self) -> impl Iterator<Item = u32> {
        let errors = self.pulls.iter().filter_map(PredictedPull::error);
        errors.map(i32::unsigned_abs)
    }

    /// Pulls that lie in their predicted range.
    pub fn in_range(&self) -> usize {
        self.pulls.iter().filter(|pull| pull.is_in_range()).count()
    }
}

fn predict(
    measured: &MeasuredPull,
    catalogue: &Catalogue,
    constants: &Constants,
) -> Option<(LikelyRange<TimeSpan>, usize)> {
    let profile = measured.profile();
    let mut estimator = Estimator::new(&profile, constants);
    if let Some(name) = &measured.instance_type {
        let setup = measured.setup(catalogue.instance(name)?)?;
        return Some((estimator.estimate(&setup).time, 1));
    }
    let admitted = catalogue
        .instances()
        .iter()
        .filter(|one| is_blueprints(one));
    let mut compared: Vec<(f64, NodeSetup)> = admitted
        .filter_map(|instance| measured.setup(instance))
        .map(|setup| (estimator.compared(&setup), setup))
        .collect();
    compared.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut on = |at: usize| {
        let (_, setup) = compared.get(at)?;
        Some(estimator.estimate(setup).time)
    };
    let count = compared.len();
    let range = LikelyRange::new(
        on(0)?.low(),
        on(count.checked_sub(1)? / 2)?.likely(),
        on(count - 1)?.high(),
    );
    Some((range, count))
}

/// Types that the blueprint's own requirements admit, besides FastImagePull's floor.
fn is_blueprints(instance: &Instance) -> bool {
    let above = |rate: Option<MbitPerSec>| rate.is_some_and(|rate| rate.to_megabits() > 8000);
    ["c", "m", "r"].contains(&instance.category)
        && instance.architecture == Architecture::Amd64
        && instance.vcpu >= 4
        && above(instance.ebs.maximum)
        && above(instance.network.baseline)
}

#[cfg(test)]
mod tests {
    use super::{cells, read_measured_pulls};

    #[test]
    fn quoted_cells_are_read() {
        assert_eq!(cells(r#"a,"b, ""c""",,"d""#), ["a", "b, \"c\"", "", "d"]);
    }

    #[test]
    fn a_broken_table_is_refused_with_its_line() {
        assert_eq!(read_measured_pulls("id\n").unwrap_err().line, 1);
        let table = format!("{}\na,b\n", super::HEADER);
        assert_eq!(read_measured_pulls(&table).unwrap_err().line, 2);
    }
}
