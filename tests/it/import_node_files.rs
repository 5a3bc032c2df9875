//! Files that userData writes, whoever writes them: nodeadm's drop-ins, SOCI's configuration, units.

use soci_configurator::core::{Config, Severity, SociStatus, read_own_files};
use soci_configurator::data::catalogue;

use crate::import_blueprint::import;
use crate::import_node::{
    GATE, check_all_read, check_said, check_silent, check_unread, check_verdict, class, limit,
    messages, node, of_parts, of_script,
};
use crate::support::set;

/// A NodeConfig that switches the gate off, indented by `by`.
fn off(by: &str) -> String {
    let text = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  featureGates: {FastImagePull: false}\n";
    text.lines().map(|line| format!("{by}{line}\n")).collect()
}

#[test]
fn a_drop_in_of_nodeadms_wins_however_it_is_written() {
    let plain = off("");
    let base64 = "YXBpVmVyc2lvbjogbm9kZS5la3MuYXdzL3YxYWxwaGExCmtpbmQ6IE5vZGVDb25maWcKc3BlYzoKICBmZWF0dXJlR2F0ZXM6IHtGYXN0SW1hZ2VQdWxsOiBmYWxzZX0K";
    let scripts = [
        format!("cat > /etc/eks/nodeadm.d/50-x.yaml <<'END'\n{plain}END\n"),
        format!("mkdir -p /etc/eks/nodeadm.d\ncat <<END | sudo tee /etc/eks/nodeadm.d/50-x.yml >/dev/null\n{plain}END\n"),
        format!("D=/etc/eks/nodeadm.d\ncat <<-END > \"$D/50-x.yaml\"\n{}\tEND\n", off("\t")),
        format!("sudo tee /etc/eks/nodeadm.d/50-x.YAML <<END\n{plain}END\n"),
        format!("install -D -m 0644 /dev/stdin /etc/eks/nodeadm.d/50-x.yaml <<END\n{plain}END\n"),
        format!("cat >/tmp/x.yaml <<END\n{plain}END\ncp /tmp/x.yaml /etc/eks/nodeadm.d/\n"),
        format!("cat >/tmp/x.yaml <<END\n{plain}END\nmv /tmp/x.yaml /etc/eks/nodeadm.d/z.yaml\n"),
        format!("echo {base64} | base64 -d > /etc/eks/nodeadm.d/a.yaml\n"),
        format!("base64 --decode <<< '{base64}' > /etc/eks/nodeadm.d/a.yaml\n"),
        "printf '%s\\n' 'apiVersion: node.eks.aws/v1alpha1' 'kind: NodeConfig' 'spec: {featureGates: {FastImagePull: false}}' > /etc/eks/nodeadm.d/a.json\n".to_owned(),
        "echo '{\"apiVersion\": \"node.eks.aws/v1alpha1\", \"kind\": \"NodeConfig\", \"spec\": {\"featureGates\": {\"FastImagePull\": false}}}' > /etc/eks/nodeadm.d/a.json\n".to_owned(),
        "F=/etc/eks/nodeadm.d/a.yaml\necho 'apiVersion: node.eks.aws/v1alpha1' > $F\necho 'kind: NodeConfig' >> $F\necho 'spec: {featureGates: {FastImagePull: false}}' | tee -a ${F}\n".to_owned(),
        format!("if [ -d /etc/eks ]; then\n  cat > /etc/eks/nodeadm.d/a.yaml <<END\n{plain}END\nfi\n"),
        format!("write() {{\ncat > /etc/eks/nodeadm.d/a.yaml <<END\n{plain}END\n}}\nwrite\n"),
        format!("cat > /usr/local/bin/setup <<'OUTER'\n#!/bin/bash\ncat > /etc/eks/nodeadm.d/a.yaml <<END\n{plain}END\nOUTER\nbash /usr/local/bin/setup\n"),
    ];
    for script in &scripts {
        let import = of_script(script);
        check_verdict(&import, SociStatus::Off);
        check_said(&import, "gate-off", "/etc/eks/nodeadm.d/");
        check_all_read(&import);
    }
    let cloud = [
        format!(
            "#cloud-config\nwrite_files:\n- path: /etc/eks/nodeadm.d/a.yaml\n  content: |\n{}",
            off("    ")
        ),
        format!(
            "#cloud-config\nwrite_files:\n- {{path: /etc/eks/nodeadm.d/a.yaml, encoding: b64, content: {base64}}}\n"
        ),
        format!(
            "#cloud-config\nruncmd:\n- mkdir -p /etc/eks/nodeadm.d\n- [bash, -c, 'echo {base64} | base64 -d > /etc/eks/nodeadm.d/a.yaml']\n"
        ),
        format!(
            "#cloud-config\nbootcmd:\n- |\n  cat > /etc/eks/nodeadm.d/a.yaml <<END\n{}  END\n",
            off("  ")
        )
        .replace("  END", "END"),
    ];
    for text in &cloud[..3] {
        let import = of_parts(&[
            ("application/node.eks.aws", GATE),
            ("text/cloud-config; charset=\"us-ascii\"", text),
        ]);
        check_verdict(&import, SociStatus::Off);
        check_all_read(&import);
    }
    let hook = format!("#!/bin/sh\ncat > /etc/eks/nodeadm.d/a.yaml <<END\n{plain}END\n");
    let import = of_parts(&[
        ("text/cloud-boothook", &hook),
        ("application/node.eks.aws", GATE),
    ]);
    check_verdict(&import, SociStatus::Off);
}

