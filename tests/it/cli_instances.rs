//! The list of instance types as the command line prints it.

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .arg("instances")
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

#[test]
fn the_cheapest_of_the_blueprints_types() {
    let output = run(&["--preset", "original-blueprint", "--sort", "price"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        err(&output).contains("420 types eligible, 943 excluded"),
        "{}",
        err(&output)
    );
    assert!(err(&output).contains("prices of us-east-1 as of 2026-07-20"));
    let lines: Vec<&str> = out(&output).lines().collect();
    assert_eq!(lines.len(), 421);
    assert!(lines[0].starts_with("type ") && lines[0].ends_with("price $/h"));
    assert!(lines[1].starts_with("m8azn.xlarge") && lines[1].ends_with("$0.413"));
}

#[test]
fn the_three_formats_say_the_same() {
    let shown = [
        "--set",
        "nodes.categories=g",
        "--filter",
        "g6",
        "--sort",
        "-ebs",
    ];
    let with = |format: &str| run(&[&shown[..], &["--format", format]].concat());
    let json: Value = serde_json::from_str(out(&with("json"))).expect("JSON");
    let types = json["types"].as_array().expect("types");
    assert!(!types.is_empty() && json["admitted"].as_u64() > Some(0));
    let (csv, table) = (with("csv"), with("table"));
    let csv: Vec<&str> = out(&csv).lines().skip(1).collect();
    let table: Vec<&str> = out(&table).lines().skip(1).collect();
    assert_eq!((csv.len(), table.len()), (types.len(), types.len()));
    for ((type_, csv), table) in types.iter().zip(csv).zip(table) {
        let name = type_["type"].as_str().expect("a name");
        assert!(csv.starts_with(&format!("{name},")) && table.starts_with(name));
        let price = type_["price"].to_string();
        assert!(csv.ends_with(&format!(",{price}")), "{csv}: {price}");
    }
}

#[test]
fn what_is_left_out_says_by_what() {
    let output = run(&["--excluded", "--filter", "g6.xlarge"]);
    assert!(
        out(&output).contains("instance-category In c, m, r (NodePool)"),
        "{}",
        out(&output)
    );
    let output = run(&["--excluded", "--filter", "g6.xlarge", "--format", "json"]);
    let json: Value = serde_json::from_str(out(&output)).expect("JSON");
    assert_eq!(json["types"][0]["leftOutBy"]["path"], "nodes.categories");
    let output = run(&["--excluded", "--filter", "type=t2.large", "--format", "csv"]);
    let line = out(&output).lines().nth(1).expect("one type");
    assert!(line.contains(",,"), "unknown is an empty cell: {line}");
}

#[test]
fn an_empty_set_fails_and_says_why() {
    let output = run(&["--set", "nodes.minVcpu=1000"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("instance-cpu Gt 999 in the NodePool leaves no type"));
}

#[test]
fn a_region_without_prices_shows_them_as_unknown() {
    let output = run(&[
        "--set",
        "cluster.region=cn-north-1",
        "--filter",
        "m6i.8xlarge",
    ]);
    assert!(
        err(&output).contains("no prices of cn-north-1"),
        "{}",
        err(&output)
    );
    assert!(
        out(&output)
            .lines()
            .nth(1)
            .expect("a row")
            .ends_with("unknown")
    );
}

#[test]
fn what_cannot_be_read_is_answered_with_what_was_meant() {
    for (arguments, said) in [
        (["--filter", "vpcu>=8"], "--filter: “vpcu” is not a column"),
        (["--sort", "prize"], "Did you mean “price”?"),
        (["--set", "nodes.minVcpu=x"], "nodes.minVcpu"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(said), "{}", err(&output));
        assert!(output.stdout.is_empty());
    }
}
