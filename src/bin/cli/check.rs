//! Checks: a Config, or files with a line for every finding.

use serde_json::{Value, json};
use soci_configurator::core::{
    Catalogue, Evaluation, Import, InputFile, NodeReport, Severity, SourceLocation, Unread,
    evaluate, read_config, read_files, write_config,
};
use soci_configurator::data::catalogue;

use crate::Outcome;
use crate::arguments::{Check, Format};
use crate::output::{complain, print};
use crate::prices::{evaluated, of_import};
use crate::{files, input, report, sarif, unusable};

/// One finding at a line of a file.
pub struct Line {
    pub severity: Severity,
    pub rule: &'static str,
    /// Which file, counted from 0; none for a Config that is in no file.
    pub file: Option<usize>,
    pub line: usize,
    pub path: String,
    pub message: String,
}

pub fn check(asked: &Check) -> Outcome {
    if asked.files.is_empty() {
        return of_config(asked);
    }
    let (import, files) = match read(&asked.input, &asked.files) {
        Ok(read) => read,
        Err(messages) => return unusable(&messages),
    };
    let catalogue = match of_import(&import) {
        Ok(catalogue) => catalogue,
        Err(message) => return unusable(&[message]),
    };
    if asked.fix {
        return fix(&import, &catalogue, &files, &asked.files);
    }
    let lines = lines(&import, &catalogue);
    let printed = match asked.format {
        Format::Text => print(&text(&lines, &files)),
        Format::Json => print(&format!("{:#}\n", as_json(&import, &lines, &files))),
        Format::Sarif => print(&sarif::sarif(&lines, &files)),
    };
    if import
        .remarks
        .iter()
        .any(|remark| CANNOT.contains(&remark.rule))
    {
        return Outcome::Unusable;
    }
    match printed {
        Outcome::Done if lines.iter().any(|line| line.severity == Severity::Error) => {
            Outcome::NotReady
        }
        outcome => outcome,
    }
}

/// What makes a file no input at all.
const CANNOT: [&str; 5] = [
    "config-file",
    "empty-file",
    "no-manifest",
    "not-yaml",
    "too-large",
];

/// What files come to, read with the versions and other settings, and the files.
///
/// # Errors
/// Files that cannot be read, settings that are none.
pub fn read(
    settings: &crate::arguments::Input,
    paths: &[std::path::PathBuf],
) -> Result<(Import, Vec<InputFile>), Vec<String>> {
    let mut base = input::config(settings)?;
    // Nobody has said how large the image of these manifests is.
    base.image.compressed_size = None;
    let given = files::read(paths)?;
    let mut files = given.files;
    let mut import = read_files(&files, &base, catalogue());
    // What is said of the image is about the one in the manifests; a Config file says its own.
    let is_config = files.iter().any(|file| read_config(&file.text).is_ok());
    if let Some(config) = import.config.take() {
        import.config = Some(if is_config {
            config
        } else {
            input::with_image(config, settings)?
        });
    }
    // What was passed over has a name among the files, and no text.
    for (name, line, what, why) in given.left {
        import.unread.push(Unread {
            place: SourceLocation {
                file: files.len(),
                line,
            },
            what,
            why,
        });
        files.push(InputFile {
            name,
            text: String::new(),
        });
    }
    Ok((import, files))
}

/// Everything that was noticed, by file and line.
pub fn lines(import: &Import, catalogue: &Catalogue) -> Vec<Line> {
    import
        .noticed(catalogue)
        .into_iter()
        .map(|remark| Line {
            severity: remark.severity,
            rule: remark.rule,
            file: Some(remark.place.file),
            line: remark.place.line,
            path: remark.path,
            message: remark.message,
        })
        .collect()
}

/// One finding a line: `file:line: error[rule] path: message`.
pub fn text(lines: &[Line], files: &[InputFile]) -> String {
    if lines.is_empty() {
        return "Nothing to complain about.\n".to_owned();
    }
    lines.iter().map(|line| one(line, files) + "\n").collect()
}

fn one(line: &Line, files: &[InputFile]) -> String {
    let place = line
        .file
        .and_then(|file| files.get(file))
        .map(|file| format!("{}:{}: ", file.name, line.line))
        .unwrap_or_default();
    let path = if line.path.is_empty() {
        String::new()
    } else {
        format!(" {}", line.path)
    };
    format!(
        "{place}{}[{}]{path}: {}",
        line.severity.word(),
        line.rule,
        line.message
    )
}

