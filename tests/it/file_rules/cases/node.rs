//! What breaks a rule about nodes: userData, nodeadm, SOCI, Bottlerocket's settings.

use super::{AL2023, Error, Input, Note, Row, SOCI_ON, Warning, class};
use crate::import_node::{GATE, with_user_data};

fn user_data_of(text: &str) -> Input {
    Input::UserData(text.to_owned())
}

fn script(text: &str) -> Input {
    Input::Script(text.to_owned())
}

fn node_config(lines: &str) -> Input {
    Input::NodeConfig(format!("featureGates: {{FastImagePull: true}}\n{lines}"))
}

/// A NodeConfig without the gate.
fn plain_config(lines: &str) -> Input {
    Input::NodeConfig(lines.to_owned())
}

fn containerd(toml: &str) -> String {
    let lines: String = toml.lines().map(|line| format!("    {line}\n")).collect();
    format!("containerd:\n  config: |\n{lines}")
}

pub fn user_data() -> Vec<Row> {
    let mime =
        |head: &str, rest: &str| Input::UserData(format!("MIME-Version: 1.0\n{head}\n{rest}"));
    let usual = "Content-Type: multipart/mixed; boundary=\"X\"\n";
    let part = |kind: &str, body: &str| {
        Input::File(class(
            AL2023,
            "",
            &[("application/node.eks.aws", GATE), (kind, body)],
        ))
    };
    vec![
        (
            "user-data-of-another-os",
            Error,
            user_data_of("[settings.container-runtime]\nsnapshotter = \"soci\"\n"),
        ),
        (
            "user-data-of-another-os",
            Error,
            user_data_of("<powershell>\nWrite-Host a\n</powershell>\n"),
        ),
        (
            "user-data-of-another-os",
            Error,
            Input::File(with_user_data("bottlerocket@v1.64.0", "", GATE)),
        ),
        (
            "mime-header",
            Error,
            mime("Content-Type multipart/mixed\n", "--X--\n"),
        ),
        (
            "mime-part-header",
            Error,
            mime(
                usual,
                &format!("--X\nContent-Type: application/node.eks.aws\n- a\n\n{GATE}\n--X--\n"),
            ),
        ),
        (
            "mime-content-type",
            Error,
            mime("Content-Type: text/plain\n", "--X--\n"),
        ),
        (
            "mime-boundary",
            Error,
            mime("Content-Type: multipart/mixed\n", "--X--\n"),
        ),
        (
            "mime-boundary-quotes",
            Error,
            mime("Content-Type: multipart/mixed; boundary=//\n", "--//--\n"),
        ),
        (
            "mime-not-closed",
            Error,
            mime(
                usual,
                &format!("--X\nContent-Type: application/node.eks.aws\n\n{GATE}"),
            ),
        ),
        (
            "mime-without-end",
            Note,
            mime(
                usual,
                &format!("--X\nContent-Type: application/node.eks.aws\n\n{GATE}\n--X\n"),
            ),
        ),
        (
            "mime-delimiter-in-part",
            Error,
            script("cat <<END\n--//\nEND"),
        ),
        (
            "mime-delimiter-in-part",
            Warning,
            Input::File(format!(
                "MIME-Version: 1.0\n{usual}\n--X\nContent-Type: text/x-shellscript\n\n#!/bin/bash\ncat <<END\n--//\nEND\n--X--\n"
            )),
        ),
        (
            "part-encoding-dropped",
            Warning,
            mime(
                usual,
                "--X\nContent-Type: text/x-shellscript\nContent-Transfer-Encoding: base64\n\nIyEvYmluL2Jhc2gK\n--X--\n",
            ),
        ),
        (
            "part-encoding-dropped",
            Note,
            mime(
                usual,
                "--X\nContent-Type: application/node.eks.aws\nContent-Transfer-Encoding: base64\n\nYXBpVmVyc2lvbjogbm9kZS5la3MuYXdzL3YxYWxwaGExCmtpbmQ6IE5vZGVDb25maWcKc3BlYzoge30K\n--X--\n",
            ),
        ),
        (
            "part-of-unknown-type",
            Warning,
            part("text/plain", "hello\n"),
        ),
        (
            "script-read-as-node-config",
            Warning,
            user_data_of("# set up\nfoo: bar\n"),
        ),
        (
            "script-without-shebang",
            Warning,
            part("text/x-shellscript", "echo hello\n"),
        ),
        (
            "node-config-broken",
            Error,
            user_data_of("apiVersion: node.eks.aws/v1\nkind: NodeConfigs\nspec: {}\n"),
        ),
        (
            "node-config-broken",
            Error,
            plain_config("featureGates: {FastImagePull: \"true\"}"),
        ),
    ]
}

