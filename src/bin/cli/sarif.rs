//! Findings as SARIF 2.1.0, which code review tools read.

use serde_json::{Value, json};
use soci_configurator::core::{InputFile, Rule, Severity};

use crate::check::Line;

/// Something that was not looked at, or was assumed.
pub struct Notice {
    /// What kind of notice it is.
    pub id: &'static str,
    pub file: Option<String>,
    pub line: usize,
    pub text: String,
}

/// The log of one run: findings as results, what was not checked or was assumed as notifications of the tool.
pub fn sarif(lines: &[Line], notices: &[Notice], files: &[InputFile]) -> String {
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
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notices.iter().map(notification).collect::<Vec<Value>>(),
            }],
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn notification(notice: &Notice) -> Value {
    let mut notification = json!({
        "descriptor": {"id": notice.id},
        "level": "note",
        "message": {"text": notice.text},
    });
    if let Some(file) = &notice.file {
        notification["locations"] = json!([place(file, notice.line)]);
    }
    notification
}

fn place(file: &str, line: usize) -> Value {
    json!({"physicalLocation": {
        "artifactLocation": {"uri": file.replace('\\', "/")},
        "region": {"startLine": line.max(1)},
    }})
}

fn rule(id: &str) -> Value {
    match Rule::find(id) {
        Some(rule) => json!({
            "id": id,
            "shortDescription": {"text": rule.words().what},
            "fullDescription": {"text": rule.words().why},
            "help": {"text": rule.words().how},
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
        result["locations"] = json!([place(&file.name, line.line)]);
    }
    result
}
