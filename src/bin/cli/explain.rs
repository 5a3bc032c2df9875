//! Rules, lines of the files and what changed since the blueprint, explained.

use std::path::Path;

use serde_json::{Value, json};
use soci_configurator::core::{
    Config, Explanation, File, Rule, Source, explain_file, explain_line, since_blueprint,
};

use crate::arguments::{Explain, OutputFormat};
use crate::output::{print_exact, print_text};
use crate::prices::evaluated;
use crate::{Outcome, input, unusable};

/// Explains what was asked for.
pub fn explain(asked: &Explain) -> Outcome {
    let config = match input::config(&asked.input) {
        Ok(config) => config,
        Err(messages) => return unusable(&messages),
    };
    let answer = if asked.topic == "blueprint" {
        blueprint()
    } else if let Some(rule) = Rule::find(&asked.topic) {
        of_rule(rule)
    } else {
        match of_file(&config, &asked.topic) {
            Ok(answer) => answer,
            Err(message) => return unusable(&[message]),
        }
    };
    match asked.format {
        OutputFormat::Table => print_text(&answer.0),
        OutputFormat::Json => print_exact(&format!("{:#}\n", answer.1)),
    }
}

/// Text and JSON of the same.
type Answer = (String, Value);

fn source(source: Source) -> Value {
    json!({"label": source.label, "url": source.url})
}

fn of_rule(rule: &Rule) -> Answer {
    let (words, from) = (rule.words(), rule.source());
    let severities: Vec<&str> = rule.severities.iter().map(|one| one.as_str()).collect();
    let bad = severities.join(", ");
    (
        format!(
            "{}\n  {}\n  Why: {}\n  How: {}\n  Severity: {bad}\n  Source: {}\n          {}\n",
            rule.id, words.what, words.why, words.how, from.label, from.url
        ),
        json!({"rule": rule.id, "severities": severities, "what": words.what, "why": words.why, "how": words.how, "source": source(from)}),
    )
}

/// `soci-snapshotter.yaml:21`, or the whole file without a number.
fn of_file(config: &Config, topic: &str) -> Result<Answer, String> {
    let (path, number) = match topic.rsplit_once(':') {
        Some((path, number)) => {
            let number = number
                .parse::<usize>()
                .map_err(|_| format!("{topic}: “{number}” is not a line number."))?;
            (path, Some(number))
        }
        None => (topic, None),
    };
    let (evaluation, _) = evaluated(config)?;
    let name = Path::new(path)
        .file_name()
        .map_or(path.into(), |name| name.to_string_lossy());
    let file = evaluation.bundle.file(&name).ok_or_else(|| {
        let files = evaluation.bundle.files().iter();
        let names: Vec<&str> = files.map(|file| file.path.as_str()).collect();
        let meant = Rule::nearest(topic)
            .map_or(String::new(), |rule| format!(" Did you mean {}?", rule.id));
        format!(
            "Unknown topic “{topic}”: expected a rule id, FILE[:LINE] or blueprint. Files: {}.{meant}",
            names.join(", ")
        )
    })?;
    let lines: Vec<&str> = file.text.lines().collect();
    match number {
        Some(number) => {
            let line = number.checked_sub(1).and_then(|at| lines.get(at));
            let line = line.ok_or_else(|| format!("{name} has {} lines.", lines.len()))?;
            let explanation = explain_line(config, file, number);
            Ok((
                format!(
                    "{}:{number}: {line}\n{}",
                    file.path,
                    text(explanation.as_ref())
                ),
                value(number, line, explanation.as_ref()),
            ))
        }
        None => Ok(whole(config, file, &lines)),
    }
}

fn whole(config: &Config, file: &File, lines: &[&str]) -> Answer {
    let all = explain_file(config, file);
    let mut printed = String::new();
    let mut values = Vec::new();
    for ((number, line), explanation) in (1..).zip(lines).zip(&all) {
        let why = explanation
            .as_ref()
            .map(|found| format!("{:<8} {} {}", found.from.as_str(), found.what, found.why))
            .unwrap_or_default();
        printed.push_str(format!("{number:>4}  {line:<52}  {why}").trim_end());
        printed.push('\n');
        values.push(value(number, line, explanation.as_ref()));
    }
    (printed, Value::Array(values))
}

fn text(explanation: Option<&Explanation>) -> String {
    let Some(found) = explanation else {
        return "  This line is empty.\n".to_owned();
    };
    let mut text = format!(
        "  {}\n  {}: {}\n",
        found.what,
        found.from.as_str(),
        found.why
    );
    if !found.fields.is_empty() {
        let paths: Vec<&str> = found.fields.iter().map(|field| field.path).collect();
        text.push_str(&format!("  Fields: {}\n", paths.join(", ")));
    }
    if let Some(rule) = found.rule {
        text.push_str(&format!("  Rule: {}: {}\n", rule.id, rule.words().what));
    }
    let from = found.source;
    text.push_str(&format!(
        "  Source: {}\n          {}\n",
        from.label, from.url
    ));
    text
}

fn value(number: usize, line: &str, explanation: Option<&Explanation>) -> Value {
    let Some(found) = explanation else {
        return json!({"line": number, "text": line});
    };
    let paths: Vec<&str> = found.fields.iter().map(|field| field.path).collect();
    json!({
        "line": number,
        "text": line,
        "what": found.what,
        "from": found.from.as_str(),
        "why": found.why,
        "fields": paths,
        "rule": found.rule.map(|rule| rule.id),
        "source": source(found.source),
    })
}

fn blueprint() -> Answer {
    let all = since_blueprint();
    let shown = |text: &str| {
        if text.is_empty() {
            "empty".to_owned()
        } else {
            text.to_owned()
        }
    };
    let text = all.iter().map(|difference| {
        format!(
            "{}: {} in July 2025, {} today\n  {}\n  Source: {}\n          {}\n",
            difference.field.path,
            shown(&difference.then),
            shown(&difference.now),
            difference.why,
            difference.source.label,
            difference.source.url,
        )
    });
    let values = all.iter().map(|difference| {
        json!({
            "path": difference.field.path,
            "then": difference.then,
            "now": difference.now,
            "why": difference.why,
            "source": source(difference.source),
        })
    });
    (text.collect(), Value::Array(values.collect()))
}
