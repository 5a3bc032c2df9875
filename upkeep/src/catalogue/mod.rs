//! The tables of `data/`: what they must hold to, and how rows are refreshed.
//!
//! Everything here works on texts in memory ([`Tables`]); only [`Tables::read`] and
//! [`Tables::write`] touch files. The native tests of the project check the committed tables with
//! the same [`check`].

mod columns;
mod csv;
mod day;
mod problem;
mod references;
pub mod refresh;
mod releases;
mod shape;
mod sources;
#[cfg(test)]
mod tests;
mod type_name;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use csv::Table;
pub use problem::Problem;

const INSTANCES: &str = "instances.csv";
const EBS_PRICES: &str = "ebs_prices.csv";
const MEASUREMENTS: &str = "measurements.csv";
const MEASURED_PAIRS: &str = "measured_pairs.csv";
const KNOWN_IMAGES: &str = "known_images.csv";
const AL2023_RELEASES: &str = "al2023_releases.csv";
const BOTTLEROCKET_RELEASES: &str = "bottlerocket_releases.csv";
const KARPENTER_RELEASES: &str = "karpenter_releases.csv";
const KUBERNETES_RELEASES: &str = "kubernetes_releases.csv";
const KNOWN_BAD_RELEASES: &str = "known_bad_releases.csv";
const SOURCES: &str = "SOURCES.md";
const ON_DEMAND: &str = "ondemand/";

/// The files of `data/` as text, by their path below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tables(BTreeMap<String, String>);

impl Tables {
    /// Reads the files of a folder.
    ///
    /// # Errors
    /// A file that cannot be read, or is not text.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut tables = Self::default();
        for (prefix, folder) in [
            ("", folder.to_path_buf()),
            (ON_DEMAND, folder.join("ondemand")),
        ] {
            for entry in std::fs::read_dir(folder)? {
                let path = entry?.path();
                if let (true, Some(name)) = (path.is_file(), path.file_name()) {
                    let name = format!("{prefix}{}", name.to_string_lossy());
                    tables.0.insert(name, std::fs::read_to_string(path)?);
                }
            }
        }
        Ok(tables)
    }

    /// Writes the files that differ from those before; returns their names.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self, before: &Self, folder: &Path) -> io::Result<Vec<String>> {
        let mut written = Vec::new();
        for (name, text) in &self.0 {
            if before.0.get(name) != Some(text) {
                std::fs::write(folder.join(name), text)?;
                written.push(name.clone());
            }
        }
        Ok(written)
    }

    /// Puts a file in place of the one with its name.
    pub fn put(&mut self, name: &str, text: impl Into<String>) {
        self.0.insert(name.to_owned(), text.into());
    }

    /// A file's text; empty if it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// The tables, cut into cells.
struct Read {
    instances: Table,
    /// Each with its file.
    on_demand: Vec<(String, Table)>,
    ebs_prices: Table,
    measurements: Table,
    measured_pairs: Table,
    known_images: Table,
    releases: Releases,
}

/// The tables of releases.
struct Releases {
    al2023: Table,
    bottlerocket: Table,
    karpenter: Table,
    kubernetes: Table,
    known_bad: Table,
}

impl Read {
    fn new(tables: &Tables, problems: &mut Vec<Problem>) -> Self {
        let mut table = |name: &str| {
            if !tables.0.contains_key(name) {
                problems.push(Problem::new(name, "the table is missing"));
            }
            Table::read(name, tables.text(name), problems)
        };
        Self {
            instances: table(INSTANCES),
            ebs_prices: table(EBS_PRICES),
            measurements: table(MEASUREMENTS),
            measured_pairs: table(MEASURED_PAIRS),
            known_images: table(KNOWN_IMAGES),
            releases: Releases {
                al2023: table(AL2023_RELEASES),
                bottlerocket: table(BOTTLEROCKET_RELEASES),
                karpenter: table(KARPENTER_RELEASES),
                kubernetes: table(KUBERNETES_RELEASES),
                known_bad: table(KNOWN_BAD_RELEASES),
            },
            on_demand: tables
                .0
                .keys()
                .filter(|name| name.starts_with(ON_DEMAND))
                .map(|name| (name.clone(), table(name)))
                .collect(),
        }
    }
}

