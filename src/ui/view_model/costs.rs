//! Costs in words: the cell of the result line, tables with their formulas, and where prices come
//! from.

use crate::core::{
    Base, Costs, LikelyRange, LineItem, Money, NodeCase, Origin, Price, Purchase, Role, Spread,
    TimeSpan, Total,
};
use crate::ui::state::Prices;
use crate::ui::strings;
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

/// Whether nothing is known of a sum.
fn is_unknown(total: Total) -> bool {
    total.unknown > 0 && total.at_least == Money::ZERO
}

/// What is known of a sum, with “at least” as a sign if there is more to it.
fn at_least(total: Total, known: String) -> String {
    if total.unknown > 0 {
        strings::cost::at_least(&known)
    } else {
        known
    }
}

/// A sum where there is little room.
fn compact(total: Total, write: fn(Money) -> String) -> String {
    if is_unknown(total) {
        return strings::words::UNKNOWN.to_owned();
    }
    at_least(total, write(total.at_least))
}

/// A total that follows a time, where there is little room.
fn compact_spread(spread: Spread, write: fn(Money) -> String) -> String {
    if is_unknown(spread.low) {
        return spread.text(write);
    }
    let known = |total| Total {
        unknown: 0,
        ..total
    };
    let known = Spread {
        low: known(spread.low),
        likely: known(spread.likely),
        high: known(spread.high),
    };
    at_least(spread.low, known.text(write))
}

/// What a node with its volumes costs an hour, for the result line: `$0.84/h`, over several types
/// `$0.45–45.06/h`.
pub fn node(costs: &Costs, is_loading: bool) -> Figure {
    let hour = |case: Option<&NodeCase>| case.map_or_else(Total::default, |it| it.node_hour);
    let (first, last) = (costs.cases.first(), costs.cases.last());
    let (low, high) = (hour(first), hour(last));
    let is_unknown = first.is_none_or(|case| is_unknown(case.instance_hour));
    let text = match (is_unknown, is_loading) {
        (true, true) => strings::answer::ON_ITS_WAY.to_owned(),
        (true, false) => strings::words::UNKNOWN.to_owned(),
        (false, _) => {
            let amount = if low == high {
                brief(low.at_least)
            } else {
                let high = brief(high.at_least);
                strings::cost::span(&brief(low.at_least), high.trim_start_matches('$'))
            };
            bounded(costs, low, strings::answer::per_hour(&amount))
        }
    };
    Figure {
        text,
        is_muted: is_unknown,
    }
}

/// With a sign where it is more for what is not known, or less as spot is.
fn bounded(costs: &Costs, total: Total, text: String) -> String {
    match (total.unknown > 0, costs.purchase) {
        (true, _) => strings::cost::at_least(&text),
        (false, Purchase::AtMostOnDemand) => strings::answer::at_most(&text),
        (false, _) => text,
    }
}

/// What is paid for there.
pub fn what(costs: &Costs) -> &'static str {
    match (costs.cases.len(), costs.disk.is_empty()) {
        (0 | 1, true) => strings::answer::NODE_WITHOUT_VOLUME,
        (0 | 1, false) => strings::answer::NODE,
        _ => strings::answer::NODES,
    }
}

/// A month of the same node, and its volume's part of that as it goes on, or empty; of the volume alone
/// where the node's price is not known.
pub fn month(costs: &Costs, waits: bool) -> (String, String) {
    let volume = (!is_unknown(costs.disk_month) && !costs.disk.is_empty())
        .then(|| at_least(costs.disk_month, costs.disk_month.at_least.rounded()));
    match costs.cases.as_slice() {
        [case] if !waits && !is_unknown(case.instance_hour) => {
            let month = strings::answer::per_month(&case.node_month.at_least.rounded());
            (
                bounded(costs, case.node_month, month),
                volume.map_or_else(String::new, |it| strings::answer::of_it(&it)),
            )
        }
        _ => (
            volume.map_or_else(String::new, |it| strings::answer::volume_month(&it)),
            String::new(),
        ),
    }
}

/// What there is of the prices, in one sentence.
pub fn status(costs: &Costs, prices: Prices, region: &str) -> String {
    match prices {
        Prices::Loading => strings::words::loading_prices(region),
        Prices::Failed => strings::words::failed_prices(region),
        Prices::Missing => strings::cost::no_prices(region),
        Prices::There => known(costs),
    }
}

fn known(costs: &Costs) -> String {
    let (region, purchase) = (&costs.region, costs.purchase.text());
    let is_one = matches!(
        costs.cases.as_slice(),
        [NodeCase {
            role: Role::Launched | Role::StandIn,
            ..
        }]
    );
    match costs.chosen_is_admitted {
        None if is_one => strings::cost::bought(region, &purchase),
        None => strings::cost::bought_of(
            region,
            &purchase,
            costs.priced,
            costs.estimated,
            costs.unpriced,
        ),
        Some(false) => strings::cost::bought_not_admitted(region, &purchase),
        Some(true) => strings::cost::bought(region, &purchase),
    }
}

