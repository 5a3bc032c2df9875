//! The frontier and targets, as the command line prints them.

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .args(arguments)
        .output()
        .expect("the command starts")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("text")
}

fn json(arguments: &[&str]) -> Value {
    let output = run(&[arguments, &["--format", "json"]].concat());
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn every_point_says_what_launches_its_type() {
    let text = run(&["frontier", "--preset", "vllm-gpu"]);
    let text = out(&text);
    assert!(
        text.starts_with("g6.xlarge (all eligible types: --all-types); "),
        "{text}"
    );
    assert!(
        text.lines()
            .nth(1)
            .is_some_and(|head| head.ends_with("LAUNCHED BY"))
    );
    assert!(
        text.lines()
            .skip(2)
            .all(|line| line.ends_with("launched as is, 41 types left"))
    );
    let all = json(&["frontier", "--preset", "vllm-gpu", "--all-types"]);
    assert_eq!(
        (&all["scope"], &all["types"]),
        (&"admitted".into(), &41.into())
    );
    let points = all["points"].as_array().expect("points");
    let of = |how: &str| {
        points
            .iter()
            .filter(|it| it["launchedBy"]["how"] == how)
            .count()
    };
    assert!(of("as-is") > 0 && of("bound") > 0, "{points:?}");
    assert_eq!(of("as-is") + of("bound") + of("types"), points.len());
    let larger = points
        .iter()
        .find(|point| point["type"] == "g6.2xlarge")
        .expect("a larger type");
    assert_eq!(larger["launchedBy"]["words"], "at least 8 vCPU");
    let outside = json(&["frontier", "--preset", "vllm-gpu", "--outside-pool"]);
    assert_eq!(outside["scope"], "outside-pool");
    assert!(outside["types"].as_u64() > Some(41));
    let one = json(&[
        "frontier",
        "--preset",
        "vllm-gpu",
        "--instance",
        "g6.2xlarge",
    ]);
    assert_eq!(
        (&one["scope"], &one["types"]),
        (&"in-view".into(), &1.into())
    );
    let both = run(&["frontier", "--all-types", "--outside-pool"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn a_config_that_is_written_launches_what_the_answer_named() {
    let path = std::env::temp_dir().join(format!("soci-target-{}.yaml", std::process::id()));
    let file = path.to_str().expect("text");
    let arguments = [
        "target",
        "--preset",
        "vllm-gpu",
        "--within",
        "50s",
        "--all-types",
    ];
    let answer = json(&[&arguments[..], &["--write-config", file]].concat());
    assert_eq!(answer["met"], true, "{answer}");
    let point = &answer["point"];
    let launch = run(&["launch", "--config", file, "--format", "json"]);
    std::fs::remove_file(&path).expect("it was written");
    let launch: Value = serde_json::from_slice(&launch.stdout).expect("JSON");
    assert_eq!(launch["likelyType"], point["type"]);
    let words = answer["answer"].as_str().expect("an answer");
    let by = point["launchedBy"]["words"].as_str().expect("words");
    assert!(words.contains(by), "{words}");
    // On the launched type as it is, nothing is so fast.
    let output = run(&["target", "--preset", "vllm-gpu", "--within", "50s"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("No configuration is that fast"));
}