#[test]
fn drop_ins_are_merged_by_file_name_over_karpenters_own() {
    let text = |gate: bool, pods: u32| {
        format!(
            "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {{featureGates: {{FastImagePull: {gate}}}, kubelet: {{config: {{maxPods: {pods}}}}}}}\n"
        )
    };
    let import = of_script(&format!(
        "cat > /etc/eks/nodeadm.d/20-b.yaml <<E\n{}E\ncat > /etc/eks/nodeadm.d/10-a.yaml <<E\n{}E\n",
        text(true, 60),
        text(false, 50)
    ));
    check_verdict(&import, SociStatus::On);
    let settings = &node(&import).settings;
    let pods = settings
        .iter()
        .find(|setting| setting.key == "kubelet.config.maxPods")
        .expect("the key");
    assert_eq!(
        (pods.holds.value.as_str(), pods.holds.by.as_str()),
        ("60", "/etc/eks/nodeadm.d/20-b.yaml")
    );
    assert!(pods.lost.iter().any(|lost| lost.value == "50"), "{pods:?}");
    assert!(
        pods.lost.iter().any(|lost| lost.by == "Karpenter"),
        "{pods:?}"
    );
    // The line is the file's own.
    let place = pods.holds.place.expect("a place");
    assert!(place.line > 20, "{place:?}");
}

#[test]
fn a_drop_in_alone_switches_soci_on() {
    let script = format!("#!/bin/bash\ncat > /etc/eks/nodeadm.d/soci.yaml <<E\n{GATE}E\n");
    let import = of_parts(&[("text/x-shellscript", &script)]);
    check_verdict(&import, SociStatus::On);
    check_silent(&import, "nothing-switches-soci-on");
}

#[test]
fn drop_ins_that_nodeadm_does_not_read_or_cannot_read() {
    let old = import(&[&class(
        "al2023@v20250920",
        "",
        &[
            ("application/node.eks.aws", GATE),
            (
                "text/x-shellscript",
                &format!(
                    "#!/bin/bash\ncat > /etc/eks/nodeadm.d/a.yaml <<E\n{}E\n",
                    off("")
                ),
            ),
        ],
    )]);
    check_said(&old, "drop-in-not-read", "v20251023");
    check_silent(&old, "gate-off");
    let named = of_script(&format!(
        "cat > /etc/eks/nodeadm.d/a.conf <<E\n{}E\n",
        off("")
    ));
    check_said(&named, "drop-in-not-read", ".yaml");
    check_verdict(&named, SociStatus::On);
    let broken = of_script("cat > /etc/eks/nodeadm.d/a.yaml <<E\nspec: [\nE\n");
    check_verdict(&broken, SociStatus::NeverReady);
    for script in [
        "curl -o /etc/eks/nodeadm.d/a.yaml https://files.example.com/a.yaml\n",
        "aws s3 cp s3://bucket/a.yaml /etc/eks/nodeadm.d/a.yaml\n",
        "cp /opt/ours/a.yaml /etc/eks/nodeadm.d/\n",
        "cat > /etc/eks/nodeadm.d/a.yaml <<E\nspec: {gates: $(hostname)}\nE\n",
    ] {
        let import = of_script(script);
        check_verdict(&import, SociStatus::Unknown);
        check_unread(&import, "/etc/eks/nodeadm.d/a.yaml");
    }
}

