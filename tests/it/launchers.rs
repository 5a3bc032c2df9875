//! Who launches the nodes decides what may be said of their userData: nothing that names Karpenter or
//! its objects is said of nodes that eksctl, an autoscaling group or Cluster API launches, and of
//! userData that stands alone only under a condition.

use std::collections::BTreeSet;

use serde_json::json;
use soci_configurator::core::{Config, Coverage, Import, InputFile, read_files};
use soci_configurator::data::catalogue;

use crate::file_rules::cases;

/// Karpenter and what only it has.
const NAMES: [&str; 4] = ["Karpenter", "NodePool", "EC2NodeClass", "node class"];

fn names_karpenter(text: &str) -> bool {
    NAMES.iter().any(|name| text.contains(name))
}

fn import(name: &str, text: &str) -> Import {
    let file = InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    read_files(&[file], &Config::default(), catalogue())
}

/// The userData of every case of a rule that has one.
fn samples() -> BTreeSet<String> {
    cases::all()
        .iter()
        .filter_map(|case| user_data(&case.input.text()))
        .collect()
}

/// The block of a class' `userData`.
fn user_data(class: &str) -> Option<String> {
    let (_, below) = class.split_once("userData: |\n")?;
    let indent = below.len() - below.trim_start_matches(' ').len();
    let is_of_block = |line: &&str| line.trim().is_empty() || line.starts_with(&" ".repeat(indent));
    let lines = below.lines().take_while(is_of_block);
    Some(
        lines
            .map(|line| format!("{}\n", line.get(indent..).unwrap_or_default()))
            .collect(),
    )
}

fn indented(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    text.lines().map(|line| format!("{pad}{line}\n")).collect()
}

/// Files in which another program than Karpenter launches nodes with a userData.
fn of_others(text: &str) -> Vec<(&'static str, String)> {
    let group = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: eu-west-1}\nmanagedNodeGroups:\n";
    vec![
        (
            "template.json",
            json!({"Resources": {"Nodes": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {
                "LaunchTemplateData": {"UserData": {"Fn::Base64": text}}}}}})
            .to_string(),
        ),
        (
            "nodes.tf",
            format!(
                "resource \"aws_launch_template\" \"nodes\" {{\n  user_data = base64encode(<<-EOT\n{}  EOT\n  )\n}}\n",
                indented(text, 4)
            ),
        ),
        (
            "module.tf",
            format!(
                "module \"eks\" {{\n  eks_managed_node_groups = {{\n    a = {{\n      ami_type = \"AL2023_x86_64_STANDARD\"\n      cloudinit_pre_nodeadm = [{{\n        content_type = \"application/node.eks.aws\"\n        content = <<-EOT\n{}        EOT\n      }}]\n    }}\n  }}\n}}\n",
                indented(text, 10)
            ),
        ),
        (
            "group.tf",
            format!(
                "module \"group\" {{\n  source = \"terraform-aws-modules/eks/aws//modules/self-managed-node-group\"\n  cloudinit_pre_nodeadm = [{{\n    content = <<-EOT\n{}    EOT\n  }}]\n}}\n",
                indented(text, 6)
            ),
        ),
        (
            "nodes.tf.json",
            json!({"resource": {"aws_launch_template": {"nodes": {"user_data": text}}}})
                .to_string(),
        ),
        (
            "playbook.yaml",
            format!(
                "tasks:\n- amazon.aws.ec2_launch_template:\n    user_data: |\n{}",
                indented(text, 6)
            ),
        ),
        (
            "crossplane.yaml",
            format!(
                "apiVersion: ec2.aws.upbound.io/v1beta1\nkind: LaunchTemplate\nmetadata: {{name: a}}\nspec:\n  forProvider:\n    userData: |\n{}",
                indented(text, 6)
            ),
        ),
        (
            "cluster.yaml",
            format!(
                "{group}  - name: a\n    overrideBootstrapCommand: |\n{}",
                indented(text, 6)
            ),
        ),
    ]
}

/// Everything that is said of an import, by whoever says it.
fn said(import: &Import) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for one in import.noticed(catalogue()) {
        let words = one.rule.words();
        for text in [&one.message, &one.path] {
            all.push((one.rule.id.to_owned(), text.clone()));
        }
        for text in [words.what, words.why, words.how] {
            all.push((format!("the words of {}", one.rule.id), text.to_owned()));
        }
    }
    for left in &import.unread {
        all.push(("unread".to_owned(), format!("{}: {}", left.what, left.why)));
    }
    for one in &import.recognised {
        let coverage = match &one.coverage {
            Coverage::Checked => String::new(),
            Coverage::Partial { without } => without.join(", "),
            Coverage::Unchecked { why } => why.clone(),
        };
        all.push((
            "document".to_owned(),
            format!("{} {} {coverage}", one.what, one.note),
        ));
    }
    for on in &import.on_nodes {
        all.push((
            "nodes".to_owned(),
            format!("{} {} {}", on.of, on.system, on.unread.join(", ")),
        ));
        for step in &on.steps {
            all.push(("a step".to_owned(), format!("{} {}", step.who, step.what)));
        }
        for setting in &on.settings {
            for source in std::iter::once(&setting.holds).chain(&setting.lost) {
                all.push((
                    "a setting".to_owned(),
                    format!("{} {}", source.by, source.value),
                ));
            }
        }
    }
    all
}

#[test]
fn nothing_of_karpenter_is_said_of_nodes_that_others_launch() {
    let mut wrong = BTreeSet::new();
    let mut read = 0;
    for sample in samples() {
        for (name, text) in of_others(&sample) {
            let import = import(name, &text);
            read += import.on_nodes.len();
            for (by, said) in said(&import) {
                // What the userData itself says is quoted.
                if names_karpenter(&said) && !names_karpenter(&sample) {
                    wrong.insert(format!("{name} {by}: {said}"));
                }
            }
        }
    }
    assert!(read > 300, "{read} userData are read");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn of_userdata_that_stands_alone_it_is_said_under_a_condition() {
    let mut wrong = BTreeSet::new();
    for sample in samples() {
        for one in import("user-data.txt", &sample).noticed(catalogue()) {
            let is_conditional = one.message.starts_with("if Karpenter launches the nodes: ");
            let is_error = one.severity == soci_configurator::core::Severity::Error;
            if (names_karpenter(&one.message) && !is_conditional) || (is_conditional && is_error) {
                wrong.insert(format!("{}: {}", one.rule.id, one.message));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
