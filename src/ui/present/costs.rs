//! Costs in words: the cell of the result line, tables with their formulas, and where prices come
//! from.

use crate::core::{
    Base, Costs, Duration, LineItem, Money, NodeCase, Origin, Price, Range, Role, Spread, Total,
    grouped,
};
use crate::ui::state::Prices;
use crate::ui::widgets::formula::{FormulaCell, FormulaHead, FormulaRow};

/// A text, and whether it only says that something is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The text.
    pub text: String,
    /// Whether it says that something is not known.
    pub is_muted: bool,
}

/// An amount an hour as briefly as it still says something: cents from 10 cents on.
fn brief(amount: Money) -> String {
    const TEN_CENTS: Money = Money::micro_dollars(100_000);
    const HUNDRED: Money = Money::micro_dollars(100_000_000);
    if amount >= TEN_CENTS && amount < HUNDRED {
        amount.cents()
    } else {
        amount.rounded()
    }
}

/// A small amount, to a hundredth of a cent.
fn fine(amount: Money) -> String {
    let hundredths = (amount.to_micro_dollars() + 50) / 100;
    brief(Money::micro_dollars(hundredths * 100))
}

/// “At least” as a sign, where there is little room.
fn compact(text: String) -> String {
    match text.strip_prefix("at least ") {
        Some(rest) => format!("≥ {rest}"),
        None => text,
    }
}

/// What an instance costs an hour, for the result line: `$0.41–45.02/h`.
pub fn node(costs: &Costs, is_loading: bool) -> Figure {
    let (low, high) = costs.instance_hours();
    let figure = hourly(low, is_loading);
    if low == high || figure.is_muted {
        return figure;
    }
    let high = brief(high.at_least);
    Figure {
        text: format!(
            "{}–{}/h",
            figure.text.trim_end_matches("/h"),
            high.trim_start_matches('$')
        ),
        ..figure
    }
}

/// What the volumes cost an hour, for the result line: `$0.037/h`.
pub fn disk(costs: &Costs) -> Figure {
    hourly(costs.disk_hour, false)
}

fn hourly(total: Total, is_loading: bool) -> Figure {
    let unknown = total.unknown > 0 && total.at_least == Money::ZERO;
    let text = match (unknown, total.unknown, is_loading) {
        (true, _, true) => "…".to_owned(),
        (true, _, false) => "unknown".to_owned(),
        (false, 0, _) => format!("{}/h", brief(total.at_least)),
        (false, ..) => format!("≥ {}/h", brief(total.at_least)),
    };
    Figure {
        text,
        is_muted: unknown,
    }
}

/// What there is of the prices, in one sentence.
pub fn status(costs: &Costs, prices: Prices, region: &str) -> String {
    match prices {
        Prices::Loading => format!("Loading the prices of {region}…"),
        Prices::Failed => format!("The prices of {region} could not be loaded."),
        Prices::Missing => format!(
            "There are no on-demand prices of {region} here. Give your own, for one type, under Prices."
        ),
        Prices::There => known(costs),
    }
}

fn known(costs: &Costs) -> String {
    let mut text = format!("{}, {}.", costs.region, costs.purchase.text());
    match costs.chosen_is_admitted {
        None => {
            let types = |count: usize| grouped(count as u64);
            text.push_str(&format!(
                " {} admitted types have a price",
                types(costs.priced)
            ));
            if costs.estimated > 0 {
                text.push_str(&format!(", {} of them estimated", types(costs.estimated)));
            }
            text.push_str(&match costs.unpriced {
                0 => ".".to_owned(),
                count => format!("; of {} it is unknown.", types(count)),
            });
        }
        Some(false) => text.push_str(" The pool does not admit this type."),
        Some(true) => {}
    }
    text
}

/// One of the types that the range is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseText {
    /// “Cheapest”.
    pub role: &'static str,
    /// The type.
    pub name: String,
}

/// The types of the range, to look at one.
pub fn cases(costs: &Costs) -> Vec<CaseText> {
    costs
        .cases
        .iter()
        .filter(|case| case.role != Role::Chosen)
        .filter_map(|case| {
            Some(CaseText {
                role: case.role.word(),
                name: case.instance_type.clone()?,
            })
        })
        .collect()
}

