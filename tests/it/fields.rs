//! What every field has to do besides having its row.

use soci_configurator::core::{Config, Edit, Field, Preset, evaluate};
use soci_configurator::data::catalogue;

use crate::samples::samples;
use crate::support::set;

/// Fields that no manifest holds: they are facts for the numbers, or say how files are written.
const IN_NO_MANIFEST: &[&str] = &[
    "dismissed",
    "image.compressedSize",
    "image.unpackedSize",
    "image.largestLayer",
    "image.layers",
    "image.ownFigures",
    "nodes.daemonSetCpu",
    "nodes.daemonSetMemory",
    "nodes.daemonSetPods",
];

/// Configs in which each field means something.
fn bases() -> Vec<Config> {
    let written = [("workload.kind", "deployment")];
    let presets = Preset::ALL.iter().map(|preset| preset.config());
    let mut bases: Vec<Config> = presets.map(|config| set(config, &written)).collect();
    let more: [&[(&str, &str)]; 5] = [
        &[("engine.maxConcurrentUnpacksPerImage", "5")],
        &[("storage.volume.snapshotID", "snap-0123456789abcdef0")],
        &[("nodes.capacityTypes", "reserved")],
        &[("engine.install.distribution", "other")],
        &[("cluster.nodeRole", "Nodes"), ("cluster.name", "demo")],
    ];
    let changed: Vec<Config> = bases
        .iter()
        .flat_map(|base| more.iter().map(|changes| typed(base.clone(), changes)))
        .collect();
    bases.extend(changed);
    bases
}

/// The Config with what it takes of these texts.
fn typed(config: Config, changes: &[(&str, &str)]) -> Config {
    changes.iter().fold(config, |config, (path, text)| {
        let field = Field::find(path).expect("a field");
        match Edit::typed(field, text, &config) {
            Ok(edit) => config.apply(&edit),
            Err(_) => config,
        }
    })
}

/// The files that are applied, with the commands of the next steps.
fn written(config: &Config) -> String {
    let evaluation = evaluate(config, catalogue());
    let files = evaluation.bundle.files().iter();
    let applied = files.filter(|file| file.applied || file.path == "install-soci.sh");
    let mut text: String = applied.map(|file| file.text.as_str()).collect();
    for command in evaluation.steps.iter().flat_map(|step| &step.commands) {
        text.push_str(&command.text);
    }
    text
}

/// A field that is in the form and in no file is a wish that nobody hears.
#[test]
fn every_field_changes_what_is_written() {
    let bases = bases();
    let before: Vec<String> = bases.iter().map(written).collect();
    for field in Field::all() {
        let mut texts = samples(field);
        texts.sort();
        texts.dedup();
        let changes = bases.iter().zip(&before).any(|(base, before)| {
            texts.iter().take(60).any(|text| {
                let edit = Edit::typed(field, text, base);
                edit.is_ok_and(|edit| written(&base.apply(&edit)) != *before)
            })
        });
        let is_named = IN_NO_MANIFEST.contains(&field.path) || field.path.starts_with("costs.");
        assert_eq!(
            changes, !is_named,
            "{}: give its row a place in a manifest, write it in src/core/manifest, or name it here",
            field.path
        );
    }
}
