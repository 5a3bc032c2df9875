//! The table of instance types.

use serde_json::{Map, Value, json};
use soci_configurator::core::{
    Catalogue, Cell, Column, Condition, Config, Filter, InstanceRows, Order, Selection, evaluate,
};

use crate::arguments::{Instances, TableFormat};
use crate::input::with_suggestion;
use crate::output::{complain, print_exact, print_text};
use crate::prices::priced;
use crate::{Outcome, input, unusable};

/// Prints the types that are admitted, or those that are left out.
pub fn instances(asked: &Instances) -> Outcome {
    let read = input::config(&asked.input)
        .and_then(|config| Ok((order(asked)?, filter(asked)?, config)))
        .and_then(|(order, filter, config)| {
            let catalogue = priced(&config).map_err(|error| vec![error])?;
            Ok((order, filter, config, catalogue))
        });
    let (order, filter, config, catalogue) = match read {
        Ok(read) => read,
        Err(messages) => return unusable(&messages),
    };
    let selection = evaluate(&config, &catalogue).selection;
    let table = Table {
        rows: InstanceRows::new(&catalogue, catalogue.on_demand(&config.cluster.region)),
        config: &config,
        catalogue: &catalogue,
        selection: &selection,
        excluded: asked.excluded,
    };
    let positions = table.positions(&filter, order);
    complain(&table.summary(&positions));
    let printed = match asked.format {
        TableFormat::Table => print_text(&table.text(&positions)),
        TableFormat::Csv => print_exact(&table.csv(&positions)),
        TableFormat::Json => print_exact(&table.json(&positions)),
    };
    match printed {
        Outcome::Done if selection.admitted.is_empty() => Outcome::NotReady,
        outcome => outcome,
    }
}

/// The order of the rows: a column, with - before it for the largest first.
fn order(asked: &Instances) -> Result<Option<(Column, Order)>, Vec<String>> {
    let Some(text) = &asked.sort else {
        return Ok(None);
    };
    let (word, order) = match text.strip_prefix('-') {
        Some(word) => (word, Order::Descending),
        None => (text.as_str(), Order::Ascending),
    };
    let column = Column::named(word)
        .map_err(|error| vec![format!("--sort: {}", with_suggestion(&error))])?;
    Ok(Some((column, order)))
}

fn filter(asked: &Instances) -> Result<Filter, Vec<String>> {
    asked
        .filter
        .parse()
        .map_err(|error| vec![format!("--filter: {}", with_suggestion(&error))])
}

struct Table<'a> {
    rows: InstanceRows<'a>,
    config: &'a Config,
    catalogue: &'a Catalogue,
    selection: &'a Selection,
    excluded: bool,
}

