//! What stands between a node and its images: proxies, mirrors, peers, volumes, the pause image,
//! and containerd's own parallel pull. And mistakes of a class that no schema refuses.

use soci_configurator::core::{Config, InputFile, Severity, SociStatus, read_files};
use soci_configurator::data::catalogue;

use crate::import_blueprint::import;
use crate::import_node::{
    GATE, check_all_read, check_said, check_silent, check_verdict, class, messages, of_parts,
    of_script, with_user_data,
};
use crate::support::set;

const PROXY: &str = "[Service]\nEnvironment=\"HTTPS_PROXY=http://10.1.2.3:8080\"\nEnvironment=\"NO_PROXY=169.254.169.254\"\n";

#[test]
fn a_proxy_has_to_be_socis_too() {
    let place = "/etc/systemd/system";
    for script in [
        format!("cat > {place}/containerd.service.d/p.conf <<E\n{PROXY}E\n"),
        format!(
            "mkdir -p {place}/kubelet.service.d\ncat <<E | tee {place}/kubelet.service.d/p.conf\n{PROXY}E\n"
        ),
        format!(
            "for s in containerd kubelet; do\n  mkdir -p {place}/$s.service.d\n  cat > {place}/$s.service.d/p.conf <<E\n{PROXY}E\ndone\n"
        ),
        format!(
            "echo 'https_proxy=http://10.1.2.3:8080' > /etc/p.env\nprintf '[Service]\\nEnvironmentFile=/etc/p.env\\n' > {place}/containerd.service.d/p.conf\n"
        ),
        "echo 'HTTPS_PROXY=http://10.1.2.3:8080' >> /etc/environment\n".to_owned(),
    ] {
        let import = of_script(&script);
        check_said(&import, "proxy-not-for-soci", "NO_PROXY");
        check_verdict(&import, SociStatus::On);
        check_all_read(&import);
    }
    for script in [
        format!(
            "for s in containerd kubelet soci-snapshotter; do\n  mkdir -p {place}/$s.service.d\n  cat > {place}/$s.service.d/p.conf <<E\n{PROXY}E\ndone\n"
        ),
        format!(
            "cat > {place}/containerd.service.d/p.conf <<E\n{PROXY}E\nmkdir -p {place}/soci-snapshotter.service.d\ncp {place}/containerd.service.d/p.conf {place}/soci-snapshotter.service.d\n"
        ),
        format!(
            "mkdir -p /etc/systemd/system.conf.d\necho -e '[Manager]\\nDefaultEnvironment=\"HTTPS_PROXY=http://p:1\"' > /etc/systemd/system.conf.d/p.conf\ncat > {place}/containerd.service.d/p.conf <<E\n{PROXY}E\n"
        ),
    ] {
        check_silent(&of_script(&script), "proxy-not-for-soci");
    }
    let environment = |services: &str| {
        of_parts(&[(
            "application/node.eks.aws",
            &format!("{GATE}  instance:\n    environment:\n{services}"),
        )])
    };
    let some = environment("      containerd: {HTTPS_PROXY: http://p:1}\n");
    check_said(&some, "proxy-not-for-soci", "soci-snapshotter.service");
    let all = environment("      default: {HTTPS_PROXY: http://p:1}\n");
    check_silent(&all, "proxy-not-for-soci");
}

#[test]
fn mirrors_of_containerds_are_not_socis() {
    let hosts = "cat > /etc/containerd/certs.d/quay.io/hosts.toml <<E\n[host.\"https://m.example.com\"]\nE\n";
    let by_file = of_script(&format!(
        "mkdir -p /etc/containerd/certs.d/quay.io\n{hosts}"
    ));
    check_said(&by_file, "mirror-bypassed", "quay.io");
    assert!(messages(&by_file, "mirror-bypassed").contains("Inferred:"));
    let cloud = of_parts(&[
        ("application/node.eks.aws", GATE),
        (
            "text/cloud-config",
            "#cloud-config\nwrite_files:\n- path: /etc/containerd/certs.d/_default/hosts.toml\n  content: |\n    [host.\"http://127.0.0.1:30020\"]\n",
        ),
    ]);
    check_said(&cloud, "mirror-bypassed", "the registry in the image name");
    let by_config = of_parts(&[(
        "application/node.eks.aws",
        &format!(
            "{GATE}  containerd:\n    config: |\n      [plugins.\"io.containerd.cri.v1.images\".registry.mirrors.\"docker.io\"]\n      endpoint = [\"https://m.example.com\"]\n"
        ),
    )]);
    check_said(&by_config, "mirror-bypassed", "resolver");
    // Without SOCI the mirror is used.
    let off = of_parts(&[("text/x-shellscript", &format!("#!/bin/bash\n{hosts}"))]);
    check_silent(&off, "mirror-bypassed");
}

