//! Two Configs side by side, as the command line prints them.

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .arg("compare")
        .args(arguments)
        .output()
        .expect("the command starts")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("text")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("text")
}

fn json(arguments: &[&str]) -> Value {
    let output = run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn each_side_is_about_its_own_node() {
    let arguments = ["--preset", "vllm-gpu", "--with", "spark-ci"];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    for said in [
        "vllm-gpu: g6.xlarge, the type Karpenter most likely launches.",
        "spark-ci: c6a.2xlarge, the type Karpenter most likely launches.",
        "difference",
        "Pull on that type",
        "Node with its volumes, per hour",
        "nodes.categories",
        "userdata.txt",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert_eq!(text.lines().find(|line| line.ends_with(' ')), None);
    let json = json(&arguments);
    assert_eq!(json["left"]["instanceType"], "g6.xlarge");
    assert_eq!(json["right"]["instanceType"], "c6a.2xlarge");
    let likely = |side: &str| json[side]["pullMilliseconds"]["likely"].as_u64();
    assert!(likely("left") > Some(10_000) && likely("right") > Some(10_000));
    assert!(
        json["left"]["nodeHourMicroDollars"].as_u64()
            > json["right"]["nodeHourMicroDollars"].as_u64()
    );
}

#[test]
fn one_setting_of_the_same_config_is_weighed() {
    let json = json(&["--with-set", "storage.volume.throughput=750"]);
    let row = |label: &str| {
        let rows = json["numbers"].as_array().expect("rows");
        let found = rows.iter().find(|row| row["number"] == label);
        found.unwrap_or_else(|| panic!("no row {label}")).clone()
    };
    assert_eq!(row("Volumes only, per month")["difference"], "+$6.00");
    let pull = row("Pull on that type")["difference"].clone();
    let pull = pull.as_str().expect("a difference");
    assert!(pull.starts_with('−') && pull.ends_with(" s"), "{pull}");
    assert_eq!(row("Errors")["difference"], Value::Null);
    let settings = json["settings"].as_array().expect("settings");
    assert_eq!(settings.len(), 1);
    assert_eq!(settings[0]["setting"], "storage.volume.throughput");
    assert_eq!(
        (&settings[0]["left"], &settings[0]["right"]),
        (&"600".into(), &"750".into())
    );
    let files = json["files"].as_array().expect("files");
    let manifest = files
        .iter()
        .find(|file| file["left"] == "soci-snapshotter.yaml")
        .expect("a manifest");
    assert_eq!(manifest["linesDiffering"], 1);
}

#[test]
fn both_sides_may_be_about_one_type() {
    let arguments = [
        "--preset",
        "vllm-gpu",
        "--with",
        "auto-mode",
        "--instance",
        "g6e.2xlarge",
    ];
    let json = json(&arguments);
    for side in ["left", "right"] {
        assert_eq!(json[side]["instanceType"], "g6e.2xlarge");
        assert_eq!(json[side]["because"], "the type you chose");
    }
}

#[test]
fn a_side_is_a_preset_a_file_or_a_link() {
    let link = Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .args(["link", "--preset", "bottlerocket"])
        .output()
        .expect("the command starts");
    let link = out(&link).trim().to_owned();
    let of_link = json(&["--with", &link]);
    let of_preset = json(&["--with", "bottlerocket"]);
    assert_eq!(of_link["settings"], of_preset["settings"]);
    assert_eq!(of_link["right"]["name"], "link");
    let name = format!("soci-compare-{}.yaml", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, "version: 2\nengine: {kind: bottlerocket}\n").expect("a file of our own");
    let of_file = json(&["--with", path.to_str().expect("text")]);
    std::fs::remove_file(&path).expect("it was ours");
    assert!(of_file["settings"].to_string().contains("engine.kind"));
}

#[test]
fn what_is_no_side_is_refused() {
    for (arguments, said) in [
        (&[][..], "--with"),
        (&["--with", "recomended"][..], "Did you mean “recommended”?"),
        (&["--with", "./none.yaml"][..], "cannot be read"),
        (
            &["--with-set", "storage.volume.iops=x"][..],
            "--with-set storage.volume.iops",
        ),
        (
            &["--with", "auto-mode", "--instance", "m6i.99xlarge"][..],
            "“m6i.99xlarge” is not one of the",
        ),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(said), "{}", err(&output));
        assert!(output.stdout.is_empty());
    }
}