pub fn al2023() -> Vec<Row> {
    let al2 = Input::File(with_user_data("al2@latest", "", GATE));
    let strategy =
        |word: &str| node_config(&format!("instance: {{localStorage: {{strategy: {word}}}}}"));
    let old = |alias: &'static str, config: &str| {
        Input::File(class(alias, "", &[("application/node.eks.aws", config)]))
    };
    let config = |lines: &str| {
        format!("apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n{lines}")
    };
    let transfer = "[plugins.\"io.containerd.transfer.v1.local\"]\nmax_concurrent_unpacks = 4\n";
    let keeps = "[plugins.\"io.containerd.cri.v1.images\"]\ndiscard_unpacked_layers = false\n";
    let chunks =
        "[plugins.\"io.containerd.cri.v1.images\"]\nconcurrent_layer_fetch_buffer = 8388608\n";
    let native = |toml: &str| plain_config(&containerd(toml));
    let own_config = containerd(transfer)
        .lines()
        .map(|line| format!("  {line}\n"))
        .collect::<String>();
    vec![
        ("node-config-on-al2", Error, al2),
        (
            "node-config-unknown-field",
            Warning,
            node_config("kubelt: {}"),
        ),
        (
            "unknown-feature-gate",
            Warning,
            plain_config("featureGates: {FastImagePul: true}"),
        ),
        (
            "unknown-mount",
            Warning,
            node_config("instance: {localStorage: {disabledMounts: [Kubelet]}}"),
        ),
        (
            "drop-in-not-read",
            Warning,
            script("cat > /etc/eks/nodeadm.d/a.txt <<END\nspec: {}\nEND"),
        ),
        (
            "overridden-by-karpenter",
            Warning,
            node_config("cluster: {name: demo}"),
        ),
        (
            "kubelet-refuses",
            Error,
            node_config("kubelet: {config: {imageGCHighThresholdPercent: 101}}"),
        ),
        (
            "kubelet-flag-removed",
            Error,
            node_config("kubelet: {flags: [\"--container-runtime=remote\"]}"),
        ),
        (
            "kubelet-flag-removed",
            Warning,
            old(
                "al2023@v20251217",
                &config(
                    "  featureGates: {FastImagePull: true}\n  kubelet: {flags: [\"--pod-infra-container-image=pause:3.5\"]}\n",
                ),
            ),
        ),
        (
            "disks-not-there-yet",
            Warning,
            script("mkdir -p /mnt/k8s-disks/0/cache"),
        ),
        (
            "bootstrap-of-al2",
            Error,
            script("/etc/eks/bootstrap.sh demo"),
        ),
        (
            "bootstrap-of-al2",
            Note,
            Input::File("#!/bin/bash\n/etc/eks/bootstrap.sh demo\n".to_owned()),
        ),
        (
            "started-too-early",
            Warning,
            script("systemctl restart containerd"),
        ),
        (
            "disabled-mounts-ignored",
            Warning,
            old(
                "al2023@v20251217",
                &config(
                    "  featureGates: {FastImagePull: true}\n  instance: {localStorage: {disabledMounts: [SOCI]}}\n",
                ),
            ),
        ),
        ("strategy-without-policy", Warning, strategy("RAID0")),
        ("strategy-raid10", Warning, strategy("RAID10")),
        ("strategy-mount", Note, strategy("Mount")),
        ("strategy-unknown", Error, strategy("RAID5")),
        (
            "containerd-config-broken",
            Error,
            node_config(&containerd("[plugins\n")),
        ),
        (
            "containerd-config-written",
            Error,
            script("cat > /etc/containerd/config.toml <<END\nversion = 3\nEND"),
        ),
        (
            "containerd-plugin-names",
            Error,
            node_config(&containerd(
                "[plugins.\"io.containerd.grpc.v1.cri\"]\na = 1\n[plugins.\"io.containerd.cri.v1.images\"]\nb = 1\n",
            )),
        ),
        (
            "native-pull-beside-soci",
            Warning,
            node_config(&containerd(transfer)),
        ),
        (
            "native-pull-needs-containerd-2-2",
            Warning,
            old("al2023@v20251120", &config(&own_config)),
        ),
        ("native-pull-in-chunks", Note, native(chunks)),
        ("native-pull-keys-dead", Warning, native(transfer)),
        (
            "native-parallel-pull",
            Note,
            native(&format!("{transfer}{keeps}")),
        ),
        (
            "layers-discarded-all-the-same",
            Warning,
            node_config(&containerd(keeps)),
        ),
        ("gate-floor", Note, user_data_of(GATE)),
    ]
}

