//! The command line as it is run: exit codes, messages, and the same bytes on every way out.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use soci_configurator::core::{Config, Edit, Field, Preset, evaluate, write_config};
use soci_configurator::data::catalogue;

use crate::catalogue::with_prices;

const NAMED: [&str; 4] = [
    "--set",
    "cluster.name=demo",
    "--set",
    "cluster.nodeRole=KarpenterNodeRole-demo",
];

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_soci-configurator"));
    command.args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).stdin(Stdio::null()).output().unwrap()
}

fn run_with(arguments: &[&str], stdin: &[u8]) -> Output {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that has seen enough closes its end first; that is its right.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child.wait_with_output().unwrap()
}

fn code(output: &Output) -> i32 {
    output
        .status
        .code()
        .expect("it ended by itself, not by a signal")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// An empty directory of this test's own.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("cli")
        .join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn named(config: Config) -> Config {
    [
        ("cluster.name", "demo"),
        ("cluster.nodeRole", "KarpenterNodeRole-demo"),
    ]
    .iter()
    .fold(config, |config, (path, text)| {
        let edit = Edit::typed(Field::find(path).unwrap(), text, &config).unwrap();
        config.apply(&edit)
    })
}

#[test]
fn every_way_out_holds_the_same_bytes() {
    let directory = directory("ways");
    for preset in Preset::ALL {
        let bundle = evaluate(&named(preset.config()), &with_prices(&["us-east-1"])).bundle;
        let base = [&["generate", "--preset", preset.word][..], &NAMED].concat();

        for dash in [&[][..], &["-"]] {
            let printed = run(&[&base, dash].concat());
            assert_eq!(code(&printed), 0, "{}", stderr(&printed));
            assert_eq!(stdout(&printed), bundle.manifests(), "{}", preset.word);
        }

        let out = directory.join(preset.word);
        let written = run(&[&base[..], &["--out", out.to_str().unwrap()]].concat());
        assert_eq!(code(&written), 0, "{}", stderr(&written));
        assert!(written.stdout.is_empty());
        for file in bundle.files() {
            assert_eq!(
                fs::read_to_string(out.join(&file.path)).unwrap(),
                file.text,
                "{}",
                file.path
            );
        }
        // Beside them, the list of their digests.
        assert!(out.join(".soci-configurator.sha256").is_file());
        assert_eq!(
            fs::read_dir(&out).unwrap().count(),
            bundle.files().len() + 1
        );

        let zip = directory.join(format!("{}.zip", preset.word));
        let zipped = run(&[&base[..], &["--zip", zip.to_str().unwrap()]].concat());
        assert_eq!(code(&zipped), 0, "{}", stderr(&zipped));
        assert_eq!(fs::read(&zip).unwrap(), bundle.archive(), "{}", preset.word);
        assert_eq!(
            run(&[&base[..], &["--zip", "-"]].concat()).stdout,
            bundle.archive()
        );

        // The config.yaml of the set gives the set again.
        let config = out.join("config.yaml");
        let again = run(&["generate", "--config", config.to_str().unwrap()]);
        assert_eq!(stdout(&again), bundle.manifests(), "{}", preset.word);
    }
}

#[test]
fn nothing_is_written_while_something_is_missing_or_wrong() {
    let directory = directory("nothing");
    let out = directory.join("set");
    let cases: [(&[&str], &[&str]); 3] = [
        (
            &[],
            &[
                "cluster.name",
                "cluster.nodeRole",
                "--set placeholders=envsubst",
            ],
        ),
        (
            &[
                "--set",
                "cluster.name=demo",
                "--set",
                "cluster.nodeRole=r",
                "--set",
                "storage.volume.throughput=1000",
            ],
            &[
                "error[throughput-above-iops] storage.volume.throughput: ",
                "4000 IOPS",
                "(fix: Set IOPS to 4000 (9.1 s faster, $5.00/month more per node))",
            ],
        ),
        (
            &[
                "--set",
                "placeholders=envsubst",
                "--set",
                "engine.maxConcurrentDownloads=5",
            ],
            &["error[downloads-above-global]", "20 or more"],
        ),
    ];
    for (settings, needles) in cases {
        let arguments = [&["generate", "--out", out.to_str().unwrap()][..], settings].concat();
        let output = run(&arguments);
        assert_eq!(code(&output), 1, "{settings:?}");
        assert!(!out.exists(), "{settings:?}");
        assert!(output.stdout.is_empty(), "{settings:?}");
        for needle in needles {
            assert!(
                stderr(&output).contains(needle),
                "{needle}: {}",
                stderr(&output)
            );
        }
        assert_eq!(
            code(&run(&[&["check"][..], settings].concat())),
            1,
            "{settings:?}"
        );
    }
}

#[test]
fn placeholders_wait_for_envsubst() {
    let output = run(&["generate", "--set", "placeholders=envsubst"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("${CLUSTER_NAME}"));
}

#[test]
fn warnings_go_to_standard_error_and_do_not_stop_the_files() {
    let arguments = [&["generate", "--preset", "original-blueprint"][..], &NAMED].concat();
    let output = run(&arguments);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("waste[iops-beyond-throughput] storage.volume.iops: "));
    assert!(stderr(&output).contains("warning[unpinned-install-script]"));
    assert!(!stdout(&output).contains("warning["));
}

#[test]
fn check_prints_one_line_for_each_finding() {
    let known = ["--set", "cluster.al2023Version=v20260714"];
    let fine = run(&[&["check"][..], &NAMED, &known].concat());
    assert_eq!(
        (code(&fine), stdout(&fine)),
        (0, "No findings in the Config and its generated files.\n")
    );

    let settings = [
        "--set",
        "storage.volume.iops=16000",
        "--set",
        "engine.maxConcurrentUnpacksPerImage=1",
    ];
    let text = run(&[&["check"][..], &NAMED, &settings].concat());
    assert_eq!(code(&text), 0);
    let lines: Vec<&str> = stdout(&text).lines().collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(lines[2], "Checked: the Config and its generated files.");
    assert!(lines[0].starts_with("warning[single-unpack] engine.maxConcurrentUnpacksPerImage: "));
    assert!(lines[1].starts_with("waste[iops-beyond-throughput] storage.volume.iops: "));

    let json = run(&[&["check", "--format", "json"][..], &settings].concat());
    assert_eq!(code(&json), 1);
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(report["ready"], false);
    assert_eq!(report["missing"][0]["path"], "cluster.name");
    assert_eq!(report["findings"][0]["rule"], "single-unpack");
    assert_eq!(report["findings"][1]["severity"], "waste");
    assert!(
        report["findings"][1]["source"]["url"]
            .as_str()
            .unwrap()
            .starts_with("https://")
    );
}

#[test]
fn settings_apply_in_their_order_but_the_engine_first() {
    let arguments = [
        &[
            "generate",
            "--set",
            "engine.concurrentDownloadChunkSize=16mb",
            "--set",
            "engine.kind=bottlerocket",
        ][..],
        &["--set", "nodes.name=first", "--set", "nodes.name=second"],
        &NAMED,
    ]
    .concat();
    let output = run(&arguments);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    // 16mb is 16,000,000 bytes on Bottlerocket; read as SOCI's own it would be 16mib.
    assert!(
        stdout(&output).contains("concurrent-download-chunk-size = \"16mb\""),
        "{}",
        stdout(&output)
    );
    assert!(stdout(&output).contains("name: second") && !stdout(&output).contains("first"));
}

#[test]
fn lists_are_set_and_values_emptied() {
    let settings = [
        "--set",
        "nodes.categories=g, p",
        "--set",
        "nodes.minEbsBandwidth=",
        "--set",
        "cluster.tags=team=ml\ncost=7",
    ];
    let directory = directory("lists");
    let out = directory.to_str().unwrap();
    let output = run(&[&["generate", "--out", out][..], &NAMED, &settings].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let config = fs::read_to_string(directory.join("config.yaml")).unwrap();
    assert!(config.contains("minEbsBandwidth: null"), "{config}");
    assert!(config.contains("team: ml"), "{config}");
}

#[test]
fn unusable_input_is_named_with_its_place() {
    let directory = directory("unusable");
    let file = |name: &str, bytes: &[u8]| {
        let path = directory.join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let misspelt = file(
        "misspelt.yaml",
        b"version: 1\ncluster:\n  nam: demo\nengine: {kind: bottelrocket}\n",
    );
    let too_large = file("large.yaml", &vec![b'#'; 41_000_001]);
    let cases: Vec<(Vec<String>, Vec<String>)> = [
        (
            vec!["--config", &misspelt],
            vec![
                format!("{misspelt}:3: cluster.nam: unknown key. Did you mean name?"),
                format!("{misspelt}:4: engine.kind: "),
                "Did you mean “bottlerocket”?".to_owned(),
            ],
        ),
        (
            vec!["--config", &file("newer.yaml", b"version: 3\n")],
            vec![":1: version: ".to_owned(), "supports 1 to 2".to_owned()],
        ),
        (
            vec!["--config", &file("none.yaml", b"cluster: {name: demo}\n")],
            vec!["version: 2".to_owned()],
        ),
        (
            vec![
                "--config",
                &file("half.yaml", b"version: 1\ncluster: {name: demo"),
            ],
            vec!["half.yaml:".to_owned()],
        ),
        (
            vec!["--config", &file("junk", b"\x7fELF\x02\x01\x00\xff\xfe")],
            vec!["junk:1:8: this is not UTF-8".to_owned()],
        ),
        (
            vec!["--config", &file("control", b"version: 1\n\x00")],
            vec!["control:2: ".to_owned(), "not text".to_owned()],
        ),
        (
            vec!["--config", &file("empty.yaml", b"")],
            vec!["empty".to_owned()],
        ),
        (vec!["--config", &too_large], vec!["41 MB".to_owned()]),
        (
            vec!["--config", directory.to_str().unwrap()],
            vec!["directory".to_owned()],
        ),
        (
            vec!["--config", "no/such/file.yaml"],
            vec!["no/such/file.yaml: cannot be read".to_owned()],
        ),
        (
            vec!["--preset", "orignal-blueprint"],
            vec![
                "--preset: ".to_owned(),
                "Did you mean “original-blueprint”?".to_owned(),
            ],
        ),
        (
            vec!["--set", "cluster.nam=demo"],
            vec!["Did you mean “cluster.name”?".to_owned()],
        ),
        (
            vec!["--set", "iops=3000"],
            vec!["Did you mean “storage.volume.iops”?".to_owned()],
        ),
        (
            vec!["--set", "cluster.name"],
            vec!["--set cluster.name: the value is missing".to_owned()],
        ),
        (vec!["--set", "=x"], vec!["unknown field".to_owned()]),
        (
            vec!["--preset", "recommended", "--config", &misspelt],
            vec!["cannot be used with".to_owned()],
        ),
        (vec!["--frobnicate"], vec!["--frobnicate".to_owned()]),
    ]
    .into_iter()
    .map(|(arguments, needles)| (arguments.into_iter().map(str::to_owned).collect(), needles))
    .collect();
    for (arguments, needles) in cases {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        for task in ["check", "generate"] {
            let output = run(&[&[task][..], &arguments].concat());
            let said = stderr(&output);
            assert_eq!(code(&output), 2, "{task} {arguments:?}: {said}");
            assert!(output.stdout.is_empty(), "{task} {arguments:?}");
            for needle in &needles {
                assert!(
                    said.contains(needle),
                    "{task} {arguments:?}: {needle} not in {said}"
                );
            }
            assert!(
                said.lines().all(|line| line.chars().count() < 400),
                "{said}"
            );
        }
    }
}

/// Values that would hurt if they got through, and the number or form that each should be told.
#[test]
fn bad_values_are_refused_with_what_would_be_right() {
    let long = "x".repeat(10_000);
    let cases = [
        ("storage.volume.iops", "fast", "100 to 256,000"),
        ("storage.volume.iops", "-5", "Did you mean “100”?"),
        ("storage.volume.iops", "300000", "Did you mean “256000”?"),
        ("storage.volume.throughput", "2001", "Did you mean “2000”?"),
        ("storage.volume.throughput", "1000Mbps", "MiB/s"),
        (
            "storage.volume.volumeSize",
            "70000GiB",
            "Did you mean “59000Gi”?",
        ),
        ("storage.volume.volumeSize", "100G", "Did you mean “100Gi”?"),
        ("cluster.name", "a: b", "letters, digits"),
        ("cluster.name", "my cluster", "letters, digits"),
        ("cluster.name", "{{x}}", "letters, digits"),
        ("cluster.name", "a\nb", "letters, digits"),
        ("cluster.name", "🦀", "letters, digits"),
        ("cluster.name", &long, "10000 characters"),
        (
            "cluster.name",
            "arn:aws:eks:us-east-1:123456789012:cluster/demo",
            "Did you mean “demo”?",
        ),
        (
            "cluster.nodeRole",
            "arn:aws:iam::123456789012:role/path/Node",
            "Did you mean “Node”?",
        ),
        ("cluster.nodeRole", "$(reboot)", "letters, digits"),
        ("engine.install.rootDir", "/data; reboot", "absolute path"),
        ("engine.install.decompressor", "`id`", "absolute path"),
        (
            "engine.concurrentDownloadChunkSize",
            "16mb\"; reboot",
            "chunk size",
        ),
        ("engine.maxConcurrentDownloads", "0", "-1"),
        (
            "engine.kind",
            "FastImagePull",
            "Did you mean “fast-image-pull”?",
        ),
        (
            "image.reference",
            "https://docker.io/x",
            "Did you mean “docker.io/x”?",
        ),
        ("comparison", "yes", "true nor false"),
        ("workload.replicas", "", "0 to 1,000"),
    ];
    for (path, text, needle) in cases {
        let setting = format!("{path}={text}");
        let output = run(&["generate", "--set", &setting]);
        let said = stderr(&output);
        assert_eq!(code(&output), 2, "{path}: {said}");
        assert!(said.starts_with(&format!("--set {path}: ")), "{said}");
        assert!(said.contains(needle), "{path}: {needle} not in {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn words_that_yaml_would_twist_stay_names() {
    for name in ["yes", "007", "null", "1e3", "0x1f"] {
        let output = run(&[
            "generate",
            "--set",
            &format!("cluster.name={name}"),
            "--set",
            "cluster.nodeRole=r",
        ]);
        assert_eq!(code(&output), 0, "{name}: {}", stderr(&output));
        assert!(
            stdout(&output).contains(&format!("\"{name}\""))
                || stdout(&output).contains(&format!("'{name}'")),
            "{name}"
        );
    }
}

#[test]
fn every_bad_setting_is_told_at_once() {
    let output = run(&[
        "check",
        "--set",
        "storage.volume.iops=fast",
        "--set",
        "cluster.name=a b",
        "--set",
        "x=y",
    ]);
    assert_eq!(code(&output), 2);
    assert_eq!(stderr(&output).lines().count(), 3, "{}", stderr(&output));
}

#[test]
fn a_config_can_come_through_a_pipe() {
    let config = write_config(&named(Config::default()));
    let output = run_with(&["generate", "--config", "-"], config.as_bytes());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(
        stdout(&output),
        evaluate(&named(Config::default()), catalogue())
            .bundle
            .manifests()
    );

    let wrong = run_with(&["check", "--config", "-"], b"version: 1\nclutser: {}\n");
    assert_eq!(code(&wrong), 2);
    assert!(
        stderr(&wrong).starts_with("standard input:2: clutser: "),
        "{}",
        stderr(&wrong)
    );
    assert!(stderr(&wrong).contains("cluster"), "{}", stderr(&wrong));

    let marked = run_with(
        &["check", "--config", "-"],
        b"\xef\xbb\xbfversion: 1\r\ncomparison: false\r\n",
    );
    assert_eq!(code(&marked), 1, "{}", stderr(&marked));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = command(&["fields"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{said}");
    assert_eq!(said, "");
}

#[test]
fn what_cannot_be_written_is_said() {
    let directory = directory("unwritable");
    let file = directory.join("file");
    fs::write(&file, "x").unwrap();
    fs::create_dir_all(directory.join("set").join("userdata.txt")).unwrap();
    for target in [
        ["--out", file.to_str().unwrap()],
        ["--out", directory.join("set").to_str().unwrap()],
        ["--zip", directory.to_str().unwrap()],
    ] {
        let output = run(&[&["generate"][..], &NAMED, &target].concat());
        assert_eq!(code(&output), 2, "{target:?}");
        assert!(
            stderr(&output).contains("cannot be written"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn lists_of_presets_fields_and_the_schema() {
    let presets = run(&["presets"]);
    assert_eq!(code(&presets), 0);
    assert_eq!(stdout(&presets).lines().count(), Preset::ALL.len());
    let fields = run(&["fields"]);
    for field in Field::all() {
        assert!(stdout(&fields).contains(field.path), "{}", field.path);
    }
    let images = run(&["images"]);
    assert_eq!(code(&images), 0);
    for known in [
        "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.22.0-gpu-py312-cu130-ubuntu22.04-ec2\n    9.4 GB, 2026-06-03, amd64\n",
        "about 11.6 GB, 2026-07-12",
        "architecture unknown",
    ] {
        assert!(stdout(&images).contains(known), "{known}");
    }
    let schema = run(&["schema"]);
    assert_eq!(code(&schema), 0);
    assert!(serde_json::from_slice::<serde_json::Value>(&schema.stdout).is_ok());
    assert_eq!(code(&run(&[])), 2);
    assert_eq!(code(&run(&["--help"])), 0);
    assert_eq!(code(&run(&["--version"])), 0);
}
