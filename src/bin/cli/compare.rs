//! `compare`: two Configs side by side.

use serde_json::{Value, json};
use soci_configurator::core::{
    Catalogue, Config, Difference, Evaluation, Field, FilePair, LikelyRange, Money, OneSide,
    SideBySide, TimeSpan, Total, side_by_side,
};

use crate::arguments::{Compare, Input, OutputFormat};
use crate::output::{aligned, print_exact, print_text};
use crate::prices::evaluated;
use crate::{Outcome, in_view, input, unusable};

/// Longest value of a setting that a table shows whole, in letters.
const MAX_LENGTH: usize = 40;

/// Prints both sides.
pub fn compare(asked: &Compare) -> Outcome {
    let sides = input::config(&asked.input).and_then(|first| {
        let other = input::other_side(&first, asked.with.as_deref(), &asked.with_set)?;
        let side = |name: String, config: Config| {
            Side::new(name, config, asked.instance.as_deref()).map_err(|message| vec![message])
        };
        Ok([
            side(name(&asked.input), first)?,
            side(other_name(asked), other)?,
        ])
    });
    let [left, right] = match sides {
        Ok(sides) => sides,
        Err(messages) => return unusable(&messages),
    };
    let compared = side_by_side(left.one(), right.one());
    match asked.format {
        OutputFormat::Table => print_text(&text(&left, &right, &compared)),
        OutputFormat::Json => print_exact(&format!("{:#}\n", json(&left, &right, &compared))),
    }
}

/// One side, with all that follows from it.
struct Side {
    name: String,
    config: Config,
    evaluation: Evaluation,
    catalogue: Catalogue,
}

impl Side {
    fn new(name: String, config: Config, instance: Option<&str>) -> Result<Self, String> {
        let config = match instance {
            Some(instance) => in_view::on_instance(config, instance)?,
            None => in_view::one_type(config)?,
        };
        let (evaluation, catalogue) = evaluated(&config)?;
        Ok(Self {
            name,
            config,
            evaluation,
            catalogue,
        })
    }

    fn one(&self) -> OneSide<'_> {
        OneSide {
            config: &self.config,
            evaluation: &self.evaluation,
        }
    }

    /// The type that its numbers are about, and why.
    fn in_view(&self) -> Option<(&str, &'static str)> {
        let in_view = self.evaluation.in_view?;
        let instance = self.catalogue.instances().get(in_view.position)?;
        Some((instance.name, in_view.because.describe()))
    }
}

/// What the first side is called.
fn name(input: &Input) -> String {
    let name = match (&input.preset, &input.config, &input.link) {
        (Some(preset), ..) => preset.clone(),
        (None, Some(path), _) => path.display().to_string(),
        (None, None, Some(_)) => "link".to_owned(),
        (None, None, None) => "default".to_owned(),
    };
    with_settings(name, input.set.len())
}

fn other_name(asked: &Compare) -> String {
    let name = match asked.with.as_deref() {
        None => "identical".to_owned(),
        Some(link) if link.contains("v1_") || link.contains("v2_") => "link".to_owned(),
        Some(other) => other.to_owned(),
    };
    with_settings(name, asked.with_set.len())
}

fn with_settings(name: String, count: usize) -> String {
    match count {
        0 => name,
        1 => format!("{name}, 1 changed"),
        count => format!("{name}, {count} changed"),
    }
}

