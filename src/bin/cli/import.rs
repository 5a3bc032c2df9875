//! From manifests and userData to a Config file.

use std::fs;

use soci_configurator::core::{
    Catalogue, Config, Import as Imported, InputFile, Severity, write_config,
};

use crate::Outcome;
use crate::arguments::{EventsFormat, Import};
use crate::check::{as_json, lines, read, text};
use crate::output::{complain, print};
use crate::prices::of_import;
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
    if asked.format == EventsFormat::Json {
        let lines = lines(&imported, &catalogue);
        return print(&format!("{:#}\n", as_json(&imported, &lines, &files)));
    }
    say(&imported, &catalogue, &files);
    let config = if asked.recommended {
        imported.recommended(&catalogue)
    } else {
        imported.config.clone()
    };
    match config {
        Some(config) => write(&config, asked),
        None => unusable(&["Nothing here could be taken over.".to_owned()]),
    }
}

/// What was recognised, kept and noticed, on standard error.
fn say(imported: &Imported, catalogue: &Catalogue, files: &[InputFile]) {
    let place = |place: soci_configurator::core::SourceLocation| {
        let name = files.get(place.file).map_or("", |file| file.name.as_str());
        format!("{name}:{}", place.line)
    };
    for one in &imported.recognised {
        let taken = if one.taken { "taken" } else { "left" };
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
            "{} values that the API server had added are left out, such as {}.",
            imported.ignored.len(),
            imported.ignored.first().map_or("", |(_, path)| path)
        ));
    }
    for one in &imported.kept {
        let how = one.how.words();
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
            on.verdict.words()
        ));
    }
    let mut lines = lines(imported, catalogue);
    lines.retain(|line| line.severity != Severity::Note);
    if !lines.is_empty() {
        complain(text(&lines, files).trim_end());
    }
}

fn write(config: &Config, asked: &Import) -> Outcome {
    let text = write_config(config);
    let Some(directory) = asked.out.as_ref().filter(|path| path.as_os_str() != "-") else {
        return print(&text);
    };
    let file = directory.join("config.yaml");
    let written = fs::create_dir_all(directory).and_then(|()| fs::write(&file, text));
    match written {
        Ok(()) => {
            complain(&format!("The Config is in {}.", file.display()));
            Outcome::Done
        }
        Err(error) => unusable(&[format!("{}: cannot be written: {error}.", file.display())]),
    }
}
