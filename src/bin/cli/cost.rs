//! What nodes cost: lines and totals, as the page shows them.

use serde_json::{Value, json};
use soci_configurator::core::{
    Costs, LikelyRange, LineItem, Money, NodeCase, Origin, Price, Spread, TimeSpan, Total,
};

use crate::arguments::{Cost, OutputFormat};
use crate::output::{complain, complain_lines, print_exact, print_text};
use crate::prices::evaluated;
use crate::{Outcome, in_view, launch, unusable};

/// Prints what the nodes of a Config cost.
pub fn cost(asked: &Cost) -> Outcome {
    let read = in_view::config(&asked.input, &asked.view)
        .and_then(|config| evaluated(&config).map_err(|message| vec![message]));
    let (evaluation, catalogue) = match read {
        Ok(read) => read,
        Err(messages) => return unusable(&messages),
    };
    let costs = evaluation.costs;
    complain_lines(launch::text(&evaluation.launch, &catalogue).trim_end());
    complain(&summary(&costs));
    let printed = match asked.format {
        OutputFormat::Table => print_text(&text(&costs)),
        OutputFormat::Json => print_exact(&json(&costs)),
    };
    launch::unless_nothing_is_launched(printed, evaluation.launch.nothing.as_ref())
}

/// Of which types there are prices, and how capacity is bought.
fn summary(costs: &Costs) -> String {
    let mut text = format!("{}: {}.", costs.region, costs.purchase.text());
    if costs.chosen_is_admitted.is_none() {
        text.push_str(&format!(
            " {} eligible types are priced ({} estimated); {} have no known price.",
            costs.priced, costs.estimated, costs.unpriced
        ));
    }
    if costs.chosen_is_admitted == Some(false) {
        text.push_str(" This instance type is not eligible for the NodePool.");
    }
    text
}

fn text(costs: &Costs) -> String {
    let mut lines = vec![["line", "per hour", "per month", "how", "price"].map(str::to_owned)];
    for case in &costs.cases {
        lines.extend(case.instance.iter().map(line));
    }
    lines.extend(costs.disk.iter().chain(&costs.shared).map(line));
    let mut text = columns(&lines, 2);
    text.push('\n');
    text.push_str(&totals(costs));
    text
}

fn line(line: &LineItem) -> [String; 5] {
    let or_unknown = |amount: Option<Money>, write: fn(Money) -> String| {
        amount.map_or("unknown".to_owned(), write)
    };
    [
        line.what.clone(),
        or_unknown(line.per_hour(), exact),
        or_unknown(line.per_month(), Money::cents),
        line.formula.to_string(),
        origin(&line.formula.price),
    ]
}

/// Where a price comes from, with its date.
fn origin(price: &Price) -> String {
    let day = price.as_of.map(|day| format!(" {day}")).unwrap_or_default();
    match &price.origin {
        Origin::Published => format!("published{day}"),
        Origin::Estimated(how) => format!("estimated{day}: {how}"),
        Origin::Own => "your own".to_owned(),
        Origin::Unknown(why) => format!("unknown: {why}"),
    }
}

/// One column a case, one row a total.
fn totals(costs: &Costs) -> String {
    let nodes = costs.nodes;
    let heads = costs.cases.iter().map(|case| {
        let name = case.instance_type.as_deref().unwrap_or("any type");
        let mark = if case.estimated { ", estimated" } else { "" };
        format!("{name} ({}{mark})", case.role.as_str())
    });
    let mut rows = vec![[vec!["total".to_owned()], heads.collect()].concat()];
    let mut row = |what: String, cell: &dyn Fn(&NodeCase) -> String| {
        rows.push([vec![what], costs.cases.iter().map(cell).collect()].concat());
    };
    row("one node, per hour".to_owned(), &|case| {
        case.node_hour.text(exact)
    });
    row("one node, per month".to_owned(), &|case| {
        case.node_month.text(Money::cents)
    });
    let all = match (nodes, costs.shared.is_empty()) {
        (1, true) => None,
        (1, false) => Some("one node and the snapshot, per month".to_owned()),
        (_, true) => Some(format!("{nodes} nodes, per month")),
        (_, false) => Some(format!("{nodes} nodes and the snapshot, per month")),
    };
    if let Some(all) = all {
        row(all, &|case| case.all_month.text(Money::cents));
    }
    row("launch to Ready".to_owned(), &|case| {
        time(Some(case.start.provisioning))
    });
    row("pull".to_owned(), &|case| time(case.start.pull));
    row("one start".to_owned(), &|case| case.start.total.text(exact));
    row("1,000 starts".to_owned(), &|case| {
        case.thousand_starts.text(Money::cents)
    });
    if let Some(starts) = costs.node_starts {
        row(format!("{starts} starts, per month"), &|case| {
            case.monthly_starts
                .map_or(String::new(), |starts| starts.text(Money::cents))
        });
    }
    columns(&rows, 1)
}

