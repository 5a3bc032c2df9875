//! What a set says that it creates is what its files hold, and nothing that nobody asked for.

use proptest::prelude::*;
use soci_configurator::core::{
    Bundle, Config, Evaluation, InputFile, Preset, evaluate, explain_file, read_config, read_files,
};
use soci_configurator::data::catalogue;

use crate::crds::{applied, filled};
use crate::properties::{runs, typed};
use crate::scenario_files;
use crate::support::set;
use crate::yaml11;

/// Kind, name, namespace and pods of each document that kubectl applies.
fn in_files(bundle: &Bundle) -> Vec<(String, String, Option<String>, Option<u64>)> {
    applied(bundle)
        .iter()
        .map(|document| {
            let word = |value: &serde_json::Value| value.as_str().map(str::to_owned);
            let kind = word(&document["kind"]).expect("a kind");
            let pods =
                (kind == "Deployment").then(|| document["spec"]["replicas"].as_u64().unwrap_or(1));
            let metadata = &document["metadata"];
            let name = word(&metadata["name"]).expect("a name");
            (kind, name, word(&metadata["namespace"]), pods)
        })
        .collect()
}

fn listed(bundle: &Bundle) -> Vec<(String, String, Option<String>, Option<u64>)> {
    bundle
        .objects()
        .iter()
        .map(|object| {
            let pods = object.pods.map(u64::from);
            (
                object.kind.clone(),
                object.name.clone(),
                object.namespace.clone(),
                pods,
            )
        })
        .collect()
}

/// Everything that is said in the set and about it, but for the settings.
fn said(config: &Config, evaluation: &Evaluation) -> String {
    let mut text = String::new();
    let files = evaluation.bundle.files().iter();
    for file in files.filter(|file| file.path != "config.yaml") {
        text.push_str(&file.about);
        text.push_str(&file.text);
        for explanation in explain_file(config, file).into_iter().flatten() {
            text.push_str(explanation.what);
            text.push_str(&explanation.why);
        }
    }
    for step in &evaluation.steps {
        text.push_str(&step.title);
        text.push_str(&step.text);
        for command in &step.commands {
            text.push_str(&command.about);
            text.push_str(&command.text);
        }
    }
    text
}

#[track_caller]
fn check(what: &str, config: &Config) {
    let evaluation = evaluate(config, catalogue());
    let bundle = &evaluation.bundle;
    let objects = in_files(bundle);
    assert_eq!(listed(bundle), objects, "{what}");
    let readme = &bundle.file("README.md").expect("a README").text;
    for object in bundle.objects().iter() {
        assert!(
            readme.contains(&format!("- {}\n", object.describe())),
            "{what}: {readme}"
        );
    }
    let has_deployment = objects.iter().any(|(kind, ..)| kind == "Deployment");
    let pools = objects
        .iter()
        .filter(|(kind, ..)| kind == "NodePool")
        .count();
    let has_file = |path: &str| bundle.file(path).is_some();
    assert_eq!(has_deployment, has_file("workload.yaml"), "{what}");
    let kustomization = &bundle.file("kustomization.yaml").expect("a list").text;
    for file in bundle.files() {
        assert_eq!(
            kustomization.contains(&format!("- {}\n", file.path)),
            file.applied,
            "{what}: {}",
            file.path
        );
    }
    let said = said(config, &evaluation);
    let absent: &[&str] = if has_deployment {
        &[]
    } else {
        &["Deployment", "deployment", "workload.yaml", "rollout"]
    };
    for word in absent {
        let around = said
            .find(word)
            .map(|at| said[at.saturating_sub(60)..at].to_owned());
        assert_eq!(around, None, "{what} says {word}");
    }
    let is_named = objects.iter().any(|(_, name, ..)| name.starts_with("non-"));
    if pools == 1 && !is_named {
        assert!(!said.contains("non-"), "{what} says non-");
    }
}

#[test]
fn every_preset_lists_what_it_creates() {
    for preset in Preset::ALL {
        let config = filled(&preset.config());
        check(preset.word, &config);
        // Only the blueprint, which is its own documents, asks for more than a pool.
        let objects = in_files(&evaluate(&config, catalogue()).bundle);
        let kinds: Vec<&str> = objects.iter().map(|(kind, ..)| kind.as_str()).collect();
        match preset.word {
            "original-blueprint" => assert_eq!(kinds.len(), 6),
            "auto-mode" => assert_eq!(kinds, ["NodeClass", "NodePool"]),
            word => assert_eq!(kinds, ["EC2NodeClass", "NodePool"], "{word}"),
        }
        for (path, text) in [
            ("comparison", "true"),
            ("workload.kind", "deployment"),
            ("workload.kind", "none"),
            ("comments", "true"),
        ] {
            check(preset.word, &set(config.clone(), &[(path, text)]));
        }
    }
}

#[test]
fn every_scenario_lists_what_it_creates() {
    for scenario in scenario_files::all() {
        let config = read_config(scenario.config_text).expect(scenario.name);
        check(scenario.name, &config);
    }
}

fn import(texts: &[&str], base: &Config) -> (Config, Config) {
    let files: Vec<InputFile> = texts
        .iter()
        .map(|text| InputFile {
            name: "file".into(),
            text: (*text).to_owned(),
        })
        .collect();
    let import = read_files(&files, base, catalogue());
    let config = import.config().cloned().expect("a Config");
    (
        config,
        import.recommended(import.first().expect("a set"), catalogue()),
    )
}

