//! Findings, presets and fields as text.

use serde_json::{Value, json};

use soci_configurator::core::{Config, Dismissed, Evaluation, Field, Finding, Preset, Severity};
use soci_configurator::data::catalogue;

use crate::terminal::printable_line;

/// One line for each value that is missing and each finding.
pub fn lines(evaluation: &Evaluation) -> Vec<String> {
    let missing = evaluation.missing.iter().map(|missing| {
        let field = missing.field;
        format!(
            "error[missing-value] {}: {} is needed. {}",
            field.path, field.label, field.help
        )
    });
    let findings = evaluation.findings.iter().map(|finding| {
        let fix = finding
            .fix
            .as_ref()
            .map(|fix| format!(" (fix: {})", fix.label))
            .unwrap_or_default();
        format!(
            "{}[{}] {}: {}{fix}",
            finding.severity.as_str(),
            finding.rule.id,
            finding.field.path,
            finding.message
        )
    });
    missing.chain(findings).collect()
}

/// One line for each finding that the Config dismisses.
pub fn dismissed(evaluation: &Evaluation) -> Vec<String> {
    let line = |dismissed: &Dismissed| {
        let finding = &dismissed.finding;
        format!(
            "dismissed[{}] {}: {} (reason: {})",
            finding.rule.id, finding.field.path, finding.message, dismissed.reason
        )
    };
    evaluation.dismissed.iter().map(line).collect()
}

/// Why no files are written, and what to do.
pub fn why_not(evaluation: &Evaluation) -> String {
    let mut text = "Nothing is written.".to_owned();
    if evaluation
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
    {
        text.push_str(" Fix the errors above first.");
    }
    if !evaluation.missing.is_empty() {
        let sets: Vec<String> = evaluation
            .missing
            .iter()
            .map(|missing| format!("--set {}=…", missing.field.path))
            .collect();
        text.push_str(&format!(
            " Set the missing values with {}, or leave them for envsubst with --set placeholders=envsubst.",
            sets.join(" ")
        ));
    }
    text
}

/// What `check` prints of a Config's own findings.
pub fn text(evaluation: &Evaluation) -> String {
    let lines = lines(evaluation);
    let dismissed = dismissed(evaluation);
    let all = lines.iter().chain(&dismissed);
    all.map(|line| printable_line(line) + "\n").collect()
}

/// What `check --format json` prints, with what reading the files that it writes has found.
pub fn json(evaluation: &Evaluation, of_files: &[Value]) -> String {
    let missing: Vec<Value> = evaluation
        .missing
        .iter()
        .map(|missing| json!({"path": missing.field.path, "label": missing.field.label, "variable": missing.variable}))
        .collect();
    let one = |finding: &Finding| {
        let source = finding.rule.source();
        json!({
            "rule": finding.rule.id,
            "severity": finding.severity.as_str(),
            "path": finding.field.path,
            "message": finding.message,
            "fix": finding.fix.as_ref().map(|fix| fix.label.as_str()),
            "source": {"label": source.label, "url": source.url},
        })
    };
    let findings: Vec<Value> = evaluation.findings.iter().map(one).collect();
    let dismissed: Vec<Value> = evaluation
        .dismissed
        .iter()
        .map(|dismissed| {
            let mut value = one(&dismissed.finding);
            value["reason"] = json!(dismissed.reason);
            value
        })
        .collect();
    let is_refused = of_files.iter().any(|one| one["severity"] == "error");
    let report = json!({
        "ready": evaluation.is_ready() && !is_refused,
        "missing": missing,
        "findings": findings,
        "dismissed": dismissed,
        "inFiles": of_files,
    });
    format!("{report:#}\n")
}

/// The presets, each with its word and who it is for.
pub fn presets() -> String {
    let width = Preset::ALL
        .iter()
        .map(|preset| preset.word.len())
        .max()
        .unwrap_or(0);
    Preset::ALL
        .iter()
        .map(|preset| format!("{:width$}  {}\n", preset.word, preset.help))
        .collect()
}

/// The images of which a size was published: reference, size and day, source, and what was not said.
pub fn images() -> String {
    let mut text = String::new();
    for image in catalogue().known_images() {
        let architecture = image
            .architecture
            .map_or("architecture unknown".to_owned(), |of| of.to_string());
        let notes = match image.notes.as_str() {
            "" => String::new(),
            notes => format!("    {notes}\n"),
        };
        text += &format!(
            "{}\n    {}, {architecture}\n    {}\n{notes}",
            image.reference,
            image.label(),
            image.source
        );
    }
    text
}

/// Every field: path, default, bounds and what it decides.
pub fn fields() -> String {
    let default = Config::default();
    Field::all()
        .map(|field| {
            let value = field.value(&default).to_string().replace('\n', ", ");
            let value = if value.is_empty() {
                "empty".to_owned()
            } else {
                field.with_unit(&value)
            };
            format!(
                "{}\n    {}\n    {}; default {value}\n",
                field.path, field.help, field.bounds
            )
        })
        .collect()
}
