//! What puts each rule's first case right, for the examples on the rules' pages.

/// Parts of a file, each with what takes its place.
pub type Changes = &'static [(&'static str, &'static str)];

/// The same kind of file without a fault, where a change of some lines does not tell the story.
const PLAIN: Changes = &[];

const PROXY: &str = "https-proxy = \"http://proxy:3128\"";
const RAID0: (&str, &str) = (
    "  userData: |\n",
    "  instanceStorePolicy: RAID0\n  userData: |\n",
);
const KEEP: (&str, &str) = (
    "          max_concurrent_unpacks = 4\n",
    "          max_concurrent_unpacks = 4\n          [plugins.\"io.containerd.cri.v1.images\"]\n          discard_unpacked_layers = false\n",
);
const LIMITS: (&str, &str) = (
    "\"soci\"\n",
    "\"soci\"\n    [settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack]\n    max-concurrent-downloads-per-image = 15\n    concurrent-download-chunk-size = \"8mib\"\n    max-concurrent-unpacks-per-image = 10\n",
);

/// Sets a limit before every start of SOCI, so that it outlives a reboot.
const SED: &str = "mkdir -p /etc/systemd/system/soci-snapshotter.service.d\n    cat > /etc/systemd/system/soci-snapshotter.service.d/limits.conf <<END\n    [Service]\n    ExecStartPre=/usr/bin/sed -i 's/max_concurrent_downloads_per_image = .*/max_concurrent_downloads_per_image = 10/' /etc/soci-snapshotter-grpc/config.toml\n    END\n    systemctl daemon-reload";
/// What connects containerd with SOCI by hand.
const WIRED: &str = "      containerd:\n        config: |\n          [proxy_plugins.soci]\n          type = \"snapshot\"\n          address = \"/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock\"\n          [plugins.\"io.containerd.cri.v1.images\"]\n          snapshotter = \"soci\"\n          disable_snapshot_annotations = false\n";
const ENDPOINT: (&str, &str) = (
    "annotations = false\n",
    "annotations = false\n      kubelet: {config: {imageServiceEndpoint: \"unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock\"}}\n",
);

