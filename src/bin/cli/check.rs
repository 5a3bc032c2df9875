//! Checks: a Config, or files with a line for every finding.

use serde_json::{Value, json};
use soci_configurator::core::{
    Account, Assumed, Catalogue, Coverage, Diagnostic, Evaluation, Import, InputFile, NodeReport,
    OwnFiles, Severity, SourceLocation, Unread, read_config, read_files, read_own_files,
};
use soci_configurator::data::catalogue;

use crate::Outcome;
use crate::arguments::{Check, Format};
use crate::fix::fix;
use crate::output::{print_exact, print_text};
use crate::prices::{evaluated, of_import};
use crate::terminal::printable_line;
use crate::{assumed, files, input, report, sarif, unusable};

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
        return fix(&import, &catalogue, &files, asked);
    }
    let lines = lines(&import, &catalogue);
    let assumed = assumed::without_given(import.assumed(), &asked.input);
    let printed = match asked.format {
        Format::Text => print_text(&text(&lines, &files, &assumed, &import.account())),
        Format::Json => print_exact(&format!(
            "{:#}\n",
            as_json(&import, &lines, &assumed, &files)
        )),
        Format::Sarif => {
            let notices = notices(&import, &assumed, &files);
            print_exact(&sarif::sarif(&lines, &notices, &files))
        }
    };
    if import.account().is_nothing() || import.has_unusable_file() {
        return Outcome::Unusable;
    }
    match printed {
        Outcome::Done if lines.iter().any(|line| line.severity == Severity::Error) => {
            Outcome::NotReady
        }
        outcome => outcome,
    }
}

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
    if !is_config {
        for set in &mut import.sets {
            set.config = input::with_image(set.config.clone(), settings)?;
        }
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
    import.noticed(catalogue).iter().map(line).collect()
}

fn line(remark: &Diagnostic) -> Line {
    Line {
        severity: remark.severity,
        rule: remark.rule.id,
        file: Some(remark.place.file),
        line: remark.place.line,
        path: remark.path.clone(),
        message: remark.message.clone(),
    }
}

/// One finding a line: `file:line: error[rule] path: message`. Then what was assumed; the last line
/// says what was looked at, and what was not.
fn text(lines: &[Line], files: &[InputFile], assumed: &[Assumed], account: &Account) -> String {
    let mut text = findings(lines, files);
    if let Some(assumed) = assumed::line(assumed) {
        text.push_str(&printable_line(&assumed));
        text.push('\n');
    }
    text.push_str(&printable_line(&account.sentence(!lines.is_empty())));
    text.push('\n');
    text
}

/// The findings alone, a line each.
pub fn findings(lines: &[Line], files: &[InputFile]) -> String {
    lines.iter().map(|line| one(line, files) + "\n").collect()
}

/// What was not checked, or only in part, with its place, and what was assumed: a sentence for each.
fn notices(import: &Import, assumed: &[Assumed], files: &[InputFile]) -> Vec<sarif::Notice> {
    let name = |file: usize| files.get(file).map(|file| file.name.clone());
    let of_documents = import.recognised.iter().filter_map(|one| {
        let text = match &one.coverage {
            Coverage::Checked => return None,
            Coverage::Partial { without } => {
                format!("{}: checked without {}.", one.what, without.join(", "))
            }
            Coverage::Unchecked { why } => format!("{}: not checked: {why}.", one.what),
        };
        Some((one.place, text))
    });
    let of_unread = import.unread.iter().map(|one| {
        let why = one.why.trim_end_matches('.');
        (one.place, format!("{}: not checked: {why}.", one.what))
    });
    of_documents
        .chain(of_unread)
        .map(|(place, text)| sarif::Notice {
            id: "not-checked",
            file: name(place.file),
            line: place.line,
            text,
        })
        .chain(assumed::line(assumed).map(|text| sarif::Notice {
            id: "assumed",
            file: None,
            line: 1,
            text,
        }))
        .collect()
}

/// One finding as a line of text.
pub fn one(line: &Line, files: &[InputFile]) -> String {
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
    printable_line(&format!(
        "{place}{}[{}]{path}: {}",
        line.severity.as_str(),
        line.rule,
        line.message
    ))
}

