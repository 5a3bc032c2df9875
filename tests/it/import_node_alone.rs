//! Files of a node by themselves: SOCI's configuration, containerd's, hosts.toml, units.

use soci_configurator::core::{Import, SociStatus};

use crate::import_blueprint::import;
use crate::import_node::{check_said, check_silent, check_unread, check_verdict, limit, node};

/// What nodeadm writes for SOCI.
const SOCI: &str = "debug = false
[content_store]
type = 'containerd'
[cri_keychain]
enable_keychain = true
image_service_path = '/run/containerd/containerd.sock'
[pull_modes.parallel_pull_unpack]
enable = true
concurrent_download_chunk_size = \"16mb\"
discard_unpacked_layers = true
max_concurrent_downloads = -1
max_concurrent_downloads_per_image = 20
max_concurrent_unpacks = -1
max_concurrent_unpacks_per_image = 12
[pull_modes.parallel_pull_unpack.decompress_streams.gzip]
path = '/usr/bin/unpigz'
args = ['-d', '-c']
";

/// containerd's own, with SOCI as what unpacks.
const CONTAINERD: &str = "version = 3
root = \"/var/lib/containerd\"
[plugins.'io.containerd.cri.v1.images']
snapshotter = \"soci\"
disable_snapshot_annotations = false
[proxy_plugins.soci]
type = \"snapshot\"
address = \"/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock\"
";

/// Nothing of it can be opened as settings, and nothing is refused.
#[track_caller]
fn check_alone(import: &Import) {
    assert!(import.sets.is_empty(), "{:#?}", import.sets);
    assert_eq!(import.on_nodes.len(), 1);
    assert!(import.unread.is_empty(), "{:#?}", import.unread);
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

#[test]
fn socis_own_file_tells_limits_and_not_whether_it_is_asked() {
    for text in [
        SOCI.to_owned(),
        SOCI.replace('\n', "\r\n"),
        format!("\u{feff}# mine\n\n{SOCI}"),
    ] {
        let found = import(&[&text]);
        check_alone(&found);
        check_verdict(&found, SociStatus::Unknown);
        check_said(
            &found,
            "node-file-alone",
            "the parallel mode is on in this file",
        );
        check_unread(&found, "whether SOCI is used");
        assert_eq!(limit(&found, "max_concurrent_downloads_per_image").0, "20");
        assert_eq!(limit(&found, "max_concurrent_unpacks_per_image").0, "12");
    }
}

#[test]
fn what_a_socis_file_leaves_out_has_socis_own_default() {
    let found = import(&[
        "[pull_modes.parallel_pull_unpack]\nenable = true\ndiscard_unpacked_layers = true\n",
    ]);
    assert_eq!(limit(&found, "max_concurrent_downloads_per_image").0, "3");
    assert_eq!(limit(&found, "max_concurrent_unpacks_per_image").0, "1");
}

#[test]
fn a_socis_file_without_the_parallel_mode_is_off() {
    for text in [
        replaced(
            SOCI,
            "enable = true\nconcurrent",
            "enable = false\nconcurrent",
        ),
        replaced(SOCI, "enable = true\nconcurrent", "concurrent"),
        "max_concurrent_downloads_per_image = 20\nmax_concurrent_unpacks_per_image = 12\n"
            .to_owned(),
        "[content_store]\ntype = \"containerd\"\n".to_owned(),
    ] {
        let found = import(&[&text]);
        check_alone(&found);
        check_verdict(&found, SociStatus::Off);
        check_said(&found, "soci-config-written", "the parallel mode is not on");
    }
}

#[test]
fn a_socis_file_that_soci_refuses_is_said_at_its_line() {
    for (from, to, rule, line) in [
        ("\"16mb\"", "\"16MiB\"", "chunk-size-grammar", 9),
        ("\"16mb\"", "16mb", "soci-config-broken", 9),
        (
            "_downloads = -1",
            "_downloads = 10",
            "downloads-above-global",
            12,
        ),
        ("_unpacks = -1", "_unpacks = 2", "unpacks-above-global", 14),
        ("[cri_keychain]", "[cri_keychain", "soci-config-broken", 4),
        (
            "enable = true\nconc",
            "enable = 'yes'\nconc",
            "soci-config-broken",
            8,
        ),
        (
            "discard_unpacked_layers = true",
            "enable = true",
            "soci-config-broken",
            10,
        ),
    ] {
        let found = import(&[&replaced(SOCI, from, to)]);
        check_verdict(&found, SociStatus::NeverReady);
        let at: Vec<usize> = found
            .remarks
            .iter()
            .filter(|remark| remark.rule == rule)
            .map(|remark| remark.place.line)
            .collect();
        assert_eq!(at, [line], "{to}: {:#?}", found.remarks);
    }
    // Layers are kept only in containerd's store.
    let keeps = replaced(
        SOCI,
        "discard_unpacked_layers = true",
        "discard_unpacked_layers = false",
    );
    check_verdict(&import(&[&keeps]), SociStatus::Unknown);
    let own_store = replaced(&keeps, "type = 'containerd'", "type = 'soci'");
    check_verdict(&import(&[&own_store]), SociStatus::NeverReady);
}

#[test]
fn keys_that_soci_passes_over_are_said_with_what_is_meant() {
    let misspelt = replaced(
        SOCI,
        "max_concurrent_unpacks_per_image",
        "max_concurrent_unpack_per_image",
    );
    let found = import(&[&misspelt]);
    check_verdict(&found, SociStatus::Unknown);
    check_said(
        &found,
        "soci-unknown-key",
        "Did you mean max_concurrent_unpacks_per_image?",
    );
    assert_eq!(limit(&found, "max_concurrent_unpacks_per_image").0, "1");
    check_silent(&import(&[SOCI]), "soci-unknown-key");
}

#[test]
fn values_that_a_template_fills_in_are_not_judged() {
    let open = replaced(SOCI, "per_image = 20", "per_image = ${downloads}");
    let found = import(&[&open]);
    check_verdict(&found, SociStatus::Unknown);
    assert_eq!(
        limit(&found, "max_concurrent_downloads_per_image").0,
        "${downloads}"
    );
}

#[test]
fn containerds_file_tells_who_unpacks_and_not_how() {
    let found = import(&[CONTAINERD]);
    check_alone(&found);
    check_verdict(&found, SociStatus::Unknown);
    check_said(
        &found,
        "node-file-alone",
        "Whether SOCI pulls in parallel depends on its own",
    );
    check_unread(&found, "SOCI's own configuration");
    check_silent(&found, "annotations-off");
    let older = "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".containerd]\nsnapshotter = \"soci\"\ndisable_snapshot_annotations = false\n[proxy_plugins.soci]\ntype = \"snapshot\"\naddress = \"/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock\"\n";
    check_verdict(&import(&[older]), SociStatus::Unknown);
}