fn text(left: &Side, right: &Side, compared: &SideBySide) -> String {
    let mut text = String::new();
    for side in [left, right] {
        text.push_str(&match side.in_view() {
            Some((name, because)) => format!("{}: {name}, {because}.\n", side.name),
            None => format!("{}: no instance type is eligible.\n", side.name),
        });
    }
    let head = |what: &str, last: Option<&str>| {
        let names = [what, &left.name, &right.name].map(str::to_owned);
        names.into_iter().chain(last.map(str::to_owned)).collect()
    };
    let mut numbers: Vec<Vec<String>> = vec![head("number", Some("difference"))];
    numbers.extend(compared.figures.iter().map(|figure| {
        vec![
            figure.label.to_owned(),
            figure.left.clone(),
            figure.right.clone(),
            figure.delta.clone(),
        ]
    }));
    text.push('\n');
    text.push_str(&aligned(&numbers, &[1, 2, 3]));
    text.push('\n');
    if compared.settings.is_empty() {
        text.push_str("No settings differ.\n");
    } else {
        let mut settings: Vec<Vec<String>> = vec![head("setting", None)];
        settings.extend(compared.settings.iter().map(|setting| {
            let shown = |value: &str| short(&shown(setting.field, value));
            vec![
                setting.field.path.to_owned(),
                shown(&setting.left),
                shown(&setting.right),
            ]
        }));
        text.push_str(&aligned(&settings, &[]));
    }
    let mut files: Vec<Vec<String>> = Vec::new();
    files.extend(
        compared
            .files
            .iter()
            .map(|pair| vec![pair.name(), lines(pair)]),
    );
    text.push('\n');
    text.push_str(&aligned(&files, &[]));
    text
}

/// How a file of both sides differs.
fn lines(pair: &FilePair) -> String {
    match (&pair.left, &pair.right, pair.differing()) {
        (Some(_), None, _) => "only in the first".to_owned(),
        (None, Some(_), _) => "only in the other".to_owned(),
        (_, _, 0) => "identical".to_owned(),
        (_, _, 1) => "1 line differs".to_owned(),
        (_, _, count) => format!("{count} lines differ"),
    }
}

/// A value with its unit; a dash for nothing.
fn shown(field: &Field, value: &str) -> String {
    if value.is_empty() {
        return "-".to_owned();
    }
    field.with_unit(&value.replace('\n', "; "))
}

fn short(text: &str) -> String {
    match text.char_indices().nth(MAX_LENGTH) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn json(left: &Side, right: &Side, compared: &SideBySide) -> Value {
    let numbers = compared.figures.iter().map(|figure| {
        let delta = Some(&figure.delta).filter(|delta| !delta.is_empty());
        json!({
            "number": figure.label,
            "left": figure.left,
            "right": figure.right,
            "difference": delta,
        })
    });
    let setting = |setting: &Difference| {
        json!({
            "setting": setting.field.path,
            "left": setting.left,
            "right": setting.right,
        })
    };
    let files = compared.files.iter().map(|pair| {
        json!({
            "left": pair.left,
            "right": pair.right,
            "linesDiffering": pair.differing(),
        })
    });
    json!({
        "left": side_json(left),
        "right": side_json(right),
        "numbers": numbers.collect::<Vec<Value>>(),
        "settings": compared.settings.iter().map(setting).collect::<Vec<Value>>(),
        "files": files.collect::<Vec<Value>>(),
    })
}

/// A side's node in figures: times in milliseconds, money in micro-dollars; null is unknown.
fn side_json(side: &Side) -> Value {
    let in_view = side.in_view();
    let pull = side.evaluation.pull.as_ref().ok();
    let time = |time: LikelyRange<TimeSpan>| {
        json!({
            "low": time.low().as_millis(),
            "likely": time.likely().as_millis(),
            "high": time.high().as_millis(),
        })
    };
    let stock = pull.and_then(|pull| pull.node.stock.as_ref());
    let case = side.evaluation.costs.typical();
    let exactly = |total: Option<Total>| {
        let amount = total.and_then(Total::exactly);
        amount.map(Money::to_micro_dollars)
    };
    json!({
        "name": side.name,
        "instanceType": in_view.map(|(name, _)| name),
        "because": in_view.map(|(_, because)| because),
        "pullMilliseconds": pull.map(|pull| time(pull.node.engine.estimate.time)),
        "stockPullMilliseconds": stock.map(|stock| time(stock.estimate.time)),
        "nodeHourMicroDollars": exactly(case.map(|case| case.node_hour)),
        "nodeMonthMicroDollars": exactly(case.map(|case| case.node_month)),
    })
}
