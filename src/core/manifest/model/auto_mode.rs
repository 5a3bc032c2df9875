//! `eks.amazonaws.com/v1 NodeClass` (EKS User Guide, create-node-class and auto-odcr).

use serde::Serialize;

use super::{Metadata, Pairs, SelectorTerm};

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct NodeClass {
    pub(in crate::core::manifest) api_version: &'static str,
    pub(in crate::core::manifest) kind: &'static str,
    pub(in crate::core::manifest) metadata: Metadata,
    pub(in crate::core::manifest) spec: NodeClassSpec,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct NodeClassSpec {
    pub(in crate::core::manifest) role: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::core::manifest) capacity_reservation_selector_terms: Vec<SelectorTerm>,
    pub(in crate::core::manifest) ephemeral_storage: EphemeralStorage,
    pub(in crate::core::manifest) security_group_selector_terms: Vec<SelectorTerm>,
    pub(in crate::core::manifest) subnet_selector_terms: Vec<SelectorTerm>,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    pub(in crate::core::manifest) tags: Pairs,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct EphemeralStorage {
    pub(in crate::core::manifest) size: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) iops: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) throughput: Option<u32>,
    #[serde(rename = "kmsKeyID", skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) kms_key_id: Option<String>,
}
