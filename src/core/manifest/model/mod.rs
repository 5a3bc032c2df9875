//! The Kubernetes objects that are written, with only the fields that are ever written, in the
//! blueprint's order.

mod auto_mode;
mod deployment;
mod ec2_node_class;
mod node_pool;

pub(super) use auto_mode::{EphemeralStorage, NodeClass, NodeClassSpec};
pub(super) use deployment::{
    Affinity, Container, Deployment, DeploymentSpec, NodeAffinity, NodeSelector, PodSpec,
    PodTemplate, Resources, Selector, TermOfExpressions, Toleration,
};
pub(super) use ec2_node_class::{
    AmiSelectorTerm, BlockDeviceMapping, Ec2NodeClass, Ec2NodeClassSpec, SelectorTerm,
};
pub(super) use node_pool::{
    Budget, Disruption, NodeClassRef, NodePool, NodePoolSpec, NodeTemplate, NodeTemplateSpec,
    Taint, TemplateMetadata,
};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::core::config::{Config, Field, OverrideTarget};
use crate::core::yaml::Yaml;

/// A map in the order in which it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pairs(pub(super) Vec<(String, String)>);

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Pairs {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self(vec![(key.into(), value.into())])
    }
}

/// Fields that stand as they are below these keys, in the order of the table of fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PlainFields(Vec<(&'static str, Yaml)>);

impl PlainFields {
    pub(super) fn new(
        config: &Config,
        document: OverrideTarget,
        parent: &'static [&'static str],
    ) -> Self {
        let fields = Field::directly_in(document, parent);
        Self(
            fields
                .filter_map(|(key, field)| Some((key, field.manifest_value(config)?)))
                .collect(),
        )
    }

    /// Without the keys for which this says no.
    pub(super) fn only(mut self, is_written: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|(key, _)| is_written(key));
        self
    }

    /// With one key before the others.
    pub(super) fn first(mut self, key: &str) -> Self {
        crate::core::order::first(&mut self.0, |(own, _)| *own == key);
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for PlainFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// An object's name, and its namespace and labels where it has them.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) namespace: Option<String>,
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    pub(super) labels: Pairs,
}

impl Metadata {
    pub(super) fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            namespace: None,
            labels: Pairs::default(),
        }
    }
}
