//! `check` on directories, patterns and bytes that are no text: what is read, in which order, and
//! what is passed over.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const POOL: &str =
    "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a}\nspec:\n  planted: 1\n";

/// A directory of a test's own.
fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("cli_directories")
        .join(name);
    let _ = std::fs::remove_dir_all(&root);
    for (path, bytes) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, bytes).expect("a file");
    }
    root
}

/// The exit code, what was printed, and what was complained of.
fn check(root: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .arg("check")
        .args(arguments)
        .current_dir(root)
        .output()
        .expect("the command runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().expect("it ended by itself"),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// The files in which the planted field was found, in the order of the answer.
fn found(root: &Path, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["--format", "json"], arguments].concat();
    let (_, out, err) = check(root, &arguments);
    let answer: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {err}"));
    answer["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|one| one["path"] == "spec.planted")
        .map(|one| one["file"].as_str().expect("a name").replace('\\', "/"))
        .collect()
}

#[test]
fn a_directory_is_read_in_the_order_of_names() {
    let pool = POOL.as_bytes();
    let root = folder(
        "order",
        &[
            ("z.yaml", pool),
            ("a/pool.yml", pool),
            ("a/main.tf", b"resource \"aws_vpc\" \"a\" {}\n"),
            ("b.json", br#"{"apiVersion": "karpenter.sh/v1", "kind": "NodePool", "metadata": {"name": "b"}, "spec": {"planted": 1}}"#),
            ("empty.yaml", b"\n"),
            ("main.go", b"package main\n"),
            (".git/pool.yaml", pool),
            (".terraform/modules/pool.yaml", pool),
            ("node_modules/x/pool.yaml", pool),
        ],
    );
    assert_eq!(
        found(&root, &["."]),
        ["./a/pool.yml", "./b.json", "./z.yaml"]
    );
    assert_eq!(found(&root, &["a", "z.yaml"]), ["a/pool.yml", "z.yaml"]);
    let (code, _, err) = check(&root, &["none"]);
    assert_eq!(code, 2);
    assert!(err.contains("none: cannot be read"), "{err}");
}

#[test]
fn patterns_are_filled_in_where_no_shell_did() {
    let pool = POOL.as_bytes();
    let root = folder(
        "patterns",
        &[
            ("a/1.yaml", pool),
            ("a/b/2.yaml", pool),
            ("a/b/3.yml", pool),
            (".h/4.yaml", pool),
        ],
    );
    assert_eq!(found(&root, &["a/*.yaml"]), ["a/1.yaml"]);
    assert_eq!(found(&root, &["**/*.yaml"]), ["a/1.yaml", "a/b/2.yaml"]);
    assert_eq!(found(&root, &["a/[a-c]"]), ["a/b/2.yaml", "a/b/3.yml"]);
    let (code, _, err) = check(&root, &["*.tf"]);
    assert_eq!(
        (code, err.contains("*.tf: no file matches")),
        (2, true),
        "{err}"
    );
}

#[test]
fn bytes_that_are_no_text_are_refused_with_line_and_column() {
    let root = folder(
        "bytes",
        &[
            ("latin.yaml", b"a: 1\nowner: M\xfcller\n"),
            ("utf16.yaml", &utf16(POOL)),
            ("dir/latin.yaml", b"a: 1\nowner: M\xfcller\n"),
            ("dir/pool.yaml", POOL.as_bytes()),
        ],
    );
    let (code, _, err) = check(&root, &["latin.yaml"]);
    assert_eq!(code, 2);
    assert!(err.contains("latin.yaml:2:9: this is not UTF-8"), "{err}");
    assert!(!err.contains('\u{fffd}'), "{err}");
    assert_eq!(found(&root, &["utf16.yaml"]), ["utf16.yaml"]);
    // In a directory, the others are read.
    assert_eq!(found(&root, &["dir"]), ["dir/pool.yaml"]);
}

fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back_ends() {
    let root = folder("links", &[("a/pool.yaml", POOL.as_bytes())]);
    std::os::unix::fs::symlink("..", root.join("a/back")).expect("a link");
    assert_eq!(found(&root, &["."]), ["./a/pool.yaml"]);
}
