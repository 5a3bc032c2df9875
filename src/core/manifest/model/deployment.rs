//! `apps/v1 Deployment`.

use serde::Serialize;

use super::{Metadata, Pairs};
use crate::core::requirements::Requirement;

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct Deployment {
    pub(in crate::core::manifest) api_version: &'static str,
    pub(in crate::core::manifest) kind: &'static str,
    pub(in crate::core::manifest) metadata: Metadata,
    pub(in crate::core::manifest) spec: DeploymentSpec,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct DeploymentSpec {
    pub(in crate::core::manifest) replicas: u16,
    pub(in crate::core::manifest) selector: Selector,
    pub(in crate::core::manifest) template: PodTemplate,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct Selector {
    pub(in crate::core::manifest) match_labels: Pairs,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct PodTemplate {
    pub(in crate::core::manifest) metadata: super::TemplateMetadata,
    pub(in crate::core::manifest) spec: PodSpec,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct PodSpec {
    pub(in crate::core::manifest) containers: Vec<Container>,
    pub(in crate::core::manifest) node_selector: Pairs,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) affinity: Option<Affinity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::core::manifest) tolerations: Vec<Toleration>,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct Container {
    pub(in crate::core::manifest) name: String,
    pub(in crate::core::manifest) image: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::core::manifest) command: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::core::manifest) args: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) resources: Option<Resources>,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct Resources {
    pub(in crate::core::manifest) requests: Pairs,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    pub(in crate::core::manifest) limits: Pairs,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct Affinity {
    pub(in crate::core::manifest) node_affinity: NodeAffinity,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct NodeAffinity {
    #[serde(rename = "requiredDuringSchedulingIgnoredDuringExecution")]
    pub(in crate::core::manifest) required: NodeSelector,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct NodeSelector {
    pub(in crate::core::manifest) node_selector_terms: Vec<TermOfExpressions>,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(in crate::core::manifest) struct TermOfExpressions {
    pub(in crate::core::manifest) match_expressions: Vec<Requirement>,
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(in crate::core::manifest) struct Toleration {
    pub(in crate::core::manifest) key: String,
    pub(in crate::core::manifest) operator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::core::manifest) effect: Option<&'static str>,
}
