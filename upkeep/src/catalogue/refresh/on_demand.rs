//! `ondemand/REGION.csv` from Karpenter's Go table or the calculator's feed. Each row has its own
//! date, so rows that no input names stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use super::price::micro_dollars;
use super::{Changes, Input, Inputs, Rows, calculator, ebs, go_table, prices_file};
use crate::catalogue::Read;
use crate::catalogue::csv::Table;

/// Prices by Region and type.
type Prices = BTreeMap<String, BTreeMap<String, String>>;

pub fn refresh(read: &mut Read, inputs: &Inputs) -> Result<Vec<Changes>, Vec<String>> {
    let codes = ebs::codes(&read.ebs_prices, inputs);
    let mut prices = Prices::new();
    let (mut elsewhere, mut wrong) = (Vec::new(), Vec::new());
    for input in &inputs.on_demand {
        let listed = if go_table::is_one(&input.text) {
            from_go(input, &mut prices)
        } else {
            from_calculator(input, &codes, &mut prices, &mut elsewhere)
        };
        if let Err(message) = listed {
            wrong.push(format!("{}: {message}", input.name));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let types: BTreeSet<String> = read
        .instances
        .rows
        .iter()
        .map(|row| row.cell(Some(0)).to_owned())
        .collect();
    let mut all = Vec::new();
    for (region, prices) in &prices {
        all.push(one_region(read, region, prices, &types, inputs));
    }
    if let (Some(first), false) = (all.first_mut(), elsewhere.is_empty()) {
        first.notes.push(format!(
            "left out, as no Region is known by that name: {}",
            elsewhere.join(", ")
        ));
    }
    Ok(all)
}

fn one_region(
    read: &mut Read,
    region: &str,
    prices: &BTreeMap<String, String>,
    types: &BTreeSet<String>,
    inputs: &Inputs,
) -> Changes {
    let file = prices_file(region);
    let mut changes = Changes {
        table: file.clone(),
        ..Changes::default()
    };
    let at = read
        .on_demand
        .binary_search_by(|(name, _)| name.cmp(&file))
        .unwrap_or_else(|at| {
            let header = ["type", "usd_per_hour", "as_of"]
                .map(str::to_owned)
                .to_vec();
            let empty = Table {
                header,
                rows: Vec::new(),
            };
            read.on_demand.insert(at, (file, empty));
            at
        });
    let Some((_, table)) = read.on_demand.get_mut(at) else {
        return changes;
    };
    let mut rows = Rows::new(table);
    let (mut unknown, mut newer) = (0, 0);
    for (kind, price) in prices {
        if !types.contains(kind) {
            unknown += 1;
        } else if rows.cell(kind, "as_of") > inputs.as_of.as_str() {
            newer += 1;
        } else {
            let cells = [
                ("usd_per_hour", price.clone()),
                ("as_of", inputs.as_of.clone()),
            ];
            rows.set(kind, &cells, &mut changes);
        }
    }
    rows.keep(
        &|key| prices.contains_key(key),
        inputs.remove_missing,
        &mut changes,
    );
    rows.finish();
    if unknown > 0 {
        changes.notes.push(format!(
            "{unknown} left out: types that instances.csv does not have"
        ));
    }
    if newer > 0 {
        changes.notes.push(format!(
            "{newer} stay: their prices are newer than {}",
            inputs.as_of
        ));
    }
    changes
}

fn from_go(input: &Input, prices: &mut Prices) -> Result<(), String> {
    for entry in go_table::entries(&input.text)? {
        let region = entry
            .outer
            .ok_or("prices stand in a map of Regions, but this is a map of types")?;
        let price = micro_dollars(entry.number, 1)
            .ok_or_else(|| format!("{region}: {} cannot cost {}", entry.key, entry.number))?;
        prices
            .entry(region.to_owned())
            .or_default()
            .insert(entry.key.to_owned(), price);
    }
    Ok(())
}

fn from_calculator(
    input: &Input,
    codes: &BTreeMap<String, String>,
    prices: &mut Prices,
    elsewhere: &mut Vec<String>,
) -> Result<(), String> {
    for place in calculator::places(&input.text)? {
        let linux = place.linux()?;
        match codes.get(&place.name) {
            Some(region) => prices.entry(region.clone()).or_default().extend(linux),
            None => elsewhere.push(place.name),
        }
    }
    Ok(())
}
