//! Nothing that launches nodes is passed over in silence: manifests within custom resources are read, and
//! what stands beside a userData is read or named; what a cluster printed says which AMI its nodes get.

use serde_json::json;
use soci_configurator::core::{Config, Coverage, Import, InputFile, read_files};
use soci_configurator::data::catalogue;

const CONFIG: &str = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  featureGates:\n    FastImagePull: true\n";

fn import(name: &str, text: &str) -> Import {
    let file = InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    read_files(&[file], &Config::default(), catalogue())
}

fn rules(import: &Import) -> Vec<&'static str> {
    let noticed = import.noticed(catalogue());
    noticed.iter().map(|one| one.rule.id).collect()
}

#[track_caller]
fn check_left(import: &Import, words: &[&str]) {
    let left: Vec<String> = import
        .unread
        .iter()
        .map(|left| format!("{}: {}", left.what, left.why))
        .collect();
    for word in words {
        assert!(
            left.iter().any(|one| one.contains(word)),
            "{word}: {left:#?}"
        );
    }
}

#[test]
fn manifests_in_custom_resources_are_read() {
    let manifest = json!([{"apiVersion": "karpenter.k8s.aws/v1", "kind": "EC2NodeClass",
        "metadata": {"name": "nodes"}, "spec": {"role": "ROLE", "planted": true}}])
    .to_string();
    let (before, behind) = manifest.split_once("ROLE").expect("the role");
    for text in [
        json!(manifest),
        json!({"Fn::Join": ["", [before, {"Ref": "Role"}, behind]]}),
        json!({"Fn::Join": ["", [before, {"Fn::ImportValue": "role"}, behind]]}),
        json!({"Fn::Join": ["", [before, {"Fn::Select": [0, {"Fn::Split": ["/", "a/b"]}]}, behind]]}),
        json!({"Fn::Sub": manifest.replace("ROLE", "${Role}")}),
    ] {
        for kind in [
            "Custom::AWSCDK-EKS-KubernetesResource",
            "AWSQS::Kubernetes::Resource",
            "Custom::OneOfMine",
        ] {
            let template = json!({"Resources": {"Nodes": {"Type": kind,
                "Properties": {"ServiceToken": "arn:x", "Manifest": text}}}});
            let import = import("template.json", &template.to_string());
            assert!(
                rules(&import).contains(&"unknown-field"),
                "{template} {import:?}"
            );
        }
    }
}

#[test]
fn charts_and_patches_of_the_cdk_are_named() {
    let values = json!({"extraObjects": [{"apiVersion": "karpenter.sh/v1", "kind": "NodePool",
        "metadata": {"name": "nodes"}, "spec": {"planted": true}}]});
    let template = json!({"Resources": {
        "Chart": {"Type": "Custom::AWSCDK-EKS-HelmChart", "Properties": {"Chart": "nodes", "Values": values.to_string()}},
        "Patch": {"Type": "Custom::AWSCDK-EKS-KubernetesPatch", "Properties": {"ApplyPatchJson": "{\"spec\":{}}"}},
    }});
    let import = import("template.json", &template.to_string());
    assert!(rules(&import).contains(&"unknown-field"), "{import:?}");
    check_left(&import, &["the chart of Chart", "ApplyPatchJson of Patch"]);
}

