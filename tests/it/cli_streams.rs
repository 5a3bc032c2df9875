//! What is printed and lost ends with an error; what nobody wants to read does not.

use crate::folder::Folder;

/// Every command that prints, with what it needs.
pub const PRINTING: [&str; 19] = [
    "generate --set placeholders=envsubst",
    "generate --set placeholders=envsubst --zip -",
    "generate --set placeholders=envsubst --zip /dev/stdout",
    "check --preset recommended --set placeholders=envsubst",
    "check pool.yaml --format json",
    "import pool.yaml",
    "instances --filter m6i.large",
    "explain slow-volume",
    "events events.txt",
    "cost --preset recommended",
    "storage --preset recommended",
    "launch --preset recommended",
    "estimate --preset recommended",
    "compare --preset recommended --with bottlerocket",
    "link --preset recommended",
    "presets",
    "images",
    "fields",
    "schema",
];

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.put("pool.yaml", "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a}\nspec: {template: {spec: {nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: x}, requirements: []}}}\n");
    folder.put("events.txt", "  Normal  Pulled  5s  kubelet  Successfully pulled image \"a.io/b:1\" in 41.2s (41.2s including waiting). Image size: 5000000000 bytes.\n");
    folder
}

fn printing() -> impl Iterator<Item = &'static str> {
    PRINTING.into_iter().chain([
        "frontier --preset recommended",
        "--help",
        "--version",
        "generate --help",
        "help check",
    ])
}

#[cfg(target_os = "linux")]
#[test]
fn lost_output_ends_with_two_and_discarded_output_does_not() {
    let folder = folder("cli_streams/lost");
    for command in printing() {
        let fine = folder.shell(&format!(
            "$S {command} 2>/dev/null | cat >/dev/null; $S {command} >/dev/null"
        ));
        assert!(fine.code < 2, "{command}: {}", fine.err);
        for lost in [">&-", ">/dev/full"] {
            let ran = folder.shell(&format!("$S {command} {lost}"));
            assert_eq!(ran.code, 2, "{command} {lost}: {}", ran.err);
            assert!(
                ran.err.contains("standard output: cannot be written: "),
                "{command} {lost}: {}",
                ran.err
            );
        }
        // As Node and Python discard output: for reading and writing.
        let discarded = folder.shell(&format!("$S {command} 1<>/dev/null"));
        assert_eq!(discarded.code, fine.code, "{command}: {}", discarded.err);
        let piped = folder.shell(&format!("($S {command}; echo $? >code) | true; cat code"));
        assert_eq!(piped.out.trim(), fine.code.to_string(), "{command}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn messages_that_reach_nobody_are_an_error_too() {
    let folder = folder("cli_streams/messages");
    let generate = "$S generate --set placeholders=envsubst";
    for lost in ["2>&-", "2>/dev/full"] {
        let ran = folder.shell(&format!("{generate} {lost} >/dev/null"));
        assert_eq!(ran.code, 2, "{lost}");
    }
    assert_eq!(
        folder.shell(&format!("{generate} 2>/dev/null >out")).code,
        0
    );
    // Nothing was said, so nothing was lost.
    assert_eq!(folder.shell("$S presets 2>&- >/dev/null").code, 0);
    // Files are written, and standard output is not asked for.
    assert_eq!(folder.shell(&format!("{generate} --out set >&-")).code, 0);
}
