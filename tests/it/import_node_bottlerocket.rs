//! Bottlerocket's settings as its models take them: what they deny keeps the node from joining.

use soci_configurator::core::{Config, InputFile, SociStatus, read_files};
use soci_configurator::data::catalogue;

use crate::import_blueprint::import;
use crate::import_node::{
    check_all_read, check_said, check_silent, check_unread, check_verdict, messages, node,
    with_user_data,
};

const ON: &str = "[settings.container-runtime]\nsnapshotter = \"soci\"\n[settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack]\nmax-concurrent-downloads-per-image = 15\nconcurrent-download-chunk-size = \"8mib\"\nmax-concurrent-unpacks-per-image = 10\n";

fn of(settings: &str) -> soci_configurator::core::Import {
    import(&[&with_user_data("bottlerocket@v1.64.0", "", settings)])
}

#[test]
fn settings_that_the_models_know_are_taken() {
    let all = format!(
        "{ON}[settings]\nmotd = \"hello\"\n[settings.kernel.sysctl]\n\"vm.max_map_count\" = \"262144\"\n[settings.kernel.modules.nf_conntrack]\nallowed = true\n[settings.host-containers.admin]\nenabled = true\nsource = \"example.com/admin:1\"\n[settings.bootstrap-containers.setup]\nsource = \"example.com/setup:1\"\nmode = \"once\"\nessential = true\n[settings.network]\nhttps-proxy = \"http://proxy:3128\"\nno-proxy = [\"10.0.0.0/8\"]\n[[settings.container-registry.mirrors]]\nregistry = \"docker.io\"\nendpoint = [\"https://mirror.example.com\"]\n[settings.ntp]\ntime-servers = [\"169.254.169.123\"]\n[settings.updates]\nignore-waves = true\nseed = 7\n[settings.pki.ours]\ndata = \"AAAA\"\ntrusted = true\n[settings.dns]\nname-servers = [\"10.0.0.2\"]\n[settings.metrics]\nsend-metrics = false\n[settings.oci-defaults.resource-limits.max-open-files]\nsoft-limit = 1\nhard-limit = 2\n[settings.oci-defaults.capabilities]\nsys-admin = true\n[settings.kubernetes]\nregistry-qps = 20\nimage-gc-high-threshold-percent = \"80\"\nimage-gc-low-threshold-percent = \"70\"\n[settings.kubernetes.node-labels]\n\"team\" = \"a\"\n[settings.kubernetes.eviction-hard]\n\"nodefs.available\" = \"12%\"\n[settings.boot]\nreboot-to-reconcile = true\n[settings.nvidia-container-runtime]\nvisible-devices-as-volume-mounts = true\n"
    )
    .replace("[settings]\nmotd", "[settings.aws]\nregion = \"us-east-1\"\n[settings.x]\nmotd");
    let all = all.replace("[settings.x]\nmotd = \"hello\"\n", "");
    let import = of(&format!("settings.motd = \"hello\"\n{all}"));
    check_verdict(&import, SociStatus::On);
    check_unread(&import, "the bootstrap container setup");
    assert!(messages(&import, "mirror-bypassed").starts_with("Inferred:"));
    let without = of(ON);
    check_all_read(&without);
    let plain = of("[settings.kubelet-device-plugins.nvidia]\ndevice-sharing-strategy = \"mps\"\n");
    check_unread(&plain, "kubelet-device-plugins");
    check_silent(&plain, "unknown-setting");
}

#[test]
fn settings_that_no_model_knows_keep_the_node_from_joining() {
    for (settings, near) in [
        (
            "[settings.container_runtime]\nsnapshotter = \"soci\"\n",
            "container-runtime?",
        ),
        (
            "[settings.container-runtime]\nsnapshoter = \"soci\"\n",
            "snapshotter?",
        ),
        (
            "[settings.host-containers.admin]\nenable = true\n",
            "enabled?",
        ),
        (
            "[settings.bootstrap-containers.x]\nuser_data = \"AA==\"\n",
            "user-data?",
        ),
        (
            "[settings.network]\nhttp-proxy = \"http://p\"\n",
            "https-proxy?",
        ),
        ("[settings.updates]\nignore_waves = true\n", "ignore-waves?"),
        (
            "[settings.container-runtime-plugins.soci]\npull-mode = \"x\"\n",
            "",
        ),
        (
            "[settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack]\nmax-concurrent-download = 3\n",
            "max-concurrent-downloads?",
        ),
        ("[settings.ecs]\ncluster = \"x\"\n", ""),
    ] {
        let import = of(settings);
        check_said(&import, "unknown-setting", near);
        check_verdict(&import, SociStatus::NeverReady);
    }
}