#[test]
fn peers_need_layers_that_soci_keeps() {
    let keep = format!(
        "{GATE}  containerd:\n    config: |\n      [plugins.\"io.containerd.cri.v1.images\"]\n      discard_unpacked_layers = false\n"
    );
    let import = of_parts(&[("application/node.eks.aws", &keep)]);
    check_said(&import, "layers-discarded-all-the-same", "Inferred:");
    let both = of_parts(&[
        ("application/node.eks.aws", &keep),
        (
            "text/x-shellscript",
            "#!/bin/bash\nsed -i 's/^discard_unpacked_layers = .*/discard_unpacked_layers = false/' /etc/soci-snapshotter-grpc/config.toml\n",
        ),
    ]);
    check_silent(&both, "layers-discarded-all-the-same");
}

#[test]
fn a_volume_for_containerd_is_none_for_soci() {
    for script in [
        "mkfs.ext4 /dev/nvme1n1\nmount /dev/nvme1n1 /var/lib/containerd\n",
        "echo '/dev/sdf /var/lib/containerd ext4 defaults 0 2' >> /etc/fstab\nmount -a\n",
        "mkdir -p /data/containerd\nmount --bind /data/containerd /var/lib/containerd\n",
        "mount -t xfs -o noatime /dev/sdf /var/lib/containerd/\n",
        "rm -rf /var/lib/containerd\nln -s /data/containerd /var/lib/containerd\n",
        "cat > /etc/systemd/system/var-lib-containerd.mount <<E\n[Mount]\nWhat=/dev/sdf\nWhere=/var/lib/containerd\nE\nsystemctl enable --now var-lib-containerd.mount\n",
    ] {
        let import = of_script(script);
        check_said(&import, "soci-stays-on-root-volume", "root volume");
    }
    let cloud = of_parts(&[
        ("application/node.eks.aws", GATE),
        (
            "text/cloud-config",
            "#cloud-config\nmounts:\n- [/dev/xvdb, /var/lib/containerd, xfs]\n",
        ),
    ]);
    check_said(&cloud, "soci-stays-on-root-volume", "");
    for script in [
        "mount /dev/sdf /var/lib/containerd\nmount /dev/sdg /var/lib/soci-snapshotter-grpc\n",
        "mount /dev/sdf /var/lib\n",
        "mount /dev/sdf /var/lib/kubelet\n",
        "mount /dev/sdf /data\nln -s /data/soci /var/lib/soci-snapshotter-grpc\nln -s /data/c /var/lib/containerd\n",
    ] {
        check_silent(&of_script(script), "soci-stays-on-root-volume");
    }
    let off = of_parts(&[(
        "text/x-shellscript",
        "#!/bin/bash\nmount /dev/sdf /var/lib/containerd\n",
    )]);
    check_silent(&off, "soci-stays-on-root-volume");
}

