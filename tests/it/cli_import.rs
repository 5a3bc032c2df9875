//! The command line with pasted files: `events` and `--image-manifest`.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A file of this test's own.
fn file(name: &str, bytes: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-import-{name}"));
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Exit code, standard output and standard error.
fn run(arguments: &[&str], stdin: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Who refuses its arguments reads nothing: then the pipe is broken, and the exit code says why.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().expect("no signal");
    (code, text(output.stdout), text(output.stderr))
}

const EVENTS: &str = "\
> kubectl describe pod/vllm-85b4fbdd49-k88gg | grep Pulled
  Normal Pulled 3m43s kubelet Successfully pulled image \"vllm:0.9\" in 2m18.049s (2m48.049s including waiting). Image size: 10757041023 bytes.
> kubectl describe pod/vllm-soci-744dfdbcfb-d4bwj | grep Pulled
  Normal Pulled 5m40s kubelet Successfully pulled image \"vllm:0.9\" in 1m7.272s
";

#[test]
fn events_as_a_table_and_as_json() {
    let (code, table, notes) = run(&["events", "-"], EVENTS);
    assert_eq!((code, notes.as_str()), (0, ""));
    assert_eq!(
        table,
        "\
POD                              PULL        WITH WAITING        BYTES  IMAGE
vllm-85b4fbdd49-k88gg       2m18.049s  2m48.049s (waited)  10757041023  vllm:0.9
vllm-soci-744dfdbcfb-d4bwj   1m7.272s             unknown      unknown  vllm:0.9

vllm:0.9
  SOCI 1m7.272s against 2m18.049s: 51 % less time, 2.05 times as fast
"
    );
    let (code, json, _) = run(&["events", "-", "--format", "json"], EVENTS);
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["pulls"][0]["waitedMilliseconds"], 30_000);
    assert_eq!(json["pulls"][1]["imageBytes"], serde_json::Value::Null);
    assert_eq!(json["comparisons"][0]["savedPercent"], 51);
    // The user says which pods ran on SOCI nodes.
    let (_, table, _) = run(&["events", "-", "--soci", "k88gg"], EVENTS);
    assert!(table.contains("105 % more time"), "{table}");
    // Pairs that this tool made for containerd's own parallel pull.
    let own = EVENTS.replace("vllm-soci-", "vllm-parallel-");
    for arguments in [&["events", "-"][..], &["events", "-", "--soci", "parallel"]] {
        let (_, table, _) = run(arguments, &own);
        let line = "  containerd's own parallel pull 1m7.272s against 2m18.049s: 51 % less time";
        assert!(table.contains(line), "{table}");
    }
    let (_, json, _) = run(&["events", "-", "--format", "json"], &own);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["comparisons"][0]["pulledBy"], "containerd-parallel");
    assert_eq!(json["comparisons"][0]["milliseconds"], 67_272);
}

#[test]
fn what_powershell_writes_is_read() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(
        EVENTS
            .replace('\n', "\r\n")
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    let (code, table, _) = run(&["events", &file("utf16.txt", &bytes)], "");
    assert_eq!(code, 0);
    assert!(table.contains("51 % less time"), "{table}");
}

