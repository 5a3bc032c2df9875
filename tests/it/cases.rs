//! One small input for each kind of mistake and form from the field, and what comes of it: states of
//! documents, findings by rule and line, pulls, causes, images. A change of rules shows as a
//! difference of this table.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use soci_configurator::core::{
    Config, Coverage, ImageFound, InputFile, read_files, read_image, read_pull_events,
};
use soci_configurator::data::catalogue;

const FOLDER: &str = "tests/it/cases";
const TABLE: &str = "tests/it/cases.expected";

#[test]
fn every_case_comes_to_what_the_table_says() {
    let mut names: Vec<String> = fs::read_dir(FOLDER)
        .expect("the folder is there")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    names.sort();
    assert!(names.len() > 50, "{names:?}");
    let mut all = String::new();
    for name in names {
        let text = fs::read_to_string(Path::new(FOLDER).join(&name)).expect("a text");
        writeln!(all, "== {name}").expect("a string");
        if name.contains(".events.") {
            events(&text, &mut all);
        } else if name.contains(".image.") {
            image(&text, &mut all);
        } else {
            files(&name, &text, &mut all);
        }
        all.push('\n');
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(TABLE, &all).expect("the table is written");
    }
    let expected = fs::read_to_string(TABLE).unwrap_or_default();
    assert!(
        all == expected,
        "look at the difference, then UPDATE_EXPECT=1 cargo test --test it cases\n{}",
        similar::TextDiff::from_lines(&expected, &all).unified_diff()
    );
}

fn files(name: &str, text: &str, out: &mut String) {
    let file = InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let mut base = Config::default();
    base.image.compressed_size = None;
    let import = read_files(&[file], &base, catalogue());
    for one in &import.recognised {
        let state = match &one.coverage {
            Coverage::Checked => "checked".to_owned(),
            Coverage::Partial { without } => format!("in part, without {}", without.join("; ")),
            Coverage::Unchecked { why } => format!("not checked: {why}"),
        };
        writeln!(out, "{}: {state}", one.what).expect("a string");
    }
    for one in &import.unread {
        writeln!(
            out,
            "{} {}: not checked: {}",
            one.place.line, one.what, one.why
        )
        .expect("a string");
    }
    for one in &import.on_nodes {
        writeln!(out, "{}: {}", one.of, one.verdict.describe()).expect("a string");
    }
    for one in import.noticed(catalogue()) {
        let severity = one.severity.as_str();
        writeln!(
            out,
            "{} {severity}[{}] {}",
            one.place.line, one.rule, one.path
        )
        .expect("a string");
    }
}

fn events(text: &str, out: &mut String) {
    match read_pull_events(text) {
        Ok(found) => {
            for pull in &found.pulls {
                writeln!(out, "pull of {} in {}", pull.image, pull.pull).expect("a string");
            }
            for left in &found.left_out {
                writeln!(out, "left out: {} in {}", left.pull.image, left.pull.pull)
                    .expect("a string");
            }
            for layer in &found.layers {
                writeln!(out, "layer in {}", layer.unpack).expect("a string");
            }
            for cause in &found.causes {
                writeln!(out, "cause: {}", cause.kind.id).expect("a string");
            }
            for note in &found.notes {
                writeln!(out, "note: {note}").expect("a string");
            }
        }
        Err(error) => writeln!(out, "refused: {error}").expect("a string"),
    }
}

fn image(text: &str, out: &mut String) {
    match read_image(text, None) {
        Ok(read) => {
            let found = match &read.found {
                ImageFound::Layers {
                    layers, compressed, ..
                } => format!("{} layers, {compressed}", layers.len()),
                ImageFound::Size(size) => format!("{size}"),
                ImageFound::Choose(choices) => format!("{} platforms", choices.len()),
                ImageFound::Elsewhere(choice) => format!("elsewhere: {}", choice.platform),
            };
            writeln!(out, "{}: {found}", read.recognised).expect("a string");
            for note in &read.notes {
                writeln!(out, "note: {note}").expect("a string");
            }
        }
        Err(error) => writeln!(out, "refused: {error}").expect("a string"),
    }
}
