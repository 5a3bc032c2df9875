//! Measurements: the files that `measure` writes, the script run against a cluster that stands in for a
//! real one, and what `events` says of the file that it makes.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

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
        "names no disk. Write gp3",
    ] {
        assert!(why.iter().any(|why| why.contains(said)), "{said}: {why:?}");
    }
    assert!(refused(&config, &of(&["auto-mode"], &[])).contains("not measured together"));
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

/// A cluster that stands in for a real one, and a measurement in a folder beside it.
struct Cluster {
    folder: Folder,
}

impl Cluster {
    /// With a measurement of SOCI and stock containerd, two runs of each.
    fn new(name: &str) -> Self {
        let folder = Folder::new(&format!("measure/{name}"));
        let mut arguments = vec![
            "measure",
            "--instance=m6i.8xlarge",
            "--repeats=2",
            "--out=m",
        ];
        let settings: Vec<String> = SETTINGS
            .iter()
            .map(|(path, value)| format!("--set={path}={value}"))
            .collect();
        arguments.extend(settings.iter().map(String::as_str));
        let ran = folder.run(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        for path in ["bin", "cluster", "cluster/will"] {
            fs::create_dir(folder.path(path)).expect("a folder");
        }
        folder.put("bin/kubectl", include_str!("measure/kubectl.sh"));
        let chmod = Command::new("chmod")
            .arg("+x")
            .arg(folder.path("bin/kubectl"))
            .status();
        assert!(chmod.expect("chmod").success());
        let cluster = Self { folder };
        cluster.put("image", "registry.example/secret/vllm:1");
        cluster.put(
            "endpoint",
            "unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock",
        );
        cluster.put("volume", cluster.volume());
        cluster.put("will/pulls-1-soci", "pull 44.1s\npull 46s\n");
        cluster.put("will/pulls-2-stock", "pull 1m52.3s\npull 1m50s\n");
        cluster
    }

    fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        self.folder.put(&format!("cluster/{name}"), text);
    }

    /// The volume as Karpenter takes it, of the node class that is written.
    fn volume(&self) -> String {
        let text = self.folder.read("m/nodes-pulls-1-soci.yaml");
        let class = yaml11::read(&text).expect("YAML").remove(0).value;
        class["spec"]["blockDeviceMappings"][0]["ebs"].to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let search = format!(
            "{}:{}",
            self.folder.path("bin").display(),
            std::env::var("PATH").unwrap_or_default()
        );
        let mut command = Command::new("sh");
        command
            .arg("measure.sh")
            .args(arguments)
            .current_dir(self.folder.path("m"))
            .env("PATH", search)
            .env("CLUSTER", self.folder.path("cluster"))
            .env("PAUSE", "1")
            .env("NODE_SECONDS", "1")
            .env("PULL_SECONDS", "1")
            .env("GONE_SECONDS", "2")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the script; its exit code and what it said.
    fn measure(&self, arguments: &[&str]) -> (i32, String) {
        told(&self.command(arguments).output().expect("a shell"))
    }

    fn start(&self) -> Child {
        self.command(&["--yes"]).spawn().expect("a shell")
    }

    fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.folder.path("cluster/calls"));
        let calls = calls.unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    /// What is left in the cluster of what a measurement makes.
    fn left(&self) -> Vec<String> {
        let kinds = ["nodepools", "classes", "jobs", "claims"];
        let mut left = Vec::new();
        for kind in kinds {
            let entries = fs::read_dir(self.folder.path(&format!("cluster/{kind}")));
            for entry in entries.into_iter().flatten().flatten() {
                left.push(format!("{kind}/{}", entry.file_name().to_string_lossy()));
            }
        }
        left
    }

    fn file(&self) -> PathBuf {
        self.folder.path("m/measurements-pulls.json")
    }

    /// Names beside the script that it made and that are no measurement.
    fn litter(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path("m")).expect("a folder");
        let names = entries.flatten().map(|entry| entry.file_name());
        let names = names.filter_map(|name| name.into_string().ok());
        names.filter(|name| name.starts_with('.')).collect()
    }

    fn events(&self, more: &[&str]) -> crate::folder::Ran {
        let arguments = [&["events", "m/measurements-pulls.json"], more].concat();
        self.folder.run(&arguments)
    }

    fn json(&self) -> Value {
        let ran = self.events(&["--format=json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        serde_json::from_str(&ran.out).expect("JSON")
    }
}

fn told(output: &Output) -> (i32, String) {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or(-1), text)
}