/// One head a case.
pub fn case_heads(costs: &Costs) -> Vec<FormulaHead> {
    costs
        .cases
        .iter()
        .map(|case| FormulaHead {
            label: case.role.word().to_owned(),
            more: case.instance_type.clone().unwrap_or_default(),
        })
        .collect()
}

/// Heads of the lines' columns.
pub fn line_heads() -> Vec<FormulaHead> {
    ["an hour", "a month of 730 h"]
        .map(|label| FormulaHead {
            label: label.to_owned(),
            more: String::new(),
        })
        .to_vec()
}

/// Every line, with its price.
pub fn line_rows(costs: &Costs, is_loading: bool) -> Vec<FormulaRow> {
    let instances = costs.cases.iter().flat_map(|case| &case.instance);
    instances
        .chain(&costs.disk)
        .chain(&costs.shared)
        .enumerate()
        .map(|(index, line)| FormulaRow {
            key: format!("line-{index}"),
            name: line.what.clone(),
            mark: mark(&line.formula.price),
            note: line_origin(line),
            link: line
                .formula
                .price
                .source
                .map(|source| (source.label, source.url)),
            cells: vec![
                FormulaCell {
                    formula: share(line, Base::Hour),
                    ..amount(line.per_hour(), Money::rounded, is_loading)
                },
                FormulaCell {
                    formula: share(line, Base::Month),
                    ..amount(line.per_month(), Money::cents, is_loading)
                },
            ],
            is_total: false,
        })
        .collect()
}

/// The formula of a line's amount for a span, from its base.
fn share(line: &LineItem, span: Base) -> Vec<String> {
    let mut lines = vec![line.written_out()];
    match (line.base, span, line.amount()) {
        (Base::Hour, Base::Month, Some(hour)) => lines.push(format!(
            "${hour} per hour × 730 h = ${} per month",
            line.per_month().unwrap_or_default()
        )),
        (Base::Month, Base::Hour, Some(month)) => lines.push(format!(
            "${month} per month ÷ 730 h = ${} per hour",
            line.per_hour().unwrap_or_default()
        )),
        _ => {}
    }
    match &line.formula.price.origin {
        Origin::Estimated(how) => lines.push(format!("The price is estimated: {how}.")),
        Origin::Unknown(why) if line.amount().is_none() => {
            lines.push(format!("Not known: {why}."));
        }
        _ => {}
    }
    lines
}

fn mark(price: &Price) -> Option<(&'static str, String)> {
    match &price.origin {
        Origin::Estimated(how) => Some(("estimated", how.clone())),
        Origin::Own => Some(("your own", "Taken as you gave it.".to_owned())),
        Origin::Published | Origin::Unknown(_) => None,
    }
}

/// Where a line's price comes from, unless nothing is paid for.
fn line_origin(line: &LineItem) -> String {
    match (&line.formula.price.origin, line.amount()) {
        (Origin::Unknown(_), Some(Money::ZERO)) => "nothing above what is included".to_owned(),
        _ => origin(&line.formula.price),
    }
}

/// Where a price comes from, with its date.
fn origin(price: &Price) -> String {
    match (&price.origin, price.as_of) {
        (Origin::Published, Some(day)) => format!("prices of {day}"),
        (Origin::Estimated(_), Some(day)) => format!("estimated from prices of {day}"),
        (Origin::Own, _) => "your own price".to_owned(),
        (Origin::Unknown(why), _) => (*why).to_owned(),
        (Origin::Published | Origin::Estimated(_), None) => "date unknown".to_owned(),
    }
}

fn amount(amount: Option<Money>, write: fn(Money) -> String, is_loading: bool) -> FormulaCell {
    FormulaCell {
        text: match amount {
            Some(amount) => write(amount),
            None if is_loading => "…".to_owned(),
            None => "unknown".to_owned(),
        },
        is_muted: amount.is_none(),
        formula: Vec::new(),
    }
}

