//! The script part that sets SOCI's limits on AL2023, run in a scratch root against a sample of
//! the file that the AMI's nodeadm writes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use soci_configurator::core::{evaluate, read_config};
use soci_configurator::data::catalogue;

use crate::crds::{applied, filled};
use crate::mime;
use crate::scenario_files;
use crate::support;

/// Our own words for what nodeadm writes: the same keys, tables and values.
const AMI_FILE: &str = r#"debug = false

[content_store]
type = 'containerd'

[cri_keychain]
enable_keychain = true
image_service_path = '/run/containerd/containerd.sock'

[pull_modes]
[pull_modes.parallel_pull_unpack]
enable = true
# How much one request fetches.
concurrent_download_chunk_size = "16mb"
discard_unpacked_layers = true
max_concurrent_downloads = -1
max_concurrent_downloads_per_image = 20
max_concurrent_unpacks = -1
max_concurrent_unpacks_per_image = 12

[pull_modes.parallel_pull_unpack.decompress_streams]
[pull_modes.parallel_pull_unpack.decompress_streams.gzip]
path = '/usr/bin/unpigz'
args = ['-d', '-c']
"#;

const CONFIG: &str = "etc/soci-snapshotter-grpc/config.toml";
const DROP_INS: &str = "etc/systemd/system/soci-snapshotter.service.d";

/// A root directory of our own with a systemctl that only writes down what it is asked.
struct Node {
    root: PathBuf,
}

impl Node {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("soci-node-{}-{name}", std::process::id()));
        let node = Self { root };
        std::fs::create_dir_all(node.path("etc/soci-snapshotter-grpc")).expect("a scratch root");
        std::fs::create_dir_all(node.path("fake-bin")).expect("a scratch root");
        let systemctl = format!(
            "#!/bin/bash\necho \"$@\" >>{}\n",
            node.path("systemctl-calls").display()
        );
        std::fs::write(node.path("fake-bin/systemctl"), systemctl).expect("systemctl");
        run(Command::new("chmod")
            .arg("+x")
            .arg(node.path("fake-bin/systemctl")));
        node
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Writes the AMI's file, as nodeadm does at every boot.
    fn boot(&self) {
        std::fs::write(self.path(CONFIG), AMI_FILE).expect("the AMI's file");
    }

    fn config(&self) -> String {
        std::fs::read_to_string(self.path(CONFIG)).expect("SOCI's file")
    }

    /// The text with the absolute paths that scripts name led into the scratch root.
    fn rooted(&self, text: &str) -> String {
        ["/etc/soci-snapshotter-grpc", "/etc/systemd", "/usr/local"]
            .iter()
            .fold(text.to_owned(), |text, path| {
                text.replace(path, &format!("{}{path}", self.root.display()))
            })
    }

    fn bash(&self, script: &str) -> Output {
        let path = self.path("script.sh");
        std::fs::write(&path, self.rooted(script)).expect("the script");
        let search = format!(
            "{}:{}",
            self.path("fake-bin").display(),
            std::env::var("PATH").unwrap_or_default()
        );
        let output = run(Command::new("bash").arg(&path).env("PATH", search));
        std::fs::remove_file(path).expect("it was ours");
        output
    }

    /// Does what systemd does before it starts SOCI: runs the programs of the drop-ins.
    fn start_soci(&self) {
        let Ok(entries) = std::fs::read_dir(self.path(DROP_INS)) else {
            return;
        };
        for entry in entries.flatten() {
            let unit = std::fs::read_to_string(entry.path()).expect("a drop-in");
            assert!(unit.starts_with("[Service]\n"), "{unit}");
            for line in unit.lines() {
                if let Some(program) = line.strip_prefix("ExecStartPre=") {
                    run(&mut Command::new(program.trim_start_matches('-')));
                }
            }
        }
    }

    /// Every file but our own tools, with its text.
    fn files(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                let name = path
                    .strip_prefix(&self.root)
                    .expect("below the root")
                    .display()
                    .to_string();
                if path.is_dir() {
                    folders.push(path);
                } else if !name.starts_with("fake-bin") && name != "systemctl-calls" {
                    found.insert(name, std::fs::read_to_string(path).expect("text"));
                }
            }
        }
        found
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // A leftover in the system's temporary directory hurts nobody.
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

