//! What we emit, held against models of Karpenter's API that nobody here wrote: the npm package
//! `@kubernetes-models/karpenter`, generated from Karpenter's Go types. It knows structure, no CEL.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde::Deserialize;
use serde_json::Value;
use soci_configurator::core::{Config, Preset, Severity, evaluate, findings_of, read_config};
use soci_configurator::data::catalogue;

use crate::crd_schema::By;
use crate::crds::{applied, broken_documents, filled, samples};
use crate::properties::{runs, typed};
use crate::scenario_files;

/// Something that the models refuse.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Refusal {
    /// JSON pointer into the document.
    at: String,
    message: String,
}

/// A value that is younger than the models.
struct Newer {
    kind: &'static str,
    at: &'static str,
    value: &'static str,
    /// The first Karpenter release with it.
    since: &'static str,
}

/// What the models refuse because they are of Karpenter before 1.14; only the CRDs judge it.
const NEWER: &[Newer] = &[Newer {
    kind: "NodePool",
    at: "/spec/disruption/consolidationPolicy",
    value: "Balanced",
    since: "1.14",
}];

impl Newer {
    fn excuses(&self, document: &Value, refusal: &Refusal) -> bool {
        document["kind"] == self.kind
            && refusal.at == self.at
            && document
                .pointer(self.at)
                .is_some_and(|value| value == self.value)
    }
}

/// The folder into which `cargo xtask setup` and `cargo xtask test` install the package.
fn modules() -> PathBuf {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/karpenter-models/node_modules");
    assert!(
        folder.join("@kubernetes-models/karpenter").is_dir(),
        "the models are missing; run: cargo xtask setup"
    );
    folder
}

/// What the models refuse of each document; none where they do not know its kind.
fn judge(documents: &[Value]) -> Vec<Option<Vec<Refusal>>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/karpenter_models/check.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .arg(modules())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js is on the PATH");
    let text = serde_json::to_vec(documents).expect("JSON");
    let mut input = node.stdin.take().expect("a pipe");
    // It reads all before it writes.
    input.write_all(&text).expect("Node.js takes the documents");
    drop(input);
    let output = node.wait_with_output().expect("Node.js ends");
    assert!(output.status.success(), "check.mjs failed");
    let judged: Vec<Option<Vec<Refusal>>> =
        serde_json::from_slice(&output.stdout).expect("a list of refusals");
    assert_eq!(judged.len(), documents.len());
    judged
}

/// The documents of a set, each with where it comes from.
fn documents(what: &str, config: &Config) -> Vec<(String, Value)> {
    let bundle = evaluate(config, catalogue()).bundle;
    applied(&bundle)
        .into_iter()
        .map(|document| (what.to_owned(), document))
        .collect()
}

#[track_caller]
fn check_accepted(emitted: Vec<(String, Value)>) {
    let (origins, documents): (Vec<String>, Vec<Value>) = emitted.into_iter().unzip();
    let mut said = Vec::new();
    for ((origin, document), judged) in origins.iter().zip(&documents).zip(judge(&documents)) {
        let kind = format!("{} {}", document["apiVersion"], document["kind"]);
        match judged {
            Some(refusals) => said.extend(
                refusals
                    .iter()
                    .filter(|refusal| !NEWER.iter().any(|newer| newer.excuses(document, refusal)))
                    .map(|refusal| format!("{origin}: {kind} {}: {}", refusal.at, refusal.message)),
            ),
            // EKS Auto Mode is not open source; nobody outside has its types.
            None if document["apiVersion"] == "eks.amazonaws.com/v1" => {}
            None => said.push(format!("{origin}: {kind}: no model of this kind")),
        }
    }
    said.sort();
    assert!(said.is_empty(), "\n  {}", said.join("\n  "));
}

#[test]
fn presets_and_scenarios_are_accepted() {
    let mut emitted = Vec::new();
    for preset in Preset::ALL {
        emitted.extend(documents(preset.word, &filled(&preset.config())));
    }
    for scenario in scenario_files::all() {
        let config = read_config(scenario.config_text).expect(scenario.name);
        emitted.extend(documents(scenario.name, &config));
    }
    for kind in ["EC2NodeClass", "NodePool", "Deployment"] {
        assert!(
            emitted.iter().any(|(_, document)| document["kind"] == kind),
            "no {kind} is emitted"
        );
    }
    check_accepted(emitted);
}

#[cfg(feature = "cli")]
#[test]
fn measurements_are_accepted() {
    let emitted = crate::measure::of_presets();
    for kind in ["EC2NodeClass", "NodePool", "Job"] {
        assert!(
            emitted.iter().any(|(_, document)| document["kind"] == kind),
            "no {kind} is emitted"
        );
    }
    check_accepted(emitted);
}

#[test]
fn random_configs_without_errors_are_accepted() {
    let mut runner = TestRunner::new(runs());
    let mut emitted = Vec::new();
    let mut sets = 0;
    for number in 0..500 {
        let typed = typed().new_tree(&mut runner).expect("a Config").current();
        let config = filled(&typed.config());
        let findings = findings_of(&config, catalogue());
        if findings.iter().all(|one| one.severity != Severity::Error) {
            emitted.extend(documents(&format!("Config {number}"), &config));
            sets += 1;
        }
    }
    assert!(sets > 100, "only {sets} Configs have no error");
    check_accepted(emitted);
}

#[test]
fn documents_with_a_broken_structure_are_refused() {
    for (document, judged) in samples().iter().zip(judge(&samples())) {
        assert_eq!(judged, Some(Vec::new()), "{document}");
    }
    let (names, documents): (Vec<String>, Vec<Value>) = broken_documents()
        .into_iter()
        .filter(|broken| broken.by == By::Schema)
        .map(|broken| (broken.what, broken.document))
        .unzip();
    assert!(names.len() > 20, "the table lost its rows: {names:?}");
    let accepted: Vec<&str> = names
        .iter()
        .zip(judge(&documents))
        .filter(|(_, judged)| judged.as_ref().is_some_and(Vec::is_empty))
        .map(|(what, _)| what.as_str())
        .collect();
    assert_eq!(accepted, NOT_IN_THE_MODELS);
}

/// Broken documents that only the CRDs refuse: these rules are patched into the CRDs by Karpenter's
/// scripts or belong to the API server, so that the Go types have none of them.
const NOT_IN_THE_MODELS: &[&str] = &[
    "a budget's duration in seconds",
    "a key that is none",
    "a label's value with a blank",
    "a taint without a key",
    "a name with capitals",
];

#[test]
fn what_is_excused_as_newer_is_still_unknown_to_the_models() {
    for newer in NEWER {
        let mut document = samples()
            .into_iter()
            .find(|sample| sample["kind"] == newer.kind)
            .expect("a sample of the kind");
        *document.pointer_mut(newer.at).expect("a place") = newer.value.into();
        let judged = judge(std::slice::from_ref(&document));
        let refusals = judged[0].as_deref().expect("a kind of the models");
        assert!(
            !refusals.is_empty() && refusals.iter().all(|one| newer.excuses(&document, one)),
            "{} of Karpenter {}: {refusals:?}",
            newer.value,
            newer.since
        );
    }
}
