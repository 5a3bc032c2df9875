//! Files that hold no document as they stand, and texts that other tools put together.

use soci_configurator::core::{Config, Import, InputFile, SociStatus, read_files};
use soci_configurator::data::catalogue;

fn read(name: &str, text: &str) -> Import {
    let file = InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    read_files(&[file], &Config::default(), catalogue())
}

/// It is named for what it is, and nothing of it is refused.
#[track_caller]
fn check_left(name: &str, text: &str, what: &str) {
    let found = read(name, text);
    assert!(found.remarks.is_empty(), "{name}: {:#?}", found.remarks);
    let left: Vec<&str> = found.unread.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(left, [what], "{name}");
}

#[test]
fn what_is_no_document_is_named_for_what_it_is() {
    let yaml = "apiVersion: karpenter.sh/v1\nkind: NodePool\n";
    check_left(
        "stack.ts",
        &format!("const pool = `{yaml}`;\n"),
        "a program",
    );
    check_left(
        "main.go",
        "package main\n\nvar userData = `apiVersion: a: b`\n",
        "a program",
    );
    check_left("pasted", "package main\n\nimport \"fmt\"\n", "a program");
    check_left(
        "nodes.py",
        "USER_DATA = \"\"\"MIME-Version: 1.0: x\"\"\"\n",
        "a program",
    );
    let diff = "diff --git a/x.yaml b/x.yaml\n--- a/x.yaml\n+++ b/x.yaml\n@@ -1 +1 @@\n-kind: A\n+kind: B\n";
    check_left("pasted.yaml", diff, "a diff");
    check_left(
        "pasted.yaml",
        "--- a/x.yaml\n+++ b/x.yaml\n@@ -1 +1 @@\n+kind: B\n",
        "a diff",
    );
    check_left("a.patch", "+kind: B: c\n", "a diff");
    let described = "Name:         gpu\nNamespace:    \nLabels:       <none>\nAPI Version:  karpenter.k8s.aws/v1\nKind:         EC2NodeClass\nSpec:\n  Role:  R\n";
    check_left("pasted.yaml", described, "output of kubectl describe");
    for line in [
        "Nov 30 18:00:01 ip-10-0-0-1 containerd[1]: level=info msg: pulled",
        "2026-11-30T18:00:01Z INFO pulled: yes",
        "I1130 18:00:01.000000    1 kubelet.go:1] \"pulled\": a: b",
    ] {
        check_left("node.txt", &format!("{line}\n{line}\n{line}\n"), "a log");
    }
}

#[test]
fn documents_are_no_programs_and_no_logs() {
    for text in [
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n",
        "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n",
        "package: a\nversion: 1\n",
        "Name: a\nKind: b\n",
    ] {
        let found = read("a.yaml", text);
        let is_foreign = |what: &str| {
            ["a program", "a diff", "a log", "output of kubectl describe"].contains(&what)
        };
        assert!(
            !found.unread.iter().any(|one| is_foreign(&one.what)),
            "{text}: {:#?}",
            found.unread
        );
    }
}

const NODE_CONFIG: &str = "apiVersion: node.eks.aws/v1alpha1\\nkind: NodeConfig\\nspec:\\n  featureGates:\\n    FastImagePull: true";

#[test]
fn pieces_that_terraform_joins_are_one_text() {
    let lines = format!(
        "locals {{
  node_config = \"{NODE_CONFIG}\"
  user_data = join(\"\\n\", [
    \"MIME-Version: 1.0\",
    \"Content-Type: multipart/mixed; boundary=\\\"X\\\"\",
    \"\",
    \"--X\",
    \"Content-Type: application/node.eks.aws\",
    \"\",
    local.node_config,
    \"--X--\",
  ])
}}
"
    );
    let preamble = format!(
        "locals {{
  preamble = \"MIME-Version: 1.0\\nContent-Type: multipart/mixed; boundary=\\\"X\\\"\\n\"
  part = \"--X\\nContent-Type: application/node.eks.aws\\n\\n{NODE_CONFIG}\"
}}
resource \"aws_launch_template\" \"nodes\" {{
  user_data = base64encode(join(\"\\n\", concat([local.preamble, local.part], [\"--X--\"])))
}}
"
    );
    for text in [lines, preamble] {
        let found = read("main.tf", &text);
        assert!(!found.has_errors(), "{:#?}", found.remarks);
        assert_eq!(found.on_nodes.len(), 1, "{text}");
        // The release alone is not known.
        assert_eq!(found.on_nodes[0].verdict, SociStatus::Unknown);
        let asks = found.config().expect("a Config").engine.kind.as_str();
        assert_eq!(asks, "fast-image-pull");
    }
}