#[test]
fn a_measurement_runs_is_read_and_leaves_nothing_behind() {
    let cluster = Cluster::new("whole");
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 0, "{said}");
    // What it costs comes before anything is made.
    let costs = said.find("Costs of the nodes").expect("the costs");
    assert!(costs < said.find("Run 1 of 4").expect("a run"), "{said}");
    assert!(
        said.contains("Everything that this measurement made is deleted."),
        "{said}"
    );
    assert_eq!(cluster.left(), Vec::<String>::new());
    assert_eq!(cluster.litter(), Vec::<String>::new());
    let calls = cluster.calls();
    let jobs = calls
        .iter()
        .filter_map(|call| call.strip_prefix("create -n ai -f job-"));
    let turns: Vec<&str> = jobs.collect();
    let (soci, stock) = ("pulls-1-soci.yaml -o name", "pulls-2-stock.yaml -o name");
    assert_eq!(turns, [soci, stock, soci, stock], "they take turns");
    let ran = cluster.events(&[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out
            .contains("Fastest, as predicted: AL2023 FastImagePull on"),
        "{}",
        ran.out
    );
    // The container that never starts is no failed pull.
    assert!(!ran.out.contains("Why pulls failed"), "{}", ran.out);
    let found = cluster.json();
    let soci = &found["variants"][0];
    assert_eq!(
        soci["pullMilliseconds"],
        serde_json::json!([44_100, 46_000])
    );
    assert_eq!(soci["medianMilliseconds"], 45_050);
    assert_eq!(soci["inRange"], true);
    let phases = &soci["phases"];
    assert_eq!(phases[0]["phase"], "Pod to NodeClaim");
    assert_eq!(phases[0]["measuredMilliseconds"], 11_000);
    assert_eq!(phases[0]["errorPermille"], 182);
    assert_eq!(phases[1]["phase"], "Launch to Ready");
    assert_eq!(phases[1]["measuredMilliseconds"], 38_000);
    assert_eq!(found["contradictions"], serde_json::json!([]));
    assert_eq!(found["unknown"], serde_json::json!([]));
    assert_eq!(found["predictedFastest"], "pulls-1-soci");
    assert_eq!(found["measuredFastest"], "pulls-1-soci");
    assert_eq!(found["fitted"]["pulls"], 4);
}

#[test]
fn figures_go_into_the_settings_and_rows_without_names_are_given_away() {
    let cluster = Cluster::new("given");
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 0, "{said}");
    let ran = cluster.events(&["--config=m/config.yaml", "--write-config=own.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let own = cluster.folder.read("own.yaml");
    assert!(own.contains("ownFigures:"), "{own}");
    assert!(
        own.contains("name: demo") && own.contains("SecretRole"),
        "{own}"
    );
    let rows = cluster.events(&["--format=submission"]);
    assert_eq!(rows.code, 0, "{}", rows.err);
    let read = read_submitted(&rows.out).expect("rows");
    assert_eq!(read.len(), 4);
    assert_eq!(read[0].instance_type, "m6i.8xlarge");
    assert_eq!(
        read[0].ami.as_deref(),
        Some("amazon-eks-node-al2023-x86_64-standard-1.35-v20260930")
    );
    assert!(read[0].is_in_range());
    let file = fs::read_to_string(cluster.file()).expect("the file");
    assert!(
        file.contains("SecretRole"),
        "the test says nothing otherwise"
    );
    for name in [
        "Secret", "secret", "demo", "ip-10", "i-0123", "ami-0", "subnet",
    ] {
        assert!(!rows.out.contains(name), "{name}: {}", rows.out);
    }
    // The page's paste field is answered by the same core.
    let pasted = soci_configurator::core::read_pull_events(&file).expect("pulls");
    assert_eq!(pasted.pulls.len(), 4);
    assert!(
        pasted.notes[0].contains("the median of 2 pulls is 45 s, predicted"),
        "{:?}",
        pasted.notes
    );
}

#[test]
fn runs_that_fail_are_told_and_the_others_go_on() {
    let cluster = Cluster::new("failed");
    cluster.put("will/pulls-1-soci", "fail\npull 45s\n");
    cluster.put("will/pulls-2-stock", "no-node\nhang\n");
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("1 of 4 runs pulled."), "{said}");
    assert_eq!(cluster.left(), Vec::<String>::new());
    let found = cluster.json();
    let how = |variant: usize| found["variants"][variant]["failed"].clone();
    assert_eq!(how(0)[0]["how"], "the pull failed");
    assert_eq!(how(0)[0]["repeat"], 1);
    assert_eq!(
        how(1)[0]["how"],
        "no node came in time: Failed to schedule pod, all available instance types exceed limits for nodepool: \"pulls-2-stock\""
    );
    assert_eq!(how(1)[1]["how"], "the pull did not end in time");
    assert_eq!(found["variants"][1]["medianMilliseconds"], Value::Null);
    assert_eq!(found["measuredFastest"], Value::Null, "there is one only");
    let ran = cluster.events(&[]);
    assert!(
        ran.out.contains("Why pulls failed or waited:"),
        "{}",
        ran.out
    );
}