const WHOLE: &str = "[content_store]\ntype = \"containerd\"\n[pull_modes.parallel_pull_unpack]\nenable = true\nmax_concurrent_downloads_per_image = 9\ndiscard_unpacked_layers = true\n";
const CONFIG: &str = "/etc/soci-snapshotter-grpc/config.toml";

#[test]
fn a_configuration_of_socis_that_is_written_whole_is_read() {
    for script in [
        format!("cat > {CONFIG} <<E\n{WHOLE}E\n"),
        format!("tee {CONFIG} <<'E' > /dev/null\n{WHOLE}E\n"),
        format!(
            "cat > /tmp/c.toml <<E\n{WHOLE}E\nsed -i 's/= 9/= 9/' /tmp/c.toml\ncp /tmp/c.toml {CONFIG}\n"
        ),
    ] {
        let import = of_script(&script);
        check_verdict(&import, SociStatus::On);
        check_said(&import, "soci-config-written", "whole configuration");
        assert_eq!(
            limit(&import, "max_concurrent_downloads_per_image"),
            ("9", Some("20"))
        );
        // What is not said there is SOCI's own default, not the AMI's.
        assert_eq!(
            limit(&import, "max_concurrent_unpacks_per_image"),
            ("1", Some("12"))
        );
    }
    let off = WHOLE.replace("enable = true", "enable = false");
    let without = "[content_store]\ntype = \"containerd\"\n";
    for text in [off.as_str(), without] {
        let import = of_script(&format!("cat > {CONFIG} <<E\n{text}E\n"));
        check_verdict(&import, SociStatus::Off);
        check_said(&import, "soci-config-written", "After a reboot");
        assert!(node(&import).limits.is_empty());
    }
    for text in [
        "[pull_modes.parallel_pull_unpack]\nenable = \"true\"\n",
        "[pull_modes.parallel_pull_unpack]\nenable = true\n",
        "[pull_modes.parallel_pull_unpack\nenable = true\n",
        "[pull_modes.parallel_pull_unpack]\nenable = true\ndiscard_unpacked_layers = true\nconcurrent_download_chunk_size = 16\n",
    ] {
        let import = of_script(&format!("cat > {CONFIG} <<E\n{text}E\n"));
        check_verdict(&import, SociStatus::NeverReady);
        check_said(&import, "soci-config-broken", "");
    }
}

#[test]
fn what_is_appended_is_not_called_whole() {
    for script in [
        format!("cat >> {CONFIG} <<E\n[resolver.host.\"docker.io\"]\nE\n"),
        format!("echo '[http]' | sudo tee -a {CONFIG}\n"),
        format!("tee --append {CONFIG} <<E\n[http]\nMaxRetries = 4\nE\n"),
    ] {
        let import = of_script(&script);
        check_said(&import, "soci-config-written", "appended");
        assert!(!messages(&import, "soci-config-written").contains("whole"));
        check_verdict(&import, SociStatus::On);
        assert_eq!(
            limit(&import, "max_concurrent_downloads_per_image"),
            ("20", None)
        );
    }
    // A table that nodeadm has written is there twice then.
    let twice = of_script(&format!(
        "echo '[pull_modes.parallel_pull_unpack]' >> {CONFIG}\necho 'max_concurrent_unpacks = 3' >> {CONFIG}\n"
    ));
    check_verdict(&twice, SociStatus::NeverReady);
    check_said(&twice, "soci-config-broken", "does not start");
    // A program in between may have taken it away.
    let between = of_script(&format!(
        "python3 - <<'P'\nopen('{CONFIG}').read()\nP\ncat >> {CONFIG} <<E\n[content_store]\ntype = 'containerd'\nE\n"
    ));
    check_said(&between, "soci-config-broken", "Inferred:");
    check_verdict(&between, SociStatus::Unknown);
}