impl Table<'_> {
    fn positions(&self, filter: &Filter, order: Option<(Column, Order)>) -> Vec<usize> {
        let all: Vec<usize> = if self.excluded {
            let excluded = self.selection.excluded.iter();
            excluded.map(|type_| type_.position).collect()
        } else {
            self.selection.admitted.clone()
        };
        let mut positions = filter.matching(&self.rows, &all);
        if let Some((column, order)) = order {
            self.rows.sort(&mut positions, column, order);
        }
        positions
    }

    /// How many there are, the date of the prices, and why there are none.
    fn summary(&self, shown: &[usize]) -> String {
        let Selection {
            admitted, excluded, ..
        } = self.selection;
        let region = self.config.cluster.region.as_str();
        let prices = match self.catalogue.on_demand(&self.config.cluster.region) {
            Some(prices) => match prices.as_of() {
                Some(day) => format!("prices of {region} as of {day}"),
                None => format!("no prices of {region}"),
            },
            None => format!("no prices of {region}"),
        };
        let mut text = format!(
            "{} types eligible, {} excluded; {} shown; {prices}.",
            admitted.len(),
            excluded.len(),
            shown.len()
        );
        if let Some(condition) = self
            .selection
            .emptied
            .and_then(|emptied| self.selection.conditions.get(emptied.by))
        {
            text.push_str(&format!(
                " {} in the {} leaves no type.",
                condition.short_text(),
                condition.place.as_str()
            ));
        }
        text
    }

    /// The first condition that excludes a type.
    fn left_out_by(&self, position: usize) -> Option<&Condition> {
        let excluded = &self.selection.excluded;
        let at = excluded
            .binary_search_by_key(&position, |type_| type_.position)
            .ok()?;
        self.selection.conditions.get(excluded.get(at)?.by)
    }

    fn text(&self, positions: &[usize]) -> String {
        let mut columns: Vec<(String, bool)> = Column::SHOWN
            .iter()
            .map(|column| {
                let unit = column.unit();
                let head = if unit.is_empty() {
                    column.as_str().to_owned()
                } else {
                    format!("{} {unit}", column.as_str())
                };
                (head, column.is_number())
            })
            .collect();
        columns.push((
            if self.excluded { "excluded by" } else { "" }.to_owned(),
            false,
        ));
        let mut lines: Vec<Vec<String>> =
            vec![columns.iter().map(|(head, _)| head.clone()).collect()];
        lines.extend(positions.iter().map(|position| {
            let cells = Column::SHOWN
                .iter()
                .map(|column| self.rows.text(*position, *column));
            cells.chain([self.note(*position)]).collect()
        }));
        let widths: Vec<usize> = (0..columns.len())
            .map(|index| {
                let cells = lines.iter().filter_map(|line| line.get(index));
                cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
            })
            .collect();
        let mut text = String::new();
        for line in &lines {
            let mut row = String::new();
            for ((cell, width), (_, is_number)) in line.iter().zip(&widths).zip(&columns) {
                if *is_number {
                    row.push_str(&format!("{cell:>width$}  "));
                } else {
                    row.push_str(&format!("{cell:<width$}  "));
                }
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }

    /// What is to be said about a row: what leaves it out, or that the engine does nothing there.
    fn note(&self, position: usize) -> String {
        if let Some(condition) = self.left_out_by(position) {
            return format!("{} ({})", condition.short_text(), condition.place.as_str());
        }
        if self.selection.without_effect.contains(&position) {
            return "no SOCI".to_owned();
        }
        String::new()
    }

    /// Every column; an empty cell is unknown.
    fn csv(&self, positions: &[usize]) -> String {
        let words = Column::ALL.map(Column::as_str).join(",");
        let mut text = words;
        text.push_str(if self.excluded {
            ",left_out_by,place\n"
        } else {
            "\n"
        });
        for position in positions {
            let cells: Vec<String> = Column::ALL
                .iter()
                .map(|column| match raw(&self.rows, *position, *column) {
                    Value::String(word) => word,
                    Value::Null => String::new(),
                    number => number.to_string(),
                })
                .collect();
            text.push_str(&cells.join(","));
            if let Some(condition) = self.left_out_by(*position) {
                text.push_str(&format!(
                    ",\"{}\",{}",
                    condition.text().replace('"', "\"\""),
                    condition.place.as_str()
                ));
            }
            text.push('\n');
        }
        text
    }

    fn json(&self, positions: &[usize]) -> String {
        let types: Vec<Value> = positions
            .iter()
            .map(|position| {
                let mut type_: Map<String, Value> = Column::ALL
                    .iter()
                    .map(|column| {
                        let value = raw(&self.rows, *position, *column);
                        (column.as_str().to_owned(), value)
                    })
                    .collect();
                match self.left_out_by(*position) {
                    Some(condition) => {
                        let by = json!({
                            "condition": condition.text(),
                            "place": condition.place.as_str(),
                            "path": condition.field.map(|field| field.path),
                        });
                        type_.insert("leftOutBy".to_owned(), by);
                    }
                    None => {
                        let has_effect = !self.selection.without_effect.contains(position);
                        type_.insert("engineHasEffect".to_owned(), json!(has_effect));
                    }
                }
                Value::Object(type_)
            })
            .collect();
        let prices = self.catalogue.on_demand(&self.config.cluster.region);
        let report = json!({
            "region": self.config.cluster.region.as_str(),
            "pricesAsOf": prices.and_then(|prices| prices.as_of()).map(|day| day.to_string()),
            "admitted": self.selection.admitted.len(),
            "leftOut": self.selection.excluded.len(),
            "types": types,
        });
        format!("{report:#}\n")
    }
}

/// A cell for programs: numbers in the column's unit, null for unknown, none for what is not there.
fn raw(rows: &InstanceRows<'_>, position: usize, column: Column) -> Value {
    match rows.cell(position, column) {
        Cell::Unknown => Value::Null,
        Cell::Absent if column.is_number() => json!(0),
        Cell::Absent => json!("none"),
        Cell::Word(word) => json!(word),
        Cell::Number(millionths) => {
            let (whole, rest) = (millionths / 1_000_000, millionths % 1_000_000);
            if rest == 0 {
                return json!(whole);
            }
            let text = format!("{whole}.{rest:06}");
            text.parse::<f64>()
                .map_or(Value::Null, |number| json!(number))
        }
    }
}
