//! Every line of every file has its explanation, and it is the right one.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use soci_configurator::core::{
    Config, Explanation, Field, Preset, ValueFrom, evaluate, explain_file, explain_line,
    since_blueprint,
};
use soci_configurator::data::catalogue;

use crate::support::{config, preset, set};
use crate::yaml11;

/// Every line with a letter or a digit is explained, by a row that knows it, with a source.
pub fn check(config: &Config) -> TestCaseResult {
    let evaluation = evaluate(config, catalogue());
    for file in evaluation.bundle.files() {
        let all = explain_file(config, file);
        prop_assert_eq!(all.len(), file.text.lines().count(), "{}", file.path);
        for ((number, line), explanation) in (1..).zip(file.text.lines()).zip(&all) {
            let place = format!("{}:{number}: {line}", file.path);
            let Some(found) = explanation else {
                prop_assert!(!line.chars().any(char::is_alphanumeric), "{}", place);
                continue;
            };
            let known = found.from != ValueFrom::Override || !config.kept.is_empty();
            prop_assert!(known, "unknown: {}", place);
            prop_assert!(
                found.what.ends_with('.') && found.why.ends_with('.'),
                "{}: {:?}",
                place,
                found
            );
            prop_assert!(found.source.url.starts_with("https://"), "{}", place);
            let settings = matches!(found.from, ValueFrom::Default | ValueFrom::Yours);
            prop_assert!(!settings || !found.fields.is_empty(), "{}", place);
        }
    }
    Ok(())
}

/// The explanation of the first line of a file that holds this text.
fn of(config: &Config, path: &str, text: &str) -> Explanation {
    let evaluation = evaluate(config, catalogue());
    let file = evaluation.bundle.file(path).expect("a file");
    let at = file.text.lines().position(|line| line.contains(text));
    let at = at.unwrap_or_else(|| panic!("{path} has no {text}"));
    explain_line(config, file, at + 1).unwrap_or_else(|| panic!("{path}: {text}"))
}

fn fields(explanation: &Explanation) -> Vec<&'static str> {
    explanation.fields.iter().map(|field| field.path).collect()
}

#[test]
fn every_line_of_every_preset_is_explained() {
    for word in Preset::ALL.iter().map(|preset| preset.word) {
        for more in [
            &[][..],
            &[("comments", "true")],
            &[("workload.kind", "deployment"), ("comparison", "true")],
            &[
                ("storage.instanceStore", "raid0-soci-on-ebs"),
                ("engine.discardUnpackedLayers", "false"),
            ],
            &[
                ("engine.tuning", "sed"),
                ("engine.maxConcurrentUnpacksPerImage", "7"),
                ("workload.gpus", "1"),
            ],
            &[
                ("engine.install.distribution", "other"),
                (
                    "nodes.budgets",
                    "0; reasons=Drifted; schedule=0 9 * * 1-5; duration=8h",
                ),
            ],
            &[
                ("engine.install.source", "pinned"),
                ("nodes.bandwidthIn", "node-pool"),
                ("workload.kind", "deployment"),
                ("workload.tolerations", "a=b:NoExecute"),
            ],
        ] {
            check(&set(preset(word), more)).unwrap();
        }
    }
}

#[test]
fn a_line_says_whether_it_is_the_default_yours_or_derived() {
    let nodes = "soci-snapshotter.yaml";
    let default = Config::default();
    let throughput = of(&default, nodes, "throughput: 600");
    assert_eq!(throughput.from, ValueFrom::Default);
    assert_eq!(fields(&throughput), ["storage.volume.throughput"]);
    assert_eq!(throughput.rule.map(|rule| rule.id), Some("slow-volume"));
    let yours = config(&[("storage.volume.throughput", "700")]);
    let throughput = of(&yours, nodes, "throughput: 700");
    assert_eq!(throughput.from, ValueFrom::Yours);
    assert_eq!(
        throughput.why,
        "Throughput is yours; the default is 600 MiB/s."
    );
    let floor = of(&default, nodes, "\"3\"");
    assert_eq!(floor.from, ValueFrom::Derived);
    assert!(
        floor.why.contains("FastImagePull's, whichever is higher"),
        "{floor:?}"
    );
    assert_eq!(of(&default, nodes, "kind: NodePool").from, ValueFrom::Form);
    let gate = of(&default, nodes, "FastImagePull: true");
    assert_eq!(fields(&gate), ["engine.kind"]);
    let limit = [("engine.maxConcurrentUnpacksPerImage", "7")];
    let unpacks = of(&config(&limit), "userdata.txt", "unpacks_per_image '7'");
    assert_eq!(unpacks.from, ValueFrom::Yours);
    let settings = of(&yours, "config.yaml", "throughput: 700");
    assert_eq!(
        (settings.from, fields(&settings)),
        (ValueFrom::Yours, vec!["storage.volume.throughput"])
    );
}

#[test]
fn devices_of_bottlerocket_are_told_apart() {
    let config = preset("bottlerocket");
    let os = of(&config, "soci-snapshotter.yaml", "volumeSize: 4Gi");
    assert_eq!(os.from, ValueFrom::Derived);
    let data = of(&config, "soci-snapshotter.yaml", "volumeSize: 100Gi");
    assert_eq!(fields(&data), ["storage.volume.volumeSize"]);
    let chunk = of(&config, "userdata.txt", "concurrent-download-chunk-size");
    assert_eq!(fields(&chunk), ["engine.concurrentDownloadChunkSize"]);
}

#[test]
fn what_is_kept_from_files_says_so() {
    let config = config(&[(
        "kept",
        "EC2NodeClass spec.kubelet.maxPods = 58\nEC2NodeClass spec.role = \"mine\"",
    )]);
    let nodes = "soci-snapshotter.yaml";
    for text in ["maxPods: 58", "role: mine"] {
        let kept = of(&config, nodes, text);
        assert_eq!(kept.from, ValueFrom::Override);
        assert_eq!(fields(&kept), ["kept"]);
    }
    assert_eq!(of(&config, nodes, "iops: 3000").from, ValueFrom::Default);
}

#[test]
fn comments_change_no_document() {
    for word in Preset::ALL.iter().map(|preset| preset.word) {
        let plain = evaluate(&preset(word), catalogue()).bundle;
        let commented = evaluate(&set(preset(word), &[("comments", "true")]), catalogue()).bundle;
        for file in plain.files().iter().filter(|file| file.applied) {
            let other = commented.file(&file.path).expect("the same files");
            let comments = other
                .text
                .lines()
                .filter(|line| line.trim_start().starts_with('#'));
            assert!(comments.count() > 10, "{word}: {}", file.path);
            let values = |text: &str| -> Vec<_> {
                let documents = yaml11::read(text).expect("YAML");
                documents
                    .into_iter()
                    .map(|document| document.value)
                    .collect()
            };
            assert_eq!(
                values(&file.text),
                values(&other.text),
                "{word}: {}",
                file.path
            );
        }
    }
}

#[test]
fn every_difference_from_the_blueprint_is_explained() {
    let (now, then) = (Config::default(), preset("original-blueprint"));
    let differ: Vec<&str> = Field::all()
        .filter(|field| field.is_changed(&now, &then))
        .map(|field| field.path)
        .collect();
    let explained: Vec<&str> = since_blueprint().iter().map(|one| one.field.path).collect();
    assert_eq!(differ, explained);
    assert!(explained.contains(&"engine.kind"));
}