/// What it comes to, one column a case.
pub fn total_rows(costs: &Costs) -> Vec<FormulaRow> {
    let mut rows = vec![
        sum_row(costs, "instance", "Instance, an hour", |case| {
            (case.instance_hour, Money::rounded, hours(&case.instance))
        }),
        sum_row(costs, "disk", "Volumes, an hour", |_| {
            (costs.disk_hour, Money::rounded, hours(&costs.disk))
        }),
        sum_row(costs, "node-hour", "One node, an hour", |case| {
            let lines = hours(case.instance.iter().chain(&costs.disk));
            (case.node_hour, Money::rounded, lines)
        }),
        sum_row(costs, "node-month", "One node, a month", |case| {
            let lines = months(case.instance.iter().chain(&costs.disk));
            (case.node_month, Money::cents, lines)
        }),
    ];
    if costs.nodes > 1 || !costs.shared.is_empty() {
        let name = match costs.nodes {
            1 => "Node and snapshot, a month".to_owned(),
            count => format!("{} nodes, a month", grouped(u64::from(count))),
        };
        rows.push(sum_row(costs, "all-month", &name, |case| {
            let mut lines = vec![format!(
                "{} × {} of one node",
                grouped(u64::from(costs.nodes)),
                case.node_month.text(exact)
            )];
            lines.extend(months(&costs.shared));
            (case.all_month, Money::cents, lines)
        }));
    }
    rows
}

fn sum_row(
    costs: &Costs,
    key: &str,
    name: &str,
    total: impl Fn(&NodeCase) -> (Total, fn(Money) -> String, Vec<String>),
) -> FormulaRow {
    let cells = costs.cases.iter().map(|case| {
        let (sum, write, mut formula) = total(case);
        formula.push(format!("= {}", sum.text(exact)));
        FormulaCell {
            text: compact(sum.text(write)),
            is_muted: sum.unknown > 0,
            formula,
        }
    });
    let cells = cells.collect();
    let estimated = costs.cases.iter().any(|case| case.estimated) && key != "disk";
    FormulaRow {
        key: key.to_owned(),
        name: name.to_owned(),
        mark: estimated.then(|| ("estimated", "An estimated price is part of it.".to_owned())),
        note: String::new(),
        link: None,
        cells,
        is_total: true,
    }
}

/// Exact amounts, each with its line.
fn hours<'a>(lines: impl IntoIterator<Item = &'a LineItem>) -> Vec<String> {
    let lines = lines.into_iter();
    lines.map(|line| addend(line, line.per_hour())).collect()
}

fn months<'a>(lines: impl IntoIterator<Item = &'a LineItem>) -> Vec<String> {
    let lines = lines.into_iter();
    lines.map(|line| addend(line, line.per_month())).collect()
}

fn addend(line: &LineItem, amount: Option<Money>) -> String {
    let amount = amount.map_or_else(|| "unknown".to_owned(), exact);
    format!("{amount}  {}", line.what)
}

fn exact(amount: Money) -> String {
    format!("${amount}")
}

/// What a start costs, one column a case.
pub fn start_rows(costs: &Costs) -> Vec<FormulaRow> {
    let mut rows = vec![
        part_row(costs, "provisioning", "Launch to Ready", |case| {
            let start = &case.start;
            let whose = whose(start.own_provisioning, "one published run");
            (start.provisioning_cost, Some(start.provisioning), whose)
        }),
        part_row(costs, "pull", "Pull of the image", |case| {
            let start = &case.start;
            let whose = whose(start.own_pull, "estimated");
            (start.pull_cost, start.pull, whose)
        }),
    ];
    if let Some(first) = costs.cases.first() {
        rows.extend(
            first
                .start
                .charges
                .iter()
                .enumerate()
                .map(|(index, charge)| {
                    let cell = FormulaCell {
                        formula: vec![charge.written_out()],
                        ..amount(charge.amount(), Money::rounded, false)
                    };
                    FormulaRow {
                        key: format!("charge-{index}"),
                        name: charge.what.to_owned(),
                        mark: mark(&charge.formula.price),
                        note: origin(&charge.formula.price),
                        link: None,
                        cells: vec![cell; costs.cases.len()],
                        is_total: false,
                    }
                }),
        );
    }
    rows.push(spread_row(costs, "start", "One start", |case| {
        let start = &case.start;
        let mut lines = vec![
            format!("{}  launch to Ready", start.provisioning_cost.text(exact)),
            format!("{}  pull", start.pull_cost.text(exact)),
        ];
        lines.extend(start.charges.iter().map(|charge| {
            let amount = charge.amount().map_or_else(|| "unknown".to_owned(), exact);
            format!("{amount}  {}", charge.what)
        }));
        (start.total, lines)
    }));
    rows.push(spread_row(costs, "thousand", "1,000 starts", |case| {
        let lines = vec![format!("1,000 × {}", case.start.total.text(exact))];
        (case.thousand_starts, lines)
    }));
    if let Some(count) = costs.node_starts {
        let count = grouped(u64::from(count));
        let name = format!("{count} starts, a month");
        rows.push(spread_row(costs, "monthly", &name, |case| {
            let lines = vec![format!("{count} × {}", case.start.total.text(exact))];
            (case.monthly_starts.unwrap_or_default(), lines)
        }));
    }
    rows
}

