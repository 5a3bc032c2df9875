//! Fields of the cluster.

use super::applies::{in_node_class, not_on_auto_mode, unless};
use super::row::field;
use super::{Applies, Field, Kind};
use crate::core::config::{Config, Placeholders};

fn by_tag(config: &Config) -> Applies {
    if let no @ Applies::No(_) = in_node_class(config) {
        return no;
    }
    unless(
        config.cluster.subnet_ids.is_empty() || config.cluster.security_group_ids.is_empty(),
        "Subnets and security groups are set by ID, so no tag is used.",
    )
}

fn on_karpenter(config: &Config) -> Applies {
    unless(
        !config.engine.spec().is_auto_mode(),
        "Auto Mode includes its own Karpenter.",
    )
}

fn on_al2023(config: &Config) -> Applies {
    if let no @ Applies::No(_) = in_node_class(config) {
        return no;
    }
    unless(
        config.engine.spec().on_al2023(),
        "The chosen engine does not run on AL2023.",
    )
}

fn on_bottlerocket(config: &Config) -> Applies {
    unless(
        config.engine.spec().is_bottlerocket(),
        "The chosen engine does not run on Bottlerocket.",
    )
}

pub(super) const FIELDS: &[Field] = &[
    field!("cluster.name", Cluster, "Cluster name",
        "Name of the EKS cluster, not its ARN.",
        Kind::Text, "1 to 100 letters, digits, - and _", EKS_API; cluster.name),
    field!("cluster.region", Cluster, "Region",
        "Cluster Region, for prices and the commands in the next steps.",
        Kind::Text, "a Region code, such as us-east-1", EKS_API; cluster.region),
    field!("cluster.kubernetes", Cluster, "Kubernetes version",
        "Cluster minor version.",
        Kind::Text, "1.26 to 1.36", KARPENTER_COMPATIBILITY; cluster.kubernetes),
    field!("cluster.karpenter", Cluster, "Karpenter version",
        "Minor version; newer fields are omitted from the manifests.",
        Kind::Text, "1.0 to 1.14", EC2NODECLASS, applies on_karpenter; cluster.karpenter),
    field!("cluster.nodeRole", Cluster, "Node IAM role",
        "Name of the nodes' role; Karpenter creates the instance profile from it.",
        Kind::Text, "1 to 64 letters, digits and + = , . @ _ -", IAM_API, applies in_node_class; cluster.node_role),
    field!("cluster.instanceProfile", Cluster, "Instance profile",
        "Name of your own instance profile, instead of the role.",
        Kind::Text, "1 to 128 letters, digits and + = , . @ _ -", IAM_API,
        applies not_on_auto_mode, advanced true; cluster.instance_profile),
    field!("cluster.discoveryTag", Cluster, "Discovery tag",
        "Tag on the cluster's subnets and security groups.",
        Kind::Text, "1 to 127 characters", EC2_TAGS, applies by_tag, advanced true; cluster.discovery_tag),
    field!("cluster.discoveryValue", Cluster, "Discovery tag value",
        "Empty: the cluster name, or any value of a kubernetes.io/cluster/NAME tag. An asterisk matches any value.",
        Kind::Text, "up to 255 characters", EC2_TAGS, applies by_tag, advanced true; cluster.discovery_value),
    field!("cluster.subnetIds", Cluster, "Subnet IDs",
        "Subnets by ID instead of by tag.",
        Kind::List, "up to 30 IDs: subnet- and hexadecimal digits", EC2NODECLASS, applies in_node_class, advanced true; cluster.subnet_ids),
    field!("cluster.securityGroupIds", Cluster, "Security group IDs",
        "Security groups by ID instead of by tag.",
        Kind::List, "up to 30 IDs: sg- and hexadecimal digits", EC2NODECLASS, applies in_node_class, advanced true; cluster.security_group_ids),
    field!("cluster.al2023Version", Cluster, "AL2023 AMI release",
        "A pinned release changes only when you change it; latest changes with every AMI. List checked on 2026-11-28; newer ones may exist.",
        Kind::Text, "latest or v and a date", AMI_RELEASES, applies on_al2023; cluster.al2023_version),
    field!("cluster.bottlerocketVersion", Cluster, "Bottlerocket release",
        "A pinned release changes only when you change it; latest changes with every AMI. List checked on 2026-11-28; newer ones may exist.",
        Kind::Text, "latest or three numbers", BOTTLEROCKET, applies on_bottlerocket; cluster.bottlerocket_version),
    field!("cluster.tags", Cluster, "EC2 tags",
        "Tags of instances and volumes, as key=value, one per line.",
        Kind::Pairs, "up to 40 pairs; not karpenter.sh/nodepool and the like", EC2_TAGS, applies in_node_class, advanced true; cluster.tags),
    field!("placeholders", Cluster, "Placeholders",
        "Contents of the files while the cluster name or the role is not set.",
        Kind::Choice(Placeholders::CHOICES), "wait or envsubst", CHOICE, advanced true; placeholders),
    field!("kept", Cluster, "Preserved fields",
        "Fields of imported manifests without a setting, one per line: DOCUMENT PATH = JSON, or without DOCUMENT PATH.",
        Kind::Lines, "up to 500 values of EC2NodeClass, NodePool, NodeClass, Deployment, NodeConfig, Settings, Script", CHOICE, advanced true; kept),
    field!("comments", Cluster, "Comments in the manifests",
        "Above each line, what it does and why it has its value; nodes read the same content.",
        Kind::Bool, "true or false", CHOICE, advanced true; comments),
    field!("dismissed", Cluster, "Dismissed rules",
        "Rules whose findings you do not want to see, each with your reason, one per line; errors are always shown.",
        Kind::Lines, "up to 100 lines of rule-id: reason", CHOICE, advanced true; dismissed),
];