const INSTALL: &str = "curl -sSL https://raw.githubusercontent.com/awslabs/soci-snapshotter/main/scripts/parallel-mode-install.sh | bash";

pub fn soci() -> Vec<Row> {
    const FILE: &str = "/etc/soci-snapshotter-grpc/config.toml";
    let wired = containerd(
        "[proxy_plugins.soci]\ntype = \"snapshot\"\naddress = \"/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock\"\n[plugins.\"io.containerd.cri.v1.images\"]\nsnapshotter = \"soci\"\ndisable_snapshot_annotations = false\n",
    );
    let by_hand = |lines: &str, script: &str| installed("al2023@v20250801", "", lines, script);
    let endpoint = "kubelet: {config: {imageServiceEndpoint: \"unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock\"}}\n";
    let sed =
        |key: &str, value: &str| script(&format!("sed -i 's/{key} = .*/{key} = {value}/' {FILE}"));
    let raid = |lines: &str| {
        let parts = [
            ("application/node.eks.aws", GATE),
            ("text/x-shellscript", lines),
        ];
        Input::File(class(AL2023, "  instanceStorePolicy: RAID0\n", &parts))
    };
    vec![
        (
            "gate-off",
            Warning,
            plain_config("featureGates: {FastImagePull: false}"),
        ),
        (
            "nothing-switches-soci-on",
            Warning,
            plain_config("kubelet: {}"),
        ),
        (
            "nothing-switches-soci-on",
            Note,
            Input::File(class("al2023@v20250801", "", &[])),
        ),
        ("script-and-gate", Error, script(INSTALL)),
        ("gate-and-hand-wiring", Note, node_config(&wired)),
        (
            "snapshotter-not-set",
            Error,
            by_hand("kubelet: {}\n", INSTALL),
        ),
        (
            "snapshotter-without-parallel-mode",
            Error,
            plain_config(&wired),
        ),
        ("endpoint-missing", Error, by_hand(&wired, INSTALL)),
        (
            "endpoint-differs",
            Error,
            by_hand(
                &format!(
                    "{wired}{}",
                    endpoint.replace("unix:///run/", "unix:///var/")
                ),
                INSTALL,
            ),
        ),
        ("endpoint-without-soci", Error, plain_config(endpoint)),
        (
            "annotations-off",
            Error,
            by_hand(
                &format!("{}{endpoint}", wired.replace("= false", "= true")),
                INSTALL,
            ),
        ),
        (
            "exports-root-differs",
            Error,
            by_hand(
                &format!(
                    "{endpoint}{wired}    [proxy_plugins.soci.exports]\n    root = \"/data\"\n"
                ),
                INSTALL,
            ),
        ),
        (
            "exports-root-differs",
            Warning,
            node_config(&containerd(
                "[proxy_plugins.soci.exports]\nroot = \"/data\"\n",
            )),
        ),
        (
            "dead-plugin-keys",
            Warning,
            node_config(&containerd(
                "[plugins.\"io.containerd.snapshotter.v1.soci\"]\nmax_concurrent_downloads = 1\n",
            )),
        ),
        (
            "edit-without-gate",
            Error,
            by_hand(
                "kubelet: {}\n",
                &format!(
                    "sed -i 's/max_concurrent_downloads_per_image = .*/max_concurrent_downloads_per_image = 1/' {FILE}"
                ),
            ),
        ),
        ("edit-matches-nothing", Warning, sed("max_downloads", "1")),
        (
            "edit-not-understood",
            Note,
            script(&format!(
                "awk '{{print}}' {FILE} > /tmp/a; cp /tmp/a {FILE}"
            )),
        ),
        (
            "edits-reverted",
            Error,
            script(&format!(
                "sed -i 's/max_concurrent_downloads_per_image = .*/max_concurrent_downloads_per_image = 1/' {FILE}\ncat > /etc/eks/nodeadm.d/a.yaml <<END\napiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {{kubelet: {{flags: [--v=2]}}}}\nEND"
            )),
        ),
        (
            "sed-lost-on-reboot",
            Warning,
            sed("max_concurrent_downloads_per_image", "9"),
        ),
        (
            "downloads-above-global",
            Error,
            script(&format!(
                "sed -i 's/max_concurrent_downloads = .*/max_concurrent_downloads = 1/' {FILE}"
            )),
        ),
        (
            "unpacks-above-global",
            Error,
            script(&format!(
                "sed -i 's/max_concurrent_unpacks = .*/max_concurrent_unpacks = 1/' {FILE}"
            )),
        ),
        (
            "soci-config-broken",
            Error,
            script(&format!("cat > {FILE} <<END\n[pull_modes\nEND")),
        ),
        (
            "soci-config-broken",
            Warning,
            script(&format!(
                "awk '{{print}}' {FILE} > /tmp/a; cp /tmp/a {FILE}\ncat >> {FILE} <<END\n[pull_modes\nEND"
            )),
        ),
        (
            "soci-config-written",
            Error,
            script(&format!(
                "cat > {FILE} <<END\n[pull_modes.parallel_pull_unpack]\nenable = false\nEND"
            )),
        ),
        (
            "soci-config-written",
            Warning,
            script(&format!(
                "cat > {FILE} <<END\n[pull_modes.parallel_pull_unpack]\nenable = true\ndiscard_unpacked_layers = true\nEND"
            )),
        ),
        (
            "soci-config-written",
            Note,
            Input::File(class(
                AL2023,
                "",
                &[
                    ("application/node.eks.aws", GATE),
                    ("text/x-shellscript-per-boot", "#!/bin/bash\necho\n"),
                    (
                        "text/cloud-boothook",
                        &format!(
                            "#!/bin/bash\ncat > {FILE} <<END\n[pull_modes.parallel_pull_unpack]\nenable = true\ndiscard_unpacked_layers = true\nEND\n"
                        ),
                    ),
                ],
            )),
        ),
        (
            "node-file-alone",
            Note,
            Input::File("[pull_modes.parallel_pull_unpack]\nenable = true\ndiscard_unpacked_layers = true\n".to_owned()),
        ),
        (
            "node-file-alone",
            Warning,
            Input::File("[plugins.'io.containerd.cri.v1.images']\nsnapshotter = 'soci'\ndisable_snapshot_annotations = false\n".to_owned()),
        ),
        (
            "soci-unknown-key",
            Warning,
            Input::File("[pull_modes.parallel_pull_unpack]\nenable = true\ndiscard_unpacked_layers = true\nmax_concurrent_downloads_per_images = 20\n".to_owned()),
        ),
        (
            "soci-masked",
            Error,
            script("systemctl mask soci-snapshotter"),
        ),
        (
            "soci-root-under-containerd",
            Warning,
            raid(
                "#!/bin/bash\nsed -i \"s|ExecStart=/usr/bin/soci-snapshotter-grpc|ExecStart=/usr/bin/soci-snapshotter-grpc --root /var/lib/containerd/soci|\" /etc/systemd/system/soci-snapshotter.service\n",
            ),
        ),
        (
            "soci-stays-on-root-volume",
            Warning,
            script("mount /dev/nvme1n1 /var/lib/containerd"),
        ),
        (
            "chunk-size-grammar",
            Error,
            sed("concurrent_download_chunk_size", "\"16MiB\""),
        ),
        (
            "proxy-not-for-soci",
            Warning,
            script(
                "mkdir -p /etc/systemd/system/containerd.service.d\ncat > /etc/systemd/system/containerd.service.d/proxy.conf <<END\n[Service]\nEnvironment=HTTPS_PROXY=http://proxy:3128\nEND",
            ),
        ),
        (
            "mirror-bypassed",
            Warning,
            script(
                "mkdir -p /etc/containerd/certs.d/docker.io\ncat > /etc/containerd/certs.d/docker.io/hosts.toml <<END\nserver = \"https://mirror\"\nEND",
            ),
        ),
        (
            "mirror-bypassed",
            Note,
            Input::Settings(format!(
                "{SOCI_ON}[[settings.container-registry.mirrors]]\nregistry = \"docker.io\"\nendpoint = [\"https://mirror.example.com\"]\n"
            )),
        ),
        ("unpinned-install-script", Warning, by_hand(&wired, INSTALL)),
        (
            "install-script-on-new-ami",
            Error,
            installed(AL2023, "", &wired, INSTALL),
        ),
        (
            "install-script-custom-root-under-containerd",
            Warning,
            installed(
                "al2023@v20250801",
                "  instanceStorePolicy: RAID0\n",
                &wired,
                &format!("export soci_root_dir=/var/lib/containerd/soci\n{INSTALL}"),
            ),
        ),
    ]
}

