//! Rows of measurements that somebody gives away: times, sizes and versions, and no name.

use super::read::Measurements;
use crate::core::catalogue::TableError;
use crate::core::pull_events::Side;
use crate::core::units::{ByteSize, LikelyRange, TimeSpan};

const HEADER: &str = "measured_on,region,instance_type,engine,pulled_by,soci_seen,disk,ami,kubelet,containerd,image_bytes,layers,largest_layer_bytes,predicted_by,predicted_low_seconds,predicted_seconds,predicted_high_seconds,pull_seconds";
const COLUMNS: usize = 18;
/// Most letters of one cell.
const MAX_CELL: usize = 100;

/// One pull that somebody measured and gave away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedRun {
    /// The day, `2026-11-30`.
    pub measured_on: String,
    /// The Region.
    pub region: String,
    /// The type.
    pub instance_type: String,
    /// The engine's word, or `stock`.
    pub engine: String,
    /// Who pulled.
    pub by: Side,
    /// Whether SOCI was seen to pull on the node; nothing where neither the kubelet nor SOCI's log said so.
    pub soci_seen: Option<bool>,
    /// The disk, as this tool calls it.
    pub disk: String,
    /// Name of the AMI; nothing if not known.
    pub ami: Option<String>,
    /// The kubelet's version.
    pub kubelet: Option<String>,
    /// containerd's version.
    pub containerd: Option<String>,
    /// The image's size in the registry.
    pub image: ByteSize,
    /// How many layers it has, where they were known.
    pub layers: Option<u64>,
    /// The largest of them.
    pub largest_layer: Option<ByteSize>,
    /// Name and version of the tool that predicted.
    pub predicted_by: String,
    /// What was predicted before the run.
    pub predicted: LikelyRange<TimeSpan>,
    /// What it took.
    pub pull: TimeSpan,
}

impl SubmittedRun {
    /// How far the likely time is from the measured one, in tenths of a percent of it.
    pub fn error(&self) -> i32 {
        self.predicted.likely().off_by(self.pull)
    }

    /// Whether it lies in the predicted range.
    pub fn is_in_range(&self) -> bool {
        self.predicted.contains(self.pull)
    }
}

