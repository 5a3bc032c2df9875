//! CloudFormation: launch templates, and the manifests that the AWS CDK and other custom resources apply.

use super::wrapper::{Wrapper, pair};
use super::{functions, search};
use crate::core::import::source::{NodeAmi, Part, PartForm, TakenApart};

/// The userData of a template's resources.
pub(super) fn take_apart(of: &Wrapper<'_>, found: &mut TakenApart) {
    let Some(resources) = of.node.get("Resources") else {
        return;
    };
    // A parameter may name the AMI.
    let of_template = NodeAmi::told_by(search::texts(of.node).into_iter());
    for (key, resource) in resources.pairs() {
        let kind = resource.str_at(&["Type"]).unwrap_or("a resource");
        let before = found.parts.len();
        let own = Wrapper {
            node: resource,
            title: format!("{} (CloudFormation)", key.text),
        };
        if !manifest(&own, kind, found) {
            search::search(&own, found);
        }
        for part in found.parts.iter_mut().skip(before) {
            part.ami = part.ami.or(of_template);
        }
        if found.parts.len() > before {
            found.leave(
                key.line,
                format!("{} ({kind})", key.text),
                "its userData and documents are read; everything else is not.",
            );
        } else if OF_NODES.contains(&kind) {
            found.leave(
                key.line,
                format!("{} ({kind})", key.text),
                "it has no userData; its AMI, instance types and disks are not read.",
            );
        }
    }
    if found.is_empty() {
        of.leave(
            found,
            "a CloudFormation template",
            "no resource in it contains userData or a manifest.",
        );
    }
}

/// Resources that launch nodes.
const OF_NODES: [&str; 7] = [
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::AutoScaling::LaunchConfiguration",
    "AWS::EC2::Instance",
    "AWS::EC2::LaunchTemplate",
    "AWS::EC2::SpotFleet",
    "AWS::EKS::Nodegroup",
    "AWS::EC2::EC2Fleet",
];

/// The text that a custom resource hands on: manifests as JSON or YAML, of the CDK's KubernetesManifest
/// (`Custom::AWSCDK-EKS-KubernetesResource`, aws-cdk-lib/aws-eks, read 2026-11) and of others like it, or a
/// chart's values. Whether there was one.
fn manifest(of: &Wrapper<'_>, kind: &str, found: &mut TakenApart) -> bool {
    let Some(properties) = of.node.get("Properties") else {
        return false;
    };
    let is_chart = kind.ends_with("HelmChart");
    let names: &[&str] = match kind {
        _ if is_chart => &["Values"],
        _ if kind.ends_with("KubernetesPatch") => &["ApplyPatchJson"],
        _ => &["Manifest", "Manifests"],
    };
    let Some((key, node)) = names.iter().find_map(|name| pair(properties, name)) else {
        return false;
    };
    // A manifest that is written as a map is found as any other.
    let Some((text, lines)) = functions::user_data_text(node, key.line) else {
        return false;
    };
    let title = of.title.clone();
    if kind.ends_with("KubernetesPatch") {
        found.leave(
            key.line,
            format!("{} of {title}", key.text),
            "a CDK patch: its changes are not read.",
        );
        return true;
    }
    if is_chart {
        found.leave(
            key.line,
            format!("the chart of {title}"),
            "a remote chart: its output is not known; documents in its values are read.",
        );
    }
    let form = if is_chart {
        PartForm::Values
    } else {
        PartForm::Manifests
    };
    found
        .parts
        .push(Part::text(text, lines).form(form).with_origin(title));
    true
}
