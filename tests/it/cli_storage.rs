//! Whether the disk is worth its price, as the command line prints it.

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .arg("storage")
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

/// g6 nodes that keep images on their NVMe, with the blueprint's volume.
const G6: &[&str] = &[
    "--set=nodes.categories=g",
    "--set=nodes.families=g6",
    "--set=nodes.capacityTypes=on-demand",
    "--set=nodes.minEbsBandwidth=",
    "--set=nodes.minNetworkBandwidth=",
    "--set=storage.instanceStore=raid0",
    "--set=storage.volume.iops=16000",
    "--set=storage.volume.throughput=1000",
];

#[test]
fn the_answer_comes_first_then_the_settings_and_what_is_not_known() {
    let output = run(G6);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("g6.xlarge: the type Karpenter most likely launches.")
    );
    let answer = lines.next().expect("a sentence");
    for said in [
        "NVMe is 3.7 times slower than EBS on g6.xlarge",
        "3000/600 takes about 66 s instead of 4 min 2 s, for $81 per month less.",
    ] {
        assert!(answer.contains(said), "{said}\n{answer}");
    }
    for said in [
        "Above 556 MiB/s more throughput saves less than 5 % on g6.xlarge",
        "setting ",
        "NVMe with gp3 16000/1000",
        "yours",
        "−$81.00",
        "Images on gp3, by throughput:",
        "Unknowns and assumptions:",
        "0.56 MB/s per GB of disk",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    let ragged = text.lines().find(|line| line.ends_with(' '));
    assert_eq!(ragged, None);
}

#[test]
fn programs_read_the_same() {
    let output = run(&[G6, &["--format", "json"]].concat());
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["instanceType"], "g6.xlarge");
    assert_eq!(json["best"], "gp3 3000/600");
    let settings = json["settings"].as_array().expect("settings");
    let yours: Vec<&Value> = settings
        .iter()
        .filter(|setting| setting["isYours"] == true)
        .collect();
    assert_eq!(yours.len(), 1);
    assert_eq!(yours[0]["imagesOnInstanceStore"], true);
    assert_eq!(settings[0]["setting"], "gp3 3000/600");
    assert_eq!(settings[0]["dollarsPerMonth"], "27.00");
    assert_eq!(settings[0]["microDollarsAgainstYours"], -81_000_000);
    let curve = json["curve"].as_array().expect("a curve");
    assert_eq!(
        curve.first().map(|point| &point["throughput"]),
        Some(&125.into())
    );
    assert_eq!(json["enoughThroughput"], 556);
    assert!(json["nvme"]["bytesPerSecond"]["likely"].as_u64() > Some(100_000_000));
    assert_eq!(json["typesThatMayCome"], Value::Null);
}

#[test]
fn another_type_is_looked_at_and_an_unknown_one_refused() {
    let output = run(&["--instance", "m7i.48xlarge"]);
    assert!(out(&output).starts_with("m7i.48xlarge: the type you chose"));
    assert!(out(&output).contains("m7i.48xlarge has no NVMe."));
    let output = run(&["--instance", "m6i.99xlarge"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("“m6i.99xlarge” is not one of the"));
    let output = run(&["--set=nodes.minVcpu=1000"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("No instance type is eligible"));
}
