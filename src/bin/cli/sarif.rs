//! Findings as SARIF 2.1.0, which code review tools read.

use serde_json::{Value, json};
use soci_configurator::core::{InputFile, Rule, Severity};

use crate::check::Line;

/// The log of one run.
pub fn sarif(lines: &[Line], files: &[InputFile]) -> String {
    let mut ids: Vec<&str> = lines.iter().map(|line| line.rule).collect();
    ids.sort_unstable();
    ids.dedup();
    let rules: Vec<Value> = ids.iter().map(|id| rule(id)).collect();
    let results: Vec<Value> = lines.iter().map(|line| result(line, &ids, files)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "soci-configurator",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(id: &str) -> Value {
    match Rule::find(id) {
        Some(rule) => json!({
            "id": id,
            "shortDescription": {"text": rule.what},
            "fullDescription": {"text": rule.why},
            "help": {"text": rule.how},
            "helpUri": rule.source().url,
        }),
        None => json!({"id": id, "shortDescription": {"text": id.replace('-', " ")}}),
    }
}

fn result(line: &Line, ids: &[&str], files: &[InputFile]) -> Value {
    let level = match line.severity {
        Severity::Error => "error",
        Severity::Warning | Severity::Waste => "warning",
        Severity::Note => "note",
    };
    let text = if line.path.is_empty() {
        line.message.clone()
    } else {
        format!("{}: {}", line.path, line.message)
    };
    let mut result = json!({
        "ruleId": line.rule,
        "ruleIndex": ids.iter().position(|id| *id == line.rule),
        "level": level,
        "message": {"text": text},
    });
    if let Some(file) = line.file.and_then(|file| files.get(file)) {
        result["locations"] = json!([{"physicalLocation": {
            "artifactLocation": {"uri": file.name.replace('\\', "/")},
            "region": {"startLine": line.line.max(1)},
        }}]);
    }
    result
}