#[test]
fn what_is_done_at_every_boot_holds_after_a_reboot() {
    let edit = "#!/bin/bash\nsed -i 's/^max_concurrent_unpacks_per_image = .*/max_concurrent_unpacks_per_image = 5/' /etc/soci-snapshotter-grpc/config.toml\n";
    let key = "max_concurrent_unpacks_per_image";
    for kind in ["text/x-shellscript-per-boot", "text/cloud-boothook"] {
        let import = of_parts(&[("application/node.eks.aws", GATE), (kind, edit)]);
        assert_eq!(limit(&import, key), ("5", None), "{kind}");
        check_silent(&import, "sed-lost-on-reboot");
    }
    let once = of_parts(&[
        ("application/node.eks.aws", GATE),
        ("text/x-shellscript", edit),
    ]);
    assert_eq!(limit(&once, key), ("5", Some("12")));
    check_said(&once, "sed-lost-on-reboot", "");
    let command = format!(
        "#cloud-config\nbootcmd:\n- {}\n",
        edit.lines().last().expect("a line")
    );
    let import = of_parts(&[
        ("application/node.eks.aws", GATE),
        ("text/cloud-config", &command),
    ]);
    assert_eq!(limit(&import, key), ("5", None));
}

#[test]
fn a_drop_in_undoes_what_a_script_makes_of_socis_configuration() {
    let other = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {config: {registryPullQPS: 30}}}\n";
    let import = of_script(&format!(
        "cat > {CONFIG} <<E\n{WHOLE}E\ncat > /etc/eks/nodeadm.d/q.yaml <<E\n{other}E\n"
    ));
    check_said(&import, "edits-reverted", "are lost");
}

#[test]
fn socis_root_is_where_its_unit_says() {
    let root = "/data/soci";
    let config = |exports: &str| {
        format!(
            "{}  containerd:\n    config: |\n      [proxy_plugins.soci.exports]\n      root = \"{exports}\"\n",
            GATE
        )
    };
    let unit = "[Service]\nType=notify\nExecStart=/usr/bin/soci-snapshotter-grpc --address fd://";
    let place = "/etc/systemd/system/soci-snapshotter.service";
    let ways = [
        format!("sed -i 's|ExecStart=/usr/bin/soci-snapshotter-grpc|& --root {root}|' {place}\n"),
        format!("sed -i -e 's#fd://#fd:// --root={root}#' {place}\nsystemctl daemon-reload\n"),
        format!("cat > {place} <<E\n{unit} --root {root}\nE\n"),
        format!(
            "mkdir -p {place}.d\ncat > {place}.d/10-root.conf <<E\n[Service]\nExecStart=\nExecStart=/usr/bin/soci-snapshotter-grpc --root {root} --address fd://\nE\n"
        ),
        format!(
            "mkdir -p {place}.d\necho -e '[Service]\\nEnvironment=SOCI_SNAPSHOTTER_ROOT={root}' > {place}.d/root.conf\n"
        ),
    ];
    for way in &ways {
        let script = format!("#!/bin/bash\n{way}");
        let moved = of_parts(&[
            ("text/x-shellscript", &script),
            ("application/node.eks.aws", &config(root)),
        ]);
        check_silent(&moved, "exports-root-differs");
        check_verdict(&moved, SociStatus::On);
        // exports left behind, the other way round.
        let alone = of_script(way);
        check_said(&alone, "exports-root-differs", root);
    }
    let only_exports = of_parts(&[("application/node.eks.aws", &config(root))]);
    check_said(
        &only_exports,
        "exports-root-differs",
        "/var/lib/soci-snapshotter-grpc",
    );
    // Nothing is claimed of a unit that is not known.
    let script = format!("#!/bin/bash\ncurl -o {place} https://example.com/soci.service\n");
    let unknown = of_parts(&[
        ("text/x-shellscript", &script),
        ("application/node.eks.aws", &config(root)),
    ]);
    check_silent(&unknown, "exports-root-differs");
    check_unread(&unknown, "soci-snapshotter.service");
}

