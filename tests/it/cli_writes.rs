//! Files are written whole or not at all, and only over what this tool wrote.

use std::fs;

use crate::folder::Folder;

const GENERATE: [&str; 6] = [
    "generate",
    "--set",
    "cluster.name=demo",
    "--set",
    "cluster.nodeRole=r",
    "--out",
];

fn generate<'a>(directory: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&GENERATE[..], &[directory], more].concat()
}

fn folder(name: &str) -> Folder {
    Folder::new(&format!("cli_writes/{name}"))
}

#[test]
fn files_of_others_are_named_together_and_nothing_is_written() {
    let folder = folder("others");
    fs::create_dir(folder.path("set")).expect("a directory");
    folder.put("set/README.md", "# My project\n");
    folder.put("set/kustomization.yaml", "kind: Kustomization\n");
    folder.put("set/userdata.txt", "old\n");
    folder.put("set/notes.txt", "mine\n");
    let before = folder.tree();
    let ran = folder.run(&generate("set", &[]));
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(folder.tree(), before);
    for said in [
        "README.md (not written by this tool)",
        "kustomization.yaml (not written by this tool)",
        "userdata.txt (not written by this tool)",
        "--force",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert!(!ran.err.contains("notes.txt"), "{}", ran.err);
    let forced = folder.run(&generate("set", &["--force"]));
    assert_eq!(forced.code, 0, "{}", forced.err);
    assert!(folder.read("set/README.md").contains("Made by SOCI"));
    assert_eq!(folder.read("set/notes.txt"), "mine\n");
}

#[cfg(unix)]
#[test]
fn links_are_never_written_through() {
    let folder = folder("links");
    fs::create_dir(folder.path("set")).expect("a directory");
    folder.put("outside", "version: 2\n");
    let link = || std::os::unix::fs::symlink("../outside", folder.path("set/README.md"));
    link().expect("a link");
    let before = folder.tree();
    let ran = folder.run(&generate("set", &[]));
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("README.md (a symbolic link)"),
        "{}",
        ran.err
    );
    assert_eq!(folder.tree(), before);
    assert_eq!(folder.run(&generate("set", &["--force"])).code, 0);
    assert!(folder.read("set/README.md").contains("Made by SOCI"));
    assert_eq!(folder.read("outside"), "version: 2\n");
    // A Config file that is fixed is the one that the link leads to.
    folder.put("config.yaml", "version: 2\n# ours\ncluster: {name: demo, nodeRole: r}\nstorage: {volume: {iops: 3000, throughput: 1000}}\n");
    std::os::unix::fs::symlink("config.yaml", folder.path("link.yaml")).expect("a link");
    assert_eq!(folder.run(&["check", "link.yaml", "--fix"]).code, 0);
    assert!(folder.path("link.yaml").is_symlink());
    assert!(folder.read("config.yaml").contains("# ours"));
    assert!(folder.read("config.yaml").contains("iops: 4000"));
}

#[test]
fn our_own_sets_follow_each_other_whatever_the_engine() {
    let folder = folder("own");
    let by_hand = [
        "--set",
        "engine.kind=install-script",
        "--set",
        "engine.install.distribution=other",
    ];
    for more in [
        &[][..],
        &["--preset", "bottlerocket"],
        &by_hand,
        &["--preset", "vllm-gpu"],
        &by_hand,
        &["--preset", "auto-mode"],
    ] {
        // userData that stays without the manifest that it is of is not known again.
        let ran = folder.run(&generate("set", &[more, &["--prune"]].concat()));
        assert_eq!(ran.code, 0, "{more:?}: {}", ran.err);
    }
}

