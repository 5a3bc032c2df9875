//! `ebs_prices.csv` from the calculator's feed. A price that is not in the feed is unknown that
//! day: a row has one date.

use std::collections::BTreeMap;

use super::{Changes, EBS_PRICES, Inputs, Rows, calculator};
use crate::catalogue::csv::Table;

/// Columns with the feed's descriptions and what to divide by: the feed has GiB/s, we MiB/s.
const RATES: &[(&str, &str, u128)] = &[
    ("gp3_gb", "Storage General Purpose gp3 GB Mo", 1),
    (
        "gp3_iops",
        "Provisioned EBS IOPS gp3 Volumes per IOPS Mo",
        1,
    ),
    ("gp3_mibps", "Provisioned Throughput gp3 per GiBps mo", 1024),
    ("gp2_gb", "Storage General Purpose gp2 GB Mo", 1),
    ("io1_gb", "Storage Provisioned IOPS io1 GB Mo", 1),
    (
        "io1_iops",
        "Provisioned EBS IOPS io1 Volumes per IOPS Mo",
        1,
    ),
    ("io2_gb", "Storage Provisioned IOPS io2 GB month", 1),
    (
        "io2_iops_t1",
        "Provisioned EBS IOPS io2 Volumes per IOPS Mo",
        1,
    ),
    (
        "io2_iops_t2",
        "Provisioned EBS IOPS Tier 2 io2 Volumes per IOPS Mo",
        1,
    ),
    (
        "io2_iops_t3",
        "Provisioned EBS IOPS Tier 3 io2 Volumes per IOPS Mo",
        1,
    ),
    ("snapshot_gb", "Storage Snapshot Amazon S3 GB Mo", 1),
    ("fsr_hour", "Fast Snapshot Restore per hours", 1),
];

/// Region codes by the calculator's names.
pub fn codes(table: &Table, inputs: &Inputs) -> BTreeMap<String, String> {
    let (code, name) = (table.column("region"), table.column("location"));
    let known = table
        .rows
        .iter()
        .map(|row| (row.cell(name).to_owned(), row.cell(code).to_owned()));
    let told = inputs
        .regions
        .iter()
        .map(|(code, name)| (name.clone(), code.clone()));
    known.chain(told).collect()
}

pub fn refresh(table: &mut Table, inputs: &Inputs) -> Result<Vec<Changes>, Vec<String>> {
    let codes = codes(table, inputs);
    let mut changes = Changes {
        table: EBS_PRICES.to_owned(),
        ..Changes::default()
    };
    let (mut wrong, mut named, mut elsewhere) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = Rows::new(table);
    for input in &inputs.ebs {
        let places = match calculator::places(&input.text) {
            Ok(places) => places,
            Err(message) => {
                wrong.push(format!("{}: {message}", input.name));
                continue;
            }
        };
        for place in places {
            let Some(region) = codes.get(&place.name) else {
                elsewhere.push(place.name);
                continue;
            };
            if rows.cell(region, "as_of") > inputs.as_of.as_str() {
                let newer = format!("{region} stays: its prices are newer than {}", inputs.as_of);
                changes.notes.push(newer);
                continue;
            }
            let mut cells = vec![
                ("location", place.name.clone()),
                ("as_of", inputs.as_of.clone()),
            ];
            for (column, description, divisor) in RATES {
                match place.rate(description, *divisor) {
                    Ok(price) => cells.push((column, price.unwrap_or_default())),
                    Err(message) => wrong.push(format!("{}: {message}", input.name)),
                }
            }
            rows.set(region, &cells, &mut changes);
            named.push(region.clone());
        }
    }
    rows.keep(
        &|key| named.iter().any(|name| name == key),
        inputs.remove_missing,
        &mut changes,
    );
    rows.finish();
    if !elsewhere.is_empty() {
        changes.notes.push(format!(
            "left out, as no Region is known by that name: {}",
            elsewhere.join(", ")
        ));
    }
    if wrong.is_empty() {
        Ok(vec![changes])
    } else {
        Err(wrong)
    }
}