#[test]
fn shapes_that_the_models_refuse_keep_the_node_from_joining() {
    for settings in [
        "[settings]\nmotd = 5\n",
        "[settings.motd]\ntext = \"x\"\n",
        "[settings.kernel.sysctl]\n\"vm.max_map_count\" = 262144\n",
        "[settings.host-containers.admin]\nenabled = \"true\"\n",
        "[settings.host-containers]\nadmin = true\n",
        "[settings.container-runtime]\nsnapshotter = \"SOCI\"\n",
        "[settings.container-runtime]\nmax-concurrent-downloads = \"20\"\n",
        "[settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack]\nmax-concurrent-downloads-per-image = \"20\"\n",
        "[settings.network]\nno-proxy = \"10.0.0.0/8\"\n",
        "[settings.dns]\nname-servers = \"10.0.0.2\"\n",
    ] {
        let import = of(settings);
        check_said(&import, "setting-refused", "does not join");
        check_verdict(&import, SociStatus::NeverReady);
    }
}

#[test]
fn karpenter_drops_what_it_does_not_know_of_the_kubelet() {
    let settings =
        format!("{ON}[settings.kubernetes]\nmax-parallel-image-pulls = 4\nregistry_qps = 9\n");
    let import = of(&settings);
    check_said(&import, "dropped-by-karpenter", "max-parallel-image-pulls");
    check_said(
        &import,
        "dropped-by-karpenter",
        "Did you mean registry-qps?",
    );
    check_verdict(&import, SociStatus::On);
    // Without Karpenter the models see it.
    let bare = crate::import_blueprint::import(&[&settings]);
    check_said(&bare, "unknown-setting", "registry-qps?");
    check_verdict(&bare, SociStatus::NeverReady);
}

#[test]
fn the_kubelets_refusals_are_those_of_bottlerocket_too() {
    for settings in [
        "[settings.kubernetes]\nimage-gc-high-threshold-percent = \"70\"\nimage-gc-low-threshold-percent = \"75\"\n",
        "[settings.kubernetes]\nimage-gc-high-threshold-percent = \"75\"\n",
        "[settings.kubernetes]\nregistry-qps = -1\n",
        "[settings.kubernetes.eviction-hard]\n\"imagefs.free\" = \"10%\"\n",
        "[settings.kubernetes.eviction-soft]\n\"nodefs.available\" = \"15%\"\n",
    ] {
        let import = of(&format!("{ON}{settings}"));
        if settings.contains("= \"75\"\n") && !settings.contains("low") {
            // 80 is the default of the lower one.
            check_said(&import, "kubelet-refuses", "default");
        }
        check_said(&import, "kubelet-refuses", "does not start");
        check_verdict(&import, SociStatus::NeverReady);
    }
}

#[test]
fn nothing_is_claimed_about_a_soci_that_nobody_asks_for() {
    let policy = "  instanceStorePolicy: RAID0\n";
    for (alias, settings) in [
        ("bottlerocket@v1.38.0", ""),
        (
            "bottlerocket@v1.38.0",
            "[settings.kubernetes]\nregistry-qps = 10\n",
        ),
        ("bottlerocket@v1.45.0", ""),
    ] {
        let import = import(&[&with_user_data(alias, policy, settings)]);
        check_silent(&import, "bottlerocket-raid0-before-soci-directory");
        assert!(
            !import.has_errors(),
            "{alias}: {:#?}",
            import.noticed(soci_configurator::data::catalogue())
        );
        let errors = import
            .noticed(soci_configurator::data::catalogue())
            .into_iter()
            // How large the default image is has nothing to do with it.
            .filter(|one| one.rule != "volume-too-small-for-image")
            .filter(|one| one.severity == soci_configurator::core::Severity::Error)
            .count();
        assert_eq!(errors, 0, "{alias}");
        check_verdict(&import, SociStatus::Off);
    }
    let asked = import(&[&with_user_data("bottlerocket@v1.38.0", policy, ON)]);
    check_said(&asked, "bottlerocket-before-soci", "1.44.0");
}

