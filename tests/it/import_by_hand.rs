//! SOCI that is configured and wired by hand, and what runs before each start of it.

use soci_configurator::core::{Diagnostic, EngineKind, SociStatus, Value};
use soci_configurator::data::catalogue;

use crate::import_blueprint::import;
use crate::import_node::{
    GATE, check_said, check_unread, check_verdict, class, limit, messages, node, of_parts,
    of_script,
};

/// What points containerd and the kubelet at SOCI.
const WIRED: &str = "apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  kubelet:
    config:
      imageServiceEndpoint: unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock
  containerd:
    config: |
      [proxy_plugins.soci]
      type = \"snapshot\"
      address = \"/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock\"
      [plugins.\"io.containerd.cri.v1.images\"]
      snapshotter = \"soci\"
      disable_snapshot_annotations = false
";
const NODE_CONFIG: &str = "application/node.eks.aws";
const SCRIPT: &str = "text/x-shellscript";
const FILE: &str = "/etc/soci-snapshotter-grpc/config.toml";
const UNIT: &str = "/etc/systemd/system/soci-snapshotter.service.d";

/// A file of SOCI's with so many downloads and unpacks, written by a script.
fn written(enable: &str, downloads: usize, unpacks: usize) -> String {
    format!(
        "cat > {FILE} <<EOF\n[content_store]\ntype = \"containerd\"\n[pull_modes.parallel_pull_unpack]\nenable = {enable}\nmax_concurrent_downloads_per_image = {downloads}\nmax_concurrent_unpacks_per_image = {unpacks}\ndiscard_unpacked_layers = true\nEOF\n"
    )
}

fn by_hand(script: &str) -> soci_configurator::core::Import {
    let script = format!("#!/bin/bash\n{script}");
    let parts = [(NODE_CONFIG, WIRED), (SCRIPT, script.as_str())];
    import(&[&class("al2023@v20260318", "", &parts)])
}

#[test]
fn a_soci_by_hand_is_judged_by_the_file_that_is_written() {
    let found = by_hand(&written("true", 7, 5));
    check_verdict(&found, SociStatus::On);
    assert_eq!(limit(&found, "max_concurrent_downloads_per_image").0, "7");
    assert_eq!(limit(&found, "max_concurrent_unpacks_per_image").0, "5");
    // The Config computes with what the nodes do.
    let config = found.config().expect("a Config");
    assert_eq!(config.engine.kind, EngineKind::InstallScript);
    // Which SOCI that is, no line says: nothing is said of its version or of a script.
    let noticed = found.noticed(catalogue());
    let of_install =
        |one: &&Diagnostic| one.path.contains("install") || one.message.contains("0.11");
    assert_eq!(noticed.iter().find(of_install), None);
    check_verdict(&by_hand(&written("false", 7, 5)), SociStatus::Off);
    check_said(
        &by_hand(&written("false", 7, 5)),
        "soci-config-written",
        "parallel mode off",
    );
    check_verdict(&by_hand(&written("maybe", 7, 5)), SociStatus::NeverReady);
    check_verdict(&by_hand("echo nothing\n"), SociStatus::Off);
    let copied = by_hand(&format!("cp /opt/soci.toml {FILE}\n"));
    check_verdict(&copied, SociStatus::Unknown);
    check_unread(&copied, "a copy of /opt/soci.toml");
}

#[test]
fn a_soci_by_hand_needs_the_rest_of_the_wiring() {
    let half = WIRED.replace("disable_snapshot_annotations = false", "");
    let script = format!("#!/bin/bash\n{}", written("true", 7, 5));
    let parts = [(NODE_CONFIG, half.as_str()), (SCRIPT, script.as_str())];
    let found = import(&[&class("al2023@v20260318", "", &parts)]);
    check_verdict(&found, SociStatus::Off);
    check_said(&found, "annotations-off", "must be false");
    // containerd 2.2.3 wants its pause image in SOCI too.
    let parts = [(NODE_CONFIG, WIRED), (SCRIPT, script.as_str())];
    let newer = import(&[&class("al2023@v20260610", "", &parts)]);
    check_verdict(&newer, SociStatus::NeverReady);
}

/// Ways to set limits before every start, all of which set the same.
#[test]
fn what_a_drop_in_runs_before_soci_sets_its_limits() {
    let downloads =
        "s/^max_concurrent_downloads_per_image = .*/max_concurrent_downloads_per_image = 9/";
    let unpacks = "s/^max_concurrent_unpacks_per_image = .*/max_concurrent_unpacks_per_image = 3/";
    let unit = |lines: &str| {
        format!(
            "mkdir -p {UNIT}\ncat > {UNIT}/10-limits.conf <<'UNIT'\n[Service]\n{lines}\nUNIT\nsystemctl daemon-reload\n"
        )
    };
    let scripts = [
        unit(&format!(
            "ExecStartPre=/usr/bin/sed -i '{downloads}' {FILE}\nExecStartPre=/usr/bin/sed -i '{unpacks}' {FILE}"
        )),
        unit(&format!(
            "ExecStartPre=-/bin/sed -i -e '{downloads}' -e '{unpacks}' {FILE}"
        )),
        unit(&format!(
            "ExecStartPre=/usr/bin/sed -i \\\n  -e '{downloads}' \\\n  -e '{unpacks}' \\\n  {FILE}"
        )),
        format!(
            "cat > /opt/limits.sh <<'END'\n#!/bin/bash\nsed -i '{downloads}' {FILE}\nsed -i '{unpacks}' {FILE}\nEND\nchmod +x /opt/limits.sh\n{}",
            unit("ExecStartPre=/opt/limits.sh")
        ),
    ];
    for script in &scripts {
        let found = of_script(script);
        check_verdict(&found, SociStatus::On);
        assert_eq!(
            limit(&found, "max_concurrent_downloads_per_image"),
            ("9", None),
            "{script}"
        );
        assert_eq!(
            limit(&found, "max_concurrent_unpacks_per_image"),
            ("3", None),
            "{script}"
        );
        let config = found.config().expect("a Config");
        let of = |path: &str| {
            let field = soci_configurator::core::Field::find(path).expect("a field");
            field.value(config)
        };
        assert_eq!(
            of("engine.maxConcurrentDownloadsPerImage"),
            Value::One("9".to_owned())
        );
        assert_eq!(
            of("engine.maxConcurrentUnpacksPerImage"),
            Value::One("3".to_owned())
        );
    }
    // cloud-init writes the same drop-in.
    let cloud_config = format!(
        "#cloud-config\nwrite_files:\n- path: {UNIT}/10-limits.conf\n  content: |\n    [Service]\n    ExecStartPre=/usr/bin/sed -i -e '{downloads}' -e '{unpacks}' {FILE}\n"
    );
    let found = of_parts(&[(NODE_CONFIG, GATE), ("text/cloud-config", &cloud_config)]);
    assert_eq!(
        limit(&found, "max_concurrent_downloads_per_image"),
        ("9", None)
    );
    assert_eq!(
        limit(&found, "max_concurrent_unpacks_per_image"),
        ("3", None)
    );
}

#[test]
fn a_program_that_nobody_knows_leaves_the_limits_open() {
    let script = format!(
        "mkdir -p {UNIT}\ncat > {UNIT}/a.conf <<E\n[Service]\nExecStartPre=/opt/baked-in --tune\nE\n"
    );
    let found = of_script(&script);
    check_unread(&found, "/opt/baked-in");
    // A directory that is made changes no limit.
    let harmless = script.replace("/opt/baked-in --tune", "/usr/bin/mkdir -p /var/lib/soci");
    let found = of_script(&harmless);
    assert!(node(&found).unread.is_empty(), "{:?}", node(&found).unread);
}

#[test]
fn a_script_by_itself_is_not_said_to_leave_soci_off() {
    for script in [
        "#!/bin/bash\nyum install -y jq\n".to_owned(),
        format!(
            "#!/bin/bash\nset -e\n{}systemctl enable soci-snapshotter\n",
            written("true", 3, 1)
        ),
        format!(
            "#!/bin/bash\nsed -i 's/a/b/' {FILE}\nsed -i 's/^max_concurrent_unpacks = .*/max_concurrent_unpacks = 4/' {FILE}\n"
        ),
        "#cloud-config\nruncmd:\n- echo hello\n".to_owned(),
        format!(
            "## template: jinja\n#cloud-config\nwrite_files:\n- path: {FILE}\n  content: |\n    [pull_modes.parallel_pull_unpack]\n    enable = true\nruncmd:\n- echo {{{{ v1.region }}}}\n"
        ),
    ] {
        let found = import(&[&script]);
        check_verdict(&found, SociStatus::Unknown);
        check_unread(&found, "the rest of its nodes' userData");
        assert!(!found.has_errors(), "{script}: {:#?}", found.remarks);
    }
    // A NodeConfig says what it says.
    let found =
        import(&["apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {}}\n"]);
    check_verdict(&found, SociStatus::Off);
    assert!(messages(&found, "nothing-switches-soci-on").contains("no FastImagePull gate"));
}

#[test]
fn values_that_a_shell_computes_are_not_read_as_letters() {
    let set = |value: &str| {
        format!(
            "sed -i \"s/^max_concurrent_unpacks_per_image = .*/max_concurrent_unpacks_per_image = {value}/\" {FILE}\n"
        )
    };
    for script in [
        format!("N=$(( $(nproc) / 2 ))\n{}", set("${N}")),
        set("$(( $(nproc) / 2 ))"),
        format!(
            "N=$(awk '/MemTotal/{{print $2}}' /proc/meminfo)\n{}",
            set("$N")
        ),
    ] {
        let found = of_script(&script);
        check_verdict(&found, SociStatus::On);
        assert!(!found.has_errors(), "{script}: {:#?}", found.remarks);
    }
    for script in [
        written("$EN", 4, 4),
        written("$(test -f /x && echo true || echo false)", 4, 4),
        format!(
            "CFG=$(cat <<'EOF'\n[pull_modes.parallel_pull_unpack]\nenable = true\nEOF\n)\nprintf '%s\\n' \"$CFG\" > {FILE}\n"
        ),
    ] {
        let found = by_hand(&script);
        check_verdict(&found, SociStatus::Unknown);
        assert!(!found.has_errors(), "{script}: {:#?}", found.remarks);
    }
}

#[test]
fn a_sed_of_another_file_says_nothing_of_soci() {
    for script in [
        "sed -i 's/^max_concurrent_downloads = .*/max_concurrent_downloads = 10/' /etc/containerd/config.toml\n".to_owned(),
        format!("echo \"hint: sed -i 's/^max_concurrent_downloads = .*/max_concurrent_downloads = 10/' {FILE}\"\n"),
        "/usr/bin/sed -i -e 's/^max_concurrent_unpacks = .*/max_concurrent_unpacks = 2/' \\\n  /etc/other.toml\n".to_owned(),
    ] {
        let found = of_script(&script);
        check_verdict(&found, SociStatus::On);
        assert_eq!(limit(&found, "max_concurrent_downloads").0, "-1", "{script}");
        assert_eq!(limit(&found, "max_concurrent_unpacks").0, "-1", "{script}");
    }
    let looped = format!(
        "for k in max_concurrent_downloads_per_image; do\nsed -i \"s/^$k = .*/$k = 8/\" {FILE}\ndone\n"
    );
    let found = of_script(&looped);
    check_verdict(&found, SociStatus::On);
    assert_eq!(limit(&found, "max_concurrent_downloads_per_image").0, "8");
}

#[test]
fn what_is_not_followed_may_write_socis_file() {
    for script in [
        "curl -fsSL https://example.com/setup.sh -o /tmp/x.sh\nbash /tmp/x.sh\n",
        "aws s3 cp s3://bucket/setup.sh - | bash\n",
        "ansible-pull -U https://example.com/nodes.git\n",
    ] {
        let found = by_hand(script);
        check_verdict(&found, SociStatus::Unknown);
        assert!(!found.has_errors(), "{script}: {:#?}", found.remarks);
    }
}

#[test]
fn an_endpoint_that_a_script_sets_is_not_missing() {
    let unset = WIRED.replace(
        "  kubelet:\n    config:\n      imageServiceEndpoint: unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock\n",
        "",
    );
    let script = format!(
        "#!/bin/bash\n{}cat > /etc/kubernetes/kubelet/config.json.d/99.conf <<EOF\n{{\"imageServiceEndpoint\": \"unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock\"}}\nEOF\n",
        written("true", 4, 4)
    );
    let parts = [(NODE_CONFIG, unset.as_str()), (SCRIPT, script.as_str())];
    let found = import(&[&class("al2023@v20260318", "", &parts)]);
    assert_eq!(messages(&found, "endpoint-missing"), "");
    check_unread(&found, "imageServiceEndpoint");
    let without = format!("#!/bin/bash\n{}", written("true", 4, 4));
    let parts = [(NODE_CONFIG, unset.as_str()), (SCRIPT, without.as_str())];
    let found = import(&[&class("al2023@v20260318", "", &parts)]);
    check_said(&found, "endpoint-missing", "not set for the kubelet");
}

#[test]
fn what_a_shells_condition_guards_is_not_said_to_hold() {
    let sed = |to: &str| format!("sed -i 's/^{to}/' {FILE}\n");
    let off = sed("enable = .*/enable = false");
    let few = sed("max_concurrent_unpacks_per_image = .*/max_concurrent_unpacks_per_image = 2");
    for script in [
        format!("if [ \"$(nproc)\" -lt 8 ]; then\n  {off}fi\n"),
        format!("if [ \"$(nproc)\" -ge 8 ]; then\n  echo many\nelse\n  {off}fi\n"),
        format!("case $(uname -m) in\n  x86_64)\n    {off}    ;;\nesac\n"),
    ] {
        let found = of_script(&script);
        check_verdict(&found, SociStatus::Unknown);
        check_unread(&found, "the condition on line");
        assert!(!found.has_errors(), "{script}: {:#?}", found.remarks);
    }
    let limited = of_script(&format!("if [ \"$(nproc)\" -lt 8 ]; then\n  {few}fi\n"));
    check_verdict(&limited, SociStatus::On);
    check_unread(&limited, "the condition on line");
    // Whether the file is there is no question of which node it is.
    let guarded = of_script(&format!("if [ -f {FILE} ]; then\n  {off}fi\n"));
    check_verdict(&guarded, SociStatus::Off);
    let ended = of_script(&format!(
        "if [ \"$(nproc)\" -lt 8 ]; then\n  echo few\nfi\n{off}"
    ));
    check_verdict(&ended, SociStatus::Off);
    let by_hand = by_hand(&format!(
        "if [ \"$(nproc)\" -lt 8 ]; then\n{}fi\n",
        written("true", 4, 4)
    ));
    check_verdict(&by_hand, SociStatus::Unknown);
}