#[test]
fn soci_that_is_off_without_a_word_is_noticed() {
    let cluster = Cluster::new("off");
    cluster.put("endpoint", "");
    cluster.put("will/pulls-1-soci", "pull 1m52s\npull 1m53s\n");
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 0, "{said}");
    let found = cluster.json();
    let against = found["contradictions"].as_array().expect("a list");
    assert_eq!(against.len(), 1, "{against:?}");
    assert_eq!(against[0]["variant"], "pulls-1-soci");
    assert!(
        against[0]["message"]
            .as_str()
            .expect("text")
            .starts_with("SOCI is off:")
    );
    assert_eq!(
        found["measuredFastest"],
        Value::Null,
        "one is left to compare"
    );
    // Its pulls tell no figure, and are not given away.
    assert_eq!(found["fitted"]["pulls"], 2);
    let rows = cluster.events(&["--format=submission"]).out;
    let read = read_submitted(&rows).expect("rows");
    assert!(
        read.len() == 2 && read.iter().all(|one| one.engine == "stock"),
        "{rows}"
    );
}

#[test]
fn nodes_that_are_otherwise_than_planned_are_noticed() {
    let cluster = Cluster::new("otherwise");
    cluster.put("type", "m5.large");
    cluster.put("volume", r#"{"volumeType":"gp2","volumeSize":"100Gi"}"#);
    cluster.put(
        "soci-log",
        "level=info msg=\"a \\\"b\\\" \\\\ c\ttab\" time=\"2026-11-30T10:01:00Z\"\n",
    );
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 0, "{said}");
    let text = fs::read_to_string(cluster.file()).expect("the file");
    let read = read_measurements(&text)
        .expect("our format")
        .expect("whole");
    let said: Vec<String> = read
        .contradictions()
        .into_iter()
        .map(|one| one.message)
        .collect();
    assert!(
        said.contains(&"The node is of the type m5.large, not m6i.8xlarge.".to_owned()),
        "{said:?}"
    );
    assert!(
        said.iter()
            .any(|one| one.starts_with("The node class asks for gp2 of 100Gi, not for gp3")),
        "{said:?}"
    );
    let file: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        file["runs"][0]["sociLog"][0],
        "level=info msg=\"a \\\"b\\\" \\\\ c tab\" time=\"2026-11-30T10:01:00Z\""
    );
    assert_eq!(file["runs"][1]["sociLog"], Value::Null);
    assert_eq!(file["runs"][1]["sociLogUnknown"], "SOCI does not pull here");
}

#[test]
fn an_interrupted_measurement_deletes_what_it_made_and_keeps_what_it_has() {
    let cluster = Cluster::new("interrupted");
    cluster.put("will/pulls-2-stock", "hang\n");
    let mut command = cluster.command(&["--yes"]);
    let child = command.env("PULL_SECONDS", "60").spawn().expect("a shell");
    let start = Instant::now();
    // Until the second run waits for its pull.
    while !cluster
        .calls()
        .iter()
        .any(|call| call.contains("involvedObject.name=pulls-2-stock"))
    {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "it never came so far"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!cluster.left().is_empty());
    let killed = Command::new("kill")
        .arg("-TERM")
        .arg(child.id().to_string())
        .status();
    assert!(killed.expect("kill").success());
    let (code, said) = told(&child.wait_with_output().expect("it ends"));
    assert_eq!(code, 143, "{said}");
    assert!(said.contains("Interrupted."), "{said}");
    assert_eq!(cluster.left(), Vec::<String>::new());
    assert_eq!(cluster.litter(), Vec::<String>::new());
    let found = cluster.json();
    assert_eq!(
        found["variants"][0]["pullMilliseconds"],
        serde_json::json!([44_100])
    );
    assert_eq!(
        found["variants"][1]["pullMilliseconds"],
        serde_json::json!([])
    );
}

