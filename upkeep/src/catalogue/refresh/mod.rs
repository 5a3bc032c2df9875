//! Brings rows of the tables up to date from files in the formats of the public sources. Nothing
//! is fetched: the files are given.
//!
//! | input | format | columns |
//! |---|---|---|
//! | `instances` | JSON of EC2's `DescribeInstanceTypes`: `InstanceTypes[]`, the list alone, or an object of them by name ([`ec2`]) | everything that EC2 states of a type |
//! | `bandwidth` | `zz_generated.bandwidth.go` of karpenter-provider-aws: map of type to Mbit/s ([`go_table`]) | `network_baseline_mbps` |
//! | `on_demand` | `zz_generated.pricing_aws.go`: map of Region to map of type to dollars ([`go_table`]); or AWS's calculator feed by Region ([`calculator`]) | `ondemand/REGION.csv` |
//! | `ebs` | AWS's calculator feed `ebs` ([`calculator`]) | `ebs_prices.csv` |
//! | `ami_changelog` | `CHANGELOG.md` of amazon-eks-ami ([`ami_changelog`]) | `al2023_releases.csv` |
//! | `ami_tags` | its git tags, one a line ([`ami_changelog`]) | releases that `al2023_releases.csv` does not have |
//! | `karpenter` | `compatibility.yaml` of karpenter-provider-aws ([`karpenter`]) | `karpenter_releases.csv` |
//!
//! What a source does not speak of stays as it is. The outcome must pass the same check as the
//! committed tables, or nothing is changed.

mod ami_changelog;
mod calculator;
mod ebs;
mod ec2;
mod go_table;
mod instances;
mod karpenter;
mod on_demand;
mod price;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use super::csv::{Row, Table};
use super::{
    AL2023_RELEASES, EBS_PRICES, INSTANCES, KARPENTER_RELEASES, ON_DEMAND, Problem, Read, SOURCES,
    Tables, check, day, sources,
};

/// A file that rows are refreshed from.
#[derive(Debug, Clone)]
pub struct Input {
    /// Name, for messages.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// What to refresh, and from what.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The day on which the sources said so.
    pub as_of: String,
    /// Output of `DescribeInstanceTypes`, of one or several Regions.
    pub instances: Vec<Input>,
    /// Karpenter's table of bandwidths.
    pub bandwidth: Vec<Input>,
    /// Prices, in either form.
    pub on_demand: Vec<Input>,
    /// The calculator's feed of EBS prices.
    pub ebs: Vec<Input>,
    /// The changelog of amazon-eks-ami.
    pub ami_changelog: Vec<Input>,
    /// The tags of amazon-eks-ami, one a line.
    pub ami_tags: Vec<Input>,
    /// Karpenter's table of Kubernetes versions.
    pub karpenter: Vec<Input>,
    /// Names that the calculator has for Regions which `ebs_prices.csv` does not know, by code.
    pub regions: BTreeMap<String, String>,
    /// Whether rows that no input names go away.
    pub remove_missing: bool,
}

/// How many rows of a table changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The table.
    pub table: String,
    /// Rows that were not there.
    pub added: usize,
    /// Rows that no input names.
    pub removed: usize,
    /// Rows with another figure.
    pub changed: usize,
    /// Rows that an input names and agrees with.
    pub confirmed: usize,
    /// What was left out, in words.
    pub notes: Vec<String>,
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} added, {} removed, {} changed, {} confirmed",
            self.table, self.added, self.removed, self.changed, self.confirmed
        )?;
        for note in &self.notes {
            write!(f, "\n  {note}")?;
        }
        Ok(())
    }
}

/// The tables after a refresh.
#[derive(Debug)]
pub struct Refreshed {
    /// The tables, checked.
    pub tables: Tables,
    /// What changed, a table at a time.
    pub changes: Vec<Changes>,
}