fn whose(is_own: bool, otherwise: &'static str) -> &'static str {
    if is_own { "your own figure" } else { otherwise }
}

/// A part of a start that is paid by the time it takes.
fn part_row(
    costs: &Costs,
    key: &str,
    name: &str,
    part: impl Fn(&NodeCase) -> (Spread, Option<Range<Duration>>, &'static str),
) -> FormulaRow {
    let mut note = "";
    let cells = costs
        .cases
        .iter()
        .map(|case| {
            let (cost, time, whose) = part(case);
            note = whose;
            let time = time.map_or_else(|| "an unknown time".to_owned(), seconds);
            let hour = case.node_hour.text(exact);
            FormulaCell {
                text: compact(cost.text(fine)),
                is_muted: cost.likely.unknown > 0,
                formula: vec![
                    format!("{time} of a node at {hour} per hour"),
                    format!("= {}", cost.text(exact)),
                ],
            }
        })
        .collect();
    let times = costs.cases.iter().filter_map(|case| part(case).1);
    let low = times.clone().map(Range::low).min();
    let high = times.map(Range::high).max();
    let time = match (low, high) {
        (Some(low), Some(high)) => between(low, high),
        _ => "unknown".to_owned(),
    };
    FormulaRow {
        key: key.to_owned(),
        name: name.to_owned(),
        mark: None,
        note: format!("{time}, {note}"),
        link: None,
        cells,
        is_total: false,
    }
}

fn seconds(time: Range<Duration>) -> String {
    between(time.low(), time.high())
}

fn between(low: Duration, high: Duration) -> String {
    if low == high {
        return low.rounded();
    }
    let (low, high) = (low.rounded(), high.rounded());
    match (low.strip_suffix(" s"), high.contains("min")) {
        (Some(number), false) => format!("{number}–{high}"),
        _ => format!("{low} – {high}"),
    }
}

fn spread_row(
    costs: &Costs,
    key: &str,
    name: &str,
    total: impl Fn(&NodeCase) -> (Spread, Vec<String>),
) -> FormulaRow {
    FormulaRow {
        key: key.to_owned(),
        name: name.to_owned(),
        mark: None,
        note: String::new(),
        link: None,
        cells: costs
            .cases
            .iter()
            .map(|case| {
                let (sum, mut formula) = total(case);
                formula.push(format!("= {}", sum.text(exact)));
                FormulaCell {
                    text: compact(sum.text(fine)),
                    is_muted: sum.likely.unknown > 0,
                    formula,
                }
            })
            .collect(),
        is_total: true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Money, between, brief, compact, fine};

    #[test]
    fn amounts_say_no_more_than_they_know() {
        let money = Money::micro_dollars;
        assert_eq!(brief(money(412_920)), "$0.41");
        assert_eq!(brief(money(36_986)), "$0.037");
        assert_eq!(brief(money(142_416_000)), "$142");
        assert_eq!(fine(money(3_624)), "$0.0036");
        assert_eq!(
            compact("at least $3.62 – $5.00".to_owned()),
            "≥ $3.62 – $5.00"
        );
        assert_eq!(compact("unknown".to_owned()), "unknown");
    }

    #[test]
    fn spans_share_their_unit_where_it_is_the_same() {
        let span = |low, high| between(Duration::seconds(low), Duration::seconds(high));
        assert_eq!(span(29, 40), "29–40 s");
        assert_eq!(span(31, 138), "31 s – 2 min 18 s");
        assert_eq!(span(40, 40), "40 s");
    }
}