/// Everything about the files as one object.
pub fn as_json(import: &Import, lines: &[Line], files: &[InputFile]) -> Value {
    let name = |file: usize| files.get(file).map(|file| file.name.as_str());
    let recognised: Vec<Value> = import
        .recognised
        .iter()
        .map(|one| {
            json!({"file": name(one.place.file), "line": one.place.line, "what": one.what, "taken": one.taken, "note": one.note})
        })
        .collect();
    let kept: Vec<Value> = import
        .kept
        .iter()
        .map(|one| {
            json!({"file": name(one.place.file), "line": one.place.line, "document": one.document, "path": one.path, "kept": one.kept.to_string()})
        })
        .collect();
    let findings: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({"file": line.file.and_then(name), "line": line.line, "rule": line.rule, "severity": line.severity.word(), "path": line.path, "message": line.message})
        })
        .collect();
    json!({
        "recognised": recognised,
        "kept": kept,
        "findings": findings,
        "nodes": import.on_nodes.iter().map(|on| node(on, files)).collect::<Vec<Value>>(),
    })
}

fn node(on: &NodeReport, files: &[InputFile]) -> Value {
    let said = |value: &soci_configurator::core::SettingSource| {
        let place = value.place.map(|place| {
            json!({"file": files.get(place.file).map(|file| file.name.as_str()), "line": place.line})
        });
        json!({"value": value.value, "by": value.by, "place": place})
    };
    let limits: Vec<Value> = on
        .limits
        .iter()
        .map(|limit| json!({"key": limit.key, "holds": said(&limit.holds), "afterReboot": limit.after_reboot}))
        .collect();
    let settings: Vec<Value> = on
        .settings
        .iter()
        .map(|setting| {
            json!({"key": setting.key, "holds": said(&setting.holds), "lost": setting.lost.iter().map(said).collect::<Vec<Value>>()})
        })
        .collect();
    let steps: Vec<Value> = on
        .steps
        .iter()
        .map(|step| json!({"who": step.who, "what": step.what, "everyBoot": step.every_boot}))
        .collect();
    json!({
        "of": on.of,
        "system": on.system,
        "soci": on.verdict.words(),
        "bytes": on.bytes,
        "steps": steps,
        "settings": settings,
        "limits": limits,
    })
}

/// Applies every fix to a Config file and writes it back.
fn fix(
    import: &Import,
    catalogue: &Catalogue,
    files: &[InputFile],
    paths: &[std::path::PathBuf],
) -> Outcome {
    let [path] = paths else {
        return unusable(&["--fix takes one Config file.".to_owned()]);
    };
    let is_config = import
        .recognised
        .iter()
        .any(|one| one.what.starts_with("a Config file"));
    let (Some(before), Some(after), true) = (
        &import.config,
        import.recommended(catalogue),
        is_config && path.as_os_str() != "-",
    ) else {
        for line in lines(import, catalogue) {
            complain(&one(&line, files));
        }
        return unusable(&[
            "--fix writes a Config file back; of manifests, soci-configurator import --recommended makes one.".to_owned(),
        ]);
    };
    if *before == after {
        return print("Nothing to fix.\n");
    }
    if let Err(error) = std::fs::write(path, write_config(&after)) {
        return unusable(&[format!("{}: cannot be written: {error}.", path.display())]);
    }
    let gone = evaluate(before, catalogue).findings.len();
    let left = evaluate(&after, catalogue);
    let printed = print(&format!(
        "{}: fixed; of {gone} findings {} are left.\n",
        path.display(),
        left.findings.len()
    ));
    match printed {
        Outcome::Done
            if left
                .findings
                .iter()
                .any(|finding| finding.severity == Severity::Error) =>
        {
            Outcome::NotReady
        }
        outcome => outcome,
    }
}

fn of_config(asked: &Check) -> Outcome {
    let config = match input::config(&asked.input) {
        Ok(config) => config,
        Err(messages) => return unusable(&messages),
    };
    let (evaluation, _) = match evaluated(&config) {
        Ok(evaluated) => evaluated,
        Err(message) => return unusable(&[message]),
    };
    let printed = match asked.format {
        Format::Text => print(&report::text(&evaluation)),
        Format::Json => print(&report::json(&evaluation)),
        Format::Sarif => print(&sarif::sarif(&of_evaluation(&evaluation), &[])),
    };
    match printed {
        Outcome::Done if !evaluation.is_ready() => Outcome::NotReady,
        outcome => outcome,
    }
}

fn of_evaluation(evaluation: &Evaluation) -> Vec<Line> {
    evaluation
        .findings
        .iter()
        .map(|finding| Line {
            severity: finding.severity,
            rule: finding.rule.id,
            file: None,
            line: 1,
            path: finding.field.path.to_owned(),
            message: finding.message.clone(),
        })
        .collect()
}