fn kinds(config: &Config) -> Vec<String> {
    let bundle = evaluate(config, catalogue()).bundle;
    in_files(&bundle)
        .into_iter()
        .map(|(kind, name, ..)| format!("{kind} {name}"))
        .collect()
}

/// Files of scenarios are imported in parts: what is not among them is not brought in, neither as
/// it is nor as it is recommended, whatever the settings before had.
#[test]
fn an_import_brings_in_what_its_files_hold() {
    let asked = set(
        Config::default(),
        &[("workload.kind", "deployment"), ("comparison", "true")],
    );
    for scenario in scenario_files::all() {
        let file = |name: &str| {
            scenario
                .files
                .iter()
                .find(|(path, _)| *path == name)
                .map(|(_, text)| *text)
        };
        let pairs = [
            file("soci-snapshotter.yaml").or(file("containerd-parallel.yaml")),
            file("non-soci-snapshotter.yaml").or(file("non-containerd-parallel.yaml")),
        ];
        let workload = file("workload.yaml");
        // Placeholders and fragments for other distributions have no class that says the engine.
        if scenario.name.contains("envsubst") || scenario.name.contains("other-distribution") {
            continue;
        }
        let nodes: Vec<&str> = pairs.into_iter().flatten().collect();
        let mut parts: Vec<Vec<&str>> = vec![nodes.clone()];
        parts.extend(nodes.iter().map(|one| vec![*one]));
        if let Some(workload) = workload {
            parts.push(nodes.iter().copied().chain([workload]).collect());
        }
        for part in parts {
            let mut expected: Vec<String> = part.iter().flat_map(|text| documents(text)).collect();
            expected.sort();
            for base in [&Config::default(), &asked] {
                let (as_is, recommended) = import(&part, base);
                let what = format!("{} of {} files", scenario.name, part.len());
                check(&what, &as_is);
                check(&what, &recommended);
                for config in [as_is, recommended] {
                    let mut made = kinds(&config);
                    made.sort();
                    assert_eq!(made, expected, "{what}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(runs())]

    /// Whatever is typed, and whatever files had: the list is that of the documents.
    #[test]
    fn any_set_lists_what_it_creates(typed in typed()) {
        let config = typed.config();
        let bundle = evaluate(&config, catalogue()).bundle;
        let objects = in_files(&bundle);
        prop_assert_eq!(listed(&bundle), objects.clone());
        let asked = config.workload.kind.as_str() == "deployment";
        let brought = objects.iter().any(|(kind, ..)| kind == "Deployment");
        prop_assert_eq!(brought, asked);
        prop_assert_eq!(bundle.objects().has_workload(), asked);
    }
}

/// What is kept for a document can give it other names and pods.
#[test]
fn kept_names_and_pods_are_listed() {
    let kept = "Deployment metadata.name = \"own\"\nDeployment metadata.namespace = \"team\"\n\
                Deployment spec.replicas = 7\ncomparison Deployment metadata.labels.a = \"b\"\n\
                without comparison Deployment spec.replicas\nNodePool metadata.name = \"pool\"\n\
                comparison EC2NodeClass metadata.name = \"class\"";
    let asked = [
        ("workload.kind", "deployment"),
        ("comparison", "true"),
        ("workload.replicas", "3"),
    ];
    let config = set(set(filled(&Config::default()), &asked), &[("kept", kept)]);
    let evaluation = evaluate(&config, catalogue());
    let objects = evaluation.bundle.objects();
    assert_eq!(listed(&evaluation.bundle), in_files(&evaluation.bundle));
    let names = objects.names();
    for words in [
        "NodePool pool",
        "EC2NodeClass class",
        "Deployment own in the namespace team with 7 pods",
        "Deployment vllm with 1 pod",
    ] {
        assert!(names.contains(words), "{names}");
    }
    assert_eq!(objects.pods(), 8);
}

/// Kind and name of each document of a stream.
fn documents(text: &str) -> Vec<String> {
    yaml11::read(text)
        .expect("YAML")
        .iter()
        .map(|document| {
            let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let (kind, name) = (&document.value["kind"], &document.value["metadata"]["name"]);
            format!("{} {}", word(kind), word(name))
        })
        .collect()
}

/// A pair of which one pool has a workload: the other one gets none.
#[test]
fn a_pair_with_one_workload_keeps_one() {
    let scenario = scenario_files::all()
        .into_iter()
        .find(|scenario| scenario.name == "preset-original-blueprint")
        .expect("the scenario");
    let file = |name: &str| {
        scenario
            .files
            .iter()
            .find(|(path, _)| *path == name)
            .expect(name)
            .1
    };
    let nodes = [
        file("soci-snapshotter.yaml"),
        file("non-soci-snapshotter.yaml"),
    ];
    let workloads: Vec<&str> = file("workload.yaml").split("---\n").collect();
    assert_eq!(workloads.len(), 2);
    for (workload, name, absent) in [
        (workloads[0], "vllm-soci", "vllm"),
        (workloads[1], "vllm", "vllm-soci"),
    ] {
        let texts = [nodes[0], nodes[1], workload];
        let (as_is, recommended) = import(&texts, &Config::default());
        for config in [as_is, recommended] {
            check(name, &config);
            let made = kinds(&config);
            assert!(made.contains(&format!("Deployment {name}")), "{made:?}");
            assert!(!made.contains(&format!("Deployment {absent}")), "{made:?}");
            assert_eq!(made.len(), 5, "{made:?}");
        }
    }
}
