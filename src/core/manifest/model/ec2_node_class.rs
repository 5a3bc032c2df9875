//! `karpenter.k8s.aws/v1 EC2NodeClass` (CRD of Karpenter v1.14.1).

use serde::Serialize;

use super::{Metadata, Pairs, PlainFields};

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct Ec2NodeClass {
    pub(in crate::core::manifest) api_version: &'static str,
    pub(in crate::core::manifest) kind: &'static str,
    pub(in crate::core::manifest) metadata: Metadata,
    pub(in crate::core::manifest) spec: Ec2NodeClassSpec,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct Ec2NodeClassSpec {
    pub(in crate::core::manifest) ami_selector_terms: Vec<AmiSelectorTerm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) instance_profile: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::core::manifest) capacity_reservation_selector_terms: Vec<SelectorTerm>,
    pub(in crate::core::manifest) block_device_mappings: Vec<BlockDeviceMapping>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) instance_store_policy: Option<&'static str>,
    pub(in crate::core::manifest) security_group_selector_terms: Vec<SelectorTerm>,
    pub(in crate::core::manifest) subnet_selector_terms: Vec<SelectorTerm>,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    pub(in crate::core::manifest) tags: Pairs,
    #[serde(flatten)]
    pub(in crate::core::manifest) plain: PlainFields,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) user_data: Option<String>,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct AmiSelectorTerm {
    pub(in crate::core::manifest) alias: String,
}

/// Subnets, security groups or capacity reservations: by tags or by id, never both.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(in crate::core::manifest) enum SelectorTerm {
    Tags(Pairs),
    Id(String),
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct BlockDeviceMapping {
    pub(in crate::core::manifest) device_name: &'static str,
    pub(in crate::core::manifest) ebs: PlainFields,
}