#[test]
fn what_launches_nodes_is_named_with_what_of_it_is_not_read() {
    let heredoc = format!("<<-EOT\n    {}    EOT\n", CONFIG.replace('\n', "\n    "));
    for kind in [
        "aws_launch_template",
        "aws_instance",
        "aws_launch_configuration",
    ] {
        let text = format!(
            "resource \"{kind}\" \"nodes\" {{\n  image_id      = \"ami-1\"\n  instance_type = \"t3.medium\"\n  user_data = base64encode({heredoc}  )\n}}\n"
        );
        check_left(
            &import("nodes.tf", &text),
            &[&format!("{kind}.nodes: its userData is read")],
        );
    }
    let own = format!(
        "variable \"classes\" {{\n  default = {{\n    gpu = {{\n      amiFamily = \"AL2023\"\n      userData = {heredoc}    }}\n  }}\n}}\n"
    );
    check_left(&import("variables.tf", &own), &["gpu of variable.classes"]);
    let template = json!({"Resources": {
        "Plain": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"ImageId": "ami-1"}}},
        "Group": {"Type": "AWS::EKS::Nodegroup", "Properties": {"AmiType": "AL2_x86_64"}},
        "Nodes": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData":
            {"ImageId": "ami-1", "UserData": {"Fn::Base64": CONFIG}}}},
    }});
    check_left(
        &import("template.json", &template.to_string()),
        &[
            "Plain (AWS::EC2::LaunchTemplate)",
            "Group (AWS::EKS::Nodegroup)",
            "Nodes (AWS::EC2::LaunchTemplate)",
        ],
    );
}

#[test]
fn maps_in_a_shape_of_their_own_are_named_with_what_they_hold() {
    let user_data = CONFIG.replace('\n', "\n      ");
    for (rest, named) in [
        ("    alias: al2023@latest\n", "classes"),
        ("    disks: [{size: 20Gi}]\n", "classes"),
    ] {
        let text =
            format!("classes:\n  gpu:\n{rest}    userData: |\n      {user_data}\nreplicas: 2\n");
        check_left(&import("values.yaml", &text), &[named, "replicas"]);
    }
    let flat = format!(
        "alias: al2023@latest\nuserData: |\n  {}\n",
        CONFIG.replace('\n', "\n  ")
    );
    check_left(&import("class.yaml", &flat), &["alias"]);
    // There is nothing else in it.
    let alone = format!("userData: |\n  {}\n", CONFIG.replace('\n', "\n  "));
    assert_eq!(import("class.yaml", &alone).unread, []);
}

/// A class as `kubectl get -o yaml` prints it.
fn printed(spec: &str, amis: &[&str]) -> String {
    let names: String = amis
        .iter()
        .map(|name| format!("  - {{id: ami-1, name: {name}}}\n"))
        .collect();
    format!(
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {{name: nodes}}\nspec:\n  role: R\n{spec}  subnetSelectorTerms: [{{tags: {{a: b}}}}]\n  securityGroupSelectorTerms: [{{tags: {{a: b}}}}]\n  userData: |\n    {}\nstatus:\n  amis:\n{names}",
        CONFIG.replace('\n', "\n    ")
    )
}

#[test]
fn the_amis_that_a_cluster_has_found_are_what_its_nodes_get() {
    let bad = "amazon-eks-node-al2023-x86_64-standard-1.33-v20260505";
    let arm = "amazon-eks-node-al2023-arm64-standard-1.33-v20260505";
    let good = "amazon-eks-node-al2023-x86_64-standard-1.33-v20260930";
    let by_id = "  amiFamily: AL2023\n  amiSelectorTerms: [{id: ami-1}]\n";
    let by_tag = "  amiFamily: AL2023\n  amiSelectorTerms: [{tags: {a: b}}]\n";
    let latest = "  amiSelectorTerms: [{alias: al2023@latest}]\n";
    for spec in [by_id, by_tag, latest] {
        let of = |amis: &[&str]| rules(&import("nodes.yaml", &printed(spec, amis)));
        assert!(of(&[bad, arm]).contains(&"broken-ami-release"), "{spec}");
        assert!(!of(&[bad]).contains(&"ami-release-unknown"), "{spec}");
        assert!(!of(&[good]).contains(&"broken-ami-release"), "{spec}");
        // Which of two releases a node gets is not known.
        assert!(!of(&[bad, good]).contains(&"broken-ami-release"), "{spec}");
    }
    let import = import("nodes.yaml", &printed(latest, &[bad]));
    let Coverage::Partial { without } = &import.recognised[0].coverage else {
        panic!("the status is not read as a whole");
    };
    assert!(
        without.iter().any(|one| one.contains("its status")),
        "{without:?}"
    );
}