#[test]
fn a_raid0_is_mounted_over_a_root_below_containerds() {
    let script = "#!/bin/bash\nsed -i 's|soci-snapshotter-grpc --|soci-snapshotter-grpc --root /var/lib/containerd/soci --|' /etc/systemd/system/soci-snapshotter.service\n";
    let parts = [
        ("application/node.eks.aws", GATE),
        ("text/x-shellscript", script),
    ];
    let policy = "  instanceStorePolicy: RAID0\n";
    let under = import(&[&class("al2023@v20260930", policy, &parts)]);
    check_said(&under, "soci-root-under-containerd", "RAID0");
    let without = import(&[&class("al2023@v20260930", "", &parts)]);
    check_silent(&without, "soci-root-under-containerd");
}

#[test]
fn soci_may_be_pointed_at_another_file() {
    let config = format!(
        "{GATE}  instance:\n    environment:\n      soci-snapshotter:\n        SOCI_SNAPSHOTTER_CONFIG: /etc/soci/own.toml\n"
    );
    let script =
        format!("#!/bin/bash\nmkdir -p /etc/soci\ncat > /etc/soci/own.toml <<E\n{WHOLE}E\n");
    let import = of_parts(&[
        ("application/node.eks.aws", &config),
        ("text/x-shellscript", &script),
    ]);
    assert_eq!(
        limit(&import, "max_concurrent_downloads_per_image"),
        ("9", None)
    );
    let missing = of_parts(&[("application/node.eks.aws", &config)]);
    check_unread(&missing, "/etc/soci/own.toml");
    check_verdict(&missing, SociStatus::Unknown);
}

#[test]
fn what_is_not_understood_is_named_and_harmless_lines_are_not() {
    for (script, words) in [
        ("curl -fsSL https://example.com/setup.sh | bash\n", "bash"),
        (
            "curl -fsSL https://example.com/setup.sh | sudo bash -s -- --fast\n",
            "is run",
        ),
        ("bash <(curl -s https://example.com/setup.sh)\n", "is run"),
        ("source <(wget -qO- https://example.com/env)\n", "is run"),
        (
            "wget -O /tmp/s.sh https://example.com/s.sh\nchmod +x /tmp/s.sh\n/tmp/s.sh\n",
            "/tmp/s.sh",
        ),
        (
            "aws s3 cp s3://b/s.sh /opt/s.sh\nbash /opt/s.sh\n",
            "/opt/s.sh",
        ),
        ("eval \"$(aws ssm get-parameter --name x)\"\n", "eval"),
        ("./install.sh --now\n", "./install.sh"),
        (
            "curl -o /etc/containerd/certs.d/x/hosts.toml https://example.com/h\n",
            "/etc/containerd/certs.d/x/hosts.toml",
        ),
        (
            "perl -pi -e 's/a/b/' /etc/soci-snapshotter-grpc/config.toml\n",
            "perl",
        ),
        (
            "yq -i '.a = 1' /etc/eks/nodeadm.d/x.yaml\n",
            "/etc/eks/nodeadm.d/x.yaml",
        ),
    ] {
        check_unread(&of_script(script), words);
    }
    let quiet = "set -euo pipefail\n# curl https://example.com | bash\nexec > >(tee /var/log/user-data.log) 2>&1\ndnf install -y amazon-efs-utils\nyum -y update\necho 'vm.max_map_count=262144' > /etc/sysctl.d/99-x.conf\nsysctl --system\necho done | logger -t x\nTOKEN=$(curl -s -X PUT http://169.254.169.254/latest/api/token)\ncurl -s http://169.254.169.254/latest/meta-data/instance-id\nfor i in 1 2 3; do sleep 1; done\nmkdir -p /data && chmod 755 /data\nif [[ -b /dev/nvme1n1 ]]; then mkfs.xfs /dev/nvme1n1; fi\nsystemctl enable --now amazon-ssm-agent\ncase \"$(uname -m)\" in x86_64) A=amd64;; *) A=arm64;; esac\n";
    let import = of_script(quiet);
    check_all_read(&import);
    check_verdict(&import, SociStatus::On);
    for kind in ["text/x-include-url", "text/jinja2", "text/part-handler"] {
        let import = of_parts(&[
            ("application/node.eks.aws", GATE),
            (kind, "https://example.com/x\n"),
        ]);
        check_unread(&import, kind);
        check_silent(&import, "part-of-unknown-type");
    }
}