/// What a check found.
#[derive(Debug)]
pub struct Report {
    /// Every fault, by file and line.
    pub problems: Vec<Problem>,
    /// One line that says what was checked.
    pub summary: String,
}

/// Checks shape, order, references and ranges of every table, and that `SOURCES.md` knows them.
pub fn check(tables: &Tables) -> Report {
    let mut problems = Vec::new();
    let read = Read::new(tables, &mut problems);

    let named = shape::check(
        INSTANCES,
        &read.instances,
        columns::INSTANCES,
        &mut problems,
    );
    if named {
        references::check_instances(INSTANCES, &read.instances, &mut problems);
    }

    for (file, table) in &read.on_demand {
        shape::check(file, table, columns::ON_DEMAND, &mut problems);
        references::check_types(file, table, "type", &read.instances, &mut problems);
        if !region_of(file).is_some_and(is_region) {
            problems.push(Problem::new(file, "the file is not named REGION.csv"));
        }
    }

    shape::check(
        EBS_PRICES,
        &read.ebs_prices,
        columns::EBS_PRICES,
        &mut problems,
    );
    references::check_tiers(EBS_PRICES, &read.ebs_prices, &mut problems);
    for row in &read.ebs_prices.rows {
        if !is_region(row.cell(Some(0))) {
            let wrong = format!("{} is not the code of a Region", row.cell(Some(0)));
            problems.push(Problem::at(EBS_PRICES, row.line, wrong));
        }
    }

    shape::check(
        MEASUREMENTS,
        &read.measurements,
        columns::MEASUREMENTS,
        &mut problems,
    );
    references::check_types(
        MEASUREMENTS,
        &read.measurements,
        "instance_type",
        &read.instances,
        &mut problems,
    );
    references::check_measurements(MEASUREMENTS, &read.measurements, &mut problems);
    shape::check(
        MEASURED_PAIRS,
        &read.measured_pairs,
        columns::MEASURED_PAIRS,
        &mut problems,
    );
    shape::check(
        KNOWN_IMAGES,
        &read.known_images,
        columns::KNOWN_IMAGES,
        &mut problems,
    );
    references::check_images(KNOWN_IMAGES, &read.known_images, &mut problems);

    releases::check(&read.releases, &mut problems);

    sources::check(tables.text(SOURCES), &read, &mut problems);
    problems.sort();

    let prices: usize = read
        .on_demand
        .iter()
        .map(|(_, table)| table.rows.len())
        .sum();
    let faults = match problems.len() {
        0 => "nothing wrong".to_owned(),
        1 => "1 fault".to_owned(),
        many => format!("{many} faults"),
    };
    let summary = format!(
        "{} types, {} prices in {} Regions, EBS prices of {} Regions, {} measured pulls, {} releases, {} known faults: {faults}",
        sources::grouped(read.instances.rows.len()),
        sources::grouped(prices),
        read.on_demand.len(),
        read.ebs_prices.rows.len(),
        read.measurements.rows.len(),
        read.releases.al2023.rows.len()
            + read.releases.bottlerocket.rows.len()
            + read.releases.karpenter.rows.len()
            + read.releases.kubernetes.rows.len(),
        read.releases.known_bad.rows.len(),
    );
    Report { problems, summary }
}

/// The Region that a table of prices is for.
fn region_of(file: &str) -> Option<&str> {
    file.strip_prefix(ON_DEMAND)?.strip_suffix(".csv")
}

/// Whether this is built like a Region's code: us-east-1, us-gov-west-1.
fn is_region(code: &str) -> bool {
    let parts: Vec<&str> = code.split('-').collect();
    let (Some(number), 3..=4) = (parts.last(), parts.len()) else {
        return false;
    };
    number.len() == 1
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && parts
            .iter()
            .rev()
            .skip(1)
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()))
}