#[track_caller]
fn run(command: &mut Command) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?}: {}\n{errors}",
        output.status
    );
    output
}

/// Limits that all differ from the AMI's.
const LIMITS: &[(&str, &str)] = &[
    ("engine.maxConcurrentDownloads", "60"),
    ("engine.maxConcurrentDownloadsPerImage", "30"),
    ("engine.concurrentDownloadChunkSize", "8mb"),
    ("engine.maxConcurrentUnpacks", "24"),
    ("engine.maxConcurrentUnpacksPerImage", "8"),
    ("engine.discardUnpackedLayers", "false"),
];

/// The script part of the default Config with these limits.
fn script(tuning: &str, limits: &[(&str, &str)]) -> String {
    let config = support::set(support::config(limits), &[("engine.tuning", tuning)]);
    let documents = applied(&evaluate(&filled(&config), catalogue()).bundle);
    let user_data = documents
        .iter()
        .find_map(|document| document["spec"]["userData"].as_str())
        .expect("userData");
    mime::split(user_data)
        .expect("an archive")
        .into_iter()
        .find(|part| part.content_type.starts_with("text/x-shellscript"))
        .expect("a script part")
        .body
}

/// The AMI's file with other limits and everything else as it was.
fn tuned_file(limits: &[(&str, &str)]) -> String {
    limits
        .iter()
        .fold(AMI_FILE.to_owned(), |text, (path, value)| {
            let key: String = path
                .trim_start_matches("engine.")
                .chars()
                .flat_map(|c| {
                    if c.is_uppercase() {
                        vec!['_', c.to_ascii_lowercase()]
                    } else {
                        vec![c]
                    }
                })
                .collect();
            let value = match (key.as_str(), *value) {
                ("concurrent_download_chunk_size", "unlimited") => "\"\"".to_owned(),
                ("concurrent_download_chunk_size", size) => format!("\"{size}\""),
                (_, value) => value.to_owned(),
            };
            text.lines()
                .map(|line| match line.split_once(" = ") {
                    Some((found, _)) if found == key => format!("{key} = {value}\n"),
                    _ => format!("{line}\n"),
                })
                .collect()
        })
}

#[test]
fn the_drop_in_holds_at_every_start() {
    for (name, limits) in [
        ("all", LIMITS),
        ("one", &LIMITS[1..2]),
        (
            "whole-layers",
            &[("engine.concurrentDownloadChunkSize", "unlimited")],
        ),
    ] {
        let node = Node::new(&format!("drop-in-{name}"));
        let (script, expected) = (script("drop-in", limits), tuned_file(limits));
        assert_ne!(expected, AMI_FILE);
        node.boot();
        node.bash(&script);
        node.start_soci();
        assert_eq!(node.config(), expected, "{name}: after the first start");
        node.start_soci();
        assert_eq!(
            node.config(),
            expected,
            "{name}: after a restart of the service"
        );
        node.bash(&script);
        node.start_soci();
        assert_eq!(
            node.config(),
            expected,
            "{name}: after the script ran twice"
        );
        node.boot();
        assert_eq!(node.config(), AMI_FILE);
        node.start_soci();
        assert_eq!(node.config(), expected, "{name}: after a reboot");
        let calls =
            std::fs::read_to_string(node.path("systemctl-calls")).expect("systemctl was asked");
        assert_eq!(
            calls, "daemon-reload\ndaemon-reload\n",
            "systemd learns of the drop-in, and no service is touched"
        );
    }
}

#[test]
fn sed_holds_after_one_and_two_runs() {
    let node = Node::new("sed");
    let script = script("sed", LIMITS);
    node.boot();
    node.bash(&script);
    assert_eq!(node.config(), tuned_file(LIMITS));
    node.bash(&script);
    assert_eq!(node.config(), tuned_file(LIMITS));
}

/// nodeadm ignores its gate on small types and old AMIs; then there is no file.
#[test]
fn without_the_file_nothing_happens() {
    for tuning in ["drop-in", "sed"] {
        let node = Node::new(&format!("absent-{tuning}"));
        let before = node.files();
        assert!(before.is_empty());
        node.bash(&script(tuning, LIMITS));
        let installed = node.files();
        node.start_soci();
        assert_eq!(node.files(), installed, "{tuning}");
        let names: Vec<&str> = installed.keys().map(String::as_str).collect();
        match tuning {
            "sed" => assert!(names.is_empty(), "{names:?}"),
            _ => assert_eq!(
                names,
                [
                    format!("{DROP_INS}/20-soci-limits.conf").as_str(),
                    "usr/local/libexec/soci-limits"
                ]
            ),
        }
    }
}

