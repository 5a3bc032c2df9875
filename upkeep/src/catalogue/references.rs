//! What columns and tables ask of one another.

use std::collections::BTreeSet;

use super::csv::{Row, Table};
use super::problem::Problem;
use super::type_name::TypeName;

/// Types whose two sources of network figures disagree: Karpenter's baseline counts both
/// directions of its cards, EC2's peak one.
const PEAK_BELOW_BASELINE: &[&str] = &["p6-b200.48xlarge"];

/// Checks each type against its own name and its columns against one another.
pub fn check_instances(file: &str, table: &Table, problems: &mut Vec<Problem>) {
    // A row of another length has its cells under the wrong columns.
    let whole = |row: &&Row| row.cells.len() == table.header.len();
    for row in table.rows.iter().filter(whole) {
        let cell = |name: &str| row.cell(table.column(name));
        let mut wrong = |message: String| problems.push(Problem::at(file, row.line, message));
        let name = cell("type");
        let Some(cut) = TypeName::parse(name) else {
            wrong(format!("{name} is not built like the name of a type"));
            continue;
        };
        let flex = if cut.is_flex() { "true" } else { "false" };
        for (column, said) in [
            ("category", cut.category),
            ("family", cut.family),
            ("size", cut.size),
            ("arch", cut.architecture()),
            ("flex", flex),
        ] {
            if cell(column) != said {
                wrong(format!(
                    "{column} of {name} is {said}, not {}",
                    cell(column)
                ));
            }
        }
        let known = |column: &str, said: &str| !cell(column).is_empty() && cell(column) != said;
        if known("generation", cut.generation) {
            wrong(format!("generation of {name} is {}", cut.generation));
        }
        if known("bare_metal", if cut.is_metal() { "true" } else { "false" }) {
            wrong(format!("bare_metal of {name} is {}", cut.is_metal()));
        }
        if (cell("cpu_manufacturer") == "aws") != (cell("arch") == "arm64") {
            wrong("processors by aws are arm64, and only they".to_owned());
        }
        if cell("bare_metal") == "true" && !cell("hypervisor").is_empty() {
            wrong("bare metal has no hypervisor".to_owned());
        }
        for message in disagreements(table, row) {
            wrong(message);
        }
    }
}

fn disagreements(table: &Table, row: &Row) -> Vec<String> {
    let cell = |name: &str| row.cell(table.column(name));
    let number = |name: &str| cell(name).parse::<u64>().ok();
    let mut found = Vec::new();
    for (less, more) in [
        ("ebs_baseline_mbps", "ebs_max_mbps"),
        ("ebs_baseline_iops", "ebs_max_iops"),
        ("network_baseline_mbps", "network_peak_mbps"),
    ] {
        let excused =
            less == "network_baseline_mbps" && PEAK_BELOW_BASELINE.contains(&cell("type"));
        if let (Some(low), Some(high)) = (number(less), number(more))
            && low > high
            && !excused
        {
            found.push(format!("{less} {low} is above {more} {high}"));
        }
    }
    for part in ["local_nvme_disks", "local_nvme_write_iops_4k"] {
        if !cell(part).is_empty() && cell("local_nvme_gb").is_empty() {
            found.push(format!("{part} is there without local_nvme_gb"));
        }
    }
    for whole in [
        &[
            "gpu_name",
            "gpu_manufacturer",
            "gpu_count",
            "gpu_memory_mib",
        ][..],
        &[
            "accelerator_name",
            "accelerator_manufacturer",
            "accelerator_count",
        ][..],
    ] {
        let empty = whole.iter().filter(|name| cell(name).is_empty()).count();
        if empty != 0 && empty != whole.len() {
            found.push(format!(
                "{} are known together or not at all",
                whole.join(", ")
            ));
        }
    }
    found
}

/// Every name in a column must be a type of `instances.csv`; an empty cell is unknown.
pub fn check_types(
    file: &str,
    table: &Table,
    column: &str,
    instances: &Table,
    problems: &mut Vec<Problem>,
) {
    let types: BTreeSet<&str> = instances.rows.iter().map(|row| row.cell(Some(0))).collect();
    let column = table.column(column);
    for row in &table.rows {
        let name = row.cell(column);
        if !name.is_empty() && !types.contains(name) {
            problems.push(Problem::at(
                file,
                row.line,
                format!("there is no type {name} in instances.csv"),
            ));
        }
    }
}

/// A layer is no larger than its image, and an image no larger than when it is unpacked.
pub fn check_measurements(file: &str, table: &Table, problems: &mut Vec<Problem>) {
    for row in &table.rows {
        let number = |name: &str| row.cell(table.column(name)).parse::<u64>().ok();
        for (less, more) in [
            ("largest_layer_bytes", "compressed_bytes"),
            ("compressed_bytes", "uncompressed_bytes"),
        ] {
            if let (Some(low), Some(high)) = (number(less), number(more))
                && low > high
            {
                problems.push(Problem::at(
                    file,
                    row.line,
                    format!("{less} {low} is above {more} {high}"),
                ));
            }
        }
    }
}

/// An image is there once for each architecture, and its layers together are its size.
pub fn check_images(file: &str, table: &Table, problems: &mut Vec<Problem>) {
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for row in &table.rows {
        let cell = |name: &str| row.cell(table.column(name));
        let mut wrong = |message: String| problems.push(Problem::at(file, row.line, message));
        let (reference, architecture) = (cell("reference"), cell("architecture"));
        if !seen.insert((reference, architecture)) {
            wrong(format!("{reference} is there twice for {architecture:?}"));
        }
        let compressed = cell("compressed_bytes").parse::<u64>().ok();
        let largest = cell("largest_layer_bytes").parse::<u64>().ok();
        if largest > compressed {
            wrong("largest_layer_bytes is above compressed_bytes".to_owned());
        }
        let layers = cell("layers");
        if layers.is_empty() {
            continue;
        }
        if largest.is_some() {
            wrong("layers say which is the largest one".to_owned());
        }
        let sizes: Option<Vec<u64>> = layers.split(';').map(layer_size).collect();
        let sum = sizes.map(|sizes| sizes.iter().sum::<u64>());
        if sum.is_none() {
            wrong(format!(
                "layers are sizes with gzip, zstd or plain, not {layers}"
            ));
        } else if sum != compressed {
            wrong("the layers together are not compressed_bytes".to_owned());
        }
    }
}

/// The bytes of `4740000000 gzip`.
fn layer_size(text: &str) -> Option<u64> {
    let (size, compression) = text.split_once(' ')?;
    matches!(compression, "gzip" | "zstd" | "plain").then_some(())?;
    size.parse().ok()
}

/// io2 costs less in each tier.
pub fn check_tiers(file: &str, table: &Table, problems: &mut Vec<Problem>) {
    for row in &table.rows {
        let price = |name: &str| row.cell(table.column(name)).parse::<f64>().ok();
        let tiers = [
            price("io2_iops_t1"),
            price("io2_iops_t2"),
            price("io2_iops_t3"),
        ];
        if let [Some(first), Some(second), Some(third)] = tiers
            && !(first > second && second > third)
        {
            problems.push(Problem::at(file, row.line, "io2 costs less in each tier"));
        }
    }
}