#[test]
fn a_piece_that_goes_elsewhere_is_named() {
    let text = format!(
        "locals {{
  part = \"--X\\nContent-Type: application/node.eks.aws\\n\\n{NODE_CONFIG}\"
  all = join(\"\\n\", [var.head, local.part])
}}
"
    );
    let found = read("main.tf", &text);
    assert!(!found.has_errors(), "{:#?}", found.remarks);
    assert!(
        found
            .unread
            .iter()
            .any(|one| one.what.starts_with("local.part")),
        "{:#?}",
        found.unread
    );
}

#[test]
fn of_a_plan_what_was_there_before_is_not_judged() {
    let class = |name: &str, spec: &str| {
        format!(
            "apiVersion: karpenter.k8s.aws/v1\\nkind: EC2NodeClass\\nmetadata: {{name: {name}}}\\nspec: {spec}\\n"
        )
    };
    let new = class(
        "new",
        "{role: R, amiSelectorTerms: [{alias: al2023@v20260930}], subnetSelectorTerms: [{id: subnet-0aa11bb22cc33dd44}], securityGroupSelectorTerms: [{id: sg-0aa11bb22cc33dd44}]}",
    );
    let old = class("old", "{}");
    let changes = format!(
        "\"resource_changes\": [{{\"change\": {{\"before\": {{\"yaml_body\": \"{old}\"}}, \"after\": {{\"yaml_body\": \"{new}\"}}}}}}]"
    );
    let planned = format!(
        "\"planned_values\": {{\"root_module\": {{\"resources\": [{{\"values\": {{\"yaml_body\": \"{new}\"}}}}]}}}},"
    );
    for planned in [planned.as_str(), ""] {
        let found = read(
            "plan.json",
            &format!("{{\"format_version\": \"1.2\", {planned} {changes}}}"),
        );
        assert!(!found.has_errors(), "{:#?}", found.remarks);
        assert_eq!(found.recognised.len(), 1, "{:#?}", found.recognised);
    }
}

#[test]
fn files_of_a_node_are_read_where_documents_are() {
    let soci = "[pull_modes.parallel_pull_unpack]\nenable = false\n";
    let indented = soci
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect::<String>();
    for (name, text) in [
        ("README.md", format!("# SOCI\n\n```toml\n{soci}```\n")),
        (
            "config.yaml",
            format!(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  soci.toml: |\n{indented}"
            ),
        ),
    ] {
        let found = read(name, &text);
        assert_eq!(found.on_nodes.len(), 1, "{name}: {:#?}", found.unread);
        assert_eq!(found.on_nodes[0].verdict, SociStatus::Off);
    }
}

#[test]
fn both_files_of_a_node_together_tell() {
    let file = |name: &str, text: &str| InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let soci = "[pull_modes.parallel_pull_unpack]\nenable = true\ndiscard_unpacked_layers = true\n";
    let containerd = "version = 3\n[plugins.'io.containerd.cri.v1.images']\nsnapshotter = 'soci'\ndisable_snapshot_annotations = false\n[proxy_plugins.soci]\ntype = 'snapshot'\naddress = '/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock'\n";
    let both = [file("soci.toml", soci), file("containerd.toml", containerd)];
    let found = read_files(&both, &Config::default(), catalogue());
    for on in &found.on_nodes {
        assert_eq!(on.verdict, SociStatus::On);
        assert!(on.unread.is_empty(), "{:?}", on.unread);
    }
    let alone = read_files(&both[..1], &Config::default(), catalogue());
    assert_eq!(alone.on_nodes[0].verdict, SociStatus::Unknown);
}

#[test]
fn what_a_template_only_defines_is_no_part_of_a_document() {
    let text = "{{- define \"x.labels\" -}}\napp: x\n{{- end }}\napiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: a}\nspec:\n  role: r\n  amiSelectorTerms: [{alias: al2023@v20260930}]\n  subnetSelectorTerms: [{id: subnet-0aa11bb22cc33dd44}]\n  securityGroupSelectorTerms: [{id: sg-0aa11bb22cc33dd44}]\n  userData: null\n";
    let found = read("class.yaml", text);
    assert!(!found.has_errors(), "{:#?}", found.remarks);
    assert_eq!(found.sets.len(), 1);
}

#[test]
fn an_error_of_one_branch_names_its_condition_and_decides_nothing() {
    let text = "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: a}\nspec:\n  role: r\n  amiSelectorTerms:\n  {{- if .Values.old }}\n  - alias: al2023@v20260505\n  {{- else }}\n  - alias: al2023@v20260930\n  {{- end }}\n  subnetSelectorTerms: [{id: subnet-0aa11bb22cc33dd44}]\n  securityGroupSelectorTerms: [{id: sg-0aa11bb22cc33dd44}]\n  userData: |\n    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec:\n      featureGates: {FastImagePull: true}\n";
    let found = read("class.yaml", text);
    let broken = found
        .remarks
        .iter()
        .find(|one| one.rule.id == "broken-ami-release");
    let message = &broken.expect("the release is said").message;
    assert!(message.contains("the condition on line 7"), "{message}");
    assert_eq!(found.on_nodes[0].verdict, SociStatus::Unknown);
}