#[test]
fn a_file_without_a_key_is_left_as_it_is_and_the_log_says_so() {
    let node = Node::new("key-missing");
    node.bash(&script("drop-in", LIMITS));
    let file = AMI_FILE.replace("max_concurrent_unpacks_per_image = 12\n", "");
    std::fs::write(node.path(CONFIG), &file).expect("a file without the key");
    let output = run(&mut Command::new(
        node.path("usr/local/libexec/soci-limits"),
    ));
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(log.contains("no max_concurrent_unpacks_per_image"), "{log}");
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(!node.config().contains("unpacks_per_image"));
}

/// A program on the script's PATH that only does what a test needs of it.
fn fake(node: &Node, name: &str, body: &str) {
    let path = node.path(&format!("fake-bin/{name}"));
    std::fs::write(&path, format!("#!/bin/bash\n{body}\n")).expect("a fake program");
    run(Command::new("chmod").arg("+x").arg(path));
}

/// What stands in for the script that a node downloads.
const DOWNLOADED: &str = "echo \"$max_concurrent_downloads_per_image\" >ran";
const PUBLISHED_SUM: &str = "6d0f803da445add34d33e2dbd4095e7cd43a906d208d524464d7a9fc5219988d";

#[test]
fn the_install_script_runs_only_with_its_checksum() {
    let config = support::config(&[
        ("engine.kind", "install-script"),
        ("engine.maxConcurrentDownloadsPerImage", "17"),
        ("engine.install.distribution", "other"),
    ]);
    let bundle = evaluate(&filled(&config), catalogue()).bundle;
    let script = &bundle.file("install-soci.sh").expect("the script").text;
    assert!(script.contains(PUBLISHED_SUM), "{script}");
    let node = Node::new("install");
    let curl = format!(
        "while [ $# -gt 1 ]; do [ \"$1\" = -o ] && out=$2; shift; done\nprintf '%s' '{DOWNLOADED}' >\"$out\""
    );
    fake(&node, "curl", &curl);
    let search = format!(
        "{}:{}",
        node.path("fake-bin").display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let install = |text: &str| {
        let output = Command::new("bash")
            .args(["-c", text])
            .current_dir(&node.root)
            .env("PATH", &search)
            .output();
        output.expect("bash starts").status.success()
    };

    assert!(
        !install(script),
        "other bytes than the published ones are a failure"
    );
    assert!(
        !node.path("ran").exists(),
        "other bytes than the published ones ran"
    );

    let sum = format!("printf '%s' '{DOWNLOADED}' | sha256sum | cut -d ' ' -f 1");
    let sum =
        String::from_utf8(run(Command::new("bash").args(["-c", &sum])).stdout).expect("a sum");
    assert!(
        install(&script.replace(PUBLISHED_SUM, sum.trim())),
        "the right bytes run"
    );
    let ran = std::fs::read_to_string(node.path("ran")).expect("the script ran");
    assert_eq!(ran, "17\n", "the limit reaches the script");

    fake(&node, "curl", "exit 22");
    std::fs::remove_file(node.path("ran")).expect("it was there");
    assert!(
        !install(script) && !node.path("ran").exists(),
        "a failed download runs nothing"
    );
}

#[test]
fn the_one_command_gives_kubectl_the_manifests() {
    for scenario in scenario_files::all() {
        let config = read_config(scenario.config_text).expect(scenario.name);
        let bundle = evaluate(&config, catalogue()).bundle;
        let node = Node::new(&format!("apply-{}", scenario.name));
        fake(
            &node,
            "kubectl",
            "[ \"$*\" = 'apply -f -' ] && cat >applied",
        );
        fake(&node, "envsubst", "echo \"$1\" >variables; cat");
        let search = format!(
            "{}:{}",
            node.path("fake-bin").display(),
            std::env::var("PATH").unwrap_or_default()
        );
        run(Command::new("bash")
            .args(["-c", &bundle.apply_block()])
            .current_dir(&node.root)
            .env("PATH", search));
        let applied = std::fs::read_to_string(node.path("applied")).expect("kubectl was asked");
        assert!(
            applied == bundle.manifests(),
            "{}:\n{applied}",
            scenario.name
        );
        let variables = std::fs::read_to_string(node.path("variables")).unwrap_or_default();
        let named = bundle
            .envsubst()
            .map(|command| command.replace("envsubst ", "").replace('\'', "") + "\n");
        assert_eq!(variables, named.unwrap_or_default(), "{}", scenario.name);
    }
}

/// Every script in every scenario, and the programs that scripts write.
fn scripts() -> Vec<(String, String)> {
    let mut scripts = Vec::new();
    for scenario in scenario_files::all() {
        for (path, text) in &scenario.files {
            let name = format!("{}/{path}", scenario.name);
            if text.starts_with("#!/bin/bash") {
                scripts.push((name, (*text).to_owned()));
            } else if text.starts_with("MIME-Version") {
                let parts = mime::split(text).unwrap_or_else(|error| panic!("{name}: {error}"));
                scripts.extend(
                    parts
                        .into_iter()
                        .filter(|part| part.content_type.starts_with("text/x-shellscript"))
                        .map(|part| (name.clone(), part.body)),
                );
            }
        }
    }
    let inner: Vec<(String, String)> = scripts
        .iter()
        .filter_map(|(name, text)| {
            let (_, rest) = text.split_once("<<'PROGRAM'\n")?;
            let (program, _) = rest.split_once("\nPROGRAM\n")?;
            Some((format!("{name}, the program in it"), format!("{program}\n")))
        })
        .collect();
    assert!(!inner.is_empty(), "the drop-in's program was not found");
    scripts.extend(inner);
    scripts.sort_by(|left, right| left.1.cmp(&right.1));
    scripts.dedup_by(|left, right| left.1 == right.1);
    scripts
}

#[test]
fn every_script_is_sound_to_bash_and_shellcheck() {
    let shellcheck = Command::new("shellcheck").arg("--version").output();
    assert!(
        shellcheck.is_ok(),
        "shellcheck is missing; run: apt-get install -y shellcheck"
    );
    let node = Node::new("shellcheck");
    let scripts = scripts();
    assert!(
        scripts.len() >= 8,
        "the scenarios lost their scripts: {}",
        scripts.len()
    );
    let mut said = Vec::new();
    for (name, text) in scripts {
        assert!(
            text.starts_with("#!/bin/bash\n"),
            "{name}: cloud-init runs only what begins with #!"
        );
        assert!(text.is_ascii(), "{name}: the part says us-ascii");
        let path = node.path("checked.sh");
        std::fs::write(&path, &text).expect("the script");
        for checker in [&["bash", "-n"][..], &["shellcheck", "--norc"]] {
            let output = Command::new(checker[0])
                .args(&checker[1..])
                .arg(&path)
                .output()
                .expect("the checker starts");
            if !output.status.success() {
                let words = [output.stdout, output.stderr].concat();
                said.push(format!("{name}:\n{}", String::from_utf8_lossy(&words)));
            }
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn every_command_of_the_next_steps_can_be_pasted() {
    for scenario in scenario_files::all() {
        let config = read_config(scenario.config_text).expect(scenario.name);
        let steps = evaluate(&config, catalogue()).steps;
        assert!(steps.len() > 2, "{}: no steps", scenario.name);
        let commands: Vec<&str> = steps
            .iter()
            .flat_map(|step| &step.commands)
            .map(|command| command.text.as_str())
            .collect();
        // Empty lines between them, so that one cannot finish the other.
        run(Command::new("bash").args(["-n", "-c", &commands.join("\n\n")]));
    }
}

#[test]
fn the_sample_has_what_the_scripts_look_for() {
    let parsed: toml::Table = AMI_FILE.parse().expect("TOML");
    assert_eq!(
        parsed["pull_modes"]["parallel_pull_unpack"]["enable"].as_bool(),
        Some(true)
    );
    for (path, _) in LIMITS {
        assert_ne!(
            tuned_file(&[(path, "1")]),
            AMI_FILE,
            "{path} is not in the sample"
        );
    }
    assert!(
        Path::new("/bin/bash").exists() || Command::new("bash").arg("--version").output().is_ok()
    );
}
