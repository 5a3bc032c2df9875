//! `check --fix`: a Config file with its fixes, changed in its own text.

use std::path::Path;

use soci_configurator::core::{
    Catalogue, Config, ConfigChange, Import, InputFile, Severity, Value, edit_config, evaluate,
    findings_of, read_config, write_signed_config,
};

use crate::arguments::Check;
use crate::check::{lines, one};
use crate::output::{complain, print_text};
use crate::read_file::{bytes_of, name_of};
use crate::terminal::printable_line;
use crate::write_files::write_file;
use crate::{Outcome, unusable};

/// Applies every fix to a Config file and writes it back.
pub fn fix(import: &Import, catalogue: &Catalogue, files: &[InputFile], asked: &Check) -> Outcome {
    let ([path], [file]) = (asked.files.as_slice(), files) else {
        return unusable(&["--fix takes one Config file.".to_owned()]);
    };
    let config = read_config(&file.text).ok();
    let is_file = path.as_os_str() != "-" && path == Path::new(&file.name);
    let (Some(set), Some(before)) = (import.first().filter(|_| is_file), config) else {
        for line in lines(import, catalogue) {
            complain(&one(&line, files));
        }
        let is_broken = import.has_invalid_config();
        return unusable(&[if is_broken {
            "--fix needs a valid Config file; fix the errors above first."
        } else {
            "--fix only rewrites a Config file; create one from manifests with soci-configurator import --recommended."
        }
        .to_owned()]);
    };
    let after = import.recommended(set, catalogue);
    if before == after {
        return print_text("Nothing to fix.\n");
    }
    let fixed = if asked.rewrite {
        Ok((write_signed_config(&after).into_bytes(), Vec::new()))
    } else {
        in_place(path, file, &after)
    };
    let (bytes, changes) = match fixed {
        Ok(fixed) => fixed,
        Err(messages) => return unusable(&messages),
    };
    // A link stays one: what it leads to is written.
    let target = path.canonicalize().unwrap_or_else(|_| path.clone());
    if write_file(&target, &bytes) != Outcome::Done {
        return Outcome::Unusable;
    }
    report(path, &changes, [&before, &after], catalogue)
}

/// The bytes of the file with its fixes, and what they change.
fn in_place(
    path: &Path,
    file: &InputFile,
    after: &Config,
) -> Result<(Vec<u8>, Vec<ConfigChange>), Vec<String>> {
    let name = name_of(path);
    let old = bytes_of(path).map_err(|error| vec![error.describe(&name)])?;
    let text = file.text.as_bytes();
    // A byte order mark stays; in UTF-16, in gzip and with bare carriage returns the text stands elsewhere.
    let mark = old
        .strip_suffix(text)
        .filter(|mark| mark.is_empty() || *mark == "\u{feff}".as_bytes());
    match (edit_config(&file.text, after), mark) {
        (Ok(edited), Some(mark)) => Ok(([mark, edited.text.as_bytes()].concat(), edited.changes)),
        (Ok(edited), None) => Err(not_in_place(
            &name,
            "it is not UTF-8 with standard line endings",
            &edited.changes,
        )),
        (Err(refusal), _) => {
            let why = match refusal.field {
                Some(field) => format!("of how {} is written there", field.path),
                None => "it is not purely a Config file".to_owned(),
            };
            Err(not_in_place(&name, &why, &refusal.changes))
        }
    }
}

/// What would be changed, as a diff, and how to have it changed nevertheless.
fn not_in_place(name: &str, why: &str, changes: &[ConfigChange]) -> Vec<String> {
    let mut messages = vec![format!(
        "{name}: cannot be fixed in place, because {why}. Nothing is written."
    )];
    for change in changes {
        let path = change.field.path;
        messages.push(format!("{name}:{}:", change.line));
        messages.push(format!("- {path}: {}", shown(&change.before)));
        messages.push(format!("+ {path}: {}", shown(&change.after)));
    }
    messages.push(
        "Change it by hand, or rewrite the whole file with --rewrite, without its comments and in this tool's order."
            .to_owned(),
    );
    messages
}

fn report(
    path: &Path,
    changes: &[ConfigChange],
    [before, after]: [&Config; 2],
    catalogue: &Catalogue,
) -> Outcome {
    let mut text = String::new();
    for change in changes {
        let line = format!(
            "{}:{}: {}: {} → {}",
            path.display(),
            change.line,
            change.field.path,
            shown(&change.before),
            shown(&change.after)
        );
        text.push_str(&(printable_line(&line) + "\n"));
    }
    let gone = findings_of(before, catalogue).len();
    let left = evaluate(after, catalogue);
    let last = format!(
        "{}: fixed; {} of {gone} findings remain.",
        path.display(),
        left.findings.len()
    );
    text.push_str(&(printable_line(&last) + "\n"));
    let has_error =
        |finding: &soci_configurator::core::Finding| finding.severity == Severity::Error;
    match print_text(&text) {
        Outcome::Done if left.findings.iter().any(has_error) => Outcome::NotReady,
        outcome => outcome,
    }
}

/// A value on one line.
fn shown(value: &Value) -> String {
    match value {
        Value::Empty => "empty".to_owned(),
        value => value.to_string().replace('\n', "; "),
    }
}
