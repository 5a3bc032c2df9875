//! The cases: a rule, how bad it is, and the input that breaks it.

mod kept;
mod node;
mod pools;
mod sound;
mod volumes;

use soci_configurator::core::Severity;

use Severity::{Error, Note, Warning};

use crate::import_node::{GATE, class, with_user_data};
pub use kept::kept;
pub use sound::SOUND;

/// A rule and what breaks it.
pub struct Case {
    /// The rule's id.
    pub rule: &'static str,
    /// How bad it is in this case.
    pub severity: Severity,
    /// The file.
    pub input: Input,
}

/// A file that breaks a rule.
#[derive(Debug)]
pub enum Input {
    /// A file as it is.
    File(String),
    /// A file for a cluster with Karpenter 1.0.
    OldKarpenter(String),
    /// Lines under `spec` of a node class of AL2023.
    Class(String),
    /// Lines under `spec` of a node class of Bottlerocket.
    Bottlerocket(String),
    /// Lines under `spec` of a NodePool.
    Pool(String),
    /// Bottlerocket's settings.
    Settings(String),
    /// The whole userData of AL2023.
    UserData(String),
    /// Lines under `spec` of the NodeConfig.
    NodeConfig(String),
    /// A script beside the gate.
    Script(String),
    /// An alias of an AMI, and lines under the node class' `spec`, with the gate on.
    Release(&'static str, String),
}

pub const AL2023: &str = "al2023@v20260930";
const BOTTLEROCKET: &str = "bottlerocket@v1.64.0";
const SOCI_ON: &str = "[settings.container-runtime]\nsnapshotter = \"soci\"\n[settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack]\nmax-concurrent-downloads-per-image = 15\nconcurrent-download-chunk-size = \"8mib\"\nmax-concurrent-unpacks-per-image = 10\n";
const POOL: &str = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: nodes}\nspec:\n";
const TEMPLATE: &str = "  template:\n    spec:\n      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}\n      requirements:\n      - {key: kubernetes.io/arch, operator: In, values: [amd64]}\n";

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("  {line}\n")).collect()
}

impl Input {
    /// The cluster's Karpenter.
    pub fn karpenter(&self) -> &'static str {
        match self {
            Self::OldKarpenter(_) => "1.0",
            _ => "1.14",
        }
    }

    /// The whole text of the file.
    pub fn text(&self) -> String {
        let gate = ("application/node.eks.aws", GATE);
        match self {
            Self::File(text) | Self::OldKarpenter(text) => text.clone(),
            Self::Class(spec) => class(AL2023, &indented(spec), &[gate]),
            Self::Bottlerocket(spec) => with_user_data(BOTTLEROCKET, &indented(spec), SOCI_ON),
            Self::Pool(spec) if spec.starts_with("template:") => {
                format!("{POOL}{}", indented(spec))
            }
            Self::Pool(spec) => format!("{POOL}{}{TEMPLATE}", indented(spec)),
            Self::Settings(settings) => with_user_data(BOTTLEROCKET, "", settings),
            Self::UserData(text) => with_user_data(AL2023, "", text),
            Self::NodeConfig(spec) => {
                let config = format!(
                    "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n{}",
                    indented(spec)
                );
                class(AL2023, "", &[("application/node.eks.aws", &config)])
            }
            Self::Script(script) => {
                let script = format!("#!/bin/bash\n{script}\n");
                class(AL2023, "", &[gate, ("text/x-shellscript", &script)])
            }
            Self::Release(alias, spec) => {
                let parts = [gate];
                let parts = if alias.starts_with("al2023@") {
                    &parts[..]
                } else {
                    &[]
                };
                class(alias, &indented(spec), parts)
            }
        }
    }

    /// The same kind of input without a fault.
    pub fn plain(&self) -> Self {
        let none = String::new();
        match self {
            Self::File(_) | Self::Class(_) | Self::Release(..) => Self::Class(none),
            Self::Bottlerocket(_) => Self::Bottlerocket(none),
            Self::Pool(_) | Self::OldKarpenter(_) => Self::Pool(none),
            Self::Settings(_) => Self::Settings(SOCI_ON.to_owned()),
            Self::UserData(_) => Self::UserData(none),
            Self::NodeConfig(_) => {
                Self::NodeConfig("featureGates:\n  FastImagePull: true".to_owned())
            }
            Self::Script(_) => Self::Script("echo hello".to_owned()),
        }
    }
}

