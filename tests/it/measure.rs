//! Measurements: the files that `measure` writes, the script run against a cluster that stands in for a
//! real one, and what `events` says of the file that it makes.

mod api_server;
mod kubectl;
mod pasted;
mod runs;

use std::fs;
use std::process::Command;

use serde_json::Value;
use soci_configurator::core::{
    Config, File, MeasurePlan, MeasureRequest, Preset, read_measurements, read_submitted,
};
use soci_configurator::data::catalogue;

use crate::crds::filled;
use crate::folder::Folder;
use crate::support;
use crate::yaml11;

/// The settings of all measurements here.
const SETTINGS: [(&str, &str); 5] = [
    ("cluster.name", "demo"),
    ("cluster.nodeRole", "SecretRole"),
    ("workload.namespace", "ai"),
    ("image.reference", "registry.example/secret/vllm:1"),
    ("image.compressedSize", "10757041023"),
];

fn request(engines: &[&str], disks: &[&str], instance: &str) -> MeasureRequest {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    MeasureRequest {
        engines: words(engines),
        disks: words(disks),
        instance: Some(instance.to_owned()),
        repeats: 2,
        name: "pulls".to_owned(),
    }
}

fn plan(config: &Config, request: &MeasureRequest) -> MeasurePlan {
    MeasurePlan::new(config, catalogue(), request).unwrap_or_else(|error| panic!("{error}"))
}

/// The documents that the files of a plan give to kubectl.
pub fn documents(config: &Config, request: &MeasureRequest) -> Vec<Value> {
    let plan = plan(config, request);
    let files = plan.files(config);
    let applied = files.iter().filter(|file| file.applied);
    applied.flat_map(documents_of).collect()
}

fn documents_of(file: &File) -> Vec<Value> {
    let read = yaml11::read(&file.text);
    let read = read.unwrap_or_else(|error| panic!("{}: {error}", file.path));
    read.into_iter().map(|document| document.value).collect()
}

/// Measurements of presets, for whoever judges documents.
pub fn of_presets() -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for preset in Preset::ALL {
        let config = filled(&preset.config());
        let request = MeasureRequest {
            engines: Vec::new(),
            disks: Vec::new(),
            instance: None,
            repeats: 1,
            name: "pulls".to_owned(),
        };
        let what = format!("a measurement of {}", preset.word);
        let documents = documents(&config, &request).into_iter();
        all.extend(documents.map(|document| (what.clone(), document)));
    }
    all
}

#[test]
fn every_variant_is_pinned_to_one_type_and_is_found_by_the_label() {
    let config = support::config(&SETTINGS);
    let request = request(
        &["own", "stock", "containerd-parallel"],
        &["own", "gp3 16000/1000"],
        "m6i.8xlarge",
    );
    let all = documents(&config, &request);
    // A node class, a pool and a Job for each of the six.
    assert_eq!(all.len(), 18);
    for document in &all {
        assert_eq!(
            document["metadata"]["labels"]["pull-measurement"], "pulls",
            "{document}"
        );
    }
    let of_kind = |kind: &'static str| all.iter().filter(move |one| one["kind"] == kind);
    for pool in of_kind("NodePool") {
        let name = &pool["metadata"]["name"];
        let spec = &pool["spec"]["template"]["spec"];
        let asked = |key: &str| {
            let all = spec["requirements"].as_array().expect("requirements");
            let one = all.iter().find(|one| one["key"] == key);
            one.map(|one| one["values"].clone())
        };
        assert_eq!(
            asked("node.kubernetes.io/instance-type"),
            Some(serde_json::json!(["m6i.8xlarge"]))
        );
        assert_eq!(
            asked("karpenter.sh/capacity-type"),
            Some(serde_json::json!(["on-demand"]))
        );
        assert_eq!(pool["spec"]["limits"]["cpu"], "32", "one node at a time");
        assert_eq!(&spec["nodeClassRef"]["name"], name);
        assert!(of_kind("EC2NodeClass").any(|class| class["metadata"]["name"] == *name));
        // Its pods get onto it, and no others do.
        let job = of_kind("Job")
            .find(|job| job["spec"]["template"]["spec"]["nodeSelector"]["intent"] == *name);
        let pod = &job.expect("a Job")["spec"]["template"]["spec"];
        assert_eq!(
            pool["spec"]["template"]["metadata"]["labels"]["intent"],
            *name
        );
        let taints = spec["taints"].as_array().expect("taints");
        assert_eq!(taints.len(), 1);
        assert_eq!(pod["tolerations"][0]["key"], taints[0]["key"]);
        assert_eq!(pod["tolerations"][0]["value"], "pulls");
        assert_eq!(pod["restartPolicy"], "Never");
        assert_eq!(pod["containers"][0]["resources"], Value::Null);
    }
    // SOCI is in the userData of its own variants alone.
    for class in of_kind("EC2NodeClass") {
        let name = class["metadata"]["name"].as_str().expect("a name");
        let user_data = class["spec"]["userData"].as_str().unwrap_or_default();
        let is_soci = name.ends_with("-soci");
        assert_eq!(user_data.contains("FastImagePull"), is_soci, "{name}");
    }
    let volumes: Vec<&Value> = of_kind("EC2NodeClass")
        .map(|class| &class["spec"]["blockDeviceMappings"][0]["ebs"]["throughput"])
        .collect();
    assert_eq!(volumes[3..], [1000, 1000, 1000]);
}

