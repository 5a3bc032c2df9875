//! Explanations and dismissed findings as the command line prints them.

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .args(arguments)
        .output()
        .expect("the command starts")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json(arguments: &[&str]) -> Value {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn a_rule_a_line_a_file_and_the_blueprint_are_explained() {
    let rule = out(&run(&["explain", "slow-volume"]));
    for said in [
        "slow-volume\n",
        "Why: A parallel pull writes",
        "How: ",
        "v20250819",
        "https://",
    ] {
        assert!(rule.contains(said), "{said}\n{rule}");
    }
    let of_files = json(&["explain", "role-as-arn", "--format", "json"]);
    assert_eq!(of_files["rule"], "role-as-arn");
    assert_eq!(of_files["severities"], serde_json::json!(["error"]));
    let file = json(&["explain", "soci-snapshotter.yaml", "--format", "json"]);
    let lines = file.as_array().expect("lines");
    let at = lines
        .iter()
        .position(|line| line["text"] == "      throughput: 600");
    let number = at.expect("the line") + 1;
    let topic = format!("dir/soci-snapshotter.yaml:{number}");
    let line = out(&run(&["explain", &topic]));
    for said in [
        "throughput: 600\n",
        "default: Throughput is the default.",
        "Fields: storage.volume.throughput",
        "Rule: slow-volume",
        "Source: ",
    ] {
        assert!(line.contains(said), "{said}\n{line}");
    }
    let line = json(&[
        "explain",
        &topic,
        "--set",
        "storage.volume.throughput=700",
        "--format",
        "json",
    ]);
    assert_eq!(line["from"], "yours");
    assert_eq!(line["fields"][0], "storage.volume.throughput");
    let blueprint = json(&["explain", "blueprint", "--format", "json"]);
    let first = &blueprint[0];
    assert!(first["why"].as_str().is_some_and(|why| why.ends_with('.')));
    let text = out(&run(&["explain", "blueprint"]));
    assert!(
        text.contains("engine.kind: install-script in July 2025, fast-image-pull today"),
        "{text}"
    );
}

#[test]
fn what_is_nowhere_is_said() {
    for (topic, said) in [
        (
            "slow-volum",
            "expected a rule id, FILE[:LINE] or blueprint. Files: soci-snapshotter.yaml",
        ),
        ("soci-snapshotter.yaml:x", "“x” is not a line number"),
        ("userdata.txt:9999", "userdata.txt has"),
        ("userdata.txt:0", "userdata.txt has"),
    ] {
        let output = run(&["explain", topic]);
        assert_eq!(output.status.code(), Some(2), "{topic}");
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(message.contains(said), "{topic}: {message}");
    }
}

#[test]
fn check_lists_what_is_dismissed_apart() {
    let set = [
        "--set",
        "cluster.al2023Version=v20260714",
        "--set",
        "storage.volume.throughput=300",
        "--set",
        "dismissed=slow-volume: we measured it",
        "--set",
        "placeholders=envsubst",
    ];
    let output = run(&[&["check"][..], &set].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(
        out(&output),
        "dismissed[slow-volume] storage.volume.throughput: SOCI works best with 600 MiB/s or more; the volume has 300. (reason: we measured it)\n\
         No findings in the Config and its generated files.\n"
    );
    let report = json(&[&["check", "--format", "json"][..], &set].concat());
    assert_eq!(report["findings"], Value::Array(Vec::new()));
    assert_eq!(report["dismissed"][0]["reason"], "we measured it");
}
