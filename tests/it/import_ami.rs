//! Which AMI runs a userData decides what is wrong with it: what stands beside it is read for that, and
//! where nothing does, nothing is claimed.

use serde_json::json;
use soci_configurator::core::{Config, InputFile, Severity, SociStatus, read_files};
use soci_configurator::data::catalogue;

use crate::import_blueprint::import;
use crate::import_node::{GATE, check_said, check_silent, check_verdict, with_user_data};

const SCRIPT: &str =
    "#!/bin/bash\n/etc/eks/bootstrap.sh demo --kubelet-extra-args '--max-pods=50'\n";
const AL2: &str = "/aws/service/eks/optimized-ami/1.31/amazon-linux-2/recommended/image_id";
const AL2023: &str =
    "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id";

/// Whether AL2's bootstrap is said to fail, and whether AL2 is said to have no SOCI.
fn said(name: &str, text: &str) -> (Option<Severity>, bool, bool) {
    let file = InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let import = read_files(&[file], &Config::default(), catalogue());
    let noticed = import.noticed(catalogue());
    let find = |rule: &str| noticed.iter().find(|one| one.rule.id == rule);
    (
        find("bootstrap-of-al2").map(|one| one.severity),
        find("al2-has-no-soci").is_some(),
        find("nothing-switches-soci-on").is_some(),
    )
}

/// The script beside an AMI, in the wrappers that name one.
fn beside(ami: &str) -> Vec<(&'static str, String)> {
    let script = SCRIPT.replace('\n', "\n    ");
    let heredoc = format!("<<-EOT\n    {script}\n    EOT\n");
    let (family, kind) = if ami == AL2 {
        ("al2@latest", "AL2_x86_64")
    } else {
        ("al2023@latest", "AL2023_x86_64_STANDARD")
    };
    let template = |image: &str| {
        json!({"Resources": {"Nodes": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {
            "LaunchTemplateData": {"ImageId": image, "UserData": {"Fn::Base64": SCRIPT}}}}},
            "Parameters": {"Ami": {"Type": "String", "Default": ami}}})
    };
    vec![
        (
            "reference.tf",
            format!(
                "resource \"aws_launch_template\" \"nodes\" {{\n  image_id = data.aws_ssm_parameter.ami.value\n  user_data = base64encode({heredoc}  )\n}}\ndata \"aws_ssm_parameter\" \"ami\" {{\n  name = \"{ami}\"\n}}\n"
            ),
        ),
        (
            "group.tf",
            format!(
                "module \"eks\" {{\n  self_managed_node_groups = {{\n    old = {{\n      ami_type = \"{kind}\"\n      pre_bootstrap_user_data = {heredoc}    }}\n  }}\n}}\n"
            ),
        ),
        (
            "direct.json",
            template(&format!("{{{{resolve:ssm:{ami}}}}}")).to_string(),
        ),
        ("parameter.json", template("ami").to_string()),
        (
            "values.yaml",
            format!(
                "pools:\n- spec:\n    ami: {{alias: {family}}}\n    userData: |\n      {}\n",
                SCRIPT.replace('\n', "\n      ")
            ),
        ),
    ]
}

#[test]
fn the_bootstrap_of_al2_is_right_on_al2() {
    for (name, text) in beside(AL2) {
        assert_eq!(said(name, &text), (None, true, false), "{name}\n{text}");
    }
}

#[test]
fn the_bootstrap_of_al2_fails_on_al2023() {
    for (name, text) in beside(AL2023) {
        assert_eq!(said(name, &text).0, Some(Severity::Error), "{name}\n{text}");
    }
    let group = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: us-east-1}\nmanagedNodeGroups:\n- name: a\n  overrideBootstrapCommand: |\n    #!/bin/bash\n    /etc/eks/bootstrap.sh demo\n";
    assert_eq!(said("cluster.yaml", group).0, Some(Severity::Error));
    let with_config = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"B\"\n\n--B\nContent-Type: application/node.eks.aws\n\napiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {}\n--B\nContent-Type: text/x-shellscript\n\n#!/bin/bash\n/etc/eks/bootstrap.sh demo\n--B--\n";
    assert_eq!(said("user-data.txt", with_config).0, Some(Severity::Error));
}