/// The rows of a measurement to give away: its runs that pulled, but for those whose node was otherwise
/// than planned. What is not a version, a size, a time or a word of this tool's own is left out.
pub fn submission(measurements: &Measurements) -> String {
    let plan = &measurements.plan;
    let mut text = format!("{HEADER}\n");
    for run in &measurements.runs {
        let Some(planned) = plan.variants.get(run.variant) else {
            continue;
        };
        let (Some(pull), true) = (&run.pull, measurements.is_as_planned(run)) else {
            continue;
        };
        let size = pull.size.or(plan.compressed);
        let Some(size) = size else { continue };
        let number = |count: Option<u64>| count.map_or(String::new(), |count| count.to_string());
        let known = |text: &Option<String>| text.as_deref().map_or(String::new(), cell);
        let day = run.started.as_deref().unwrap_or_default();
        let cells = [
            cell(day.split('T').next().unwrap_or_default()),
            cell(&plan.region),
            cell(&plan.instance_type),
            cell(&planned.engine),
            planned.by.as_str().to_owned(),
            match run.soci_seen(planned) {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            }
            .to_owned(),
            cell(&planned.disk),
            known(&run.node.ami.clone().filter(|name| is_public(name))),
            known(&run.node.kubelet),
            known(&run.node.containerd),
            size.to_bytes().to_string(),
            number(plan.layers),
            number(plan.largest_layer.map(ByteSize::to_bytes)),
            cell(&plan.made_by),
            seconds(planned.predicted.low()),
            seconds(planned.predicted.likely()),
            seconds(planned.predicted.high()),
            seconds(pull.pull),
        ];
        let line = cells.join(",");
        // Somebody may have changed the file: a row that cannot be read back is no row.
        if row(&line).is_ok() {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// Whether an AMI is one that everybody has: others may be called after their makers.
fn is_public(ami: &str) -> bool {
    ["amazon-eks-node-", "bottlerocket-aws-"]
        .iter()
        .any(|start| ami.starts_with(start))
}

/// A text as a cell: letters, digits and what versions and disks are written with.
fn cell(text: &str) -> String {
    let is_kept = |letter: &char| letter.is_ascii_alphanumeric() || " .:/_+-".contains(*letter);
    text.chars().filter(is_kept).take(MAX_CELL).collect()
}

fn seconds(time: TimeSpan) -> String {
    let milliseconds = time.as_millis();
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

/// Reads a file of `data/submitted/`.
///
/// # Errors
/// The first row that is not as the header says, with its line.
pub fn read_submitted(table: &str) -> Result<Vec<SubmittedRun>, TableError> {
    let mut lines = table.lines().zip(1..);
    if lines.next().is_none_or(|(found, _)| found != HEADER) {
        return Err(TableError {
            line: 1,
            message: format!("the header must be {HEADER}"),
        });
    }
    lines
        .map(|(text, line)| row(text).map_err(|message| TableError { line, message }))
        .collect()
}

fn row(text: &str) -> Result<SubmittedRun, String> {
    let cells: Vec<&str> = text.split(',').collect();
    if cells.len() != COLUMNS {
        return Err(format!("there are {} cells, not {COLUMNS}", cells.len()));
    }
    if let Some(odd) = cells.iter().find(|one| cell(one) != **one) {
        return Err(format!(
            "{odd} has letters that no version, size or time has"
        ));
    }
    let mut cells = HEADER.split(',').zip(cells);
    let mut next = || cells.next().unwrap_or_default();
    let mut needed = || match next() {
        (column, "") => Err(format!("{column} is empty")),
        (column, text) => Ok((column, text.to_owned())),
    };
    let (_, measured_on) = needed()?;
    let is_day = measured_on.len() == 10
        && measured_on.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_day {
        return Err(format!("measured_on cannot be {measured_on}"));
    }
    let (_, region) = needed()?;
    let (_, instance_type) = needed()?;
    let (_, engine) = needed()?;
    let (_, by) = needed()?;
    let by = Side::from_word(&by).ok_or_else(|| format!("pulled_by cannot be {by}"))?;
    let mut maybe = || Some(next().1.to_owned()).filter(|text| !text.is_empty());
    let soci_seen = match maybe().as_deref() {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        None => None,
        Some(text) => return Err(format!("soci_seen cannot be {text}")),
    };
    let disk = maybe().ok_or("disk is empty")?;
    let (ami, kubelet, containerd) = (maybe(), maybe(), maybe());
    let size = |text: Option<String>, column: &str| match text {
        None => Ok(None),
        Some(text) => {
            let bytes = text.parse::<u64>().ok();
            let bytes = bytes.filter(|bytes| (1..=ByteSize::MAX).contains(bytes));
            bytes
                .map(Some)
                .ok_or_else(|| format!("{column} cannot be {text}"))
        }
    };
    let image = size(maybe(), "image_bytes")?.ok_or("image_bytes is empty")?;
    let layers = size(maybe(), "layers")?;
    let largest_layer = size(maybe(), "largest_layer_bytes")?;
    let predicted_by = maybe().ok_or("predicted_by is empty")?;
    let mut time = |column: &str| {
        let text = maybe().ok_or_else(|| format!("{column} is empty"))?;
        match text.parse::<TimeSpan>() {
            Ok(time) if time > TimeSpan::ZERO => Ok(time),
            _ => Err(format!("{column} cannot be {text}")),
        }
    };
    let low = time("predicted_low_seconds")?;
    let likely = time("predicted_seconds")?;
    let high = time("predicted_high_seconds")?;
    if !(low <= likely && likely <= high) {
        return Err("the predicted times are not in their order".to_owned());
    }
    Ok(SubmittedRun {
        measured_on,
        region,
        instance_type,
        engine,
        by,
        soci_seen,
        disk,
        ami,
        kubelet,
        containerd,
        image: ByteSize::bytes(image),
        layers,
        largest_layer: largest_layer.map(ByteSize::bytes),
        predicted_by,
        predicted: LikelyRange::new(low, likely, high),
        pull: time("pull_seconds")?,
    })
}