#[test]
fn what_was_kept_from_a_file_is_taken_over_where_it_lets_the_image_be_pulled() {
    let mut text = String::from(
        "version: 2\nimage:\n  compressedSize: 5GB\nworkload:\n  kind: deployment\nkept:\n",
    );
    for kept in [
        "Deployment spec.template.spec.serviceAccountName = \\\"puller\\\"",
        "Deployment spec.template.spec.imagePullSecrets = [{\\\"name\\\":\\\"hub\\\"}]",
        "Deployment spec.template.spec.initContainers = [{\\\"name\\\":\\\"x\\\",\\\"image\\\":\\\"y\\\"}]",
        "NodePool metadata.name = \\\"mine\\\"",
        "EC2NodeClass spec.kubelet.maxPods = 20",
    ] {
        text.push_str(&format!("- \"{kept}\"\n"));
    }
    let config = soci_configurator::core::read_config(&text).expect("a Config");
    let config = filled(&config);
    let all = documents(&config, &request(&[], &[], "m6i.8xlarge"));
    for document in &all {
        match document["kind"].as_str() {
            Some("Job") => {
                let pod = &document["spec"]["template"]["spec"];
                assert_eq!(pod["serviceAccountName"], "puller");
                assert_eq!(pod["imagePullSecrets"][0]["name"], "hub");
                assert_eq!(pod["initContainers"], Value::Null);
            }
            Some("NodePool") => assert_ne!(document["metadata"]["name"], "mine"),
            _ => assert_eq!(document["spec"]["kubelet"]["maxPods"], 20),
        }
    }
}

#[test]
fn what_cannot_be_measured_says_why() {
    let config = support::config(&SETTINGS);
    let refused = |config: &Config, request: &MeasureRequest| {
        MeasurePlan::new(config, catalogue(), request).expect_err("it is refused")
    };
    let of = |engines: &[&str], disks: &[&str]| request(engines, disks, "m6i.8xlarge");
    let some = plan(
        &config,
        &of(
            &["own", "own", "stock"],
            &["own", "nvme", "io2 999999", "fast"],
        ),
    );
    assert_eq!(some.variants.len(), 2);
    let why: Vec<&str> = some.left_out.iter().map(|(_, why)| why.as_str()).collect();
    for said in [
        "It is the same as AL2023 FastImagePull on",
        "m6i.8xlarge has no NVMe.",
        "IOPS need",
        "is not a disk. Use gp3",
    ] {
        assert!(why.iter().any(|why| why.contains(said)), "{said}: {why:?}");
    }
    // A blank is a nuisance in a shell.
    let twice = plan(
        &config,
        &of(&["own"], &["gp3 16000/1000", "GP3:16000/1000"]),
    );
    assert_eq!((twice.variants.len(), twice.left_out.len()), (1, 1));
    assert!(refused(&config, &of(&["auto-mode"], &[])).contains("cannot be measured together"));
    assert!(refused(&config, &of(&["soci"], &[])).contains("is not an engine"));
    // nodeadm would ignore the gate without a word.
    let small = request(&["own"], &[], "m6i.large");
    assert!(refused(&config, &small).contains("Nothing is left to measure"));
    let unsized_ = support::set(config.clone(), &[("image.compressedSize", "")]);
    assert!(refused(&unsized_, &of(&[], &[])).contains("--image-manifest"));
    for name in ["", "Pulls", "a-soci", "9", "a-", &"a".repeat(21)] {
        let named = MeasureRequest {
            name: name.to_owned(),
            ..of(&[], &[])
        };
        assert!(refused(&config, &named).contains("name"), "{name}");
    }
    let none = MeasureRequest {
        repeats: 0,
        ..of(&[], &[])
    };
    assert!(refused(&config, &none).contains("1 to 20 times"));
}

