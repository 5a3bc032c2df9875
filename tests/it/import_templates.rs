//! userData of templates: what nobody has filled in yet is not judged, what a template's tool takes out
//! is not read, and an import writes all of it as it stands.

use soci_configurator::core::{
    Config, Import, InputFile, Severity, SociStatus, evaluate, read_files, read_own_files,
};
use soci_configurator::data::catalogue;

const MIME: &str = "MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=\"//\"

--//
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  featureGates:
    FastImagePull: true
  kubelet:
    config:
      maxParallelImagePulls: 20
      serializeImagePulls: false
      registryPullQPS: 10
      evictionHard:
        imagefs.available: 15%
--//
Content-Type: text/x-shellscript; charset=\"us-ascii\"

#!/bin/bash
sed -i 's/^max_concurrent_unpacks_per_image = .*/max_concurrent_unpacks_per_image = 10/' /etc/soci-snapshotter-grpc/config.toml
--//--
";

const NODE_CONFIG: &str = "apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  featureGates:
    FastImagePull: true
  instance:
    localStorage:
      disabledMounts:
        - PodLogs
  kubelet:
    config:
      maxParallelImagePulls: 20
      serializeImagePulls: false
";

const TOML: &str = "[settings.container-runtime]
snapshotter = \"soci\"
[settings.container-runtime-plugins.soci-snapshotter]
pull-mode = \"parallel-pull-unpack\"
[settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack]
max-concurrent-downloads-per-image = 15
max-concurrent-unpacks-per-image = 10
concurrent-download-chunk-size = \"16mib\"
discard-unpacked-layers = true
[settings.kubernetes]
registry-qps = 10
allowed-unsafe-sysctls = [\"net.core.somaxconn\", \"kernel.sem\"]
[settings.kubernetes.node-labels]
team = \"a\"
[settings.host-containers.admin]
enabled = true
";

/// Placeholders of every tool that people fill userData in with.
const PLACEHOLDERS: [&str; 12] = [
    "${var.value}",
    "${jsonencode(var.value)}",
    "%{ if var.a }1%{ else }2%{ endif }",
    "{{ .Values.value }}",
    "{{ .Values.value | default \"5\" }}",
    "{{ if .Values.a }}1{{ else }}2{{ end }}",
    "{% if a %}1{% else %}2{% endif %}",
    "${VALUE}",
    "$VALUE",
    "<VALUE>",
    "__VALUE__",
    "@@VALUE@@",
];

/// Lines that begin and end a condition or a loop and leave no line behind.
const DIRECTIVES: [(&str, &str); 5] = [
    ("%{ if var.a ~}", "%{ endif ~}"),
    ("{{- if .Values.a }}", "{{- end }}"),
    ("{{ range .Values.a -}}", "{{ end -}}"),
    ("{% if a %}", "{% endif %}"),
    ("{%- for x in a %}", "{%- endfor %}"),
];

fn class(user_data: &str) -> String {
    let (alias, device) = if user_data.contains("[settings") {
        ("bottlerocket@v1.64.0", "/dev/xvdb")
    } else {
        ("al2023@v20260930", "/dev/xvda")
    };
    let text: String = user_data
        .split_inclusive('\n')
        .map(|line| {
            if line.trim().is_empty() {
                line.to_owned()
            } else {
                format!("    {line}")
            }
        })
        .collect();
    format!(
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {{name: nodes}}\nspec:\n  role: r\n  amiSelectorTerms: [{{alias: {alias}}}]\n  subnetSelectorTerms: [{{tags: {{a: b}}}}]\n  securityGroupSelectorTerms: [{{id: sg-1}}]\n  blockDeviceMappings: [{{deviceName: {device}, ebs: {{volumeSize: 300Gi, volumeType: gp3, iops: 4000, throughput: 1000, encrypted: true}}}}]\n  userData: |\n{text}"
    )
}

fn import(name: &str, text: &str) -> Import {
    let file = InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    read_files(&[file], &Config::default(), catalogue())
}

/// What is said beyond notes, by rule.
fn said(import: &Import) -> Vec<(&'static str, Severity, String)> {
    import
        .noticed(catalogue())
        .into_iter()
        .filter(|one| one.severity != Severity::Note)
        .map(|one| {
            let message = one.message.split(" This applies only if the condition");
            let message = message.take(1).collect();
            (one.rule.id, one.severity, message)
        })
        .collect()
}

/// Whether SOCI is on, where a condition may guard what switches it on.
fn on_unless(is_guarded: bool) -> SociStatus {
    [SociStatus::On, SociStatus::Unknown][usize::from(is_guarded)]
}

/// Whether lines of a userData from one to another hold what switches SOCI on.
fn hold_switch(lines: &[&str]) -> bool {
    let is_switch = |line: &&str| line.contains("snapshotter = ") || line.contains("FastImagePull");
    lines.iter().any(is_switch)
}

fn verdict(import: &Import) -> SociStatus {
    import.on_nodes[0].verdict
}

/// The userData that the Config of an import writes, byte for byte.
fn written(import: &Import) -> String {
    let config = import.config().expect("a Config");
    let bundle = evaluate(config, catalogue()).bundle;
    let text: String = bundle
        .files()
        .iter()
        .filter(|file| file.applied)
        .map(|file| file.text.clone())
        .collect();
    let (_, user_data) = text.split_once("  userData: |\n").expect("userData");
    let mut lines = Vec::new();
    for line in user_data.lines() {
        match line.strip_prefix("    ") {
            Some(line) => lines.push(line),
            None if line.is_empty() => lines.push(""),
            None => break,
        }
    }
    lines.join("\n") + "\n"
}

/// Every line's value of a text, with the line's number, its beginning and the value.
fn values(text: &str) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let (sign, is_settings) = if text.contains("[settings") {
            (" = ", true)
        } else {
            (": ", false)
        };
        let is_header = line.starts_with("Content") || line.starts_with("MIME");
        if let Some((key, value)) = line.split_once(sign)
            && !is_header
            && !line.contains("sed ")
            && (is_settings || line.starts_with(' '))
        {
            found.push((number, format!("{key}{sign}"), value.to_owned()));
        }
    }
    found
}

