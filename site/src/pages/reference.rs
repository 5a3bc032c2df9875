//! Pages of figures: settings, assumptions, predictions beside measured pulls.

use soci_configurator::core::{
    Config, Constants, Field, Group, Parameter, PredictedAgainstMeasured, PredictedPull,
};
use soci_configurator::data::{MEASUREMENTS, catalogue};

use super::Page;
use crate::files::Problem;
use crate::markup::{escaped, link, table};

const UNKNOWN: &str = "<span class=\"muted\">unknown</span>";

/// Every setting with its bounds and their source.
pub fn settings() -> Page {
    let default = Config::default();
    let groups: String = Group::ALL
        .iter()
        .map(|group| {
            let rows: Vec<Vec<String>> = Field::all()
                .filter(|field| field.group == *group)
                .map(|field| row(field, &default))
                .collect();
            format!(
                "<h2>{}</h2>\n<p>{}</p>\n{}",
                escaped(group.label()),
                escaped(group.help()),
                table(
                    group.label(),
                    &["Setting", "What it is", "Accepts", "Default", "Source"],
                    &[],
                    &rows
                )
            )
        })
        .collect();
    Page::new(
        "settings.html",
        "Settings",
        "Every setting of the Config file and the form, with its default, its bounds and their source.",
        format!(
            "<p>As the form, the Config file and <code>--set</code> know them. A Config file holds only what differs from \
             the default.</p>\n{groups}"
        ),
    )
}

fn row(field: &Field, default: &Config) -> Vec<String> {
    let value = field.value(default).to_string().replace('\n', ", ");
    let value = match (value.is_empty(), field.unit.is_empty()) {
        (true, _) => "<span class=\"muted\">empty</span>".to_owned(),
        (false, true) => escaped(&value),
        (false, false) => format!("{} {}", escaped(&value), escaped(field.unit)),
    };
    vec![
        format!(
            "{}<code>{}</code>",
            escaped(field.label),
            escaped(field.path)
        ),
        escaped(field.help),
        escaped(field.bounds),
        value,
        link(field.source.url, field.source.label),
    ]
}

/// Every uncertain figure of the pull model.
pub fn assumptions() -> Page {
    let constants = Constants::default();
    let rows: Vec<Vec<String>> = Parameter::ALL
        .iter()
        .map(|parameter| {
            vec![
                escaped(parameter.label()),
                escaped(&parameter.shown(constants.get(*parameter))),
                escaped(parameter.source()),
            ]
        })
        .collect();
    let body = format!(
        "<p>A pull is simulated: layers share the network, the cores and the disk as they do on a node. What is not known \
         exactly is a likely value and a range, and the range of a pull's time follows from them. Your own measured pulls \
         can take their place in the application.</p>\n{}\
         <h2>Not modelled</h2>\n<p>Small files, several images at once, used-up bursts, snapshot volumes that are touched \
         for the first time, throttling registries and lazy loading.</p>\n<p>{} how this compares with published pulls.</p>\n",
        table(
            "Figures of the model",
            &["Figure", "Likely value and range", "Where it comes from"],
            &[1],
            &rows
        ),
        link("measured.html", "See")
    );
    Page::new(
        "assumptions.html",
        "Assumptions",
        "Every uncertain figure behind the estimated pull times, with its range and where it comes from.",
        body,
    )
}

/// Predictions beside published pulls.
pub fn measured() -> Result<Page, Problem> {
    let all = PredictedAgainstMeasured::new(catalogue(), MEASUREMENTS, &Constants::default())
        .map_err(|error| format!("data/measurements.csv: {error:?}"))?;
    let rows: Vec<Vec<String>> = all.pulls.iter().map(pull).collect();
    let errors = match all.mean_error().zip(all.largest_error()) {
        Some((mean, largest)) => format!(
            "Where the instance type is known, the likely time is off by {} on average and {} at most. ",
            percent(mean),
            percent(largest)
        ),
        None => String::new(),
    };
    let body = format!(
        "<p>{errors}{} of all {} published pulls lie in their predicted range. The model's figures were fitted to most of \
         these pulls, so yours will be off by more.</p>\n{}<p>The figures are on the page of {}.</p>\n",
        all.in_range(),
        all.pulls.len(),
        table(
            "Published pulls and what is predicted of them",
            &[
                "Pull",
                "Image",
                "Engine",
                "Type",
                "Measured",
                "Predicted",
                "Error",
                "Published by"
            ],
            &[1, 4, 5, 6],
            &rows
        ),
        link("assumptions.html", "assumptions")
    );
    Ok(Page::new(
        "measured.html",
        "Predicted against measured",
        "Published image pulls with and without SOCI beside what the model predicts of them, with the error of each.",
        body,
    ))
}

fn pull(pull: &PredictedPull) -> Vec<String> {
    let measured = &pull.measured;
    let (low, high) = (pull.predicted.low(), pull.predicted.high());
    let outside = if pull.is_in_range() { "" } else { ", outside" };
    vec![
        escaped(&measured.id),
        escaped(&measured.compressed.rounded()),
        escaped(measured.engine.label()),
        measured
            .instance_type
            .as_deref()
            .map_or_else(|| UNKNOWN.to_owned(), escaped),
        escaped(&measured.time.rounded()),
        escaped(&format!("{} to {}{outside}", low.rounded(), high.rounded())),
        pull.error().map_or_else(
            || "–".to_owned(),
            |error| {
                let sign = if error < 0 { "−" } else { "+" };
                format!("{sign}{}", percent(error.unsigned_abs()))
            },
        ),
        escaped(&measured.source),
    ]
}

/// Tenths of a percent.
fn percent(tenths: u32) -> String {
    format!("{}.{} %", tenths / 10, tenths % 10)
}
