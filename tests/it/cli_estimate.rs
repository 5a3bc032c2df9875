//! The estimate of pulls as the command line prints it.

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .arg("estimate")
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
fn the_table_names_types_assumptions_and_levers() {
    let output = run(&["--all-types"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    for said in [
        "engine            fastest",
        "stock containerd  slowest",
        "Over 420 eligible types",
        "times as fast as stock containerd",
        "one 3.8 GB layer unpacks on one core",
        "Share of the largest layer: 0.35 (0.2 to 0.65)",
        "The image's layers would narrow the range from",
        "What-if, likely times, most valuable first:",
        "IOPS 3,000 → 16,000",
        "Container start   unknown",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    let iops = text
        .lines()
        .find(|line| line.contains("IOPS 3,000 → 16,000"));
    let iops = iops.expect("a lever").trim_start();
    assert!(
        iops.starts_with("±0.0 s") && iops.contains("+$65.00"),
        "{iops}"
    );
    let ragged = text.lines().find(|line| line.ends_with(' '));
    assert_eq!(ragged, None);
}

/// Every preset's headline is about the type that Karpenter launches for it: the cheapest that is
/// not exotic, by us-east-1's prices of 2026-07-20.
#[test]
fn the_headline_is_about_the_launched_type() {
    for (preset, name, seconds) in [
        ("recommended", "m8azn.xlarge", 55..65),
        ("vllm-gpu", "g6.xlarge", 60..72),
        ("spark-ci", "c6a.2xlarge", 60..72),
        ("bottlerocket", "m8azn.xlarge", 55..65),
        // NVMe at about 140 MB/s.
        ("auto-mode", "g6.xlarge", 225..260),
        ("original-blueprint", "m8azn.xlarge", 36..46),
        ("stock-containerd", "m8azn.xlarge", 85..100),
    ] {
        let text = run(&["--preset", preset]);
        let text = out(&text);
        assert!(text.starts_with(&format!("{name}: ")), "{preset}: {text}");
        let json = run(&["--preset", preset, "--format", "json"]);
        let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
        assert_eq!(json["instanceType"], name, "{preset}");
        assert_eq!(json["launch"]["likelyType"], name, "{preset}");
        let first = &json["estimates"][0];
        assert_eq!(first["instanceType"], name, "{preset}");
        let likely = first["milliseconds"]["likely"].as_u64().expect("a time") / 1000;
        assert!(seconds.contains(&likely), "{preset}: {likely} s");
    }
    // Where the engine does nothing, nothing is gained, and that is said.
    let text = run(&["--preset", "auto-mode"]);
    assert!(
        out(&text).contains("No faster than stock containerd"),
        "{}",
        out(&text)
    );
    let other = run(&["--preset", "auto-mode", "--instance", "g6e.48xlarge"]);
    assert!(
        out(&other).starts_with("g6e.48xlarge: the type you chose"),
        "{}",
        out(&other)
    );
}

/// What a pull takes of cores and memory is a line for each puller, and in JSON numbers.
#[test]
fn cores_and_memory_are_facts_of_each_estimate() {
    let on = |kind: &str, more: &[&str]| {
        let kind = format!("engine.kind={kind}");
        let mut arguments = vec!["--set", kind.as_str(), "--instance", "m6i.8xlarge"];
        arguments.extend(more);
        run(&arguments)
    };
    for (kind, who, is) in [
        ("fast-image-pull", "SOCI", "published"),
        ("containerd-parallel", "containerd", "inferred"),
    ] {
        let text = on(kind, &[]);
        let text = out(&text);
        let lines: Vec<&str> = text.lines().collect();
        let line = |start: &str| lines.iter().find(|line| line.starts_with(start));
        assert!(line(&format!("{who} uses ")).is_some(), "{text}");
        let own = line(&format!("{who}: unpacking peaks at ")).expect("the engine's cores");
        assert!(own.contains(" cores for "), "{own}");
        let stock = line("Stock containerd: unpacking peaks at 1 core for ");
        assert!(
            stock.is_some_and(|line| line.ends_with(" of one core).")),
            "{text}"
        );
        let json = on(kind, &["--format", "json"]);
        let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
        let work = |row: usize| &json["estimates"][row]["work"];
        assert_eq!(work(0)["memoryIs"], is);
        assert!(work(0)["memoryBytes"]["likely"].as_u64() > Some(100 << 20));
        assert!(work(0)["mostCoreHundredths"].as_u64() > Some(200));
        assert_eq!(work(1)["mostCoreHundredths"], 100);
        assert_eq!(work(1)["memoryBytes"], Value::Null);
    }
    let text = on("containerd", &[]);
    assert!(
        out(&text).contains("\ncontainerd: unpacking peaks at 1 core for "),
        "{}",
        out(&text)
    );
}

#[test]
fn one_type_as_json() {
    let arguments = ["--instance", "m6i.8xlarge", "--format", "json"];
    let output = run(&arguments);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let rows = json["estimates"].as_array().expect("rows");
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(row["instanceType"], "m6i.8xlarge");
        let time = |key: &str| row["milliseconds"][key].as_u64().expect("a time");
        assert!(time("low") < time("likely") && time("likely") < time("high"));
        assert!(row["assumptions"][0]["source"].is_string());
        for assumption in row["assumptions"].as_array().expect("figures") {
            let basis = assumption["basis"].as_str().expect("a basis");
            let is_known = ["published", "measured in the lab", "assumed"].contains(&basis)
                || basis.starts_with("fitted to ");
            assert!(is_known, "{assumption}");
        }
    }
    let levers = json["levers"].as_array().expect("levers");
    assert!(levers[0]["savedMilliseconds"].as_i64() > Some(0));
    for lever in levers {
        assert!(
            lever["worth"].is_string() && lever["launchedType"].is_string(),
            "{lever}"
        );
        let is_taken = lever["isSetting"] == true;
        assert!(
            !is_taken || lever["launchedType"] == lever["instanceType"],
            "{lever}"
        );
    }
    let rates = levers
        .iter()
        .find(|lever| lever["change"] == "gp3 3000/600 → 3000/400");
    let rates = rates.expect("a cheaper volume");
    assert_eq!(
        (&rates["worth"], &rates["monthMicroDollars"]),
        (&"cheaper".into(), &(-8_000_000).into())
    );
    // It is not the launched type as it is.
    assert_eq!(rates["with"], "family m6i only");
    let text = run(&["--instance", "m6i.8xlarge"]);
    let said = "Each setting needs “family m6i only”, so that Karpenter launches m6i.8xlarge.";
    assert!(out(&text).contains(said), "{}", out(&text));
    assert_eq!(json["nodeStart"][0]["phase"], "Pod to NodeClaim");
}

#[test]
fn without_a_size_or_a_type_the_reason_is_given() {
    for (arguments, said) in [
        (
            ["--instance", "m6i.99xlarge"],
            "“m6i.99xlarge” is not one of the 1,363 known instance types",
        ),
        (["--set", "image.compressedSize="], "size is unknown"),
        (
            ["--set", "image.reference=foo/bar:1"],
            "--image-manifest), or set image.compressedSize",
        ),
        (
            ["--set", "nodes.minVcpu=1000"],
            "No instance type is eligible",
        ),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(said), "{}", err(&output));
        assert!(output.stdout.is_empty());
    }
}
