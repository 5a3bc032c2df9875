//! The cluster.

use super::literal::literal;
use super::scheduling::TagPair;
use super::text::{
    ClusterName, InstanceProfileName, Region, RoleName, SecurityGroupId, SelectorValue, SubnetId,
    TagKey,
};
use super::version::{Al2023Version, BottlerocketVersion, KarpenterVersion, KubernetesVersion};
use crate::core::versions::{DEFAULT_KUBERNETES, PINNED_AL2023, PINNED_BOTTLEROCKET};

/// The cluster and how its nodes find their place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Name of the EKS cluster; required where the discovery tag's value is derived from it.
    pub name: Option<ClusterName>,
    /// Region of the cluster, for the commands in the next steps.
    pub region: Region,
    /// Minor version of Kubernetes.
    pub kubernetes: KubernetesVersion,
    /// Minor version of Karpenter; newer fields are not emitted.
    pub karpenter: KarpenterVersion,
    /// IAM role of the nodes; exclusive with the instance profile.
    pub node_role: Option<RoleName>,
    /// Instance profile of the nodes; exclusive with the role.
    pub instance_profile: Option<InstanceProfileName>,
    /// Tag on the cluster's subnets and security groups.
    pub discovery_tag: TagKey,
    /// The tag's value; the cluster's name if empty.
    pub discovery_value: Option<SelectorValue>,
    /// Subnets by id instead of by tag.
    pub subnet_ids: Vec<SubnetId>,
    /// Security groups by id instead of by tag.
    pub security_group_ids: Vec<SecurityGroupId>,
    /// Release of the EKS AL2023 AMI, for the engines on AL2023.
    pub al2023_version: Al2023Version,
    /// Release of Bottlerocket, for that engine.
    pub bottlerocket_version: BottlerocketVersion,
    /// EC2 tags of instances, volumes and launch templates.
    pub tags: Vec<TagPair>,
}

impl Default for Cluster {
    fn default() -> Self {
        Self {
            name: None,
            region: literal("us-east-1"),
            kubernetes: KubernetesVersion::minor(DEFAULT_KUBERNETES),
            karpenter: KarpenterVersion::NEWEST,
            node_role: None,
            instance_profile: None,
            discovery_tag: literal("karpenter.sh/discovery"),
            discovery_value: None,
            subnet_ids: Vec::new(),
            security_group_ids: Vec::new(),
            al2023_version: Al2023Version::Pinned(PINNED_AL2023),
            bottlerocket_version: BottlerocketVersion::Pinned(
                PINNED_BOTTLEROCKET.0,
                PINNED_BOTTLEROCKET.1,
                PINNED_BOTTLEROCKET.2,
            ),
            tags: Vec::new(),
        }
    }
}