#[test]
fn who_imports_the_pause_image_has_repaired_the_release() {
    let run = "/usr/bin/ctr --namespace k8s.io images import --snapshotter=soci /etc/eks/pause.tar";
    let unit = format!(
        "[Service]\nType=oneshot\nExecStart={run}\n[Install]\nWantedBy=multi-user.target\n"
    );
    let of = |script: &str| {
        crate::import_blueprint::import(&[&class(
            "al2023@v20260505",
            "",
            &[
                ("application/node.eks.aws", GATE),
                ("text/x-shellscript", &format!("#!/bin/bash\n{script}")),
            ],
        )])
    };
    for script in [
        format!("cat > /etc/systemd/system/pause.service <<E\n{unit}E\nsystemctl enable pause\n"),
        format!(
            "tee /etc/systemd/system/pause.service <<'E'\n{unit}E\nsystemctl daemon-reload && systemctl enable pause.service\n"
        ),
        format!(
            "mkdir -p /etc/systemd/system/kubelet.service.d\ncat > /etc/systemd/system/kubelet.service.d/pause.conf <<E\n[Service]\nExecStartPre={run}\nE\n"
        ),
        format!(
            "mkdir -p /etc/systemd/system/containerd.service.d\ncat > /etc/systemd/system/containerd.service.d/pause.conf <<E\n[Service]\nExecStartPost={run}\nE\n"
        ),
        format!(
            "cat > /usr/local/bin/p.sh <<E\n#!/bin/sh\n{run}\nE\ncat > /etc/systemd/system/p.service <<E\n[Service]\nExecStart=/usr/local/bin/p.sh\nE\nsystemctl enable p\n"
        ),
    ] {
        let import = of(&script);
        check_verdict(&import, SociStatus::On);
        let errors: Vec<_> = import
            .noticed(catalogue())
            .into_iter()
            // How large the default image is has nothing to do with it.
            .filter(|one| one.rule != "volume-too-small-for-image")
            .filter(|one| one.severity == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    let cloud = format!(
        "#cloud-config\nwrite_files:\n- path: /etc/systemd/system/pause.service\n  content: |\n{}runcmd:\n- [systemctl, enable, pause.service]\n",
        unit.lines()
            .map(|line| format!("    {line}\n"))
            .collect::<String>()
    );
    let import = import(&[&class(
        "al2023@v20260505",
        "",
        &[
            ("application/node.eks.aws", GATE),
            ("text/cloud-config", &cloud),
        ],
    )]);
    check_verdict(&import, SociStatus::On);
    for script in [
        "echo nothing\n".to_owned(),
        // Nobody enables it.
        format!("cat > /etc/systemd/system/pause.service <<E\n{unit}E\n"),
        // Into another snapshotter.
        format!(
            "cat > /etc/systemd/system/pause.service <<E\n{}E\nsystemctl enable pause\n",
            unit.replace("soci", "overlayfs")
        ),
    ] {
        let import = of(&script);
        check_verdict(&import, SociStatus::NeverReady);
        check_said(&import, "broken-ami-release", "never get Ready");
    }
}

const NATIVE: &str = "[plugins.\"io.containerd.transfer.v1.local\"]\nmax_concurrent_downloads = 10\nconcurrent_layer_fetch_buffer = 8388608\nmax_concurrent_unpacks = 5\n";

fn containerd(gate: bool, config: &str) -> String {
    let config: String = config
        .lines()
        .map(|line| format!("      {line}\n"))
        .collect();
    format!(
        "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  featureGates: {{FastImagePull: {gate}}}\n  containerd:\n    config: |\n{config}"
    )
}

#[test]
fn containerds_own_parallel_pull_is_on_beside_soci_or_dead() {
    let keep = "[plugins.\"io.containerd.cri.v1.images\"]\ndiscard_unpacked_layers = false\n";
    let of = |alias: &str, gate: bool, config: &str| {
        import(&[&with_user_data(alias, "", &containerd(gate, config))])
    };
    let new = "al2023@v20260930";
    let on = of(new, false, &format!("{keep}{NATIVE}"));
    check_said(
        &on,
        "native-parallel-pull",
        "containerd's own parallel pull is on",
    );
    check_verdict(&on, SociStatus::Containerd);
    let taken = &on.first().expect("a set").config.engine;
    assert_eq!(taken.kind.as_str(), "containerd-parallel");
    let limits = taken.limits;
    assert_eq!(
        (
            limits.max_concurrent_downloads_per_image.count(),
            limits.concurrent_download_chunk_size.to_bytes(),
            limits.max_concurrent_unpacks_per_image.count()
        ),
        (Some(10), Some(8 << 20), Some(5))
    );
    check_silent(&on, "gate-off");
    let no_gate = containerd(false, &format!("{keep}{NATIVE}"))
        .replace("  featureGates: {FastImagePull: false}\n", "");
    let no_gate = import(&[&with_user_data(new, "", &no_gate)]);
    check_silent(&no_gate, "nothing-switches-soci-on");
    for dead in [
        NATIVE.to_owned(),
        format!("{}{NATIVE}", keep.replace("false", "true")),
        format!("{keep}use_local_image_pull = true\n{NATIVE}"),
        format!("{keep}disable_snapshot_annotations = false\n{NATIVE}"),
        format!("{keep}max_concurrent_downloads = 9\n{NATIVE}"),
        format!("{keep}image_pull_with_sync_fs = true\n{NATIVE}"),
        format!(
            "{keep}[plugins.\"io.containerd.cri.v1.images\".registry.configs.\"x\".auth]\nusername = \"a\"\n{NATIVE}"
        ),
        format!(
            "{keep}[plugins.\"io.containerd.cri.v1.images\".registry.auths.\"x\"]\nusername = \"a\"\n{NATIVE}"
        ),
        format!(
            "{keep}[plugins.\"io.containerd.cri.v1.images\".registry.mirrors.\"x\"]\nendpoint = []\n{NATIVE}"
        ),
    ] {
        let import = of(new, false, &dead);
        check_said(&import, "native-pull-keys-dead", "have no effect");
        check_silent(&import, "native-parallel-pull");
        check_verdict(&import, SociStatus::Off);
    }
    // Each of them is named, at its own line.
    let two =
        format!("{keep}use_local_image_pull = true\nimage_pull_with_sync_fs = true\n{NATIVE}");
    let two = of(new, false, &two);
    check_said(&two, "native-pull-keys-dead", "use_local_image_pull = true");
    check_said(
        &two,
        "native-pull-keys-dead",
        "image_pull_with_sync_fs = true",
    );
    // What switches nothing off is not named.
    let harmless = format!(
        "{keep}disable_snapshot_annotations = true\nmax_concurrent_downloads = 3\n{NATIVE}"
    );
    check_verdict(&of(new, false, &harmless), SociStatus::Containerd);
    let beside = of(new, true, &format!("{keep}{NATIVE}"));
    check_said(&beside, "native-pull-beside-soci", "have no effect");
    check_verdict(&beside, SociStatus::On);
    let old = of("al2023@v20260120", false, &format!("{keep}{NATIVE}"));
    check_said(&old, "native-pull-needs-containerd-2-2", "2.2");
    let chunks = of(
        new,
        false,
        "[plugins.\"io.containerd.cri.v1.images\"]\nconcurrent_layer_fetch_buffer = 1048576\n",
    );
    check_said(&chunks, "native-pull-in-chunks", "one layer at a time");
}

/// What published snippets have: the keys, and nothing that makes CRI use them. The advice is the engine
/// that they mean.
#[test]
fn half_of_containerds_own_pull_is_advised_as_a_whole() {
    let half = containerd(false, NATIVE).replace("  featureGates: {FastImagePull: false}\n", "");
    let import = import(&[&with_user_data("al2023@v20260930", "", &half)]);
    let set = import.first().expect("a set");
    assert_eq!(set.config.engine.kind.as_str(), "containerd");
    let advised = import.recommended(set, catalogue());
    assert_eq!(advised.engine.kind.as_str(), "containerd-parallel");
    let kept: Vec<String> = advised.kept.iter().map(ToString::to_string).collect();
    assert!(
        kept.iter().all(|one| one.contains("metadata.name")),
        "{kept:?}"
    );
    let files = soci_configurator::core::evaluate(&advised, catalogue()).bundle;
    let user_data = &files.file("userdata.txt").expect("userData").text;
    assert!(
        user_data.contains("discard_unpacked_layers = false"),
        "{user_data}"
    );
    assert!(
        user_data.contains("max_concurrent_unpacks = 5"),
        "{user_data}"
    );
}

#[test]
fn nothing_is_claimed_about_a_soci_that_nobody_asks_for() {
    let policy = "  instanceStorePolicy: RAID0\n";
    for alias in ["al2023@v20250620", "al2023@v20251108"] {
        let import = import(&[&with_user_data(alias, policy, "")]);
        check_silent(&import, "raid0-before-soci-directory");
        let loud: Vec<_> = import
            .noticed(catalogue())
            .into_iter()
            // How large the default image is has nothing to do with it.
            .filter(|one| one.rule != "volume-too-small-for-image")
            .filter(|one| one.severity == Severity::Error)
            .collect();
        assert!(loud.is_empty(), "{loud:#?}");
    }
    let asked = import(&[&class(
        "al2023@v20251108",
        policy,
        &[("application/node.eks.aws", GATE)],
    )]);
    check_said(&asked, "raid0-before-soci-directory", "EBS");
}

#[test]
fn tags_that_ec2_refuses() {
    let tags = |tags: &str| {
        import(&[&with_user_data(
            "al2023@v20260930",
            &format!("  tags: {tags}\n"),
            "",
        )])
    };
    for (text, words) in [
        (
            "{\"aws:cloudformation:stack-name\": x}".to_owned(),
            "reserved",
        ),
        ("{AWS:x: y}".to_owned(), "reserved"),
        (format!("{{{}: y}}", "k".repeat(129)), "129 characters"),
        (format!("{{k: {}}}", "v".repeat(257)), "256 characters"),
    ] {
        check_said(&tags(&text), "tag-refused", words);
    }
    let many = |count: usize| {
        let all: Vec<String> = (0..count).map(|index| format!("k{index}: v")).collect();
        tags(&format!("{{{}}}", all.join(", ")))
    };
    check_said(&many(47), "too-many-tags", "50");
    check_silent(&many(46), "too-many-tags");
    let fine = tags("{team: aws, \"cost:center\": x, Name: y}");
    check_silent(&fine, "tag-refused");
}

#[test]
fn wildcards_of_either_kind_take_other_kubernetes_versions() {
    let of = |name: &str| {
        let text = with_user_data("al2023@v20260930", "  amiFamily: AL2023\n", "")
            .replace("alias: al2023@v20260930", &format!("name: \"{name}\""));
        messages(&import(&[&text]), "wildcard-ami-name")
    };
    for name in [
        "amazon-eks-node-al2023-x86_64-standard-*",
        "amazon-eks-node-al2023-x86_64-standard-1.3?-v20260930",
        "amazon-eks-node-al2023-x86_64-standard-1.3*",
        "amazon-eks-node-al2023-*-v2026????",
    ] {
        assert!(of(name).contains("other versions"), "{name}");
    }
    let pinned = of("amazon-eks-node-al2023-x86_64-standard-1.34-v*");
    assert!(
        !pinned.is_empty() && !pinned.contains("other versions"),
        "{pinned}"
    );
    assert!(of("amazon-eks-node-al2023-x86_64-standard-1.34-v20260930").is_empty());
}

#[test]
fn reservations_by_tags_are_reservations() {
    let pool = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: nodes}\nspec:\n  template:\n    spec:\n      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}\n      requirements:\n      - {key: karpenter.sh/capacity-type, operator: In, values: [reserved]}\n";
    let of = |terms: &str| {
        let class = with_user_data("al2023@v20260930", terms, "");
        import(&[&class, pool])
            .noticed(catalogue())
            .into_iter()
            .any(|one| one.rule == "reserved-without-reservations")
    };
    assert!(of(""));
    for terms in [
        "  capacityReservationSelectorTerms: [{tags: {team: a}}]\n",
        "  capacityReservationSelectorTerms: [{instanceMatchCriteria: open}]\n",
        "  capacityReservationSelectorTerms: [{ownerID: \"111122223333\", tags: {a: b}}]\n",
        "  capacityReservationSelectorTerms: [{id: cr-0a1b2c3d4e5f60718}]\n",
        "  capacityReservationSelectorTerms: [{id: cr-0a1b2c3d4e5f60718}, {tags: {team: a}}]\n",
    ] {
        assert!(!of(terms), "{terms}");
    }
}

