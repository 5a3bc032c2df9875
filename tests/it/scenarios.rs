//! Golden scenarios: whole outputs as files, reviewable as diffs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use similar::TextDiff;
use soci_configurator::core::{
    Applies, Config, EngineKind, Field, Preset, SociLimits, evaluate, read_config, write_config,
};
use soci_configurator::data::catalogue;

use crate::crds::filled;
use crate::scenario_files;

const BLESS: &str = "UPDATE_EXPECT=1 cargo test --test it scenarios";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

fn is_blessing() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

/// Names of the scenarios as they lie on the disk.
fn names() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the folder of scenarios")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("a name of letters"))
        .collect();
    names.sort();
    names
}

fn config(name: &str) -> Config {
    let path = folder().join(name).join("config.yaml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    read_config(&text).unwrap_or_else(|errors| panic!("{name}: {errors:?}"))
}

/// Files of a folder, none if there is no folder.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return BTreeMap::new();
    };
    entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            let text = std::fs::read_to_string(&path).expect("text");
            (name.expect("a name of letters").to_owned(), text)
        })
        .collect()
}

fn made(config: &Config) -> BTreeMap<String, String> {
    let bundle = evaluate(config, catalogue()).bundle;
    bundle
        .files()
        .iter()
        .map(|file| (file.path.clone(), file.text.clone()))
        .collect()
}

fn difference(name: &str, path: &str, expected: &str, made: &str) -> String {
    TextDiff::from_lines(expected, made)
        .unified_diff()
        .header(&format!("{name}/expected/{path}"), "what is made now")
        .to_string()
}

fn bless(name: &str, made: &BTreeMap<String, String>) {
    let expected = folder().join(name).join("expected");
    std::fs::create_dir_all(&expected).expect("a folder");
    for path in files(&expected)
        .keys()
        .filter(|path| !made.contains_key(*path))
    {
        std::fs::remove_file(expected.join(path)).expect("a stale file goes");
    }
    for (path, text) in made {
        if files(&expected).get(path) != Some(text) {
            std::fs::write(expected.join(path), text).expect("a file is written");
        }
    }
}

#[test]
fn every_scenario_makes_its_files() {
    let mut said = Vec::new();
    if is_blessing() {
        bless_presets();
    }
    for name in names() {
        let config = config(&name);
        let made = made(&config);
        if is_blessing() {
            bless(&name, &made);
            continue;
        }
        let expected = files(&folder().join(&name).join("expected"));
        let paths: BTreeSet<&String> = expected.keys().chain(made.keys()).collect();
        for path in paths {
            match (expected.get(path), made.get(path)) {
                (Some(old), Some(new)) if old == new => {}
                (Some(old), Some(new)) => said.push(difference(&name, path, old, new)),
                (Some(_), None) => said.push(format!("{name}: {path} is no longer made")),
                (None, _) => said.push(format!("{name}: {path} is new")),
            }
        }
    }
    if is_blessing() {
        // The folder is compiled in, and cargo does not see new files in it.
        let list = std::fs::File::options()
            .append(true)
            .open(folder().join("mod.rs"));
        let touched = list.and_then(|file| file.set_modified(std::time::SystemTime::now()));
        touched.expect("mod.rs is touched");
    }
    assert!(
        said.is_empty(),
        "{}\nIf this is as it should be: {BLESS}",
        said.join("\n")
    );
}

#[test]
fn the_browser_gets_the_same_scenarios() {
    if is_blessing() {
        return;
    }
    let carried: Vec<&str> = scenario_files::all()
        .iter()
        .map(|scenario| scenario.name)
        .collect();
    assert_eq!(
        carried,
        names(),
        "the test program is older than the folder; run: touch tests/scenarios/mod.rs"
    );
    for scenario in scenario_files::all() {
        let made = made(&config(scenario.name));
        let made: Vec<(&str, &str)> = made
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        assert!(
            scenario.files == made,
            "{}: the test program is older than the folder; run: touch tests/scenarios/mod.rs",
            scenario.name
        );
    }
}

#[test]
fn every_scenario_could_be_applied_as_it_is() {
    for name in names() {
        let evaluation = evaluate(&config(&name), catalogue());
        let errors: Vec<String> = evaluation
            .findings
            .iter()
            .filter(|finding| finding.severity.as_str() == "error")
            .map(|finding| finding.message.clone())
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        assert!(
            evaluation.missing.is_empty(),
            "{name}: {:?}",
            evaluation.missing
        );
    }
}

fn bless_presets() {
    for preset in Preset::ALL {
        let path = folder().join(format!("preset-{}", preset.word));
        std::fs::create_dir_all(&path).expect("a folder");
        let text = write_config(&filled(&preset.config()));
        std::fs::write(path.join("config.yaml"), text).expect("a file is written");
    }
}

/// A preset's scenario is the preset with the cluster's name and the role, and nothing else.
#[test]
fn every_preset_has_its_scenario() {
    if is_blessing() {
        return;
    }
    for preset in Preset::ALL {
        let name = format!("preset-{}", preset.word);
        assert!(
            config(&name) == filled(&preset.config()),
            "{name} is not the preset any more: {BLESS}"
        );
    }
}

/// Every engine with every choice of storage, with SOCI's own limits and with others.
#[test]
fn no_combination_is_forgotten() {
    let field = |path: &str| Field::find(path).expect("a field");
    let (store, limits) = (
        field("storage.instanceStore"),
        field("engine.maxConcurrentDownloadsPerImage"),
    );
    let seen: BTreeSet<(EngineKind, String, bool)> = names()
        .iter()
        .map(|name| config(name))
        .map(|config| {
            let tuned = config.engine.limits != SociLimits::AL2023_AMI;
            (config.engine.kind, store.value(&config).to_string(), tuned)
        })
        .collect();
    let mut forgotten = Vec::new();
    for kind in EngineKind::ALL {
        let mut config = Config::default();
        config.engine.kind = *kind;
        let applies = |field: &Field| (field.applies)(&config) == Applies::Yes;
        let soci_kind = applies(limits);
        for choice in ["unused", "raid0", "raid0-soci-on-ebs"] {
            let stored = !applies(store) && seen.iter().any(|(seen, ..)| seen == kind);
            for tuned in [false, true] {
                if (soci_kind || !tuned)
                    && !stored
                    && !seen.contains(&(*kind, choice.to_owned(), tuned))
                {
                    forgotten.push(format!("{kind}, {choice}, tuned: {tuned}"));
                }
            }
        }
    }
    assert!(
        forgotten.is_empty(),
        "no scenario for:\n  {}",
        forgotten.join("\n  ")
    );
}