fn exact(amount: Money) -> String {
    format!("${amount}")
}

fn time(time: Option<LikelyRange<TimeSpan>>) -> String {
    match time {
        None => "unknown".to_owned(),
        Some(time) if time.low() == time.high() => time.likely().rounded(),
        Some(time) => format!("{} – {}", time.low().rounded(), time.high().rounded()),
    }
}

/// Columns for reading; those from the second on are numbers up to `numbers`.
fn columns<R: AsRef<[String]>>(rows: &[R], numbers: usize) -> String {
    let count = rows.first().map_or(0, |row| row.as_ref().len());
    let widths: Vec<usize> = (0..count)
        .map(|index| {
            let cells = rows.iter().filter_map(|row| row.as_ref().get(index));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut written = String::new();
        for (index, (cell, width)) in row.as_ref().iter().zip(&widths).enumerate() {
            if numbers > 1 && (1..=numbers).contains(&index) {
                written.push_str(&format!("{cell:>width$}  "));
            } else {
                written.push_str(&format!("{cell:<width$}  "));
            }
        }
        text.push_str(written.trim_end());
        text.push('\n');
    }
    text
}

fn json(costs: &Costs) -> String {
    let cases: Vec<Value> = costs
        .cases
        .iter()
        .map(|case| {
            json!({
                "role": case.role.as_str(),
                "type": case.instance_type,
                "estimated": case.estimated,
                "lines": case.instance.iter().map(line_json).collect::<Vec<_>>(),
                "instanceHour": total_json(case.instance_hour),
                "nodeHour": total_json(case.node_hour),
                "nodeMonth": total_json(case.node_month),
                "allNodesHour": total_json(case.all_hour),
                "allNodesMonth": total_json(case.all_month),
                "start": {
                    "provisioning": time_json(Some(case.start.provisioning)),
                    "pull": time_json(case.start.pull),
                    "charges": case.start.charges.iter().map(|charge| json!({
                        "what": charge.what,
                        "formula": charge.written_out(),
                        "microDollars": charge.amount().map(Money::to_micro_dollars),
                    })).collect::<Vec<_>>(),
                    "total": spread_json(case.start.total),
                },
                "thousandStarts": spread_json(case.thousand_starts),
                "monthlyStarts": case.monthly_starts.map(spread_json),
            })
        })
        .collect();
    let report = json!({
        "region": costs.region,
        "purchase": costs.purchase.text(),
        "typesWithPrice": costs.priced,
        "typesWithEstimatedPrice": costs.estimated,
        "typesWithoutPrice": costs.unpriced,
        "chosenTypeIsAdmitted": costs.chosen_is_admitted,
        "nodes": costs.nodes,
        "nodeStarts": costs.node_starts,
        "cases": cases,
        "disk": costs.disk.iter().map(line_json).collect::<Vec<_>>(),
        "diskHour": total_json(costs.disk_hour),
        "diskMonth": total_json(costs.disk_month),
        "shared": costs.shared.iter().map(line_json).collect::<Vec<_>>(),
    });
    format!("{report:#}\n")
}

fn line_json(line: &LineItem) -> Value {
    let price = &line.formula.price;
    json!({
        "what": line.what,
        "formula": line.written_out(),
        "base": line.base.as_str(),
        "hourMicroDollars": line.per_hour().map(Money::to_micro_dollars),
        "monthMicroDollars": line.per_month().map(Money::to_micro_dollars),
        "price": {
            "microDollars": price.amount.map(Money::to_micro_dollars),
            "unit": price.unit,
            "origin": price.origin.as_str(),
            "how": match &price.origin {
                Origin::Estimated(how) => Some(how.as_str()),
                Origin::Unknown(why) => Some(*why),
                Origin::Published | Origin::Own => None,
            },
            "source": price.source.map(|source| source.label),
            "asOf": price.as_of.map(|day| day.to_string()),
        },
    })
}

/// A sum, and how many of its lines are not known.
pub fn total_json(total: Total) -> Value {
    json!({
        "atLeastMicroDollars": total.at_least.to_micro_dollars(),
        "unknownLines": total.unknown,
    })
}

fn spread_json(spread: Spread) -> Value {
    json!({
        "low": total_json(spread.low),
        "likely": total_json(spread.likely),
        "high": total_json(spread.high),
    })
}

fn time_json(time: Option<LikelyRange<TimeSpan>>) -> Value {
    time.map_or(Value::Null, |time| {
        json!({
            "lowMilliseconds": time.low().as_millis(),
            "likelyMilliseconds": time.likely().as_millis(),
            "highMilliseconds": time.high().as_millis(),
        })
    })
}