/// Refreshes the tables.
///
/// # Errors
/// Inputs that are not in their format, or whose rows would not pass the check: everything that is
/// wrong, and no table is changed.
pub fn refresh(tables: &Tables, inputs: &Inputs) -> Result<Refreshed, Vec<String>> {
    if !day::is_day(&inputs.as_of) {
        return Err(vec![format!(
            "{:?} is not a day like 2026-07-20",
            inputs.as_of
        )]);
    }
    let mut problems = Vec::new();
    let mut read = Read::new(tables, &mut problems);
    if !problems.is_empty() {
        return Err(problems.iter().map(Problem::to_string).collect());
    }
    let mut changes = Vec::new();
    let mut listed = tables.text(SOURCES).to_owned();
    let mut wrong = Vec::new();
    let mut add = |change: Result<Vec<Changes>, Vec<String>>| match change {
        Ok(change) => changes.extend(change),
        Err(messages) => wrong.extend(messages),
    };
    if !inputs.instances.is_empty() {
        add(instances::from_ec2(&mut read.instances, inputs));
        listed = sources::with_date(&listed, INSTANCES, "EC2 limits", &inputs.as_of);
    }
    if !inputs.bandwidth.is_empty() {
        add(instances::bandwidth(&mut read.instances, inputs));
        listed = sources::with_date(&listed, INSTANCES, "bandwidth", &inputs.as_of);
    }
    if !inputs.on_demand.is_empty() {
        add(on_demand::refresh(&mut read, inputs));
    }
    if !inputs.ebs.is_empty() {
        add(ebs::refresh(&mut read.ebs_prices, inputs));
        listed = sources::with_date(&listed, EBS_PRICES, "", &inputs.as_of);
    }
    if !inputs.ami_changelog.is_empty() || !inputs.ami_tags.is_empty() {
        add(ami_changelog::refresh(&mut read.releases.al2023, inputs));
        listed = sources::with_date(
            &listed,
            AL2023_RELEASES,
            "changelog and tags",
            &inputs.as_of,
        );
    }
    if !inputs.karpenter.is_empty() {
        add(karpenter::refresh(&mut read.releases.karpenter, inputs));
        listed = sources::with_date(
            &listed,
            KARPENTER_RELEASES,
            "compatibility.yaml of",
            &inputs.as_of,
        );
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if !inputs.on_demand.is_empty() {
        listed = with_price_dates(&listed, &read);
    }
    let mut next = tables.clone();
    next.put(INSTANCES, read.instances.text());
    next.put(EBS_PRICES, read.ebs_prices.text());
    next.put(AL2023_RELEASES, read.releases.al2023.text());
    next.put(KARPENTER_RELEASES, read.releases.karpenter.text());
    for (file, table) in &read.on_demand {
        next.put(file, table.text());
    }
    next.put(SOURCES, sources::with_rows(&listed, &read));
    let report = check(&next);
    if !report.problems.is_empty() {
        return Err(report.problems.iter().map(Problem::to_string).collect());
    }
    Ok(Refreshed {
        tables: next,
        changes,
    })
}

/// The list of tables with the oldest and the newest day of a price.
fn with_price_dates(text: &str, read: &Read) -> String {
    let days = read.on_demand.iter().flat_map(|(_, table)| {
        let column = table.column("as_of");
        table.rows.iter().map(move |row| row.cell(column))
    });
    let (Some(oldest), Some(newest)) = (days.clone().min(), days.max()) else {
        return text.to_owned();
    };
    let span = format!("column `as_of`: {oldest} to {newest}");
    sources::with_date(text, "ondemand/REGION.csv", "", &span)
}

/// Rows by their key, and back in order.
struct Rows<'a> {
    table: &'a mut Table,
    rows: BTreeMap<String, Vec<String>>,
}

impl<'a> Rows<'a> {
    fn new(table: &'a mut Table) -> Self {
        let rows = std::mem::take(&mut table.rows)
            .into_iter()
            .map(|row| (row.cell(Some(0)).to_owned(), row.cells))
            .collect();
        Self { table, rows }
    }

    /// Sets cells of a row by the names of their columns, and counts what that did.
    fn set(&mut self, key: &str, cells: &[(&str, String)], changes: &mut Changes) {
        let width = self.table.header.len();
        let known = self.rows.contains_key(key);
        let row = self.rows.entry(key.to_owned()).or_insert_with(|| {
            let mut row = vec![String::new(); width];
            if let Some(first) = row.first_mut() {
                key.clone_into(first);
            }
            row
        });
        let mut differs = false;
        for (column, value) in cells {
            let at = self.table.header.iter().position(|name| name == column);
            if let Some(cell) = at.and_then(|at| row.get_mut(at))
                && cell != value
            {
                // Another day is no other figure.
                differs |= *column != "as_of";
                cell.clone_from(value);
            }
        }
        match (known, differs) {
            (false, _) => changes.added += 1,
            (true, true) => changes.changed += 1,
            (true, false) => changes.confirmed += 1,
        }
    }

    fn cell(&self, key: &str, column: &str) -> &str {
        let at = self.table.header.iter().position(|name| name == column);
        let row = self.rows.get(key);
        row.zip(at)
            .and_then(|(row, at)| row.get(at))
            .map_or("", String::as_str)
    }

    /// Keeps the rows that an input named, if asked to.
    fn keep(&mut self, named: &dyn Fn(&str) -> bool, remove: bool, changes: &mut Changes) {
        let before = self.rows.len();
        if remove {
            self.rows.retain(|key, _| named(key));
            changes.removed = before - self.rows.len();
        }
    }

    fn finish(self) {
        self.table.rows = (2..)
            .zip(self.rows.into_values())
            .map(|(line, cells)| Row { line, cells })
            .collect();
    }
}

/// The file of a Region's prices.
fn prices_file(region: &str) -> String {
    format!("{ON_DEMAND}{region}.csv")
}
