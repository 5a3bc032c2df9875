//! The script run against a cluster that stands in for a real one, and what `events` says of its file.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use soci_configurator::core::{read_measurements, read_submitted};
use soci_configurator::data::catalogue;

use super::SETTINGS;
use crate::folder::Folder;
use crate::yaml11;

/// A folder with a measurement of SOCI and stock containerd, so many runs of each, in `m`.
pub fn measurement(name: &str, repeats: u32) -> Folder {
    let repeats = format!("--repeats={repeats}");
    let folder = Folder::new(&format!("measure/{name}"));
    let mut arguments = vec!["measure", "--instance=m6i.8xlarge", &repeats, "--out=m"];
    let settings: Vec<String> = SETTINGS
        .iter()
        .map(|(path, value)| format!("--set={path}={value}"))
        .collect();
    arguments.extend(settings.iter().map(String::as_str));
    let ran = folder.run(&arguments);
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder
}

/// A cluster that stands in for a real one, and a measurement in a folder beside it.
pub struct Cluster {
    folder: Folder,
}

impl Cluster {
    /// With a measurement of SOCI and stock containerd, two runs of each.
    pub fn new(name: &str) -> Self {
        Self::with(name, 2)
    }

    /// With so many runs of each.
    fn with(name: &str, repeats: u32) -> Self {
        let folder = measurement(name, repeats);
        for path in ["bin", "cluster", "cluster/will"] {
            fs::create_dir(folder.path(path)).expect("a folder");
        }
        folder.put("bin/kubectl", include_str!("kubectl.sh"));
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
    pub fn measure(&self, arguments: &[&str]) -> (i32, String) {
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

    pub fn file(&self) -> PathBuf {
        self.folder.path("m/measurements-pulls.json")
    }

    /// Names beside the script that it made and that are no measurement.
    /// Hidden files that are no part of the set.
    fn litter(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path("m")).expect("a folder");
        let names = entries.flatten().map(|entry| entry.file_name());
        let names = names.filter_map(|name| name.into_string().ok());
        names
            .filter(|name| name.starts_with('.') && name != ".soci-configurator.sha256")
            .collect()
    }

    pub fn events(&self, more: &[&str]) -> crate::folder::Ran {
        let arguments = [&["events", "m/measurements-pulls.json"], more].concat();
        self.folder.run(&arguments)
    }

    pub fn json(&self) -> Value {
        let ran = self.events(&["--format=json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        serde_json::from_str(&ran.out).expect("JSON")
    }
}

pub fn told(output: &Output) -> (i32, String) {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or(-1), text)
}

#[test]
fn a_measurement_runs_is_read_and_leaves_nothing_behind() {
    let cluster = Cluster::new("whole");
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 0, "{said}");
    // What it costs comes before anything is made.
    let costs = said.find("Cost of the nodes").expect("the costs");
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
    // The kubelet's configuration says who pulled, on either node.
    let seen: Vec<_> = read
        .iter()
        .map(|one| (one.engine == "stock", one.soci_seen))
        .collect();
    assert!(
        seen.contains(&(false, Some(true))) && seen.contains(&(true, Some(false))),
        "{seen:?}"
    );
    assert!(
        seen.iter().all(|(is_stock, seen)| *seen == Some(!is_stock)),
        "{seen:?}"
    );
    // Where it cannot be read, nobody knows.
    let mut blind: Value =
        serde_json::from_str(&fs::read_to_string(cluster.file()).expect("the file")).expect("JSON");
    for run in blind["runs"].as_array_mut().expect("runs") {
        run["kubeletConfig"] = Value::Null;
        run["sociLog"] = Value::Null;
    }
    let blind = read_measurements(&blind.to_string())
        .expect("our format")
        .expect("whole");
    let given = read_submitted(&soci_configurator::core::submission(&blind)).expect("rows");
    assert!(
        given.len() == 4 && given.iter().all(|one| one.soci_seen.is_none()),
        "{given:?}"
    );
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
}

#[test]
fn runs_that_fail_are_told_and_the_others_go_on() {
    let cluster = Cluster::with("failed", 3);
    cluster.put("will/pulls-1-soci", "fail\npull 45s\nrefused\n");
    cluster.put("will/pulls-2-stock", "no-node\nhang\nhang\n");
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("1 of 6 runs pulled."), "{said}");
    assert_eq!(cluster.left(), Vec::<String>::new());
    let found = cluster.json();
    let how = |variant: usize| found["variants"][variant]["failed"].clone();
    assert_eq!(how(0)[0]["how"], "the pull failed");
    assert_eq!(how(0)[0]["repeat"], 1);
    assert_eq!(
        how(0)[1]["how"],
        "no node started in time: Error creating: pods is forbidden: exceeded quota"
    );
    assert_eq!(
        how(1)[0]["how"],
        "no node started in time: Failed to schedule pod, all available instance types exceed limits for nodepool: \"pulls-2-stock\""
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
    // Nor do they say that the prediction was wrong.
    let soci = &found["variants"][0];
    assert_eq!(soci["medianMilliseconds"], Value::Null);
    assert_eq!(
        soci["setAsideMilliseconds"],
        serde_json::json!([112_000, 113_000])
    );
    assert_eq!(soci["inRange"], Value::Null);
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
        said.contains(&"The node type is m5.large, not m6i.8xlarge.".to_owned()),
        "{said:?}"
    );
    assert!(
        said.iter()
            .any(|one| one.starts_with("The node class specifies gp2 of 100Gi, not gp3")),
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
    assert!(
        !cluster.file().exists(),
        "it would be in the way of the next try"
    );
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

/// Whatever somebody changes in a file, the answer is a reading or a refusal.
#[test]
fn files_with_anything_missing_are_read_or_refused() {
    let cluster = Cluster::new("mutated");
    let (code, said) = cluster.measure(&["--yes"]);
    assert_eq!(code, 0, "{said}");
    let text = fs::read_to_string(cluster.file()).expect("the file");
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    let mut places = Vec::new();
    pointers(&whole, String::new(), &mut places);
    assert!(places.len() > 200, "{}", places.len());
    let mut read = 0;
    for place in places {
        for value in [Value::Null, "x".into(), u64::MAX.into()] {
            let mut changed = whole.clone();
            *changed.pointer_mut(&place).expect("a place") = value;
            if let Some(Ok(found)) = read_measurements(&changed.to_string()) {
                read += 1;
                let _ = found.sentences();
                let _ = found.own_pulls(catalogue());
                let rows = soci_configurator::core::submission(&found);
                read_submitted(&rows).unwrap_or_else(|error| panic!("{place}: {error}\n{rows}"));
            }
        }
    }
    assert!(read > 300, "{read}");
}

fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, below) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(below, format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (place, below) in items.iter().enumerate() {
                pointers(below, format!("{at}/{place}"), found);
            }
        }
        _ => {}
    }
    if !at.is_empty() {
        found.push(at);
    }
}