#[test]
fn measured_pulls_tell_figures_that_can_be_kept() {
    let path = file("own.yaml", b"");
    let of_blueprint = |more: &[&str]| {
        let asked = ["events", "-", "--preset", "original-blueprint"];
        run(
            &[&asked[..], &["--instance", "m6i.8xlarge"], more].concat(),
            EVENTS,
        )
    };
    let (code, table, wrong) = of_blueprint(&["--write-config", &path]);
    assert_eq!((code, wrong.as_str()), (0, ""));
    for part in [
        "ESTIMATED",
        "by 15.5 % on average",
        "To keep them in a Config:",
    ] {
        assert!(table.contains(part), "{part}: {table}");
    }
    let (code, estimate, _) = run(&["estimate", "--config", &path], "");
    assert_eq!(code, 0);
    let published = run(&["estimate", "--preset", "original-blueprint"], "").1;
    assert_ne!(estimate, published);

    let (_, json, _) = of_blueprint(&["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["fitted"]["pulls"], 2);
    let kept = std::fs::read_to_string(&path).unwrap();
    let own = json["fitted"]["ownFigures"].as_array().unwrap();
    assert!(!own.is_empty());
    for own in own {
        assert!(kept.contains(own.as_str().unwrap()), "{own} {kept}");
    }
    // On nodes with other volumes, the same pulls tell nothing: that is said, and nothing is written.
    let (_, table, _) = run(&["events", "-", "--instance", "m6i.8xlarge"], EVENTS);
    assert!(table.contains("identify none of them"), "{table}");
    let (code, _, wrong) = run(
        &[
            "events",
            "-",
            "--instance",
            "m6i.8xlarge",
            "--write-config",
            &path,
        ],
        EVENTS,
    );
    assert_eq!(code, 2);
    assert!(wrong.contains("identify no figure"), "{wrong}");

    let (code, _, wrong) = run(&["events", "-", "--instance", "m99.huge"], EVENTS);
    assert_eq!(code, 2);
    assert!(wrong.contains("unknown instance type"), "{wrong}");
}

#[test]
fn unusable_events_exit_with_2() {
    let (code, out, wrong) = run(&["events", "-"], "hello");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        wrong.starts_with("standard input: This contains no “Successfully pulled image”"),
        "{wrong}"
    );
    let (code, _, wrong) = run(&["events", "no-such-file"], "");
    assert_eq!(code, 2);
    assert!(wrong.starts_with("no-such-file: cannot be read"), "{wrong}");
}

fn manifest(size: u64) -> String {
    format!(
        r#"{{"schemaVersion": 2, "config": {{}}, "layers": [{{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "size": {size}}}]}}"#
    )
}

fn verbose(architecture: &str, size: u64) -> String {
    format!(
        r#"{{"Ref": "x", "Descriptor": {{"platform": {{"os": "linux", "architecture": "{architecture}"}}}}, "OCIManifest": {}}}"#,
        manifest(size)
    )
}

/// The config.yaml that `generate` writes for a manifest, or what it complains of.
fn generated(test: &str, manifest: &str, more: &[&str]) -> Result<String, String> {
    let directory = file(&format!("{test}-out"), b"");
    std::fs::remove_file(&directory).unwrap();
    let mut arguments = vec![
        "generate",
        "--image-manifest",
        "-",
        "--out",
        &directory,
        "--set",
        "cluster.name=demo",
        "--set",
        "cluster.nodeRole=role",
    ];
    arguments.extend(more);
    let (code, _, wrong) = run(&arguments, manifest);
    let config = std::fs::read_to_string(format!("{directory}/config.yaml"));
    let _ = std::fs::remove_dir_all(&directory);
    match code {
        0 => Ok(config.unwrap()),
        _ => Err(wrong),
    }
}

#[test]
fn a_manifest_gives_the_config_its_layers() {
    let config = generated("plain", &manifest(4_740_000_000), &[]).unwrap();
    assert!(config.contains("4740000000 gzip"), "{config}");
    assert!(config.contains("compressedSize: 4740000000"), "{config}");
    let config = generated(
        "set",
        &manifest(4_740_000_000),
        &["--set", "image.compressedSize=5GB"],
    )
    .unwrap();
    assert!(config.contains("compressedSize: 5000000000"), "{config}");

    let both = format!("[{}, {}]", verbose("amd64", 11), verbose("arm64", 22));
    let config = generated("nodes", &both, &[]).unwrap();
    assert!(config.contains("11 gzip"), "{config}");
    let config = generated("arm", &both, &["--set", "nodes.architecture=arm64"]).unwrap();
    assert!(config.contains("22 gzip"), "{config}");
    let config = generated("asked", &both, &["--platform", "linux/arm64"]).unwrap();
    assert!(config.contains("22 gzip"), "{config}");
    let wrong = generated("none", &both, &["--platform", "linux/s390x"]).unwrap_err();
    assert!(
        wrong.contains("Select one with --platform: linux/amd64, linux/arm64"),
        "{wrong}"
    );
    let wrong = generated("nonsense", &both, &["--platform", "linux"]).unwrap_err();
    assert!(
        wrong.starts_with("--platform: “linux” is not a platform"),
        "{wrong}"
    );

    let digest = format!("sha256:{}", "a".repeat(64));
    let index = format!(
        r#"{{"manifests": [{{"digest": "{digest}", "platform": {{"os": "linux", "architecture": "amd64"}}}}]}}"#
    );
    let wrong = generated("index", &index, &[]).unwrap_err();
    assert!(
        wrong.contains(&format!("crane manifest IMAGE@{digest}")),
        "{wrong}"
    );
}