/// A class whose NodeConfig has these lines, and a script.
fn installed(alias: &str, spec: &str, lines: &str, script: &str) -> Input {
    let lines: String = lines.lines().map(|line| format!("  {line}\n")).collect();
    let config = format!("apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n{lines}");
    let script = format!("#!/bin/bash\n{script}\n");
    let parts = [
        ("application/node.eks.aws", config.as_str()),
        ("text/x-shellscript", script.as_str()),
    ];
    Input::File(class(alias, spec, &parts))
}

pub fn bottlerocket() -> Vec<Row> {
    let with = |rest: &str| Input::Settings(format!("{SOCI_ON}{rest}"));
    let command = |name: &str, words: &str| {
        with(&format!(
            "[settings.bootstrap-commands.{name}]\ncommands = [[{words}]]\nmode = \"always\"\nessential = true\n"
        ))
    };
    vec![
        ("settings-broken", Error, with("[settings\n")),
        ("setting-refused", Error, with("[settings.network]\nhttps-proxy = 1\n")),
        ("unknown-setting", Error, with("[settings.netwerk]\na = 1\n")),
        ("dropped-by-karpenter", Warning, with("[other]\na = 1\n")),
        ("snapshotter-not-soci", Error, Input::Settings(SOCI_ON.replace("[settings.container-runtime]\nsnapshotter = \"soci\"\n", ""))),
        ("snapshotter-not-soci", Warning, Input::Settings("[settings.network]\nhttps-proxy = \"http://a\"\n".to_owned())),
        ("pull-mode-unknown", Error, Input::Settings(SOCI_ON.replace("[settings.container-runtime-plugins.soci-snapshotter.par", "[settings.container-runtime-plugins.soci-snapshotter]\npull-mode = \"lazy\"\n[settings.container-runtime-plugins.soci-snapshotter.par"))),
        ("limits-left-to-defaults", Warning, Input::Settings("[settings.container-runtime]\nsnapshotter = \"soci\"\n".to_owned())),
        ("reserved-bootstrap-command", Error, command("000-mount-instance-storage", "\"apiclient\", \"get\"")),
        ("reserved-bootstrap-command", Warning, Input::File(format!("{SOCI_ON}[settings.bootstrap-commands.000-mount-instance-storage]\ncommands = [[\"apiclient\", \"get\"]]\nmode = \"always\"\nessential = true\n"))),
        ("ephemeral-command-and-policy", Error, Input::File(with_user_data("bottlerocket@v1.64.0", "  instanceStorePolicy: RAID0\n", &format!("{SOCI_ON}[settings.bootstrap-commands.a]\ncommands = [[\"apiclient\", \"ephemeral-storage\", \"init\"]]\nmode = \"always\"\nessential = true\n")))),
        ("ephemeral-command-and-policy", Warning, Input::File(with_user_data("bottlerocket@v1.64.0", "%{ if !soci ~}\n  instanceStorePolicy: RAID0\n%{ endif ~}\n", &format!("{SOCI_ON}%{{ if soci ~}}\n[settings.bootstrap-commands.a]\ncommands = [[\"apiclient\", \"ephemeral-storage\", \"init\"]]\nmode = \"always\"\nessential = true\n%{{ endif ~}}\n")))),
        ("bad-bind-directory", Error, command("b", "\"apiclient\", \"ephemeral-storage\", \"bind\", \"--dirs\", \"/var/lib/soci-snapshotter-grpc\"")),
        ("bottlerocket-before-soci", Error, Input::File(with_user_data("bottlerocket@v1.40.0", "", SOCI_ON))),
        ("bottlerocket-before-soci", Note, Input::File(with_user_data("bottlerocket@v1.40.0", "", "[settings.network]\nhttps-proxy = \"http://a\"\n"))),
        ("bottlerocket-raid0-before-soci-directory", Warning, Input::File(with_user_data("bottlerocket@v1.45.0", "  instanceStorePolicy: RAID0\n", SOCI_ON))),
    ]
}
