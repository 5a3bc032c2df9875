//! Links on the command line: written, read, and refused where a part would be lost.

use std::process::{Command, Output, Stdio};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the command starts")
}

fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_link_is_printed_and_taken_wherever_a_config_is() {
    let settings = [
        "--preset",
        "bottlerocket",
        "--set",
        "cluster.name=demo",
        "--set",
        "cluster.nodeRole=Nodes",
    ];
    let link = printed(&[&["link"], &settings[..]].concat());
    assert_eq!(link, "#v2_cn.demo_ci.Nodes_ek.bottlerocket_z\n");
    let with_base = printed(&[
        "link",
        "--link",
        link.trim(),
        "--base",
        "https://example.org/soci/?embed=1#v1_z",
    ]);
    assert_eq!(
        with_base,
        format!("https://example.org/soci/?embed=1{link}")
    );
    let direct = printed(&[&["generate"], &settings[..]].concat());
    assert_eq!(printed(&["generate", "--link", with_base.trim()]), direct);

    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("link.txt");
    std::fs::write(&file, with_base).expect("a file");
    let file = file.to_str().expect("text");
    assert_eq!(printed(&["generate", "--config", file]), direct);
    let changed = printed(&[
        "link",
        "--config",
        file,
        "--set",
        "storage.volume.iops=4000",
    ]);
    assert_eq!(changed, "#v2_cn.demo_ci.Nodes_vi.4000_ek.bottlerocket_z\n");
    let shared = printed(&["link", "--config", file, "--without-names"]);
    assert_eq!(shared, "#v2_ek.bottlerocket_z\n");
}

#[test]
fn a_link_that_is_not_read_whole_is_refused_with_every_reason() {
    for (link, reasons) in [
        (
            "v1_cn.demo_vi.fast_q9.1_z",
            &["“q9” is not a setting", "storage.volume.iops: “fast”"][..],
        ),
        ("v1_cn.demo", &["The end of the link is missing"]),
        ("v1_dvi.fast_z", &["storage.volume.iops: “fast”"]),
        (
            "https://example.org/#settings",
            &["this is not a SOCI Configurator link"],
        ),
    ] {
        let output = run(&["generate", "--link", link]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{link}: {said}");
        assert!(output.stdout.is_empty(), "{link}");
        assert_eq!(said.lines().count(), reasons.len(), "{link}: {said}");
        for reason in reasons {
            assert!(said.contains(reason), "{link}: {said}");
        }
    }
    for other in [["--preset", "bottlerocket"], ["--config", "config.yaml"]] {
        let output = run(&["generate", "--link", "v1_z", other[0], other[1]]);
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_published_size_is_taken_when_it_is_asked_for() {
    const SPARK: &str = "image.reference=spark:3.5.9";
    const LAYERS: &str = "image.layers=29750251\n16114103\n145868962\n159\n2465\n1420\n27913213\n325390640\n2136\n32\n120807312";
    let published = ["link", "--published-size", "--set"];
    let known = run(&[&published[..], &[SPARK]].concat());
    let said = String::from_utf8_lossy(&known.stderr);
    assert!(
        said.contains("666 MB in 11 layers, 2026-09-26 (docker-library/repo-info"),
        "{said}"
    );
    let by_hand = printed(&[
        "link",
        "--set",
        SPARK,
        "--set",
        "image.compressedSize=665850693",
        "--set",
        LAYERS,
    ]);
    assert_eq!(String::from_utf8_lossy(&known.stdout), by_hand);
    // The last word is the user's.
    let own = printed(&[&published[..], &[SPARK, "--set", "image.unpackedSize=2GB"]].concat());
    assert_ne!(own, by_hand);

    let unknown = run(&[&published[..], &["image.reference=a/b:1"]].concat());
    assert_eq!(unknown.status.code(), Some(2));
    let said = String::from_utf8_lossy(&unknown.stderr);
    assert!(
        said.contains("no published size of a/b:1 for amd64 is known"),
        "{said}"
    );
}
