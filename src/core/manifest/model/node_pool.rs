//! `karpenter.sh/v1 NodePool` (CRD of Karpenter v1.14.1).

use serde::Serialize;

use super::{Metadata, Pairs, PlainFields};
use crate::core::requirements::Requirement;

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct NodePool {
    pub(in crate::core::manifest) api_version: &'static str,
    pub(in crate::core::manifest) kind: &'static str,
    pub(in crate::core::manifest) metadata: Metadata,
    pub(in crate::core::manifest) spec: NodePoolSpec,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct NodePoolSpec {
    #[serde(flatten)]
    pub(in crate::core::manifest) plain: PlainFields,
    #[serde(skip_serializing_if = "PlainFields::is_empty")]
    pub(in crate::core::manifest) limits: PlainFields,
    pub(in crate::core::manifest) disruption: Disruption,
    pub(in crate::core::manifest) template: NodeTemplate,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct Disruption {
    pub(in crate::core::manifest) consolidation_policy: &'static str,
    #[serde(flatten)]
    pub(in crate::core::manifest) plain: PlainFields,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::core::manifest) budgets: Vec<Budget>,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct Budget {
    pub(in crate::core::manifest) nodes: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::core::manifest) reasons: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) schedule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) duration: Option<String>,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct NodeTemplate {
    pub(in crate::core::manifest) metadata: TemplateMetadata,
    pub(in crate::core::manifest) spec: NodeTemplateSpec,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct TemplateMetadata {
    pub(in crate::core::manifest) labels: Pairs,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct NodeTemplateSpec {
    pub(in crate::core::manifest) node_class_ref: NodeClassRef,
    pub(in crate::core::manifest) requirements: Vec<Requirement>,
    #[serde(flatten)]
    pub(in crate::core::manifest) plain: PlainFields,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::core::manifest) taints: Vec<Taint>,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct NodeClassRef {
    pub(in crate::core::manifest) group: &'static str,
    pub(in crate::core::manifest) kind: &'static str,
    pub(in crate::core::manifest) name: String,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct Taint {
    pub(in crate::core::manifest) key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) value: Option<String>,
    pub(in crate::core::manifest) effect: &'static str,
}