#[test]
fn where_no_ami_knows_the_gate_its_floor_is_not_spoken_of() {
    let nodes = class("al2023@latest", "", &[("application/node.eks.aws", GATE)]);
    let pool = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: nodes}\nspec:\n  template:\n    spec:\n      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}\n      requirements:\n      - {key: node.kubernetes.io/instance-type, operator: In, values: [m6i.large, m6i.4xlarge]}\n";
    let said = |kubernetes: &str, texts: &[&str]| -> Vec<&str> {
        let files: Vec<InputFile> = texts
            .iter()
            .map(|text| InputFile {
                name: "nodes.yaml".to_owned(),
                text: (*text).to_owned(),
            })
            .collect();
        let base = set(Config::default(), &[("cluster.kubernetes", kubernetes)]);
        let about = [
            "ami-before-fast-image-pull",
            "gate-below-floor",
            "gate-floor",
        ];
        read_files(&files, &base, catalogue())
            .remarks
            .iter()
            .map(|one| one.rule.id)
            .filter(|id| about.contains(id))
            .collect()
    };
    let text = [nodes.as_str(), pool].join("---\n");
    assert_eq!(said("1.27", &[&text]), ["ami-before-fast-image-pull"]);
    assert_eq!(said("1.27", &[&nodes]), ["ami-before-fast-image-pull"]);
    assert_eq!(said("1.28", &[&text]), ["gate-below-floor"]);
    assert_eq!(said("1.28", &[&nodes]), ["gate-floor"]);
}

#[test]
fn what_is_there_to_be_compared_with_is_not_what_is_taken() {
    let first = |names: [&str; 2]| {
        let classes = names.map(|name| {
            with_user_data("al2023@v20260930", "", "")
                .replace("{name: nodes}", &format!("{{name: {name}}}"))
        });
        let import = import(&[&classes[0], &classes[1]]);
        import.sets.first().expect("a set").name.clone()
    };
    assert_eq!(first(["non-a", "a"]), "EC2NodeClass a");
    assert_eq!(first(["non-a", "b"]), "EC2NodeClass non-a");
    assert_eq!(first(["b", "a"]), "EC2NodeClass b");
}
