//! Engines side by side, as the command line prints them.

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .arg("engines")
        .args(arguments)
        .output()
        .expect("the command starts")
}

fn out(arguments: &[&str]) -> String {
    let output = run(arguments);
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{err}");
    String::from_utf8(output.stdout).expect("text")
}

fn json(arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format=json"]].concat();
    serde_json::from_str(&out(&arguments)).expect("JSON")
}

#[test]
fn engines_stand_side_by_side_and_one_is_taken() {
    let text = out(&["--preset=vllm-gpu"]);
    for engine in [
        "fast-image-pull*",
        "bottlerocket ",
        "containerd-parallel ",
        "containerd ",
    ] {
        assert!(
            text.lines().any(|line| line.starts_with(engine)),
            "{engine}: {text}"
        );
    }
    assert!(
        text.contains("Use fast-image-pull rather than containerd-parallel."),
        "{text}"
    );
    for about in [
        "time: ",
        "memory: ",
        "disk: ",
        "registry: ",
        "AMI: ",
        "lazy loading: ",
        "support: ",
    ] {
        let line = text.lines().find(|line| line.starts_with(about));
        let line = line.unwrap_or_else(|| panic!("{about}: {text}"));
        assert!(line.ends_with(']'), "{line}");
    }
}

#[test]
fn what_does_not_work_says_why() {
    let found = json(&["--set=cluster.kubernetes=1.29"]);
    let engines = found["engines"].as_array().expect("engines");
    let native = engines
        .iter()
        .find(|one| one["engine"] == "containerd-parallel");
    let native = native.expect("the engine");
    assert_eq!(native["here"], "refused");
    assert!(
        native["why"]
            .as_str()
            .is_some_and(|why| why.contains("1.30")),
        "{native}"
    );
    assert_eq!(found["verdict"]["engine"], "fast-image-pull");
}

#[test]
fn an_image_larger_than_the_memory_puts_containerd_at_risk() {
    let found = json(&["--set=image.compressedSize=31GB", "--instance=g6.xlarge"]);
    let first = &found["verdict"]["reasons"][0];
    assert_eq!(first["about"], "memory");
    assert_eq!(first["favours"], found["verdict"]["engine"]);
    let engines = found["engines"].as_array().expect("engines");
    assert!(engines.iter().all(|one| one["instanceType"] == "g6.xlarge"));
    let at_risk = engines.iter().filter(|one| one["here"] == "at risk");
    assert_eq!(at_risk.count(), 2);
}

#[test]
fn nothing_is_decided_where_there_is_one_engine() {
    let found = json(&["--preset=auto-mode"]);
    assert_eq!(found["engines"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["verdict"], Value::Null);
    let unknown = json(&["--set=image.compressedSize="]);
    let first = &unknown["engines"][0];
    assert_eq!(
        (&first["runtimeMemory"], &first["pullMilliseconds"]),
        (&"not known".into(), &Value::Null)
    );
    assert!(first["nodeHour"]["atLeastMicroDollars"].is_u64(), "{first}");
    let output = run(&["--instance=g6.tiny"]);
    assert_eq!(output.status.code(), Some(2));
}
