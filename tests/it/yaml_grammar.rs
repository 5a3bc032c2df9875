//! YAML in the forms that users have and `kubectl` reads, through the importer and back into
//! files. What the reader makes of each piece of grammar is `src/core/yaml/tests.rs`'s business.

use proptest::prelude::*;
use soci_configurator::core::{Config, InputFile, evaluate, read_config, read_files, write_config};
use soci_configurator::data::catalogue;

use crate::import_blueprint::import;
use crate::yaml11;

const POOL: &str = r#"apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: batch
spec:
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: batch}
      requirements:
        - key: karpenter.k8s.aws/instance-category
          operator: In
          values: ["m", "r"]
"#;

/// The same pool in another form gives the same Config.
#[track_caller]
fn check_same(text: &str) {
    assert_ne!(text, POOL);
    let (usual, other) = (import(&[POOL]), import(&[text]));
    assert!(
        other.remarks.iter().all(|remark| remark.rule != "not-yaml"),
        "{text}\n{:?}",
        other.remarks
    );
    assert!(other.config().is_some());
    assert_eq!(usual.config(), other.config(), "{text}");
}

#[test]
fn brackets_may_close_at_any_column() {
    let values = |to: &str| POOL.replace("[\"m\", \"r\"]", to);
    check_same(&values("[\n            \"m\", \"r\"\n          ]"));
    check_same(&values("[\n\"m\",\n\"r\",\n]"));
    check_same(&values("[ # families\n          m,\n\t\tr]"));
    check_same(&POOL.replace("name: batch}", "name: batch\n}"));
}

#[test]
fn tabs_are_blanks_but_not_where_a_line_begins() {
    check_same(&POOL.replace("kind: NodePool", "kind:\tNodePool"));
    check_same(&POOL.replace("name: batch\n", "name: \t batch\t# the pool\n"));
    check_same(&POOL.replace("operator: In", "operator:\tIn\t"));
    let found = import(&[&POOL.replace("spec:\n  template:", "spec:\n\t\n  template:")]);
    let fault = found
        .remarks
        .iter()
        .find(|remark| remark.rule == "not-yaml")
        .expect("a line of tabs alone is refused");
    assert_eq!(fault.place.line, 6);
    assert!(fault.message.contains("tab"), "{}", fault.message);
}

#[test]
fn a_last_line_without_a_line_feed_and_other_line_ends_are_the_same() {
    check_same(POOL.trim_end());
    check_same(&POOL.replace('\n', "\r\n"));
    check_same(&format!("\u{feff}{POOL}"));
    check_same(&format!("---\n---\n{POOL}---\n"));
}

#[test]
fn json_documents_may_follow_one_another() {
    let pool = |name: &str| POOL.replace("name: batch\nspec", &format!("name: {name}\nspec"));
    let json = |name: &str| {
        yaml11::read_one(&pool(name))
            .expect("YAML")
            .value
            .to_string()
    };
    for text in [
        format!("{}\n{}\n", json("a"), json("b")),
        format!("{}{}", json("a"), json("b")),
        format!("{}\n---\n{}\n", json("a"), json("b")),
        format!("{}\n---\n{}", json("a"), pool("b")),
        format!("{}---\n{}", pool("a"), json("b")),
    ] {
        let found = import(&[&text]);
        let lines: Vec<usize> = found.recognised.iter().map(|one| one.place.line).collect();
        assert_eq!(found.recognised.len(), 2, "{text}\n{:?}", found.remarks);
        assert!(
            found.remarks.iter().all(|remark| remark.rule != "not-yaml"),
            "{:?}",
            found.remarks
        );
        let marks = text.matches("---\n").count();
        assert!(lines[0] == 1 && lines[1] > marks, "{text}: {lines:?}");
    }
}