#[test]
fn containerds_own_parallel_pull_is_told_from_socis() {
    let native = "[settings.container-runtime]\nmax-concurrent-downloads = 12\nconcurrent-download-chunk-size = \"8mib\"\nmax-concurrent-unpacks = 6\n";
    let import = of(native);
    check_said(
        &import,
        "native-parallel-pull",
        "containerd's own parallel pull",
    );
    check_silent(&import, "snapshotter-not-soci");
    check_verdict(&import, SociStatus::Containerd);
    let taken = &import.first().expect("a set").config.engine;
    assert_eq!(taken.kind.as_str(), "bottlerocket-containerd-parallel");
    let limits = taken.limits;
    assert_eq!(
        (
            limits.max_concurrent_downloads_per_image.count(),
            limits.concurrent_download_chunk_size.to_bytes(),
            limits.max_concurrent_unpacks_per_image.count()
        ),
        (Some(12), Some(8 << 20), Some(6))
    );
    // Variants for an older Kubernetes have an older containerd.
    let mut base = Config::default();
    base.cluster.kubernetes = "1.32".parse().expect("a version");
    let files = [InputFile {
        name: "file".into(),
        text: with_user_data("bottlerocket@v1.64.0", "", native),
    }];
    let older = read_files(&files, &base, catalogue());
    check_said(&older, "native-pull-needs-containerd-2-2", "1.32");
    check_verdict(&older, SociStatus::Off);
    let alias = of("[settings.container-runtime]\nconcurrent-layer-fetch-buffer = \"8mib\"\n");
    check_said(&alias, "native-parallel-pull", "one at a time");
    let beside = of(&ON.replace(
        "snapshotter = \"soci\"\n",
        "snapshotter = \"soci\"\nmax-concurrent-unpacks = 6\n",
    ));
    assert!(messages(&beside, "native-pull-beside-soci").starts_with("Inferred:"));
    check_verdict(&beside, SociStatus::On);
    let old =
        crate::import_blueprint::import(&[&with_user_data("bottlerocket@v1.55.0", "", native)]);
    check_said(&old, "unknown-setting", "1.60.0");
    check_verdict(&old, SociStatus::NeverReady);
    // Downloads alone are stock containerd.
    let stock = of("[settings.container-runtime]\nmax-concurrent-downloads = 5\n");
    check_silent(&stock, "native-parallel-pull");
    assert_eq!(node(&stock).verdict, SociStatus::Off);
}

#[test]
fn a_snapshot_is_hidden_by_a_raid0() {
    let mappings = |snapshot: &str| {
        format!(
            "  instanceStorePolicy: RAID0\n  blockDeviceMappings:\n  - {{deviceName: /dev/xvda, ebs: {{volumeSize: 4Gi, volumeType: gp3, encrypted: true}}}}\n  - {{deviceName: /dev/xvdb, ebs: {{volumeSize: 80Gi, volumeType: gp3, encrypted: true{snapshot}}}}}\n"
        )
    };
    let text = |spec: &str| with_user_data("bottlerocket@v1.64.0", spec, ON);
    let snapshot = mappings(", snapshotID: snap-00112233445566778");
    check_said(
        &import(&[&text(&snapshot)]),
        "snapshot-under-raid0",
        "hidden",
    );
    let without_policy = snapshot.replace("  instanceStorePolicy: RAID0\n", "");
    check_silent(&import(&[&text(&without_policy)]), "snapshot-under-raid0");
    check_silent(&import(&[&text(&mappings(""))]), "snapshot-under-raid0");
}