#[test]
fn nodes_that_do_not_go_away_are_named() {
    let cluster = Cluster::new("stuck");
    cluster.put("stuck", "");
    let child = cluster.start();
    // It waits two minutes for what it deleted; nobody here does.
    let start = Instant::now();
    while !cluster
        .calls()
        .iter()
        .any(|call| call.starts_with("delete ec2nodeclasses"))
    {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "it never came so far"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    // Then an operator takes the node away.
    fs::remove_file(cluster.folder.path("cluster/stuck")).expect("a file");
    for claim in cluster
        .left()
        .iter()
        .filter(|one| one.starts_with("claims/"))
    {
        fs::remove_file(cluster.folder.path(&format!("cluster/{claim}"))).expect("a claim");
    }
    let (code, said) = told(&child.wait_with_output().expect("it ends"));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("The node does not go away"), "{said}");
    assert_eq!(cluster.left(), Vec::<String>::new());
}

#[test]
fn a_node_class_that_does_not_become_ready_ends_it_with_the_reason() {
    let cluster = Cluster::new("not-ready");
    cluster.put("not-ready", "");
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("pulls-1-soci is not ready:\nInstanceProfileReady: False no role SecretRole"),
        "{said}"
    );
    assert_eq!(cluster.left(), Vec::<String>::new());
    assert!(!cluster.calls().iter().any(|call| call.contains("-f job-")));
}

#[test]
fn nothing_is_made_unless_everything_is_right() {
    let cluster = Cluster::new("refused");
    let check = |arguments: &[&str], says: &str| {
        let (code, said) = cluster.measure(arguments);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(says), "{says}: {said}");
        assert_eq!(cluster.litter(), Vec::<String>::new());
        let calls = cluster.calls();
        let made = calls.iter().find(|call| call.starts_with("create "));
        assert_eq!(made, None);
    };
    check(&["--help"], "usage:");
    // Nobody types yes.
    check(&[], "Nothing was done.");
    cluster.put("forbidden", "ec2nodeclasses.karpenter.k8s.aws");
    check(
        &["--yes"],
        "You may not create ec2nodeclasses.karpenter.k8s.aws here.",
    );
    cluster.put("no-karpenter", "");
    check(&["--yes"], "is this the cluster, and has it Karpenter?");
    fs::remove_file(cluster.folder.path("cluster/no-karpenter")).expect("a file");
    cluster.put("nodepools/pulls-1-soci", "");
    check(
        &["--yes"],
        "An earlier run has left nodepool.karpenter.sh/pulls-1-soci.",
    );
    // As the message says, it can be cleaned.
    let (code, said) = cluster.measure(&["--clean"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(cluster.left(), Vec::<String>::new());
    cluster.folder.put("m/measurements-pulls.json", "mine");
    check(&["--yes"], "is there already; move it away first.");
    assert_eq!(cluster.folder.read("m/measurements-pulls.json"), "mine");
}

#[test]
fn files_that_are_not_whole_are_refused() {
    let refused = |text: &str| {
        let read = read_measurements(text).expect("our format");
        read.expect_err("it is refused").to_string()
    };
    assert!(read_measurements("{\"items\": []}").is_none());
    let head = r#"{"format": "soci-configurator/measurements/1""#;
    assert!(refused(&format!("{head}, \"plan\": ")).contains("not whole"));
    assert!(refused(&format!("{head}}}")).contains("there is no plan/variants"));
    let newer = r#"{"format": "soci-configurator/measurements/2"}"#;
    assert!(refused(newer).contains("this version reads soci-configurator/measurements/1"));
}

#[test]
fn every_submitted_file_is_well_formed() {
    let header = "measured_on,region,instance_type,engine,pulled_by,disk,ami,kubelet,containerd,image_bytes,layers,largest_layer_bytes,predicted_by,predicted_low_seconds,predicted_seconds,predicted_high_seconds,pull_seconds";
    let good = "2026-11-30,us-east-1,m6i.8xlarge,fast-image-pull,soci,gp3 16000/1000,,,,10757041023,,,SOCI Configurator 0.1.0,38.000,46.000,57.000,44.100";
    let one = |row: &str| read_submitted(&format!("{header}\n{good}\n{row}\n"));
    assert_eq!(one(good).expect("rows").len(), 2);
    for (from, to) in [
        ("2026-11-30", "yesterday"),
        ("soci,", "magic,"),
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