#[test]
fn surrogate_pairs_of_json_are_one_letter() {
    let text = |escape: &str| {
        format!(
            "{{\"apiVersion\":\"karpenter.sh/v1\",\"kind\":\"NodePool\",\"metadata\":{{\"name\":\"a\",\
             \"annotations\":{{\"note\":\"ship {escape}\"}}}},\"spec\":{{\"template\":{{\"spec\":{{\
             \"nodeClassRef\":{{\"group\":\"karpenter.k8s.aws\",\"kind\":\"EC2NodeClass\",\"name\":\"a\"}},\
             \"requirements\":[]}}}}}}}}"
        )
    };
    let (pair, letter) = (import(&[&text("\\ud83d\\udea2")]), import(&[&text("🚢")]));
    assert!(letter.config().is_some());
    assert_eq!(pair.config(), letter.config(), "{:?}", pair.remarks);
    assert_eq!(pair.remarks, letter.remarks);
}

#[test]
fn a_config_file_is_read_by_the_same_grammar() {
    let usual = read_config("version: 1\nnodes: {name: gpu}\n").expect("a Config");
    for text in [
        "version:\t1\nnodes: {\nname: gpu\n}\n",
        "{\"version\": 1, \"nodes\": {\"name\": \"g\\u0070u\"}}",
        "{version: 1, nodes: {name: gpu,}}",
        "--- # ours\nversion: 1\nnodes:\n  name: >-\n    gpu",
    ] {
        assert_eq!(read_config(text).as_ref(), Ok(&usual), "{text}");
    }
    let errors = read_config("version: 1\nnodes:\n\tname: gpu\n").expect_err("a tab");
    assert_eq!(errors[0].line, Some(3), "{errors:?}");
    let errors = read_config("version: 1\n---\nversion: 1\n").expect_err("two documents");
    assert_eq!(errors[0].line, Some(3), "{errors:?}");
}

/// A workload whose container has this argument.
fn workload(argument: &str) -> String {
    serde_json::json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web"},
        "spec": {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [
                    {"name": "web", "image": "a/b:c", "command": ["sh", "-c"], "args": [argument]}
                ]}
            }
        }
    })
    .to_string()
}

/// The Config that a file is taken for, and the argument in the workload that it generates.
fn round(file: &str) -> (Config, Option<String>) {
    let files = [InputFile {
        name: "web.json".to_owned(),
        text: file.to_owned(),
    }];
    let import = read_files(&files, &Config::default(), catalogue());
    let config = import
        .config()
        .cloned()
        .unwrap_or_else(|| panic!("{file}\n{:?}", import.remarks));
    let bundle = evaluate(&config, catalogue()).bundle;
    let argument = bundle
        .files()
        .iter()
        .filter_map(|file| yaml11::read(&file.text).ok())
        .flatten()
        .find_map(|document| {
            let argument = document
                .value
                .pointer("/spec/template/spec/containers/0/args/0")?;
            Some(argument.as_str()?.to_owned())
        });
    (config, argument)
}

#[test]
fn scripts_that_begin_with_a_tab_are_read_back() {
    for script in [
        "\tmake\n\tmake test\n",
        "\n\t#!/bin/sh\n\tmake\n",
        "  make\n\tmake test",
        "\t\n\n",
        "make\n\ttest\n\n\n",
        "make \n  \t\n",
        "---\nmake\n...\n",
        "# make\n%x\n",
        "make\r\ntest\r\n",
        "make\u{85}test\u{2028}\u{feff}x\n",
        "\u{1b}[1m\u{0}\n",
    ] {
        let (config, written) = round(&workload(script));
        assert_eq!(written.as_deref(), Some(script));
        let file = write_config(&config);
        assert_eq!(read_config(&file).as_ref(), Ok(&config), "{file}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// By the eyes of another parser than our own.
    #[test]
    fn any_argument_is_in_the_files_as_it_was(
        pieces in prop::collection::vec(prop_oneof![
            Just("\t"), Just("  "), Just("\n"), Just("\r\n"), Just("\u{85}"), Just("\u{feff}"),
            Just("#"), Just("---"), Just("..."), Just("%"), Just("yes"), Just("0x1F"), Just("<<"),
            Just("="), Just("'"), Just("\""), Just("\\"), Just(": "), Just("- "), Just("word "),
            Just("2001-01-01"), Just("~"), Just("1e3"), Just("\u{0}"), Just("{{x}}"),
        ], 0..8)
    ) {
        let argument: String = pieces.concat();
        let (config, written) = round(&workload(&argument));
        prop_assert_eq!(written, Some(argument));
        prop_assert_eq!(read_config(&write_config(&config)), Ok(config));
    }
}