/// Every case.
pub fn all() -> Vec<Case> {
    let mut all = Vec::new();
    for rows in [
        files(),
        schema(),
        node_class(),
        volumes::all(),
        pools::all(),
        node::user_data(),
        node::al2023(),
        node::soci(),
        node::bottlerocket(),
    ] {
        all.extend(rows.into_iter().map(|(rule, severity, input)| Case {
            rule,
            severity,
            input,
        }));
    }
    all
}

type Row = (&'static str, Severity, Input);

fn class_with(lines: &str) -> Input {
    Input::Class(lines.to_owned())
}

fn pool_with(lines: &str) -> Input {
    Input::Pool(lines.to_owned())
}

fn file(text: &str) -> Input {
    Input::File(text.to_owned())
}

fn files() -> Vec<Row> {
    let plain = Input::Class(String::new()).text();
    vec![
        ("too-large", Error, Input::File("#".repeat(5_000_001))),
        (
            "too-many-documents",
            Warning,
            Input::File("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\n".repeat(3_000)),
        ),
        ("empty-file", Error, file("\n \n")),
        (
            "not-utf-8",
            Warning,
            Input::File(format!("{plain}# \u{fffd}\n")),
        ),
        ("not-yaml", Error, file("apiVersion: v1\nkind: [\n")),
        (
            "repeated-key",
            Error,
            Input::File(plain.replacen("spec:\n", "spec:\n  role: Other\n", 1)),
        ),
        (
            "no-manifest",
            Error,
            Input::File(plain.replacen("apiVersion: karpenter.k8s.aws/v1\n", "", 1)),
        ),
        (
            "config-file",
            Error,
            file(
                "version: 2\ncluster:\n  name: demo\n  nodeRole: KarpenterNodeRole-demo\n  colour: red\n",
            ),
        ),
        (
            "something-left-out",
            Note,
            Input::File(plain.replacen("spec:\n", "...\nspec:\n", 1)),
        ),
        (
            "kubernetes-assumed",
            Note,
            Input::Release("al2023@v20240703", String::new()),
        ),
        (
            "region-inferred",
            Note,
            Input::Pool("template:\n  spec:\n    nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}\n    requirements:\n    - {key: kubernetes.io/arch, operator: In, values: [amd64]}\n    - {key: topology.kubernetes.io/zone, operator: In, values: [eu-west-1a]}\n".to_owned()),
        ),
        (
            "not-kept",
            Warning,
            Input::Class(format!("context: \"{}\"", "a".repeat(200_000))),
        ),
        (
            "not-kept",
            Note,
            Input::Class("{{- if .Values.team }}\ntags: {team: a}\n{{- end }}".to_owned()),
        ),
        (
            "part-only-in-whole",
            Note,
            Input::File(class(
                AL2023,
                "",
                &[
                    ("application/node.eks.aws", GATE),
                    ("text/cloud-config", "#cloud-config\npackages: [jq]\n"),
                ],
            )),
        ),
    ]
}

fn schema() -> Vec<Row> {
    let old = |kind: &str| {
        Input::Class(String::new())
            .text()
            .replace("karpenter.k8s.aws/v1\n", kind)
    };
    vec![
        ("unknown-field", Error, class_with("amiFamilly: AL2023")),
        (
            "newer-field",
            Error,
            Input::OldKarpenter(format!("{POOL}  replicas: 3\n{TEMPLATE}")),
        ),
        (
            "required-field",
            Error,
            Input::File(Input::Class(String::new()).text().replace(
                "  subnetSelectorTerms: [{tags: {karpenter.sh/discovery: demo}}]\n",
                "",
            )),
        ),
        (
            "required-field",
            Note,
            file(
                "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: a}\n...\nspec:\n  role: a\n",
            ),
        ),
        (
            "wrong-type",
            Error,
            class_with("detailedMonitoring: \"true\""),
        ),
        (
            "wrong-form",
            Error,
            pool_with("disruption: {consolidateAfter: soon}"),
        ),
        (
            "wrong-length",
            Error,
            Input::Release("al2023@v20260930-and-so-on-and-on", String::new()),
        ),
        ("out-of-range", Error, pool_with("weight: 101")),
        (
            "repeated-item",
            Error,
            pool_with(
                "disruption:\n  consolidateAfter: 5m\n  budgets: [{nodes: \"0\", reasons: [Drifted, Drifted]}]",
            ),
        ),
        (
            "unknown-value",
            Error,
            class_with("instanceStorePolicy: RAID1"),
        ),
        (
            "newer-value",
            Error,
            Input::OldKarpenter(
                pool_with("disruption: {consolidationPolicy: Balanced, consolidateAfter: 5m}")
                    .text(),
            ),
        ),
        (
            "cross-field-rule",
            Error,
            class_with("instanceProfile: other"),
        ),
        (
            "cross-field-rule",
            Note,
            Input::File(
                Input::Class("instanceProfile: other".to_owned())
                    .text()
                    .replacen("spec:\n", "...\nspec:\n", 1),
            ),
        ),
        (
            "api-version-gone",
            Error,
            Input::File(old("karpenter.k8s.aws/v1beta1\n")),
        ),
        (
            "wrong-api-version",
            Error,
            Input::File(old("karpenter.sh/v1\n")),
        ),
        (
            "wrong-api-version",
            Error,
            file(
                "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: a, image: a}]}}}\n",
            ),
        ),
        (
            "wrong-api-version",
            Error,
            file(
                "apiVersion: apps/v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n",
            ),
        ),
    ]
}

fn mappings(rest: &str) -> String {
    format!("blockDeviceMappings:\n{rest}")
}

fn node_class() -> Vec<Row> {
    let tags = |count: usize| {
        let tags: String = (0..count)
            .map(|number| format!("  tag{number}: a\n"))
            .collect();
        format!("tags:\n{tags}")
    };
    let bottlerocket = |rest: &str| Input::Bottlerocket(mappings(rest));
    let both = "- {deviceName: /dev/xvda, ebs: {volumeSize: 4Gi, encrypted: true}}\n- {deviceName: /dev/xvdb, ebs: {volumeSize: 80Gi, encrypted: true}}\n";
    let auto = |spec: &str| {
        Input::File(format!(
            "apiVersion: eks.amazonaws.com/v1\nkind: NodeClass\nmetadata: {{name: auto}}\nspec:\n  role: NodeRole\n{spec}"
        ))
    };
    let of_family = |family: &str| {
        Input::File(Input::Class(String::new()).text().replace(
            "[{alias: al2023@v20260930}]",
            &format!("[{{id: ami-0123456789abcdef0}}]\n{family}"),
        ))
    };
    vec![
        (
            "role-as-arn",
            Error,
            Input::File(Input::Class(String::new()).text().replace(
                "role: NodeRole",
                "role: arn:aws:iam::111122223333:role/NodeRole",
            )),
        ),
        ("tag-refused", Error, class_with("tags: {aws:a: b}")),
        (
            "tag-refused",
            Error,
            Input::Class(format!("tags: {{{}: b}}", "a".repeat(129))),
        ),
        (
            "tag-refused",
            Error,
            Input::Class(format!("tags: {{a: {}}}", "b".repeat(257))),
        ),
        ("too-many-tags", Error, Input::Class(tags(47))),
        (
            "wrong-root-device",
            Error,
            Input::Class(mappings(
                "- {deviceName: /dev/sda1, ebs: {volumeSize: 80Gi, encrypted: true}}\n",
            )),
        ),
        (
            "images-on-other-device",
            Error,
            bottlerocket("- {deviceName: /dev/xvda, ebs: {volumeSize: 80Gi, encrypted: true}}\n"),
        ),
        (
            "images-on-other-device",
            Warning,
            bottlerocket(&both.replace("4Gi", "4Gi, iops: 4000")),
        ),
        (
            "device-missing",
            Warning,
            bottlerocket("- {deviceName: /dev/xvdb, ebs: {volumeSize: 80Gi, encrypted: true}}\n"),
        ),
        (
            "snapshot-under-raid0",
            Warning,
            Input::Bottlerocket(format!(
                "instanceStorePolicy: RAID0\n{}",
                mappings(&both.replace("80Gi", "80Gi, snapshotID: snap-0123456789abcdef0"))
            )),
        ),
        (
            "mapping-incomplete",
            Error,
            Input::Class(mappings("- {deviceName: /dev/xvda}\n")),
        ),
        (
            "mapping-incomplete",
            Error,
            Input::Class(mappings("- {rootVolume: true, ebs: {volumeSize: 80Gi}}\n")),
        ),
        (
            "root-volume-on-bottlerocket",
            Error,
            bottlerocket(&both.replacen("/dev/xvda", "/dev/xvda, rootVolume: true", 1)),
        ),
        (
            "snapshot-without-size",
            Warning,
            Input::Class(mappings(
                "- {deviceName: /dev/xvda, ebs: {snapshotID: snap-0123456789abcdef0, encrypted: true}}\n",
            )),
        ),
        (
            "encryption-not-said",
            Note,
            Input::Class(mappings(
                "- {deviceName: /dev/xvda, ebs: {volumeSize: 80Gi}}\n",
            )),
        ),
        (
            "throughput-above-iops",
            Error,
            Input::Class(mappings(
                "- {deviceName: /dev/xvda, ebs: {volumeType: gp3, volumeSize: 80Gi, iops: 3000, throughput: 1000, encrypted: true}}\n",
            )),
        ),
        (
            "alias-with-two-at-signs",
            Error,
            Input::Release("al2023@v20260930@b", String::new()),
        ),
        (
            "wildcard-ami-name",
            Warning,
            Input::File(Input::Class(String::new()).text().replace(
                "{alias: al2023@v20260930}",
                "{name: \"amazon-eks-node-al2023-x86_64-standard-*\"}",
            )),
        ),
        (
            "user-data-too-large",
            Error,
            Input::Script(format!("# {}", "a".repeat(17_000))),
        ),
        (
            "user-data-too-large",
            Warning,
            Input::Script(format!("# {}", "a".repeat(14_000))),
        ),
        (
            "al2-has-no-soci",
            Warning,
            Input::Release("al2@latest", String::new()),
        ),
        (
            "windows-has-no-soci",
            Note,
            Input::Release("windows2022@latest", String::new()),
        ),
        (
            "policy-formats-nothing",
            Warning,
            of_family("  amiFamily: Custom\n  instanceStorePolicy: RAID0"),
        ),
        ("custom-ami", Warning, of_family("  amiFamily: Custom")),
        ("ami-unknown", Warning, of_family("")),
        ("ami-unknown", Note, of_family("  amiFamily: ${family}")),
        (
            "ami-release-unknown",
            Note,
            of_family("  amiFamily: AL2023"),
        ),
        ("auto-mode-decides", Note, auto("")),
        (
            "auto-mode-has-no-such-field",
            Error,
            auto("  amiFamily: AL2023\n"),
        ),
        (
            "moving-ami-release",
            Warning,
            Input::Release("al2023@latest", String::new()),
        ),
        (
            "ami-before-fast-image-pull",
            Error,
            Input::Release("al2023@v20250801", String::new()),
        ),
        (
            "ami-release-missing",
            Error,
            Input::Release("al2023@v20260229", String::new()),
        ),
        (
            "ami-release-unconfirmed",
            Note,
            Input::Release("al2023@v20250801", String::new()),
        ),
        (
            "release-newer-than-known",
            Note,
            Input::Release("al2023@v20270101", String::new()),
        ),
        (
            "broken-ami-release",
            Error,
            Input::Release("al2023@v20260505", String::new()),
        ),
        (
            "raid0-before-soci-directory",
            Warning,
            Input::Release("al2023@v20251120", "instanceStorePolicy: RAID0".to_owned()),
        ),
    ]
}