#[test]
fn the_plan_is_said_before_anything_is_written() {
    let folder = Folder::new("measure/plan");
    let preset = ["measure", "--preset=vllm-gpu", "--disk=own,nvme"];
    let ran = folder.run(&preset);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in [
        "12 runs on g6.xlarge",
        "a node costs $",
        "at most $",
        "for 12 pulls",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    let ran = folder.run(&[&preset[..], &["--format=json"]].concat());
    let found: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(found["variants"].as_array().map(Vec::len), Some(4));
    assert_eq!(found["predictedFastest"], "pulls-1-soci");
    let amount = |of: &str| {
        found[of]["atLeastMicroDollars"]
            .as_u64()
            .expect("an amount")
    };
    assert!(amount("likelyCost") > 100_000 && amount("mostCost") > 3 * amount("likelyCost"));
    // Nobody could apply it without the role.
    let ran = folder.run(&[&preset[..], &["--out=m"]].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err.contains("cluster.name, cluster.nodeRole"),
        "{}",
        ran.err
    );
    assert!(!folder.path("m").exists());
    let ran = folder.run_with(
        &["events", "-", "--format=submission"],
        "Normal  Pulled  3m43s  kubelet  Successfully pulled image \"vllm:0.9\" in 57s (57s including waiting). Image size: 10757041023 bytes.",
    );
    assert_eq!(ran.code, 2, "{}", ran.out);
}

#[test]
fn files_that_are_not_whole_are_refused() {
    let refused = |text: &str| {
        let read = read_measurements(text).expect("our format");
        read.expect_err("it is refused").to_string()
    };
    assert!(read_measurements("{\"items\": []}").is_none());
    let head = r#"{"format": "soci-configurator/measurements/1""#;
    assert!(refused(&format!("{head}, \"plan\": ")).contains("incomplete"));
    assert!(refused(&format!("{head}}}")).contains("there is no plan/variants"));
    let newer = r#"{"format": "soci-configurator/measurements/2"}"#;
    assert!(refused(newer).contains("this version reads soci-configurator/measurements/1"));
}

#[test]
fn every_submitted_file_is_well_formed() {
    let header = "measured_on,region,instance_type,engine,pulled_by,soci_seen,disk,ami,kubelet,containerd,image_bytes,layers,largest_layer_bytes,predicted_by,predicted_low_seconds,predicted_seconds,predicted_high_seconds,pull_seconds";
    let good = "2026-11-30,us-east-1,m6i.8xlarge,fast-image-pull,soci,yes,gp3 16000/1000,,,,10757041023,,,SOCI Configurator 0.1.0,38.000,46.000,57.000,44.100";
    let one = |row: &str| read_submitted(&format!("{header}\n{good}\n{row}\n"));
    assert_eq!(one(good).expect("rows").len(), 2);
    for (from, to) in [
        ("2026-11-30", "yesterday"),
        ("soci,", "magic,"),
        ("yes,", "maybe,"),
        ("us-east-1", ""),
        ("10757041023", "0"),
        ("38.000", "58.000"),
        ("44.100", "soon"),
        ("44.100", "44.100,SecretRole"),
        ("gp3 16000/1000", "gp3 <b>"),
    ] {
        let bad = good.replacen(from, to, 1);
        let error = one(&bad).expect_err(&bad);
        assert_eq!(error.line, 3, "{bad}");
    }
    assert_eq!(
        read_submitted("pull_seconds\n")
            .expect_err("no header")
            .line,
        1
    );
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/submitted");
    for entry in fs::read_dir(folder).expect("data/submitted").flatten() {
        let path = entry.path();
        if path.file_name().is_some_and(|name| name == "README.md") {
            continue;
        }
        let name = path.display();
        assert!(
            path.extension().is_some_and(|ending| ending == "csv"),
            "{name}: only CSV"
        );
        let text = fs::read_to_string(&path).expect("text");
        let rows = read_submitted(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!rows.is_empty(), "{name} has no row");
    }
}

/// The files of one measurement as they are written, but for the script, which says little of its own.
const EXPECTED: &str = "tests/it/measure/files.expected";

#[test]
fn the_files_are_what_is_expected() {
    let config = support::config(&SETTINGS);
    let request = request(&["own", "stock"], &["own"], "m6i.8xlarge");
    let plan = plan(&config, &request);
    let mut all = String::new();
    for file in plan.files(&config) {
        if !matches!(file.path.as_str(), "measure.sh" | "config.yaml") {
            all.push_str(&format!("===== {}\n{}", file.path, file.text));
        }
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(EXPECTED);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, all).expect("the file");
        return;
    }
    let expected = fs::read_to_string(path).expect("what is expected");
    assert_eq!(
        all, expected,
        "look at the difference, then UPDATE_EXPECT=1 cargo test --features cli --test it measure"
    );
}

/// Linted where shellcheck is there.
#[test]
fn the_script_is_plain_shell() {
    let config = support::config(&SETTINGS);
    let folder = Folder::new("measure/script");
    let plan = plan(
        &config,
        &request(&["own", "stock"], &["own"], "m6i.8xlarge"),
    );
    let files = plan.files(&config);
    let script = files.iter().find(|file| file.path == "measure.sh");
    let script = &script.expect("a script").text;
    let open = script.split('@').skip(1).find(|between| {
        !between.is_empty()
            && between
                .chars()
                .all(|letter| letter.is_ascii_uppercase() || letter == '_')
    });
    assert_eq!(open, None, "everything is filled in");
    folder.put("measure.sh", script);
    let read = Command::new("sh")
        .arg("-n")
        .arg(folder.path("measure.sh"))
        .output();
    let read = read.expect("a shell");
    assert!(
        read.status.success(),
        "{}",
        String::from_utf8_lossy(&read.stderr)
    );
    let linted = Command::new("shellcheck")
        .arg("--shell=sh")
        .arg(folder.path("measure.sh"))
        .output();
    if let Ok(linted) = linted {
        assert!(
            linted.status.success(),
            "{}",
            String::from_utf8_lossy(&linted.stdout)
        );
    }
}