/// One of the types that the range is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseText {
    /// “Cheapest”.
    pub role: &'static str,
    /// The type.
    pub name: String,
}

/// The types of the range, to look at one; none where the numbers are about one already.
pub fn cases(costs: &Costs) -> Vec<CaseText> {
    costs
        .cases
        .iter()
        .filter(|case| matches!(case.role, Role::Cheapest | Role::Median | Role::Dearest))
        .filter_map(|case| {
            Some(CaseText {
                role: case.role.as_str(),
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
            label: case.role.as_str().to_owned(),
            more: case.instance_type.clone().unwrap_or_default(),
        })
        .collect()
}

/// Heads of the lines' columns.
pub fn line_heads() -> Vec<FormulaHead> {
    strings::cost::LINE_HEADS
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
        (Base::Hour, Base::Month, Some(hour)) => lines.push(strings::cost::month_of_hour(
            &exact(hour),
            &exact(line.per_month().unwrap_or_default()),
        )),
        (Base::Month, Base::Hour, Some(month)) => lines.push(strings::cost::hour_of_month(
            &exact(month),
            &exact(line.per_hour().unwrap_or_default()),
        )),
        _ => {}
    }
    match &line.formula.price.origin {
        Origin::Estimated(how) => lines.push(strings::cost::price_estimated(how)),
        Origin::Unknown(why) if line.amount().is_none() => {
            lines.push(strings::cost::not_known(why));
        }
        _ => {}
    }
    lines
}

fn mark(price: &Price) -> Option<(&'static str, String)> {
    match &price.origin {
        Origin::Estimated(how) => Some((strings::cost::ESTIMATED, how.clone())),
        Origin::Own => Some((strings::cost::OWN, strings::cost::OWN_MEANS.to_owned())),
        Origin::Published | Origin::Unknown(_) => None,
    }
}

/// Where a line's price comes from, unless nothing is paid for.
fn line_origin(line: &LineItem) -> String {
    match (&line.formula.price.origin, line.amount()) {
        (Origin::Unknown(_), Some(Money::ZERO)) => strings::cost::NOTHING_ABOVE.to_owned(),
        _ => origin(&line.formula.price),
    }
}

/// Where a price comes from, with its date.
fn origin(price: &Price) -> String {
    match (&price.origin, price.as_of) {
        (Origin::Published, Some(day)) => strings::cost::prices_of(day),
        (Origin::Estimated(_), Some(day)) => strings::cost::estimated_of(day),
        (Origin::Own, _) => strings::cost::OWN_PRICE.to_owned(),
        (Origin::Unknown(why), _) => (*why).to_owned(),
        (Origin::Published | Origin::Estimated(_), None) => strings::cost::NO_DATE.to_owned(),
    }
}

fn amount(amount: Option<Money>, write: fn(Money) -> String, is_loading: bool) -> FormulaCell {
    FormulaCell {
        text: match amount {
            Some(amount) => write(amount),
            None if is_loading => "…".to_owned(),
            None => strings::words::UNKNOWN.to_owned(),
        },
        is_muted: amount.is_none(),
        formula: Vec::new(),
    }
}

/// What it comes to, one column a case.
pub fn total_rows(costs: &Costs) -> Vec<FormulaRow> {
    let mut rows = vec![
        sum_row(costs, "instance", strings::cost::INSTANCE_HOUR, |case| {
            (case.instance_hour, Money::rounded, hours(&case.instance))
        }),
        sum_row(costs, "disk", strings::cost::DISK_HOUR, |_| {
            (costs.disk_hour, Money::rounded, hours(&costs.disk))
        }),
        sum_row(costs, "node-hour", strings::cost::NODE_HOUR, |case| {
            let lines = hours(case.instance.iter().chain(&costs.disk));
            (case.node_hour, Money::rounded, lines)
        }),
        sum_row(costs, "node-month", strings::cost::NODE_MONTH, |case| {
            let lines = months(case.instance.iter().chain(&costs.disk));
            (case.node_month, Money::cents, lines)
        }),
    ];
    if costs.nodes > 1 || !costs.shared.is_empty() {
        let name = strings::cost::all_month(costs.nodes);
        rows.push(sum_row(costs, "all-month", &name, |case| {
            let mut lines = vec![strings::cost::of_one_node(
                costs.nodes,
                &case.node_month.text(exact),
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
            text: compact(sum, write),
            is_muted: sum.unknown > 0,
            formula,
        }
    });
    let cells = cells.collect();
    let estimated = costs.cases.iter().any(|case| case.estimated) && key != "disk";
    FormulaRow {
        key: key.to_owned(),
        name: name.to_owned(),
        mark: estimated.then(|| {
            (
                strings::cost::ESTIMATED,
                strings::cost::ESTIMATED_PART.to_owned(),
            )
        }),
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
    part_of_sum(&exact_if_known(amount), &line.what)
}

/// An amount before what it is for, as a line of a sum.
fn part_of_sum(amount: &str, what: &str) -> String {
    format!("{amount}  {what}")
}

fn exact_if_known(amount: Option<Money>) -> String {
    amount.map_or_else(|| strings::words::UNKNOWN.to_owned(), exact)
}

fn exact(amount: Money) -> String {
    format!("${amount}")
}

/// What a start costs, one column a case.
pub fn start_rows(costs: &Costs) -> Vec<FormulaRow> {
    let mut rows = vec![
        part_row(costs, "provisioning", strings::cost::PROVISIONING, |case| {
            let start = &case.start;
            let whose = whose(start.own_provisioning, strings::cost::ONE_RUN);
            (start.provisioning_cost, Some(start.provisioning), whose)
        }),
        part_row(costs, "pull", strings::cost::PULL, |case| {
            let start = &case.start;
            let whose = whose(start.own_pull, strings::cost::TIME_ESTIMATED);
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
    rows.push(spread_row(
        costs,
        "start",
        strings::cost::ONE_START,
        |case| {
            let start = &case.start;
            let mut lines = vec![
                part_of_sum(
                    &start.provisioning_cost.text(exact),
                    strings::cost::PROVISIONING_PART,
                ),
                part_of_sum(&start.pull_cost.text(exact), strings::cost::PULL_PART),
            ];
            lines.extend(
                start
                    .charges
                    .iter()
                    .map(|charge| part_of_sum(&exact_if_known(charge.amount()), charge.what)),
            );
            (start.total, lines)
        },
    ));
    rows.push(spread_row(
        costs,
        "thousand",
        strings::cost::THOUSAND_STARTS,
        |case| {
            let lines = vec![strings::cost::thousand_times(&case.start.total.text(exact))];
            (case.thousand_starts, lines)
        },
    ));
    if let Some(count) = costs.node_starts {
        let name = strings::cost::monthly_starts(count);
        rows.push(spread_row(costs, "monthly", &name, |case| {
            let lines = vec![strings::cost::times(count, &case.start.total.text(exact))];
            (case.monthly_starts.unwrap_or_default(), lines)
        }));
    }
    rows
}

fn whose(is_own: bool, otherwise: &'static str) -> &'static str {
    if is_own {
        strings::cost::OWN_FIGURE
    } else {
        otherwise
    }
}

/// A part of a start that is paid by the time it takes.
fn part_row(
    costs: &Costs,
    key: &str,
    name: &str,
    part: impl Fn(&NodeCase) -> (Spread, Option<LikelyRange<TimeSpan>>, &'static str),
) -> FormulaRow {
    let mut note = "";
    let cells = costs
        .cases
        .iter()
        .map(|case| {
            let (cost, time, whose) = part(case);
            note = whose;
            let time = time.map(LikelyRange::<TimeSpan>::rounded);
            let hour = case.node_hour.text(exact);
            FormulaCell {
                text: compact_spread(cost, fine),
                is_muted: cost.likely.unknown > 0,
                formula: vec![
                    strings::cost::time_of_node(time.as_deref(), &hour),
                    format!("= {}", cost.text(exact)),
                ],
            }
        })
        .collect();
    let times = costs.cases.iter().filter_map(|case| part(case).1);
    let low = times.clone().map(LikelyRange::low).min();
    let high = times.map(LikelyRange::high).max();
    let time = low
        .zip(high)
        .map(|(low, high)| LikelyRange::new(low, low, high).rounded());
    FormulaRow {
        key: key.to_owned(),
        name: name.to_owned(),
        mark: None,
        note: strings::cost::time_from(time.as_deref(), note),
        link: None,
        cells,
        is_total: false,
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
                    text: compact_spread(sum, fine),
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
    use super::{Money, Spread, Total, brief, compact, compact_spread, fine};

    #[test]
    fn amounts_say_no_more_than_they_know() {
        let money = Money::micro_dollars;
        assert_eq!(brief(money(412_920)), "$0.41");
        assert_eq!(brief(money(36_986)), "$0.037");
        assert_eq!(brief(money(142_416_000)), "$142");
        assert_eq!(fine(money(3_624)), "$0.0036");
    }

    #[test]
    fn at_least_is_a_sign() {
        let total = |at_least, unknown| Total {
            at_least: Money::micro_dollars(at_least),
            known: 1,
            unknown,
        };
        let spread = |low, high, unknown| {
            let [low, high] = [low, high].map(|end| total(end, unknown));
            let likely = low;
            compact_spread(Spread { low, likely, high }, fine)
        };
        assert_eq!(compact(total(3_620_000, 0), fine), "$3.62");
        assert_eq!(compact(total(3_620_000, 1), fine), "≥ $3.62");
        assert_eq!(compact(total(0, 1), fine), "unknown");
        assert_eq!(spread(3_620_000, 5_000_000, 0), "$3.62 – $5.00");
        assert_eq!(spread(3_620_000, 5_000_000, 1), "≥ $3.62 – $5.00");
        assert_eq!(spread(0, 0, 1), "unknown");
    }
}