#[test]
fn where_no_ami_is_known_neither_is_claimed() {
    let unknown = (Some(Severity::Note), false, false);
    assert_eq!(said("user-data.sh", SCRIPT), unknown);
    let group = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: us-east-1}\nmanagedNodeGroups:\n- name: a\n  ami: ami-0123456789abcdef0\n  overrideBootstrapCommand: |\n    #!/bin/bash\n    /etc/eks/bootstrap.sh demo\n";
    assert_eq!(said("cluster.yaml", group), unknown);
    // Two systems in one resource: which is meant is not known.
    for (name, text) in beside(AL2) {
        let both = text
            .replace("demo", "demo-al2023")
            .replace("AL2_x86_64", "AL2_x86_64 AL2023");
        if name.ends_with(".tf") {
            assert_eq!(said(name, &both), unknown, "{name}");
        }
    }
}

#[test]
fn what_moves_with_every_release_is_called_what_the_file_calls_it() {
    let class = with_user_data("al2023@latest", "", GATE);
    let term = class
        .lines()
        .find(|line| line.contains("alias"))
        .expect("the term");
    let parameter = class.replace(
        term,
        &format!("  amiFamily: AL2023\n  amiSelectorTerms: [{{ssmParameter: {AL2023}}}]"),
    );
    for (text, called) in [
        (&class, "al2023@latest changes"),
        (&parameter, "the SSM parameter's recommendation changes"),
    ] {
        let file = InputFile {
            name: "nodes.yaml".to_owned(),
            text: text.clone(),
        };
        let import = read_files(&[file], &Config::default(), catalogue());
        let found = import
            .remarks
            .iter()
            .find(|one| one.rule.id == "moving-ami-release");
        let message = &found.expect("it moves").message;
        assert!(message.contains(called), "{message}");
    }
}

#[test]
fn an_alias_that_no_release_can_have_finds_no_ami() {
    let of = |alias: &str| {
        let user_data = if alias.contains("bottlerocket") {
            "[settings.container-runtime]\nsnapshotter = \"soci\"\n"
        } else {
            GATE
        };
        import(&[&with_user_data(alias, "", user_data)])
    };
    for alias in [
        "al2023@20260930",
        "al2023@stable",
        "al2023@v20261301",
        "al2023@v2026093",
        "al2023@v20260930-1",
        "bottlerocket@1.64",
        "bottlerocket@1.64.0-dirty",
        "bottlerocket@stable",
    ] {
        let import = of(alias);
        check_said(&import, "ami-release-missing", "names no release");
        check_verdict(&import, SociStatus::NeverReady);
    }
    for alias in [
        "al2023@latest",
        "al2023@v20260930",
        "\"al2023@${RELEASE}\"",
        "bottlerocket@latest",
        "bottlerocket@1.64.0",
        "bottlerocket@v1.64.0",
        "bottlerocket@1.64.0-ab12cd34",
        "\"bottlerocket@{{ .Values.release }}\"",
    ] {
        check_silent(&of(alias), "ami-release-missing");
    }
    // A release with its commit is that release.
    let old = of("bottlerocket@1.43.0-ab12cd34");
    check_said(&old, "bottlerocket-before-soci", "1.44.0");
}

#[test]
fn user_data_in_base64_is_called_that() {
    // A NodeConfig, and Bottlerocket's settings.
    let node_config =
        "YXBpVmVyc2lvbjogbm9kZS5la3MuYXdzL3YxYWxwaGExCmtpbmQ6IE5vZGVDb25maWcKc3BlYzoge30K";
    let settings = "W3NldHRpbmdzLmNvbnRhaW5lci1ydW50aW1lXQpzbmFwc2hvdHRlciA9ICJzb2NpIgo=";
    let nodes = import(&[&with_user_data("al2023@v20260930", "", node_config)]);
    check_said(&nodes, "script-without-shebang", "this is base64");
    let nodes = import(&[&with_user_data("bottlerocket@1.64.0", "", settings)]);
    check_said(&nodes, "settings-broken", "it is base64");
    let word = import(&[&with_user_data("al2023@v20260930", "", "echo")]);
    check_said(&word, "script-without-shebang", "does not start with #!");
}