/// Each rule of files with the changes that are enough for it.
// One row a rule, however long.
#[rustfmt::skip]
pub const SOUND: &[(&str, Changes)] = &[
    // Files and documents.
    ("too-large", PLAIN),
    ("too-many-documents", PLAIN),
    ("empty-file", PLAIN),
    ("same-object-twice", PLAIN),
    ("not-utf-8", &[("\u{fffd}", "é")]),
    ("not-yaml", &[("[", "Service")]),
    ("repeated-key", &[("  role: Other\n", "")]),
    ("no-manifest", PLAIN),
    ("config-file", &[("  colour: red\n", "")]),
    ("something-left-out", &[("...\n", "")]),
    ("kubernetes-assumed", &[("v20240703", "v20260930")]),
    ("region-inferred", &[("eu-west-1a", "us-east-1a")]),
    ("not-kept", PLAIN),
    ("part-only-in-whole", &[
        ("text/cloud-config", "text/x-shellscript"),
        ("#cloud-config\n    packages: [jq]", "#!/bin/bash\n    dnf install -y jq"),
    ]),
    // Schema.
    ("unknown-field", &[("amiFamilly", "amiFamily")]),
    ("newer-field", &[("  replicas: 3\n", "")]),
    ("required-field", &[(
        "  securityGroupSelectorTerms",
        "  subnetSelectorTerms: [{tags: {karpenter.sh/discovery: demo}}]\n  securityGroupSelectorTerms",
    )]),
    ("wrong-type", &[("\"true\"", "true")]),
    ("wrong-form", &[("soon", "5m")]),
    ("wrong-length", &[("-and-so-on-and-on", "")]),
    ("out-of-range", &[("101", "100")]),
    ("repeated-item", &[("[Drifted, Drifted]", "[Drifted]")]),
    ("unknown-value", &[("RAID1", "RAID0")]),
    ("newer-value", &[("Balanced", "WhenEmptyOrUnderutilized")]),
    ("cross-field-rule", &[("  role: NodeRole\n", "")]),
    ("api-version-gone", &[("v1beta1", "v1")]),
    ("wrong-api-version", &[("karpenter.sh/v1", "karpenter.k8s.aws/v1")]),
    ("value-not-judged", &[("standard", "gp3")]),
    // Node classes.
    ("role-as-arn", &[("arn:aws:iam::111122223333:role/NodeRole", "NodeRole")]),
    ("tag-refused", &[("aws:a", "team")]),
    ("too-many-tags", &[("    tag46: a\n", "")]),
    ("wrong-root-device", &[("/dev/sda1", "/dev/xvda")]),
    ("images-on-other-device", &[(
        "  - {deviceName: /dev/xvda, ebs: {volumeSize: 80Gi, encrypted: true}}\n",
        "  - {deviceName: /dev/xvda, ebs: {volumeSize: 4Gi, encrypted: true}}\n  - {deviceName: /dev/xvdb, ebs: {volumeSize: 80Gi, encrypted: true}}\n",
    )]),
    ("device-missing", &[(
        "blockDeviceMappings:\n",
        "blockDeviceMappings:\n  - {deviceName: /dev/xvda, ebs: {volumeSize: 4Gi, encrypted: true}}\n",
    )]),
    ("snapshot-under-raid0", &[("  instanceStorePolicy: RAID0\n", "")]),
    ("device-mapped-twice", &[("  - {deviceName: /dev/xvda, ebs: {volumeSize: 80Gi, encrypted: true}}\n  - {deviceName: /dev/xvda", "  - {deviceName: /dev/xvda")]),
    ("volume-cannot-boot", &[("st1", "gp3")]),
    ("volume-takes-no-such-value", &[("gp2", "gp3")]),
    ("throughput-out-of-range", &[("124", "125")]),
    ("root-volume-elsewhere", &[(", rootVolume: true", "")]),
    ("mapping-incomplete", &[("/dev/xvda}", "/dev/xvda, ebs: {volumeSize: 80Gi, encrypted: true}}")]),
    ("root-volume-on-bottlerocket", &[(", rootVolume: true", "")]),
    ("snapshot-without-size", &[("{snapshotID", "{volumeSize: 80Gi, snapshotID")]),
    ("encryption-not-said", &[("80Gi", "80Gi, encrypted: true")]),
    ("alias-with-two-at-signs", &[("@b}", "}")]),
    ("wildcard-ami-name", &[("{name: \"amazon-eks-node-al2023-x86_64-standard-*\"}", "{alias: al2023@v20260930}")]),
    ("user-data-too-large", PLAIN),
    ("al2-has-no-soci", PLAIN),
    ("windows-has-no-soci", PLAIN),
    ("policy-formats-nothing", &[("\n  instanceStorePolicy: RAID0", "")]),
    ("custom-ami", &[("Custom", "AL2023")]),
    ("ami-unknown", &[("abcdef0}]\n\n", "abcdef0}]\n  amiFamily: AL2023\n")]),
    ("ami-release-unknown", &[("{id: ami-0123456789abcdef0}", "{alias: al2023@v20260930}")]),
    ("auto-mode-decides", PLAIN),
    ("auto-mode-has-no-such-field", &[("  amiFamily: AL2023\n", "")]),
    // NodePools and workloads.
    ("architecture-open", &[(
        "requirements:\n",
        "requirements:\n      - {key: kubernetes.io/arch, operator: In, values: [amd64]}\n",
    )]),
    ("budgets-leave-gaps", &[("[{nodes: \"0\", reasons: [Drifted]}]", "[{nodes: \"0\", reasons: [Drifted]}, {nodes: 10%}]")]),
    ("schedule-unreadable", &[("* * 7", "* * 0")]),
    ("schedule-never-comes", &[("31 2,4", "30 2,4")]),
    ("duration-too-long", &[("2562048h", "720h")]),
    ("class-of-another-kind", &[("{group: eks.amazonaws.com, kind: NodeClass", "{group: karpenter.k8s.aws, kind: EC2NodeClass"), ("t3.small, ", "")]),
    ("label-of-karpenter-on-auto-mode", &[("karpenter.k8s.aws/instance-cpu", "eks.amazonaws.com/instance-cpu")]),
    ("operator-unknown-to-pods", &[("Gte, values: [\"4\"]", "Gt, values: [\"3\"]")]),
    ("image-name-refused", &[("a:b:c", "a:b")]),
    ("gate-below-floor", &[("t3.small, ", "")]),
    // userData.
    ("user-data-of-another-os", &[("al2023@v20260930", "bottlerocket@v1.64.0"), LIMITS]),
    ("mime-header", &[("Content-Type multipart/mixed", "Content-Type: multipart/mixed; boundary=\"X\"")]),
    ("mime-part-header", &[("    - a\n", "")]),
    ("mime-content-type", &[("text/plain", "multipart/mixed; boundary=\"X\"")]),
    ("mime-boundary", &[("multipart/mixed", "multipart/mixed; boundary=\"X\"")]),
    ("mime-boundary-quotes", &[("boundary=//", "boundary=\"//\"")]),
    ("mime-not-closed", &[("FastImagePull: true\n", "FastImagePull: true\n    \n    --X--\n")]),
    ("mime-without-end", &[("true\n    \n    --X\n", "true\n    \n    --X--\n")]),
    ("mime-delimiter-in-part", &[("    --//\n", "    //\n")]),
    ("part-encoding-dropped", &[
        ("    Content-Transfer-Encoding: base64\n", ""),
        ("IyEvYmluL2Jhc2gK", "#!/bin/bash"),
    ]),
    ("part-of-unknown-type", &[("text/plain", "text/x-shellscript"), ("    hello", "    #!/bin/bash\n    echo hello")]),
    ("script-read-as-node-config", &[("# set up", "#!/bin/bash"), ("foo: bar", "echo set up")]),
    ("script-without-shebang", &[("    echo hello", "    #!/bin/bash\n    echo hello")]),
    ("node-config-broken", &[("node.eks.aws/v1\n", "node.eks.aws/v1alpha1\n"), ("NodeConfigs", "NodeConfig")]),
    // Nodes of AL2023.
    ("node-config-on-al2", &[("al2@latest", "al2023@v20260930")]),
    ("node-config-unknown-field", &[("kubelt", "kubelet")]),
    ("unknown-feature-gate", &[("FastImagePul:", "FastImagePull:")]),
    ("unknown-mount", &[("[Kubelet]", "[PodLogs]")]),
    ("drop-in-not-read", &[("a.txt", "a.yaml"), ("    spec: {}", "    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec: {}")]),
    ("overridden-by-karpenter", &[("      cluster: {name: demo}\n", "")]),
    ("kubelet-refuses", &[("101", "90")]),
    ("kubelet-flag-removed", &[("--container-runtime=remote", "--max-pods=58")]),
    ("disks-not-there-yet", &[("/mnt/k8s-disks/0/cache", "/var/cache/app")]),
    ("bootstrap-of-al2", &[("/etc/eks/bootstrap.sh demo", "# nodeadm lets the node join.")]),
    ("started-too-early", &[("systemctl restart containerd", "# nodeadm-run starts containerd.")]),
    ("disabled-mounts-ignored", &[("v20251217", "v20260930")]),
    ("strategy-without-policy", &[RAID0]),
    ("strategy-raid10", &[RAID0, ("RAID10", "RAID0")]),
    ("strategy-mount", &[RAID0, ("Mount", "RAID0")]),
    ("strategy-unknown", &[RAID0, ("RAID5", "RAID0")]),
    ("containerd-config-broken", &[("[plugins\n", "[plugins]\n")]),
    ("containerd-config-written", &[
        ("FastImagePull: true\n", "FastImagePull: true\n      containerd:\n        config: |\n          version = 3\n"),
        ("    cat > /etc/containerd/config.toml <<END\n    version = 3\n    END\n", "    # containerd's keys are in the NodeConfig.\n"),
    ]),
    ("containerd-plugin-names", &[("io.containerd.grpc.v1.cri\"]\n          a = 1", "io.containerd.cri.v1.runtime\"]\n          a = 1")]),
    ("native-pull-beside-soci", &[("      containerd:\n        config: |\n          [plugins.\"io.containerd.transfer.v1.local\"]\n          max_concurrent_unpacks = 4\n", "")]),
    ("native-pull-needs-containerd-2-2", &[("v20251120", "v20260930"), KEEP]),
    ("native-pull-in-chunks", &[("8388608\n", "8388608\n          discard_unpacked_layers = false\n          [plugins.\"io.containerd.transfer.v1.local\"]\n          max_concurrent_unpacks = 4\n")]),
    ("native-pull-keys-dead", &[KEEP]),
    ("native-parallel-pull", &[(
        "containerd:\n        config: |\n          [plugins.\"io.containerd.transfer.v1.local\"]\n          max_concurrent_unpacks = 4\n          [plugins.\"io.containerd.cri.v1.images\"]\n          discard_unpacked_layers = false\n",
        "featureGates: {FastImagePull: true}\n",
    )]),
    ("layers-discarded-all-the-same", &[("      containerd:\n        config: |\n          [plugins.\"io.containerd.cri.v1.images\"]\n          discard_unpacked_layers = false\n", "")]),
    ("gate-floor", &[(
        "FastImagePull: true\n",
        "FastImagePull: true\n---\napiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: nodes}\nspec:\n  template:\n    spec:\n      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}\n      requirements:\n      - {key: karpenter.k8s.aws/instance-cpu, operator: Gt, values: [\"3\"]}\n      - {key: karpenter.k8s.aws/instance-memory, operator: Gt, values: [\"8191\"]}\n",
    )]),
    // SOCI on AL2023.
    ("gate-off", &[("false", "true")]),
    ("nothing-switches-soci-on", &[("kubelet: {}", "featureGates: {FastImagePull: true}")]),
    ("script-and-gate", &[("    --X\n    Content-Type: text/x-shellscript\n    \n    #!/bin/bash\n    curl -sSL https://raw.githubusercontent.com/awslabs/soci-snapshotter/main/scripts/parallel-mode-install.sh | bash\n    \n", "")]),
    ("gate-and-hand-wiring", &[(WIRED, "")]),
    ("snapshotter-not-set", &[("      kubelet: {}\n", WIRED), ENDPOINT]),
    ("snapshotter-without-parallel-mode", &[(WIRED, "      featureGates: {FastImagePull: true}\n")]),
    ("endpoint-missing", &[ENDPOINT]),
    ("endpoint-differs", &[("unix:///var/", "unix:///run/")]),
    ("endpoint-without-soci", &[("kubelet: {config: {imageServiceEndpoint: \"unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock\"}}", "featureGates: {FastImagePull: true}")]),
    ("annotations-off", &[("annotations = true", "annotations = false")]),
    ("exports-root-differs", &[("/data", "/var/lib/soci-snapshotter-grpc")]),
    ("dead-plugin-keys", &[("      containerd:\n        config: |\n          [plugins.\"io.containerd.snapshotter.v1.soci\"]\n          max_concurrent_downloads = 1\n", "")]),
    ("edit-without-gate", &[("v20250801", "v20260930"), ("kubelet: {}", "featureGates: {FastImagePull: true}"), ("sed -i 's/max_concurrent_downloads_per_image = .*/max_concurrent_downloads_per_image = 1/' /etc/soci-snapshotter-grpc/config.toml", SED)]),
    ("edit-matches-nothing", &[("sed -i 's/max_downloads = .*/max_downloads = 1/' /etc/soci-snapshotter-grpc/config.toml", SED)]),
    ("edit-not-understood", &[(
        "awk '{print}' /etc/soci-snapshotter-grpc/config.toml > /tmp/a; cp /tmp/a /etc/soci-snapshotter-grpc/config.toml",
        SED,
    )]),
    ("edits-reverted", &[("sed -i 's/max_concurrent_downloads_per_image = .*/max_concurrent_downloads_per_image = 1/' /etc/soci-snapshotter-grpc/config.toml", SED)]),
    ("soci-config-broken", &[("cat > /etc/soci-snapshotter-grpc/config.toml <<END\n    [pull_modes\n    END", SED)]),
    ("soci-config-written", &[("cat > /etc/soci-snapshotter-grpc/config.toml <<END\n    [pull_modes.parallel_pull_unpack]\n    enable = false\n    END", SED)]),
    ("node-file-alone", PLAIN),
    ("soci-unknown-key", PLAIN),
    ("soci-masked", &[("systemctl mask soci-snapshotter", "# FastImagePull needs soci-snapshotter.")]),
    ("soci-root-under-containerd", &[("/var/lib/containerd/soci", "/var/lib/soci-snapshotter-grpc")]),
    ("soci-stays-on-root-volume", &[("/var/lib/containerd", "/var/lib/soci-snapshotter-grpc")]),
    ("chunk-size-grammar", &[("16MiB", "16mb")]),
    ("proxy-not-for-soci", &[(
        "    END\n",
        "    END\n    mkdir -p /etc/systemd/system/soci-snapshotter.service.d\n    cp /etc/systemd/system/containerd.service.d/proxy.conf /etc/systemd/system/soci-snapshotter.service.d/\n",
    )]),
    ("mirror-bypassed", &[("    mkdir -p /etc/containerd/certs.d/docker.io\n    cat > /etc/containerd/certs.d/docker.io/hosts.toml <<END\n    server = \"https://mirror\"\n    END\n", "    # Images are named by the mirror: mirror.example.com/library/app:1.\n")]),
    // Bottlerocket.
    ("settings-broken", &[("[settings\n", "[settings]\n")]),
    ("setting-refused", &[("https-proxy = 1", PROXY)]),
    ("unknown-setting", &[("netwerk", "network"), ("a = 1", PROXY)]),
    ("dropped-by-karpenter", &[("    [other]\n    a = 1\n", "")]),
    ("snapshotter-not-soci", &[(
        "    [settings.container-runtime-plugins",
        "    [settings.container-runtime]\n    snapshotter = \"soci\"\n    [settings.container-runtime-plugins",
    )]),
    ("pull-mode-unknown", &[("lazy", "parallel-pull-unpack")]),
    ("limits-left-to-defaults", &[LIMITS]),
    ("reserved-bootstrap-command", &[("000-mount-instance-storage", "set-up")]),
    ("ephemeral-command-and-policy", &[("  instanceStorePolicy: RAID0\n", "")]),
    ("bad-bind-directory", &[("/var/lib/soci-snapshotter-grpc", "/var/lib/soci-snapshotter")]),
];
