//! The same documents, whatever the layout of the file, come to the same: nothing is known by its
//! line.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::Config as Runs;
use serde_json::{Value, json};
use soci_configurator::core::{Config, Import, InputFile, evaluate, read_files};
use soci_configurator::data::catalogue;

use crate::crds::{applied, filled};
use crate::properties::{runs, typed};
use crate::support::{preset, set};

/// What people and tools add to documents: where, and what. Some of it would be refused.
const ADDED: [(&str, &str, &str); 12] = [
    (
        "NodePool",
        "/metadata",
        r#"{"annotations": {"a.example.com/owner": "team", "metadata": "x"}}"#,
    ),
    (
        "NodePool",
        "/spec/template/metadata",
        r#"{"annotations": {"karpenter.sh/x": "1"}}"#,
    ),
    ("NodePool", "/spec", r#"{"colour": "red"}"#),
    ("NodePool", "/spec", r#"{"weight": 1000}"#),
    (
        "NodePool",
        "/spec/disruption",
        r#"{"consolidateAfter": "soon"}"#,
    ),
    (
        "NodePool",
        "/spec/template/spec",
        r#"{"startupTaints": [{"key": "a/b", "effect": "NoSchedule"}, {"key": "c", "effect": "Never"}]}"#,
    ),
    (
        "EC2NodeClass",
        "/metadata",
        r#"{"labels": {"team.a": "b"}}"#,
    ),
    (
        "EC2NodeClass",
        "/spec",
        r#"{"kubelet": {"maxPods": 58, "maxPod": 58, "systemReserved": {"cpu": "100m"}}}"#,
    ),
    ("EC2NodeClass", "/spec", r#"{"detailedMonitoring": "yes"}"#),
    (
        "EC2NodeClass",
        "/spec",
        r#"{"metadataOptions": {"httpTokens": "required", "httpToken": "x"}}"#,
    ),
    (
        "EC2NodeClass",
        "/spec",
        r#"{"unknown": {"a": {"b": 1}, "c": [1, 2]}}"#,
    ),
    (
        "Deployment",
        "/spec/template/metadata",
        r#"{"annotations": {"a.b/c": "d"}}"#,
    ),
];

fn merge(into: &mut Value, add: &Value) {
    match (into, add) {
        (Value::Object(own), Value::Object(add)) => {
            for (key, value) in add {
                merge(own.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (into, add) => *into = add.clone(),
    }
}

/// The documents of a Config with some of what is added.
fn documents(config: &Config, added: &[bool]) -> Vec<Value> {
    let mut documents = applied(&evaluate(config, catalogue()).bundle);
    for ((kind, at, value), _) in ADDED.iter().zip(added).filter(|(_, is_added)| **is_added) {
        let value: Value = serde_json::from_str(value).expect("JSON");
        for document in documents.iter_mut().filter(|one| one["kind"] == *kind) {
            if let Some(place) = document.pointer_mut(at) {
                merge(place, &value);
            }
        }
    }
    documents
}

/// Block YAML: a line for each value.
fn block(value: &Value, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (key, value) in fields {
                out.push_str(&format!("\n{pad}{}:", json!(key)));
                block(value, indent + 2, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                out.push_str(&format!("\n{pad}-"));
                block(item, indent + 2, out);
            }
        }
        scalar => out.push_str(&format!(" {scalar}")),
    }
}

/// The documents in every layout, each with its name.
fn layouts(documents: &[Value]) -> [(&'static str, String); 4] {
    let list = json!({"apiVersion": "v1", "kind": "List", "items": documents});
    let blocks = documents.iter().map(|document| {
        let mut text = String::new();
        block(document, 0, &mut text);
        text
    });
    let lines = documents.iter().map(Value::to_string);
    [
        ("block YAML", blocks.collect::<Vec<_>>().join("\n---")),
        ("JSON in one line", list.to_string()),
        ("pretty JSON", format!("{list:#}")),
        (
            "a document a line",
            lines.collect::<Vec<_>>().join("\n---\n"),
        ),
    ]
}

/// What is to be the same of an import: sets with Configs, what is advised, what is noticed.
type Outcome = (
    Vec<(String, Config, Config)>,
    BTreeSet<(&'static str, &'static str, String)>,
);

fn outcome(text: &str) -> Outcome {
    let file = InputFile {
        name: "all.yaml".to_owned(),
        text: text.to_owned(),
    };
    let import: Import = read_files(&[file], &Config::default(), catalogue());
    let sets = import.sets.iter().map(|set| {
        let advised = import.recommended(set, catalogue());
        (set.name.clone(), set.config.clone(), advised)
    });
    let noticed = import.noticed(catalogue());
    let noticed = noticed
        .iter()
        .map(|one| (one.rule.id, one.severity.as_str(), one.path.clone()));
    (sets.collect(), noticed.collect())
}

proptest! {
    #![proptest_config(Runs { cases: 16, ..runs() })]

    #[test]
    fn every_layout_comes_to_the_same(typed in typed(), added in any::<[bool; 12]>()) {
        let documents = documents(&filled(&typed.config()), &added);
        let all: Vec<(&str, Outcome)> = layouts(&documents)
            .into_iter()
            .map(|(name, text)| (name, outcome(&text)))
            .collect();
        let (first, expected) = &all[0];
        for (name, outcome) in &all[1..] {
            prop_assert_eq!(&outcome.0, &expected.0, "{} and {}", name, first);
            prop_assert_eq!(&outcome.1, &expected.1, "{} and {}", name, first);
        }
    }
}

/// Two volumes of which the same is said stand on one line.
#[test]
fn what_is_said_twice_of_one_line_is_said_twice() {
    let unset = [("storage.volume.encrypted", "unset")];
    let config = filled(&set(preset("bottlerocket"), &unset));
    let said = layouts(&documents(&config, &[false; 12])).map(|(name, text)| {
        let (_, noticed) = outcome(&text);
        let of_rule = noticed
            .iter()
            .filter(|(rule, ..)| *rule == "encryption-not-said");
        (name, of_rule.count())
    });
    for (name, count) in said {
        assert_eq!(count, 2, "{name}");
    }
}

/// What was lost: every value of a pool stands on the line of one that is refused.
#[test]
fn a_refused_value_takes_no_other_from_its_line() {
    let mut added = [false; 12];
    added[0] = true;
    added[2] = true;
    let documents = documents(&filled(&Config::default()), &added);
    let mut bare = documents.clone();
    for document in &mut bare {
        if let Some(spec) = document["spec"].as_object_mut() {
            spec.remove("colour");
        }
    }
    for (name, text) in layouts(&documents) {
        let (sets, _) = outcome(&text);
        let [(_, config, advised)] = sets.as_slice() else {
            panic!("{name}: {} sets", sets.len());
        };
        let kept = |config: &Config| -> Vec<String> {
            config.kept.iter().map(ToString::to_string).collect()
        };
        let has = |config: &Config, word: &str| kept(config).iter().any(|one| one.contains(word));
        assert!(has(config, "colour"), "{name}: {:?}", kept(config));
        assert!(!has(advised, "colour"), "{name}: {:?}", kept(advised));
        assert!(
            has(advised, "a.example.com/owner"),
            "{name}: {:?}",
            kept(advised)
        );
        let (sound, _) = outcome(&layouts(&bare)[0].1);
        assert_eq!(*advised, sound[0].2, "{name}");
    }
}
