//! What is generated within the papers, from the tables that page and command line are made from.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use soci_configurator::core::{
    Config, Constants, ErrorSummary, Field, Group, InView, LeaveOneOut, LeftUnseen, MeasuredEngine,
    Parameter, PredictedAgainstMeasured, PredictedPair, PredictedPull, Preset, TimeSpan, evaluate,
};
use soci_configurator::data::{MEASURED_PAIRS, MEASUREMENTS, catalogue};

use super::{read, root};
use crate::catalogue::with_prices;

const COMMAND: &str = "UPDATE_EXPECT=1 cargo test --features cli --test it papers";

/// Text between two comments of a paper: compared, or written if that is asked for.
#[track_caller]
fn check(paper: &str, name: &str, expected: &str) {
    // Several tests write into one paper.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let start = format!("<!-- {name}: written by {COMMAND} -->\n");
    let end = format!("<!-- /{name} -->");
    let text = read(paper);
    let (before, rest) = text
        .split_once(&start)
        .unwrap_or_else(|| panic!("{paper} has no line {start}"));
    let (found, after) = rest.split_once(&end).expect("the end of what is generated");
    let expected = format!("\n{expected}\n");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let updated = format!("{before}{start}{expected}{end}{after}");
        std::fs::write(root().join(paper), updated).expect("the paper");
        return;
    }
    assert_eq!(found, expected, "{paper}: run {COMMAND}");
}

fn row(table: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| cell.replace('|', "\\|").replace('\n', ", "))
        .collect();
    writeln!(table, "| {} |", cells.join(" | ")).expect("a string grows");
}

fn head(table: &mut String, cells: &[&str]) {
    row(table, cells);
    writeln!(table, "|{}", "---|".repeat(cells.len())).expect("a string grows");
}

#[test]
fn the_table_of_keys_is_the_field_table() {
    let config = Config::default();
    let mut text = String::new();
    for group in Group::ALL {
        if !text.is_empty() {
            text.push('\n');
        }
        writeln!(text, "### {}\n\n{}\n", group.label(), group.help()).expect("a string grows");
        head(
            &mut text,
            &["key", "default", "allowed", "what it is", "source"],
        );
        for field in Field::all().filter(|field| field.group == group) {
            let default = match field.value(&config).to_string() {
                empty if empty.is_empty() => "–".to_owned(),
                value => format!("`{value}`"),
            };
            let unit = match field.unit {
                "" => String::new(),
                unit => format!(" ({unit})"),
            };
            row(
                &mut text,
                &[
                    &format!("`{}`", field.path),
                    &default,
                    &format!("{}{unit}", field.bounds),
                    &format!("{}: {}", field.label, field.help),
                    &format!("[{}]({})", field.source.label, field.source.url),
                ],
            );
        }
    }
    check("docs/config-reference.md", "fields", &text);
}

#[test]
fn the_figures_of_the_model_are_its_constants() {
    let constants = Constants::default();
    let mut text = String::new();
    head(
        &mut text,
        &[
            "figure",
            "likely value (range)",
            "likely value is",
            "word in a Config",
            "source",
        ],
    );
    for parameter in Parameter::ALL {
        row(
            &mut text,
            &[
                parameter.label(),
                &parameter.shown(constants.get(*parameter)),
                &parameter.basis().describe(),
                &format!("`{}`", parameter.as_str()),
                parameter.source(),
            ],
        );
    }
    check("docs/model-and-limits.md", "figures", &text);
}

#[test]
fn published_pulls_are_those_of_the_data() {
    let all = PredictedAgainstMeasured::new(catalogue(), MEASUREMENTS, &Constants::default())
        .expect("data");
    let (mean, largest) = all
        .mean_error()
        .zip(all.largest_error())
        .expect("pulls on known types");
    let mut text = format!(
        "{} of {} published pulls lie in their predicted range. Where the instance type is known, the likely time is \
         off by {} on average and by {} at most: the **fitted** error, of pulls that the figures were fitted to.\n\n",
        all.in_range(),
        all.pulls.len(),
        percent(mean),
        percent(largest)
    );
    head(
        &mut text,
        &[
            "pull",
            "image",
            "engine",
            "type",
            "measured",
            "predicted",
            "error",
            "published by",
        ],
    );
    for pull in &all.pulls {
        let cells = pull_cells(pull);
        row(&mut text, &cells.each_ref().map(String::as_str));
    }
    for pair in &pairs() {
        for cells in pair_cells(pair) {
            row(&mut text, &cells.each_ref().map(String::as_str));
        }
    }
    check("docs/model-and-limits.md", "pulls", &text);
}

fn pairs() -> Vec<PredictedPair> {
    PredictedPair::all(
        catalogue(),
        MEASURED_PAIRS,
        MEASUREMENTS,
        &Constants::default(),
    )
    .expect("data")
}

/// The two pulls of a pair.
fn pair_cells(pair: &PredictedPair) -> [[String; 8]; 2] {
    let measured = &pair.measured;
    let (low, high) = (pair.predicted.low(), pair.predicted.high());
    let cells = |engine: MeasuredEngine, time: TimeSpan, predicted: String, error: String| {
        [
            measured.id.clone(),
            "unknown".to_owned(),
            engine.label().to_owned(),
            "unknown".to_owned(),
            time.rounded(),
            predicted,
            error,
            measured.source.clone(),
        ]
    };
    [
        cells(
            MeasuredEngine::Soci,
            measured.soci,
            "–".to_owned(),
            "–".to_owned(),
        ),
        cells(
            MeasuredEngine::ContainerdParallel,
            measured.containerd_parallel,
            format!("{} to {}, from SOCI’s", low.rounded(), high.rounded()),
            signed(pair.error()),
        ),
    ]
}