#[test]
fn a_config_that_says_the_same_keeps_its_comments() {
    let folder = folder("same");
    folder.put(
        "config.yaml",
        "# Why these settings: ask Ada.\nversion: 2\ncluster: {name: demo, nodeRole: r}\n",
    );
    let before = folder.read("config.yaml");
    let ran = folder.run(&["generate", "--config", "config.yaml", "--out", "."]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(folder.read("config.yaml"), before);
    // With other settings it would be another one.
    let other = folder.run(&[
        "generate",
        "--config",
        "config.yaml",
        "--set",
        "nodes.categories=m",
        "--out",
        ".",
    ]);
    assert_eq!(other.code, 2, "{}", other.err);
    assert_eq!(folder.read("config.yaml"), before);
}

/// Every file of a set, edited: each is named, nothing is written, and `--force` takes them all.
#[test]
fn edits_of_generated_files_are_not_overwritten() {
    let folder = folder("edited");
    let more = [
        "--set",
        "workload.kind=deployment",
        "--set",
        "comparison=true",
    ];
    let other = [
        &more[..],
        &[
            "--set",
            "storage.volume.throughput=750",
            "--set",
            "image.reference=a/b:1",
        ],
    ]
    .concat();
    let whole = |more: &[&str]| folder.run(&generate("set", more));
    assert_eq!(whole(&more).code, 0);
    let names: Vec<String> = fs::read_dir(folder.path("set"))
        .expect("a directory")
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert!(names.len() > 6, "{names:?}");
    for name in &names {
        let path = format!("set/{name}");
        let written = folder.read(&path);
        folder.put(&path, format!("{written}# ours\n"));
        let before = folder.tree();
        let refused = whole(&other);
        assert_eq!(refused.code, 2, "{name}: {}", refused.err);
        assert!(
            refused
                .err
                .contains(&format!("{name} (edited since this tool wrote it)")),
            "{name}: {}",
            refused.err
        );
        assert_eq!(folder.tree(), before, "{name}");
        // A checkout with other line ends is no edit.
        folder.put(&path, written.replace('\n', "\r\n"));
        let same = whole(&more);
        assert_eq!(same.code, 0, "{name}: {}", same.err);
    }
    folder.put("set/soci-snapshotter.yaml", "# all mine\n");
    assert_eq!(whole(&[&other[..], &["--force"]].concat()).code, 0);
    assert!(
        !folder
            .read("set/soci-snapshotter.yaml")
            .contains("# all mine")
    );
    // Written once more, they are as this tool wrote them.
    assert_eq!(whole(&more).code, 0);
}

#[test]
fn the_config_that_a_set_is_made_from_keeps_its_comments_and_its_edits() {
    let folder = folder("in_place");
    assert_eq!(folder.run(&generate("set", &[])).code, 0);
    let written = folder.read("set/config.yaml");
    let edited = format!("{written}# ask before changing\n").replace("name: demo", "name: prod");
    assert!(edited.contains("name: prod"));
    folder.put("set/config.yaml", &edited);
    let from = |more: &[&str]| {
        folder.run(
            &[
                &["generate", "--config", "set/config.yaml", "--out", "set"],
                more,
            ]
            .concat(),
        )
    };
    assert_eq!(from(&[]).code, 0);
    assert_eq!(folder.read("set/config.yaml"), edited);
    let changed = from(&["--set", "storage.volume.throughput=750"]);
    assert_eq!(changed.code, 0, "{}", changed.err);
    let now = folder.read("set/config.yaml");
    assert!(
        now.contains("# ask before changing") && now.contains("throughput: 750"),
        "{now}"
    );
    assert!(
        folder
            .read("set/soci-snapshotter.yaml")
            .contains("throughput: 750")
    );
    // From other settings it would be lost.
    let other = folder.run(&generate("set", &[]));
    assert_eq!(other.code, 2);
    assert!(
        other
            .err
            .contains("config.yaml (edited since this tool wrote it)"),
        "{}",
        other.err
    );
    assert_eq!(folder.read("set/config.yaml"), now);
    let imported = folder.run(&["import", "set/soci-snapshotter.yaml", "--out", "set"]);
    assert_eq!(folder.read("set/config.yaml"), now, "{}", imported.err);
    // A Config that another command writes keeps comments too.
    folder.put("fast.yaml", folder.read("set/config.yaml"));
    let target = folder.run(&["target", "--within", "60s", "--write-config", "fast.yaml"]);
    assert_eq!(target.code, 0, "{}", target.err);
    assert!(folder.read("fast.yaml").contains("# ask before changing"));
}

#[test]
fn edited_files_of_an_earlier_set_are_not_pruned() {
    let folder = folder("prune_edited");
    assert_eq!(
        folder
            .run(&generate("set", &["--set", "comparison=true"]))
            .code,
        0
    );
    let own = format!("{}# ours\n", folder.read("set/non-soci-snapshotter.yaml"));
    folder.put("set/non-soci-snapshotter.yaml", &own);
    let pruned = folder.run(&generate("set", &["--prune"]));
    assert_eq!(pruned.code, 0, "{}", pruned.err);
    assert!(
        pruned
            .err
            .contains("non-soci-snapshotter.yaml of an earlier run: edited since"),
        "{}",
        pruned.err
    );
    assert_eq!(folder.read("set/non-soci-snapshotter.yaml"), own);
    let forced = folder.run(&generate("set", &["--prune", "--force"]));
    assert_eq!(forced.code, 0, "{}", forced.err);
    assert!(!folder.path("set/non-soci-snapshotter.yaml").exists());
}

#[test]
fn a_list_of_digests_that_is_none_is_not_overwritten_and_lines_that_are_none_do_not_count() {
    let folder = folder("digests");
    fs::create_dir(folder.path("set")).expect("a directory");
    folder.put("set/.soci-configurator.sha256", "my notes\n");
    let refused = folder.run(&generate("set", &[]));
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(
        refused
            .err
            .contains(".soci-configurator.sha256 (not written by this tool)"),
        "{}",
        refused.err
    );
    assert_eq!(folder.run(&generate("set", &["--force"])).code, 0);
    let list = folder.read("set/.soci-configurator.sha256");
    assert!(list.contains("  soci-snapshotter.yaml\n"), "{list}");
    folder.put(
        "set/.soci-configurator.sha256",
        format!(
            "{}\nzz  config.yaml\n  \n",
            list.lines().next().unwrap_or_default()
        ),
    );
    let again = folder.run(&generate(
        "set",
        &["--set", "storage.volume.throughput=750"],
    ));
    assert_eq!(again.code, 0, "{}", again.err);
}

#[test]
fn files_of_an_earlier_set_are_named_and_pruned_and_no_others() {
    let folder = folder("prune");
    let first = folder.run(&generate(
        "set",
        &[
            "--set",
            "workload.kind=deployment",
            "--set",
            "comparison=true",
        ],
    ));
    assert_eq!(first.code, 0, "{}", first.err);
    folder.put("set/own.yaml", "kind: ConfigMap\n");
    fs::create_dir(folder.path("set/below")).expect("a directory");
    fs::copy(
        folder.path("set/workload.yaml"),
        folder.path("set/below/workload.yaml"),
    )
    .expect("a copy");
    let named = folder.run(&generate("set", &[]));
    assert_eq!(named.code, 0, "{}", named.err);
    assert!(
        named
            .err
            .contains("non-soci-snapshotter.yaml, workload.yaml are from an earlier run")
            && named
                .err
                .contains("kubectl apply -f set would apply them too")
            && named.err.contains("--prune"),
        "{}",
        named.err
    );
    assert!(folder.path("set/workload.yaml").exists());
    let pruned = folder.run(&generate("set", &["--prune"]));
    assert_eq!(pruned.code, 0, "{}", pruned.err);
    for gone in ["set/workload.yaml", "set/non-soci-snapshotter.yaml"] {
        assert!(!folder.path(gone).exists(), "{gone}");
    }
    for stays in ["set/own.yaml", "set/below/workload.yaml", "set/config.yaml"] {
        assert!(folder.path(stays).exists(), "{stays}");
    }
    let auto_mode = folder.run(&generate("set", &["--preset", "auto-mode", "--prune"]));
    assert_eq!(auto_mode.code, 0, "{}", auto_mode.err);
    assert!(
        !folder.path("set/userdata.txt").exists(),
        "{}",
        auto_mode.err
    );
}

#[test]
fn imported_configs_leave_manifests_and_files_of_others_alone() {
    let folder = folder("import");
    let set = folder.run(&generate("set", &[]));
    assert_eq!(set.code, 0, "{}", set.err);
    let manifests = folder.tree();
    let ran = folder.run(&[
        "import",
        "set/soci-snapshotter.yaml",
        "--out",
        "set",
        "--prune",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        folder.tree().keys().collect::<Vec<_>>(),
        manifests.keys().collect::<Vec<_>>()
    );
    fs::create_dir(folder.path("mine")).expect("a directory");
    folder.put("mine/config.yaml", "a: 1\n");
    let refused = folder.run(&["import", "set/soci-snapshotter.yaml", "--out", "mine"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert_eq!(folder.read("mine/config.yaml"), "a: 1\n");
}

#[test]
fn one_file_is_written_over_only_if_it_is_ours() {
    let folder = folder("one");
    let zip = [
        "generate",
        "--set",
        "placeholders=envsubst",
        "--zip",
        "set.zip",
    ];
    let target = ["target", "--within", "60s", "--write-config", "fast.yaml"];
    for (command, name) in [(&zip[..], "set.zip"), (&target, "fast.yaml")] {
        folder.put(name, "version: 2\n# mine\nnodes: {categories: [m]}\n");
        let refused = folder.run(command);
        assert_eq!(refused.code, 2, "{name}: {}", refused.err);
        assert!(refused.err.contains("--force"), "{name}: {}", refused.err);
        assert!(folder.read(name).contains("# mine"));
        let forced = folder.run(&[command, &["--force"]].concat());
        assert_eq!(forced.code, 0, "{name}: {}", forced.err);
        let again = folder.run(&[command, &["--set", "storage.volume.volumeSize=300Gi"]].concat());
        assert_eq!(again.code, 0, "{name}: {}", again.err);
        // An empty file is what mktemp makes.
        folder.put(name, "");
        assert_eq!(folder.run(command).code, 0, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_written_directly() {
    let folder = folder("special");
    let generate = "$S generate --set placeholders=envsubst";
    let plain = folder.shell(&format!("{generate} --zip - | od -An -tx1"));
    assert_eq!(plain.code, 0, "{}", plain.err);
    for line in [
        format!("{generate} --zip /dev/stdout | od -An -tx1"),
        format!("{generate} --zip /dev/fd/3 3>&1 | od -An -tx1"),
        format!("mkfifo pipe; od -An -tx1 <pipe & {generate} --zip pipe; wait"),
        format!("{generate} --zip /dev/stdout >file; od -An -tx1 <file"),
    ] {
        let ran = folder.shell(&line);
        assert_eq!(ran.out, plain.out, "{line}: {}", ran.err);
    }
    let kept = folder.shell(&format!(
        "echo a >log; {generate} --zip /dev/stdout >>log; head -c 2 log"
    ));
    assert_eq!(kept.out, "a\n", "{}", kept.err);
    let full = folder.shell(&format!("{generate} --zip /dev/full"));
    assert_eq!(full.code, 2, "{}", full.err);
    assert_eq!(folder.shell(&format!("{generate} --zip /dev/null")).code, 0);
}

/// What each write leaves behind if it fails at its last byte, or if the process is killed there.
/// A limit on the size of files stands for a full disk; it holds for root as well.
#[cfg(unix)]
#[test]
fn what_cannot_be_finished_leaves_everything_as_it_was() {
    let folder = folder("limit");
    let long: String = "# a comment that is longer than a block of the limit\n".repeat(40);
    let config = format!(
        "version: 2\n{long}cluster: {{name: demo, nodeRole: r}}\nstorage: {{volume: {{iops: 3000, throughput: 1000}}}}\n"
    );
    folder.put("config.yaml", &config);
    for command in [
        "generate --set placeholders=envsubst --out set",
        "generate --set placeholders=envsubst --zip set.zip",
        "import set/soci-snapshotter.yaml --out imported",
        "target --within 60s --write-config fast.yaml",
    ] {
        let ran = folder.shell(&format!("$S {command} >/dev/null"));
        assert_eq!(ran.code, 0, "{command}: {}", ran.err);
    }
    let before = folder.tree();
    let other = "--set storage.volume.volumeSize=300Gi --set cluster.tags=a=b";
    for command in [
        format!("generate --preset bottlerocket {other} --set placeholders=envsubst --out set"),
        format!(
            "generate --preset bottlerocket {other} --set placeholders=envsubst --out new/below"
        ),
        format!("generate {other} --set placeholders=envsubst --zip set.zip"),
        format!("target --within 90s {other} --write-config fast.yaml"),
        "check config.yaml --fix".to_owned(),
    ] {
        // The first files of a set are below a block of 512 bytes, README.md is above.
        let failed = folder.shell(&format!(
            "ulimit -f 1; trap '' XFSZ; exec $S {command} 2>&1 | cat"
        ));
        assert!(
            failed.out.contains("cannot be written"),
            "{command}: {}",
            failed.out
        );
        assert_eq!(folder.tree(), before, "{command}");
        let code = folder.shell(&format!(
            "ulimit -f 1; trap '' XFSZ; $S {command} >/dev/null 2>/dev/null"
        ));
        assert_eq!(code.code, 2, "{command}");
        // Without the trap the signal kills the process in the middle of a write.
        let killed = folder.shell(&format!(
            "(ulimit -f 1; ulimit -c 0; exec $S {command}) >/dev/null 2>/dev/null"
        ));
        assert!(killed.code > 128, "{command}: {}", killed.code);
        let mut left = folder.tree();
        left.retain(|path, _| before.contains_key(path));
        assert_eq!(left, before, "{command}");
        let strays = folder
            .tree()
            .into_keys()
            .filter(|path| !before.contains_key(path));
        for stray in strays {
            let name = stray
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            assert!(
                name.ends_with(".tmp") || stray.is_dir(),
                "{command}: {name}"
            );
            if stray.is_file() {
                fs::remove_file(stray).expect("it is removed");
            }
        }
        let _ = fs::remove_dir_all(folder.path("new"));
    }
}

/// A small file system of its own, in a namespace where everybody may mount.
#[cfg(unix)]
#[cfg_attr(not(can_mount), ignore = "nothing can be mounted here")]
#[test]
fn a_full_disk_and_a_read_only_one_leave_everything_as_it_was() {
    let folder = folder("disk");
    folder.put("config.yaml", "version: 2\ncluster: {name: demo, nodeRole: r}\nstorage: {volume: {iops: 3000, throughput: 1000}}\n");
    let ran = folder.shell(
        "exec unshare -rm sh -ec '
            mkdir disk; mount -t tmpfs -o size=32k tmpfs disk; cd disk
            generate=\"$S generate --set cluster.name=demo --set cluster.nodeRole=r\"
            $generate --out set; cp -r set ../before; cp ../config.yaml .
            dd if=/dev/zero of=filler bs=4096 2>/dev/null || true
            ! $generate --preset bottlerocket --out set
            ! $generate --out new
            ! $S check --fix config.yaml
            diff config.yaml ../config.yaml
            diff -r set ../before; test ! -e new; test -z \"$(ls -A | grep -v -e set -e filler -e ^config.yaml$)\"
            mount -o remount,ro tmpfs .
            ! $generate --preset bottlerocket --out set
            ! $generate --out new
            diff -r set ../before; echo fine'",
    );
    assert_eq!((ran.code, ran.out.as_str()), (0, "fine\n"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_read_only_files_are_not_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder("permissions");
    let mode = |name: &str| {
        let there = fs::metadata(folder.path(name)).expect("a file");
        there.permissions().mode() & 0o7777
    };
    let config = "version: 2\n# ours\ncluster: {name: demo, nodeRole: r}\nstorage: {volume: {iops: 3000, throughput: 1000}}\n";
    folder.put("config.yaml", config);
    for bits in [0o600, 0o664, 0o755] {
        folder.put("config.yaml", config);
        fs::set_permissions(folder.path("config.yaml"), fs::Permissions::from_mode(bits))
            .expect("a mode");
        assert_eq!(folder.run(&["check", "config.yaml", "--fix"]).code, 0);
        assert_eq!(mode("config.yaml"), bits);
    }
    folder.put("config.yaml", config);
    fs::set_permissions(
        folder.path("config.yaml"),
        fs::Permissions::from_mode(0o444),
    )
    .expect("a mode");
    let ran = folder.run(&["check", "config.yaml", "--fix"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("read-only"), "{}", ran.err);
    assert_eq!(folder.read("config.yaml"), config);
    // A new file has what the umask leaves.
    let ran = folder.shell("umask 027; $S generate --set placeholders=envsubst --out set");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(mode("set/README.md"), 0o640);
}
