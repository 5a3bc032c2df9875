//! From manifests and userData to a Config file.

use soci_configurator::core::{
    Assumed, Config, Import as Imported, ImportedSet, InputFile, Severity, write_signed_config,
};

use crate::Outcome;
use crate::arguments::{Import, OutputFormat};
use crate::assumed::{self, without_given};
use crate::check::{Line, as_json, findings, lines, read};
use crate::output::{complain, complain_lines, print_exact};
use crate::overwrite::{NewFile, NewSet, SetKind, write_set};
use crate::prices::of_import;
use crate::terminal::printable_line;
use crate::unusable;

pub fn import(asked: &Import) -> Outcome {
    let (imported, files) = match read(&asked.input, &asked.files) {
        Ok(read) => read,
        Err(messages) => return unusable(&messages),
    };
    let catalogue = match of_import(&imported) {
        Ok(catalogue) => catalogue,
        Err(message) => return unusable(&[message]),
    };
    let lines = lines(&imported, &catalogue);
    let assumed = without_given(imported.assumed_in_configs(), &asked.input);
    let has_errors = lines.iter().any(|line| line.severity == Severity::Error);
    let ends = |outcome| match outcome {
        Outcome::Done if has_errors => Outcome::NotReady,
        outcome => outcome,
    };
    let is_json = asked.format == OutputFormat::Json;
    let out = asked.out.as_ref();
    let is_written = out.is_some_and(|path| path.as_os_str() != "-");
    if is_json && asked.recommended && !is_written {
        let why = "--format json prints the report instead of the Config; add --out DIR to write the recommended one.";
        return unusable(&[why.to_owned()]);
    }
    if is_json {
        let report = as_json(&imported, &lines, &assumed, &files);
        let printed = print_exact(&format!("{report:#}\n"));
        if printed != Outcome::Done || !is_written && !imported.sets.is_empty() {
            return ends(printed);
        }
    } else {
        say(&imported, lines, &assumed, &files);
    }
    let configs: Vec<(&ImportedSet, Config)> = imported
        .sets
        .iter()
        .map(|set| {
            let config = if asked.recommended {
                imported.recommended(set, &catalogue)
            } else {
                set.config.clone()
            };
            (set, config)
        })
        .collect();
    ends(write(&configs, asked))
}

/// What was recognised, kept and noticed, on standard error.
fn say(imported: &Imported, mut lines: Vec<Line>, assumed: &[Assumed], files: &[InputFile]) {
    let place = |place: soci_configurator::core::SourceLocation| {
        let name = files.get(place.file).map_or("", |file| file.name.as_str());
        format!("{name}:{}", place.line)
    };
    for one in &imported.recognised {
        let taken = if one.taken { "imported" } else { "skipped" };
        let note = if one.note.is_empty() {
            String::new()
        } else {
            format!(" ({})", one.note)
        };
        complain(&format!(
            "{}: {taken}: {}{note}",
            place(one.place),
            one.what
        ));
    }
    if !imported.ignored.is_empty() {
        complain(&format!(
            "{} values added by the API server are skipped, such as {}.",
            imported.ignored.len(),
            imported.ignored.first().map_or("", |(_, path)| path)
        ));
    }
    for one in imported.sets.iter().flat_map(|set| &set.kept) {
        let how = one.how.describe();
        complain(&format!(
            "{}: {how}: {} {}",
            place(one.place),
            one.document,
            one.path
        ));
    }
    for on in &imported.on_nodes {
        complain(&format!(
            "{} on {}: {}.",
            on.of,
            on.system,
            on.verdict.describe()
        ));
    }
    let has_findings = !lines.is_empty();
    lines.retain(|line| line.severity != Severity::Note);
    let account = imported.account().sentence(has_findings);
    let sentences = assumed::line(assumed).into_iter().chain([account]);
    let sentences: Vec<String> = sentences.map(|one| printable_line(&one)).collect();
    complain_lines(&(findings(&lines, files) + &sentences.join("\n")));
}

/// Writes the first Config to standard output, or each of them into a directory: one alone as
/// `config.yaml`, several by the names of their pools.
fn write(configs: &[(&ImportedSet, Config)], asked: &Import) -> Outcome {
    let Some((first, config)) = configs.first() else {
        return unusable(&["Nothing could be imported.".to_owned()]);
    };
    let Some(directory) = asked.out.as_ref().filter(|path| path.as_os_str() != "-") else {
        if configs.len() > 1 {
            let names: Vec<&str> = configs
                .iter()
                .skip(1)
                .map(|(set, _)| set.name.as_str())
                .collect();
            complain(&format!(
                "This is {}; --out DIR also writes a Config for each of the others: {}.",
                first.name,
                names.join(", ")
            ));
        }
        return print_exact(&write_signed_config(config));
    };
    let mut files: Vec<NewFile> = Vec::new();
    for (set, config) in configs {
        files.push(NewFile {
            name: file_name(set, configs.len(), &files),
            text: write_signed_config(config),
        });
    }
    let set = NewSet {
        files: &files,
        kind: SetKind::Configs,
        source: None,
    };
    let outcome = write_set(directory, &set, asked.overwrite.allowed());
    if outcome == Outcome::Done {
        for ((set, _), file) in configs.iter().zip(&files) {
            complain(&format!(
                "{}: the Config is in {}.",
                set.name,
                directory.join(&file.name).display()
            ));
        }
    }
    outcome
}

/// `config.yaml` for one, else `gpu.yaml` by the pool's name; `gpu-2.yaml` where that is there.
fn file_name(set: &ImportedSet, number: usize, others: &[NewFile]) -> String {
    if number == 1 {
        return "config.yaml".to_owned();
    }
    let word = set.name.rsplit(' ').next().unwrap_or_default();
    let safe: String = word
        .chars()
        .map(|letter| match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' => letter,
            _ => '-',
        })
        .collect();
    let base = safe.trim_matches(['.', '-']);
    let base = if base.is_empty() { "config" } else { base };
    (1..)
        .map(|count| match count {
            1 => format!("{base}.yaml"),
            count => format!("{base}-{count}.yaml"),
        })
        .find(|name| others.iter().all(|other| other.name != *name))
        .unwrap_or_default()
}