/// What the figures make of pulls that they do not know.
#[test]
fn errors_on_unknown_pulls_are_those_of_the_model() {
    let of = |unseen| {
        LeaveOneOut::new(catalogue(), MEASUREMENTS, &Constants::default(), unseen).expect("data")
    };
    let (pull, publication) = (of(LeftUnseen::Pull), of(LeftUnseen::Publication));
    let shipped = PredictedAgainstMeasured::new(catalogue(), MEASUREMENTS, &Constants::default())
        .expect("data");
    let is_stock = |engine| engine == MeasuredEngine::Containerd;
    let mut text = String::new();
    head(
        &mut text,
        &["error", "pulls", "mean", "bias", "largest", "in range"],
    );
    let mut summary = |name: &str, one: ErrorSummary| {
        row(
            &mut text,
            &[
                name,
                &one.pulls.to_string(),
                &percent(one.mean),
                &signed(one.bias),
                &percent(one.largest),
                &format!("{} of {}", one.in_range, one.pulls),
            ],
        );
    };
    summary(
        "fitted, stock containerd",
        ErrorSummary::new(&shipped.pulls, is_stock),
    );
    summary(
        "fitted, SOCI",
        ErrorSummary::new(&shipped.pulls, MeasuredEngine::is_soci),
    );
    summary("without itself, stock containerd", pull.stock());
    summary("without itself, SOCI", pull.soci());
    summary(
        "without itself, containerd’s own parallel pull",
        pull.parallel(),
    );
    summary("**without itself, all**", pull.all());
    summary(
        "without its publication, stock containerd",
        publication.stock(),
    );
    summary("without its publication, SOCI", publication.soci());
    summary(
        "without its publication, containerd’s own parallel pull",
        publication.parallel(),
    );
    summary("**without its publication, all**", publication.all());
    text.push('\n');
    head(
        &mut text,
        &[
            "pull",
            "measured",
            "without itself",
            "error",
            "without its publication",
            "error",
        ],
    );
    let range = |pull: &PredictedPull| {
        let time = pull.predicted;
        format!("{} to {}", time.low().rounded(), time.high().rounded())
    };
    let error = |pull: &PredictedPull| signed(pull.error().expect("a known type"));
    for (one, other) in pull.pulls.iter().zip(&publication.pulls) {
        row(
            &mut text,
            &[
                &one.measured.id,
                &one.measured.time.rounded(),
                &range(one),
                &error(one),
                &range(other),
                &error(other),
            ],
        );
    }
    check("docs/model-and-limits.md", "left-out", &text);
    let said = format!(
        "published pulls that the figures were not fitted to are off by {} on average (stock containerd {}, SOCI {})",
        percent(pull.all().mean),
        percent(pull.stock().mean),
        percent(pull.soci().mean)
    );
    for paper in ["README.md", "docs/model-and-limits.md"] {
        let words: Vec<String> = read(paper).split_whitespace().map(str::to_owned).collect();
        assert!(
            words.join(" ").contains(&said),
            "{paper} does not say: {said}"
        );
    }
}

fn pull_cells(pull: &PredictedPull) -> [String; 8] {
    let measured = &pull.measured;
    let (low, high) = (pull.predicted.low(), pull.predicted.high());
    let error = pull.error().map_or_else(|| "–".to_owned(), signed);
    [
        measured.id.clone(),
        measured.compressed.rounded(),
        measured.engine.label().to_owned(),
        measured
            .instance_type
            .clone()
            .unwrap_or_else(|| "unknown".to_owned()),
        measured.time.rounded(),
        format!("{} to {}", low.rounded(), high.rounded()),
        error,
        measured.source.clone(),
    ]
}

/// Tenths of a percent, with a sign.
fn signed(tenths: i32) -> String {
    let sign = if tenths < 0 { "−" } else { "+" };
    format!("{sign}{}", percent(tenths.unsigned_abs()))
}

/// Tenths of a percent.
fn percent(tenths: u32) -> String {
    format!("{}.{} %", tenths / 10, tenths % 10)
}

#[test]
fn the_nodes_of_the_presets_are_those_that_come() {
    let catalogue = with_prices(&["us-east-1"]);
    let mut text = String::new();
    head(
        &mut text,
        &[
            "preset",
            "eligible types",
            "launched type",
            "pull",
            "with stock containerd",
        ],
    );
    for preset in Preset::ALL {
        let evaluation = evaluate(&preset.config(), &catalogue);
        let launched = evaluation
            .in_view
            .and_then(|InView { position, .. }| catalogue.instances().get(position))
            .map_or("none", |instance| instance.name);
        let pull = evaluation
            .pull
            .as_ref()
            .expect("the default image has a size");
        let engine = pull.node.engine.estimate.time;
        let stock = pull.node.stock.as_ref();
        let stock = stock.map(|stock| stock.estimate.time.rounded());
        row(
            &mut text,
            &[
                &format!("`{}`", preset.word),
                &evaluation.selection.admitted.len().to_string(),
                launched,
                &engine.rounded(),
                stock.as_deref().unwrap_or("–"),
            ],
        );
    }
    check("docs/model-and-limits.md", "presets", &text);
}
