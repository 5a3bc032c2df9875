//! From a plan to Kubernetes objects: one builder a kind.

mod auto_mode;
mod deployment;
mod ec2_node_class;
mod node_pool;

pub(super) use auto_mode::node_class;
pub(super) use deployment::deployment;
pub(super) use ec2_node_class::ec2_node_class;
pub(super) use node_pool::node_pool;

use super::model::{Pairs, SelectorTerm};
use crate::core::config::Cluster;
use crate::core::plan::NodePlan;

/// Terms for subnets and security groups: by id where ids are given, else by the discovery tag.
fn selector_terms(plan: &NodePlan<'_>, ids: impl Iterator<Item = String>) -> Vec<SelectorTerm> {
    let by_id: Vec<SelectorTerm> = ids.map(SelectorTerm::Id).collect();
    if !by_id.is_empty() {
        return by_id;
    }
    vec![SelectorTerm::Tags(Pairs::new(
        plan.config.cluster.discovery_tag.as_str(),
        plan.discovery_value(),
    ))]
}

fn subnet_terms(plan: &NodePlan<'_>) -> Vec<SelectorTerm> {
    selector_terms(
        plan,
        plan.config
            .cluster
            .subnet_ids
            .iter()
            .map(ToString::to_string),
    )
}

fn security_group_terms(plan: &NodePlan<'_>) -> Vec<SelectorTerm> {
    selector_terms(
        plan,
        plan.config
            .cluster
            .security_group_ids
            .iter()
            .map(ToString::to_string),
    )
}

fn tags(cluster: &Cluster) -> Pairs {
    Pairs(
        cluster
            .tags
            .iter()
            .map(|tag| (tag.key.to_string(), tag.value.to_string()))
            .collect(),
    )
}
