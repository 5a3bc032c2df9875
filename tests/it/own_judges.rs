//! What is ready passes its own judges, and what is written is taken back whole.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;
use soci_configurator::core::{
    Config, Evaluation, Import, InputFile, Preset, Severity, evaluate, read_files, read_own_files,
};
use soci_configurator::data::catalogue;

use crate::crds::{applied, filled};
use crate::import_blueprint::ordered;
use crate::properties::{runs, typed};
use crate::support::set;

/// The files that are applied.
fn files(evaluation: &Evaluation) -> Vec<InputFile> {
    let files = evaluation.bundle.files().iter();
    files
        .filter(|file| file.applied)
        .map(|file| InputFile {
            name: file.path.clone(),
            text: file.text.clone(),
        })
        .collect()
}

/// The documents of a set by kind and name.
fn documents(evaluation: &Evaluation) -> BTreeMap<String, Value> {
    applied(&evaluation.bundle)
        .iter()
        .map(|document| {
            let name = format!("{} {}", document["kind"], document["metadata"]["name"]);
            (name, ordered(document))
        })
        .collect()
}

fn errors(found: &Import) -> Vec<String> {
    found
        .remarks
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| format!("{}: {}", one.rule.id, one.message))
        .collect()
}

/// A Config that waits for nothing.
fn complete(config: &Config, comments: bool) -> Config {
    let flag = if comments { "true" } else { "false" };
    set(
        filled(config),
        &[("comments", flag), ("placeholders", "wait")],
    )
}

/// What is ready has no error in its own judges' eyes.
fn passes_its_own_check(config: &Config) -> Result<(), TestCaseError> {
    let evaluation = evaluate(config, catalogue());
    if !evaluation.is_ready() {
        return Ok(());
    }
    let own = read_own_files(config, catalogue());
    let said = own.remarks.iter();
    let said: Vec<_> = said.filter(|one| one.severity == Severity::Error).collect();
    prop_assert!(said.is_empty(), "{:?}", said);
    let found = read_files(&files(&evaluation), config, catalogue());
    prop_assert_eq!(
        errors(&found),
        Vec::<String>::new(),
        "{}",
        evaluation.bundle.manifests()
    );
    Ok(())
}

fn is_taken_back_whole(config: &Config) -> Result<(), TestCaseError> {
    let evaluation = evaluate(config, catalogue());
    let written = documents(&evaluation);
    // A pool whose class is the user's own comes back without what only the class says.
    let has_class = written.keys().any(|name| name.contains("NodeClass"));
    if !has_class {
        return Ok(());
    }
    let found = read_files(&files(&evaluation), config, catalogue());
    let [set] = found.sets.as_slice() else {
        return Err(TestCaseError::fail(format!(
            "{} sets of {}",
            found.sets.len(),
            evaluation.bundle.manifests()
        )));
    };
    // Where nothing was kept, nothing is kept: a field stands for all of it.
    if config.kept.is_empty() {
        let kept: Vec<String> = set.config.kept.iter().map(ToString::to_string).collect();
        prop_assert_eq!(
            kept,
            Vec::<String>::new(),
            "{}",
            evaluation.bundle.manifests()
        );
    }
    prop_assert_eq!(documents(&evaluate(&set.config, catalogue())), written);
    Ok(())
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn what_is_ready_passes_its_own_check(typed in typed(), comments in any::<bool>()) {
        passes_its_own_check(&complete(&typed.config(), comments))?;
    }

    #[test]
    fn what_is_written_is_taken_back_whole(typed in typed(), comments in any::<bool>()) {
        is_taken_back_whole(&complete(&typed.config(), comments))?;
    }
}

/// Configs that only runs of many more cases met.
#[test]
fn rare_configs_pass_too() {
    let rare: &[(&str, &[(&str, &str)])] = &[
        ("recommended", &[("nodes.capacityTypes", "")]),
        (
            "original-blueprint",
            &[
                ("cluster.al2023Version", "latest"),
                ("cluster.kubernetes", "1.26"),
            ],
        ),
    ];
    for (preset, changes) in rare {
        let preset = Preset::find(preset).expect("a preset");
        let config = complete(&set(preset.config(), changes), false);
        let ready = passes_its_own_check(&config);
        assert!(ready.is_ok(), "{changes:?}: {ready:?}");
        let back = is_taken_back_whole(&config);
        assert!(back.is_ok(), "{changes:?}: {back:?}");
    }
}
