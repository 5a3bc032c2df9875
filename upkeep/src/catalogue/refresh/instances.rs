//! `instances.csv` from EC2 and from Karpenter's table of bandwidths. Columns that neither states
//! (CoreMark, write IOPS of the instance store) stay as they are.

use std::collections::BTreeSet;

use super::{Changes, INSTANCES, Inputs, Rows, ec2, go_table};
use crate::catalogue::csv::Table;

pub fn from_ec2(table: &mut Table, inputs: &Inputs) -> Result<Vec<Changes>, Vec<String>> {
    let mut changes = Changes {
        table: format!("{INSTANCES} (EC2)"),
        ..Changes::default()
    };
    let (mut wrong, mut named, mut others) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let mut rows = Rows::new(table);
    for input in &inputs.instances {
        let types = match ec2::types(&input.text) {
            Ok(types) => types,
            Err(message) => {
                wrong.push(format!("{}: {message}", input.name));
                continue;
            }
        };
        for (name, json) in types {
            match ec2::cells(&name, &json) {
                // A type may be listed once for each Region.
                Some(_) if named.contains(&name) => {}
                Some(cells) => {
                    rows.set(&name, &cells, &mut changes);
                    named.insert(name);
                }
                None => {
                    others.insert(name);
                }
            }
        }
    }
    rows.keep(
        &|key| named.contains(key),
        inputs.remove_missing,
        &mut changes,
    );
    rows.finish();
    if !others.is_empty() {
        changes.notes.push(format!(
            "{} left out: neither amd64 nor arm64",
            others.len()
        ));
    }
    if wrong.is_empty() {
        Ok(vec![changes])
    } else {
        Err(wrong)
    }
}

pub fn bandwidth(table: &mut Table, inputs: &Inputs) -> Result<Vec<Changes>, Vec<String>> {
    let mut changes = Changes {
        table: format!("{INSTANCES} (bandwidth)"),
        ..Changes::default()
    };
    let mut wrong = Vec::new();
    let mut unknown = 0;
    let mut rows = Rows::new(table);
    for input in &inputs.bandwidth {
        match go_table::entries(&input.text) {
            Ok(entries) => {
                for entry in entries {
                    if rows.rows.contains_key(entry.key) {
                        let cells = [("network_baseline_mbps", entry.number.to_owned())];
                        rows.set(entry.key, &cells, &mut changes);
                    } else {
                        unknown += 1;
                    }
                }
            }
            Err(message) => wrong.push(format!("{}: {message}", input.name)),
        }
    }
    rows.finish();
    if unknown > 0 {
        changes.notes.push(format!(
            "{unknown} left out: types that {INSTANCES} does not have"
        ));
    }
    if wrong.is_empty() {
        Ok(vec![changes])
    } else {
        Err(wrong)
    }
}