#[test]
fn containerds_file_with_half_of_the_wiring_is_said() {
    for annotations in ["disable_snapshot_annotations = true\n", ""] {
        let off = replaced(
            CONTAINERD,
            "disable_snapshot_annotations = false\n",
            annotations,
        );
        let found = import(&[&off]);
        check_verdict(&found, SociStatus::Off);
        check_said(&found, "annotations-off", "defaults to true");
    }
    let (plugins, _) = CONTAINERD.split_once("[proxy_plugins").unwrap();
    check_said(
        &import(&[plugins]),
        "node-file-alone",
        "this file does not set its address",
    );
    let elsewhere = replaced(CONTAINERD, "/run/soci-snapshotter-grpc/", "/run/soci/");
    check_said(
        &import(&[&elsewhere]),
        "node-file-alone",
        "looks for SOCI here",
    );
    let torn = replaced(CONTAINERD, "snapshotter = \"soci\"", "snapshotter = soci");
    let found = import(&[&torn]);
    check_verdict(&found, SociStatus::NeverReady);
    check_said(
        &found,
        "containerd-config-broken",
        "containerd does not start",
    );
}

#[test]
fn containerds_own_parallel_pull_is_judged_by_its_own_defaults() {
    let transfer = "version = 3\n[plugins.'io.containerd.transfer.v1.local']\nmax_concurrent_downloads = 8\nconcurrent_layer_fetch_buffer = 8388608\nmax_concurrent_unpacks = 4\n";
    let found = import(&[transfer]);
    check_verdict(&found, SociStatus::Containerd);
    let discards = format!(
        "{transfer}[plugins.'io.containerd.cri.v1.images']\ndiscard_unpacked_layers = true\n"
    );
    let found = import(&[&discards]);
    check_verdict(&found, SociStatus::Off);
    check_said(
        &found,
        "native-pull-keys-dead",
        "discard_unpacked_layers = true",
    );
}

#[test]
fn containerds_file_without_soci_is_no_verdict() {
    let plain =
        "version = 3\n[plugins.'io.containerd.cri.v1.images']\nsnapshotter = \"overlayfs\"\n";
    let found = import(&[plain]);
    check_alone(&found);
    check_verdict(&found, SociStatus::Unknown);
    check_said(&found, "node-file-alone", "overlayfs");
    check_unread(&found, "the rest of containerd's configuration");
    let metrics = "version = 2\n[plugins]\n[metrics]\naddress = \"127.0.0.1:1338\"\n";
    check_said(
        &import(&[metrics]),
        "node-file-alone",
        "unless containerd reads more",
    );
}

#[test]
fn hosts_and_units_are_named_for_what_they_are() {
    let hosts = "server = \"https://registry-1.docker.io\"\n[host.\"https://mirror.example.com\"]\ncapabilities = [\"pull\", \"resolve\"]\n";
    let found = import(&[hosts]);
    check_verdict(&found, SociStatus::Unknown);
    check_said(&found, "mirror-bypassed", "Where SOCI pulls");
    let unit = "[Unit]\nDescription=SOCI\n[Service]\nExecStart=/usr/bin/soci-snapshotter-grpc\n";
    let found = import(&[unit]);
    assert!(found.remarks.is_empty(), "{:#?}", found.remarks);
    let left: Vec<&str> = found.unread.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(left, ["a systemd unit"]);
}

#[test]
fn a_node_file_beside_manifests_changes_none_of_them() {
    let class = "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: a}\nspec:\n  amiSelectorTerms: [{alias: al2023@latest}]\n  role: r\n";
    let alone = import(&[class]);
    let beside = import(&[class, SOCI, CONTAINERD]);
    assert_eq!(alone.sets.len(), 1);
    assert_eq!(beside.sets.len(), 1);
    assert_eq!(alone.config(), beside.config());
    assert_eq!(node(&alone), node(&beside));
    assert_eq!(beside.on_nodes.len(), 3);
}

/// go-toml v2, which SOCI reads with, takes keys in any letters.
#[test]
fn capitals_in_keys_are_no_other_keys() {
    let found = import(&[&replaced(
        SOCI,
        "enable = true\nconc",
        "Enable = true\nconc",
    )]);
    check_verdict(&found, SociStatus::Unknown);
    check_silent(&found, "soci-unknown-key");
}