#[test]
fn a_unit_that_restarts_containerd_is_no_script_that_does() {
    let import = of_script(
        "cat > /etc/systemd/system/later.service <<E\n[Service]\nExecStart=/usr/bin/systemctl restart containerd\nE\nsystemctl daemon-reload\n",
    );
    check_silent(&import, "started-too-early");
    let now = of_script("systemctl enable --now containerd\n");
    check_said(&now, "started-too-early", "nodeadm-run");
    assert!(
        now.remarks
            .iter()
            .all(|remark| remark.severity != Severity::Error)
    );
}

/// Scripts that would grow without end are followed for a while.
#[test]
fn hostile_scripts_come_to_an_end() {
    let append = "echo x >> /etc/containerd/a\n".repeat(2_200);
    let loops = "for a in 1 2 3 4 5 6 7 8 9; do\n".repeat(12)
        + &format!("cat >> /etc/a <<E\n{}\nE\n", "y\n".repeat(9_000))
        + &"done\n".repeat(12);
    let calls = "cat > /b <<'E'\n. /b\n. /b\nE\n. /b\n".to_owned();
    let grows = "a=xxxxxxxx\n".to_owned() + &"a=$a$a$a\n".repeat(60) + "echo $a > /etc/fstab\n";
    let nested = "$(".repeat(20_000);
    let heres = "cat <<A > /etc/b\n".repeat(3_000);
    for script in [append, loops, calls, grows, nested, heres] {
        let start = std::time::Instant::now();
        let import = of_script(&script);
        assert!(!import.on_nodes.is_empty());
        let took = start.elapsed();
        assert!(took.as_secs() < 20, "{took:?}");
    }
}

#[test]
fn sed_may_switch_the_parallel_mode_off_too() {
    for script in [
        format!("sed -i 's/^enable = true/enable = false/' {CONFIG}\n"),
        format!("C={CONFIG}\nsed -i -e 's|enable = true|enable = false|' \"$C\"\n"),
    ] {
        let import = of_script(&script);
        check_verdict(&import, SociStatus::Off);
        check_said(&import, "soci-config-written", "parallel mode off");
    }
    let range = of_script(&format!(
        "sed -i '/parallel_pull/,/enable/s/true/false/' {CONFIG}\n"
    ));
    check_verdict(&range, SociStatus::Unknown);
    let fallback = WHOLE.replace(
        "enable = true",
        "experimental_parallel_pull_as_fallback = true",
    );
    let import = of_script(&format!("cat > {CONFIG} <<E\n{fallback}E\n"));
    check_verdict(&import, SociStatus::On);
}

#[test]
fn containerds_configuration_may_be_written_by_a_script() {
    let place = "/etc/containerd/config.toml";
    let without =
        "version = 3\n[plugins.\"io.containerd.cri.v1.images\"]\nsnapshotter = \"overlayfs\"\n";
    let off = of_script(&format!("cat > {place} <<'E'\n{without}E\n"));
    check_verdict(&off, SociStatus::Off);
    check_said(&off, "containerd-config-written", "never used");
    let with = "version = 3\n[plugins.\"io.containerd.cri.v1.images\"]\nsnapshotter = \"soci\"\ndisable_snapshot_annotations = false\n";
    let on = of_script(&format!("cat > {place} <<'E'\n{with}E\n"));
    check_silent(&on, "containerd-config-written");
    check_verdict(&on, SociStatus::On);
    let elsewhere = of_script(&format!("curl -o {place} https://example.com/c.toml\n"));
    check_unread(&elsewhere, place);
}

/// What this tool writes itself is understood to the last line.
#[test]
fn own_scripts_leave_nothing_unread() {
    for (kind, tuning, source) in [
        ("fast-image-pull", "drop-in", "pinned"),
        ("fast-image-pull", "sed", "pinned"),
        ("install-script", "sed", "pinned"),
        ("install-script", "sed", "main"),
        ("bottlerocket", "sed", "pinned"),
    ] {
        let config = set(
            Config::default(),
            &[
                ("engine.kind", kind),
                ("engine.tuning", tuning),
                ("engine.install.source", source),
                ("engine.maxConcurrentDownloadsPerImage", "11"),
            ],
        );
        for node in read_own_files(&config, catalogue()).on_nodes {
            assert!(
                node.unread.is_empty(),
                "{kind} {tuning}: {:#?}",
                node.unread
            );
        }
    }
}