fn with_line(text: &str, number: usize, line: &str) -> String {
    let own = |(at, own): (usize, &str)| {
        if at == number {
            line.to_owned()
        } else {
            own.to_owned()
        }
    };
    text.lines()
        .enumerate()
        .map(own)
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}

/// A value that is still to be filled in makes nothing wrong, is not said to be missing, and is
/// written as it stands.
#[test]
fn a_value_that_is_not_filled_in_is_not_judged() {
    let mut count = 0;
    for text in [TOML, NODE_CONFIG, MIME] {
        let before = said(&import("a.yaml", &class(text)));
        assert!(
            before
                .iter()
                .all(|(_, severity, _)| *severity == Severity::Warning),
            "{before:?}"
        );
        for (number, begin, value) in values(text) {
            for placeholder in PLACEHOLDERS {
                let mut lines = vec![format!("{begin}{placeholder}")];
                if value.starts_with('"') {
                    lines.push(format!("{begin}\"{placeholder}\""));
                }
                for line in lines {
                    let changed = with_line(text, number, &line);
                    for (name, file) in [("a.yaml", class(&changed)), ("a.tpl", changed.clone())] {
                        let import = import(name, &file);
                        let more: Vec<_> = said(&import)
                            .into_iter()
                            .filter(|one| name == "a.tpl" || !before.contains(one))
                            .filter(|one| one.1 == Severity::Error || name == "a.yaml")
                            .collect();
                        assert_eq!(more, [], "{name}: {line}");
                        let key = begin.trim();
                        let expected =
                            if key.starts_with("snapshotter") || key.starts_with("FastImagePull") {
                                SociStatus::Unknown
                            } else {
                                SociStatus::On
                            };
                        if name == "a.yaml" {
                            assert_eq!(verdict(&import), expected, "{line}");
                        }
                        assert_eq!(written(&import), changed, "{name}: {line}");
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 500, "{count}");
}

/// Conditions and loops around any line change nothing of what is read, and stay where they are.
#[test]
fn directives_are_neither_read_nor_moved() {
    for text in [TOML, NODE_CONFIG, MIME] {
        let before = said(&import("a.yaml", &class(text)));
        let lines: Vec<&str> = text.lines().collect();
        for (open, close) in DIRECTIVES {
            for begin in 0..lines.len() {
                for end in [begin + 1, begin + 2, lines.len()] {
                    if end > lines.len() {
                        continue;
                    }
                    let mut changed: Vec<&str> = lines.clone();
                    changed.insert(end, close);
                    changed.insert(begin, open);
                    let changed = changed.join("\n") + "\n";
                    let import = import("a.yaml", &class(&changed));
                    assert_eq!(said(&import), before, "{changed}");
                    let is_open = open.contains("if") && hold_switch(&lines[begin..end]);
                    let expected = on_unless(is_open);
                    assert_eq!(verdict(&import), expected, "{changed}");
                    assert_eq!(written(&import), changed);
                    let own = read_own_files(import.config().expect("a Config"), catalogue());
                    let has_error = own
                        .remarks
                        .iter()
                        .any(|one| one.severity == Severity::Error);
                    assert!(!has_error, "{:?}", own.remarks);
                }
            }
        }
    }
}

/// What runs or writes files is read in the same way as what is read by nodeadm itself.
#[test]
fn scripts_and_their_files_may_be_templates() {
    let mime = |part: &str| {
        format!(
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"//\"\n\n--//\n{part}--//--\n"
        )
    };
    let script = |lines: &str| {
        mime(&format!(
            "Content-Type: text/x-shellscript\n\n#!/bin/bash\n{lines}\n"
        ))
    };
    let drop_in = |spec: &str| {
        script(&format!(
            "cat > /etc/eks/nodeadm.d/10.yaml <<'EOF'\n{NODE_CONFIG}{spec}\nEOF"
        ))
    };
    let condition = "{{- if .Values.a }}\ntrue\n{{- end }}";
    for (user_data, expected) in [
        (script(condition), SociStatus::Off),
        (script("{{ .Values.bootstrap }}"), SociStatus::Unknown),
        (script("${bootstrap}"), SociStatus::Unknown),
        (
            drop_in("  instance: {{ .Values.instance }}"),
            SociStatus::On,
        ),
        (
            drop_in("").replace("Pull: true", "Pull: {{ .Values.fast }}"),
            SociStatus::Unknown,
        ),
        (
            mime(
                "Content-Type: text/cloud-config\n\n#cloud-config\npackages:\n  {{- range .Values.packages }}\n  - {{ . }}\n  {{- end }}\n",
            ),
            SociStatus::Off,
        ),
    ] {
        let import = import("a.yaml", &class(&user_data));
        assert_eq!(verdict(&import), expected, "{user_data}");
        assert!(
            said(&import).iter().all(|one| one.1 != Severity::Error),
            "{user_data}{:?}",
            said(&import)
        );
        assert_eq!(written(&import), user_data);
    }
}

/// What the file says is not said to be missing, though nobody knows what it will be.
#[test]
fn what_is_not_filled_in_is_not_said_to_be_missing() {
    let one = "max-concurrent-downloads-per-image = 15";
    let all = TOML
        .replace(" = 15", " = ${a}")
        .replace("image = 10", "image = {{ b }}")
        .replace("layers = true", "layers = <DISCARD>");
    for text in [TOML.replace(one, "{{ include \"limits\" . }}"), all] {
        for (name, file) in [("a.yaml", class(&text)), ("a.toml", text.clone())] {
            let import = import(name, &file);
            let missing = import
                .noticed(catalogue())
                .into_iter()
                .find(|one| one.message.contains("does not say") && !one.path.contains("block"));
            assert_eq!(missing, None, "{text}");
        }
    }
}

/// Around a condition that ends the userData's own text nothing is taken for the value of another.
#[test]
fn a_condition_within_a_line_is_no_directive() {
    let script = "#!/bin/bash\ndocker inspect -f '{{if .State}}yes{{else}}no{{end}}' a\ncurl -w '%{http_code}' b\n";
    let import = import("a.yaml", &class(script));
    assert_eq!(import.unread, []);
    assert_eq!(verdict(&import), SociStatus::Off);
    assert_eq!(written(&import), script);
}

/// Helm's users write directives at the start of the line, wherever the block stands.
#[test]
fn directives_before_the_block_are_part_of_it() {
    for (text, open) in [(MIME, 4), (NODE_CONFIG, 3), (TOML, 2), (TOML, 0)] {
        let mut lines: Vec<&str> = text.lines().collect();
        let expected = on_unless(hold_switch(&lines[open..open + 2]));
        lines.insert(open + 2, "{{- end }}");
        lines.insert(open, "{{- if .Values.a }}");
        let inside = lines.join("\n") + "\n";
        let outside = class(&inside)
            .replace("    {{- if", "{{- if")
            .replace("    {{- end", "  {{- end");
        let import = import("a.yaml", &outside);
        assert_eq!(verdict(&import), expected, "{outside}");
        assert_eq!(written(&import), inside);
    }
}

/// A condition that ends behind the userData has begun before it, and belongs to neither.
#[test]
fn directives_behind_the_block_are_none_of_it() {
    let text = class(NODE_CONFIG);
    let (head, user_data) = text.split_once("  userData").unwrap();
    for behind in [
        "  {{- if .Values.tags }}\n  tags: {a: b}\n  {{- end }}\n",
        "  {{- with .Values.tags }}\n  tags:\n    {{- toYaml . | nindent 4 }}\n  {{- end }}\n",
        "  {{- toYaml .Values.more | nindent 2 }}\n",
        "{{- end }}\n",
    ] {
        let open = if behind == "{{- end }}\n" {
            "{{- if .Values.user }}\n"
        } else {
            ""
        };
        let text = format!("{head}{open}  userData{user_data}{behind}");
        let import = import("a.yaml", &text);
        let expected = on_unless(!open.is_empty());
        assert_eq!(verdict(&import), expected, "{text}");
        assert_eq!(written(&import), NODE_CONFIG, "{text}");
    }
}

/// A line that stays behind is blank in truth: the headers end there.
#[test]
fn a_directive_that_leaves_its_line_ends_the_headers() {
    let lines = |mark: &str| {
        MIME.replace(
            "--//\nContent-Type: app",
            &format!("--//\n{mark}\nContent-Type: app"),
        )
    };
    let left = import("a.yaml", &class(&lines("{{ $a := 1 }}")));
    assert!(
        said(&left)
            .iter()
            .any(|one| one.0 == "part-of-unknown-type")
    );
    let gone = import("a.yaml", &class(&lines("{{- $a := 1 }}")));
    assert_eq!(verdict(&gone), SociStatus::On);
}

/// What a template puts in may say everything: nothing is missing then.
#[test]
fn what_a_template_puts_in_may_switch_soci_on() {
    let quiet = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    config: {maxParallelImagePulls: 5}\n";
    let toml = "[settings.kubernetes]\nregistry-qps = 10\n";
    let mime = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"//\"\n\n--//\nContent-Type: text/x-shellscript\n\n#!/bin/bash\ntrue\n";
    let gate = "  featureGates:\n    FastImagePull: ";
    for user_data in [
        format!("{quiet}  {{{{- toYaml .Values.gates | nindent 2 }}}}\n"),
        format!("{quiet}  ${{gates}}\n"),
        format!("{quiet}  featureGates: {{{{ toYaml .Values.gates | nindent 4 }}}}\n"),
        format!(
            "{quiet}{{{{- if .Values.a }}}}\n{gate}false\n{{{{- else }}}}\n{gate}true\n{{{{- end }}}}\n"
        ),
        format!("{toml}{{{{ include \"soci\" . }}}}\n"),
        format!("{toml}${{soci_settings}}\n"),
        format!(
            "{toml}%{{ if a ~}}\nregistry-burst = 5\n%{{ else ~}}\n[settings.container-runtime]\nsnapshotter = \"soci\"\n%{{ endif ~}}\n"
        ),
        format!("{mime}--//\n{{{{ .Values.part }}}}\n--//--\n"),
        format!("{mime}--//\nContent-Type: ${{type}}\n\nspec: {{}}\n--//--\n"),
        format!(
            "{mime}--//\nContent-Type: application/node.eks.aws\n\n{{{{ .Values.nodeConfig }}}}\n--//--\n"
        ),
        "${user_data}\n".to_owned(),
        "{{ .Values.userData }}\n".to_owned(),
        "__USER_DATA__\n".to_owned(),
    ] {
        let import = import("a.yaml", &class(&user_data));
        assert_eq!(verdict(&import), SociStatus::Unknown, "{user_data}");
        let said = said(&import);
        assert!(
            said.iter()
                .all(|(_, severity, message)| *severity != Severity::Error
                    && !message.contains("SOCI")),
            "{user_data}{said:?}"
        );
        assert_eq!(written(&import), user_data);
    }
}

/// The userData as a whole, or what stands around it, from values of the chart.
#[test]
fn user_data_that_a_template_puts_in_is_unknown() {
    let text = class("");
    let (head, _) = text.split_once("  userData").unwrap();
    for put_in in [
        "  userData: {{ .Values.userData | toYaml | nindent 4 }}\n",
        "  userData: {{ .Values.userData | quote }}\n",
        "  userData: ${USER_DATA}\n",
        "  userData: |\n{{ .Values.userData | indent 4 }}\n",
        "  {{- toYaml .Values.extra | nindent 2 }}\n",
        "  {{- with .Values.userData }}\n  userData:\n    {{- toYaml . | nindent 4 }}\n  {{- end }}\n",
    ] {
        let import = import("a.yaml", &format!("{head}{put_in}"));
        assert_eq!(verdict(&import), SociStatus::Unknown, "{put_in}");
        let said = said(&import);
        assert!(
            said.iter().all(|(rule, ..)| *rule == "not-kept"),
            "{put_in}{said:?}"
        );
    }
}

/// Of a condition's branches one is written, and that it is the only one is said.
#[test]
fn one_branch_is_written_and_said_to_be() {
    for (open, other, close) in [
        ("{{- if .Values.pin }}", "{{- else }}", "{{- end }}"),
        (
            "{{- if .Values.pin }}",
            "{{- else if .Values.b }}",
            "{{- end }}",
        ),
        ("%{ if pin ~}", "%{ else ~}", "%{ endif ~}"),
        ("%{if pin}", "%{else}", "%{endif}"),
        ("{% if pin %}", "{% elif b %}", "{% endif %}"),
    ] {
        let text = class(NODE_CONFIG).replace(
            "  amiSelectorTerms: [{alias: al2023@v20260930}]\n",
            &format!("  amiSelectorTerms:\n  {open}\n    - alias: al2023@v20260930\n  {other}\n    - alias: al2023@v20260901\n  {close}\n"),
        );
        let import = import("a.yaml", &text);
        let config = import.config().expect("a Config");
        let bundle = evaluate(config, catalogue()).bundle;
        let files = bundle.files();
        let aliases: usize = files
            .iter()
            .filter(|file| file.applied)
            .map(|file| file.text.matches("alias:").count())
            .sum();
        assert_eq!(aliases, 1, "{open}");
        let not_kept = said(&import)
            .iter()
            .any(|one| one.0 == "not-kept" && one.2.contains(open));
        assert!(not_kept, "{open}: {:?}", said(&import));
    }
}

/// Conditions that exclude each other say a key twice, and no node ever gets both.
#[test]
fn conditions_that_exclude_each_other_break_nothing() {
    let gate = "  featureGates:\n    FastImagePull: ";
    let settings = "[settings.container-runtime]\nsnapshotter = ";
    let head = NODE_CONFIG.split_once(gate).unwrap().0;
    for user_data in [
        format!(
            "{head}{{{{- if .a }}}}\n{gate}true\n{{{{- end }}}}\n{{{{- if not .a }}}}\n{gate}false\n{{{{- end }}}}\n"
        ),
        format!(
            "%{{ if a ~}}\n{settings}\"soci\"\n%{{ endif ~}}\n%{{ if !a ~}}\n{settings}\"overlayfs\"\n%{{ endif ~}}\n"
        ),
    ] {
        let import = import("a.yaml", &class(&user_data));
        let of_user_data = |one: &(&str, Severity, String)| one.0 != "device-missing";
        assert!(!said(&import).iter().any(of_user_data), "{user_data}");
        assert_eq!(verdict(&import), SociStatus::Unknown, "{user_data}");
        assert_eq!(written(&import), user_data);
    }
    let terms = "  amiSelectorTerms: [{alias: al2023@v20260930}]\n";
    let twice = class(NODE_CONFIG).replace(
        terms,
        &format!("  {{{{- if .a }}}}\n{terms}  {{{{- end }}}}\n  {{{{- if not .a }}}}\n{terms}  {{{{- end }}}}\n"),
    );
    let import = import("a.yaml", &twice);
    assert!(said(&import).is_empty(), "{:?}", said(&import));
    assert_eq!(import.unread.len(), 3, "{:?}", import.unread);
}

/// Signs written twice stay so where the text goes on to be a template's, and only there.
#[test]
fn signs_that_are_meant_stay_as_they_are_meant() {
    let script = |more: &str| format!("#!/bin/bash\nA=1\necho $${{A}}{more}\n");
    let file = |script: &str| {
        let lines: String = script.lines().map(|line| format!("    {line}\n")).collect();
        format!(
            "resource \"aws_launch_template\" \"a\" {{\n  user_data = <<-EOT\n{lines}  EOT\n}}\n"
        )
    };
    for (more, kept) in [("", "echo ${A}\n"), (" ${var.b}", "echo $${A} ${var.b}\n")] {
        let import = import("a.tf", &file(&script(more)));
        assert!(written(&import).ends_with(kept), "{}", written(&import));
    }
}

/// A template's values that a quote cannot be taken from stay texts.
#[test]
fn quotes_that_stay_are_an_error_where_a_number_is_wanted() {
    let number = "max-concurrent-downloads-per-image = 15";
    for (value, is_error) in [
        ("\"${var.n}\"", true),
        ("\"{{ .Values.n }}\"", true),
        // Who replaces these takes the quotes with them.
        ("\"__NUMBER__\"", false),
        ("\"<NUMBER>\"", false),
    ] {
        let text = TOML.replace(
            number,
            &format!("max-concurrent-downloads-per-image = {value}"),
        );
        let import = import("a.yaml", &class(&text));
        let has_error = said(&import).iter().any(|one| one.0 == "setting-refused");
        assert_eq!(has_error, is_error, "{value}");
    }
}