/// Everything about the files as one object.
pub fn as_json(import: &Import, lines: &[Line], assumed: &[Assumed], files: &[InputFile]) -> Value {
    let name = |file: usize| files.get(file).map(|file| file.name.as_str());
    let recognised: Vec<Value> = import
        .recognised
        .iter()
        .map(|one| {
            let (state, without, why) = match &one.coverage {
                Coverage::Checked => ("checked", [].as_slice(), None),
                Coverage::Partial { without } => ("checked in part", without.as_slice(), None),
                Coverage::Unchecked { why } => ("not checked", [].as_slice(), Some(why)),
            };
            json!({
                "file": name(one.place.file), "line": one.place.line, "what": one.what,
                "taken": one.taken, "note": one.note,
                "state": state, "without": without, "why": why,
            })
        })
        .collect();
    let unread: Vec<Value> = import
        .unread
        .iter()
        .map(|one| {
            json!({"file": name(one.place.file), "line": one.place.line, "what": one.what, "state": "not checked", "why": one.why})
        })
        .collect();
    let kept: Vec<Value> = import
        .sets
        .iter()
        .flat_map(|set| set.kept.iter().map(move |one| (set, one)))
        .map(|(set, one)| {
            json!({"set": set.name, "file": name(one.place.file), "line": one.place.line, "document": one.document, "path": one.path, "kept": one.kept.to_string()})
        })
        .collect();
    let findings = as_values(lines, files);
    let assumed: Vec<Value> = assumed
        .iter()
        .map(|one| json!({"field": one.field.path, "value": one.value}))
        .collect();
    json!({
        "recognised": recognised,
        "unread": unread,
        "assumed": assumed,
        "kept": kept,
        "findings": findings,
        "nodes": import.on_nodes.iter().map(|on| node(on, files)).collect::<Vec<Value>>(),
    })
}

/// Findings as objects.
fn as_values(lines: &[Line], files: &[InputFile]) -> Vec<Value> {
    let name = |file: usize| files.get(file).map(|file| file.name.as_str());
    lines
        .iter()
        .map(|line| {
            json!({"file": line.file.and_then(name), "line": line.line, "rule": line.rule, "severity": line.severity.as_str(), "path": line.path, "message": line.message})
        })
        .collect()
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
        "soci": on.verdict.describe(),
        "bytes": on.bytes,
        "steps": steps,
        "settings": settings,
        "limits": limits,
        "unread": on.unread,
    })
}

fn of_config(asked: &Check) -> Outcome {
    let config = match input::config(&asked.input) {
        Ok(config) => config,
        Err(messages) => return unusable(&messages),
    };
    let (mut evaluation, catalogue) = match evaluated(&config) {
        Ok(evaluated) => evaluated,
        Err(message) => return unusable(&[message]),
    };
    let own = read_own_files(&config, &catalogue);
    evaluation
        .findings
        .retain(|finding| !own.contradict(finding));
    let lines = of_own_files(&evaluation, &own);
    let printed = match asked.format {
        Format::Text => {
            let found = report::text(&evaluation) + &findings(&lines, &own.files);
            let sentence = if report::lines(&evaluation).is_empty() && lines.is_empty() {
                "No findings in the Config and its generated files.\n"
            } else {
                "Checked: the Config and its generated files.\n"
            };
            print_text(&(found + sentence))
        }
        Format::Json => print_exact(&report::json(&evaluation, &as_values(&lines, &own.files))),
        Format::Sarif => {
            let mut all = of_evaluation(&evaluation);
            all.extend(of_own_files(&evaluation, &own));
            print_exact(&sarif::sarif(&all, &[], &own.files))
        }
    };
    let is_refused = lines.iter().any(|line| line.severity == Severity::Error);
    match printed {
        Outcome::Done if !evaluation.is_ready() || is_refused => Outcome::NotReady,
        outcome => outcome,
    }
}

/// The errors in the files that a Config writes, a line each.
pub fn errors_of(evaluation: &Evaluation, own: &OwnFiles) -> Vec<String> {
    of_own_files(evaluation, own)
        .iter()
        .filter(|line| line.severity == Severity::Error)
        .map(|line| one(line, &own.files))
        .collect()
}

/// What the files that a Config writes come to as files, besides what its rules have found.
pub fn of_own_files(evaluation: &Evaluation, own: &OwnFiles) -> Vec<Line> {
    own.remarks
        .iter()
        .filter(|remark| {
            !evaluation
                .findings
                .iter()
                .any(|finding| finding.rule == remark.rule)
        })
        .map(line)
        .collect()
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
