//! What a plan asks of its nodes.

use super::{Operator, Requirement};
use crate::core::config::{Architecture, BandwidthScope, NodeCount};
use crate::core::engines::NodeSystem;
use crate::core::plan::{NodePlan, Side};

/// A requirement and the field that it comes from, where a single one decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) requirement: Requirement,
    pub(crate) path: Option<&'static str>,
    /// How many different values the types of a node must have between them (`minValues`).
    pub(crate) min_values: Option<u32>,
}

impl Asked {
    /// That a label has this value, as a node selector or a pool's own label says.
    pub(crate) fn label(key: String, value: String) -> Self {
        Self::included(None, key, [value])
    }

    /// That nodes have the architecture of their AMI.
    pub(crate) fn of_ami(architecture: Architecture) -> Self {
        Self::included(
            Some("nodes.architecture"),
            "kubernetes.io/arch",
            [architecture.to_string()],
        )
    }

    fn included(
        path: Option<&'static str>,
        key: impl Into<String>,
        values: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            requirement: Requirement {
                key: key.into(),
                operator: Operator::In,
                values: values.into_iter().collect(),
            },
            path,
            min_values: None,
        }
    }

    /// At least `minimum`, as `Gt` of one less: `Gte` is younger than Karpenter 1.9 and no node
    /// affinity knows it.
    fn at_least(path: Option<&'static str>, key: String, minimum: u32) -> Self {
        Self {
            requirement: Requirement {
                key,
                operator: Operator::Gt,
                values: vec![minimum.saturating_sub(1).to_string()],
            },
            path,
            min_values: None,
        }
    }
}

/// Prefix of the labels that describe an instance type.
fn instance_key(system: NodeSystem, name: &str) -> String {
    let (domain, _) = system.node_class();
    format!("{domain}/instance-{name}")
}

/// The NodePool's requirements, the same on both sides. In the blueprint's order: OS, category,
/// architecture, capacity type; then what it has not.
pub(crate) fn node_pool(plan: &NodePlan<'_>) -> Vec<Asked> {
    let nodes = &plan.config.nodes;
    let key = |name: &str| instance_key(plan.engine().system, name);
    let mut list = vec![Asked::included(
        None,
        "kubernetes.io/os",
        ["linux".to_owned()],
    )];
    in_and_out(
        &mut list,
        &key("category"),
        ("nodes.categories", &nodes.categories),
        ("nodes.excludedCategories", &nodes.excluded_categories),
    );
    list.push(Asked::included(
        Some("nodes.architecture"),
        "kubernetes.io/arch",
        [nodes.architecture.to_string()],
    ));
    list.push(Asked::included(
        Some("nodes.capacityTypes"),
        "karpenter.sh/capacity-type",
        plan.capacity_types.iter().map(ToString::to_string),
    ));
    in_and_out(
        &mut list,
        &key("family"),
        ("nodes.families", &nodes.families),
        ("nodes.excludedFamilies", &nodes.excluded_families),
    );
    in_and_out(
        &mut list,
        &key("size"),
        ("nodes.sizes", &nodes.sizes),
        ("nodes.excludedSizes", &nodes.excluded_sizes),
    );
    in_and_out(
        &mut list,
        "node.kubernetes.io/instance-type",
        ("nodes.types", &nodes.types),
        ("nodes.excludedTypes", &nodes.excluded_types),
    );
    let count = |count: Option<NodeCount>| count.map(NodeCount::get);
    let minima = [
        (
            "nodes.minGeneration",
            "generation",
            count(nodes.min_generation),
        ),
        ("nodes.minVcpu", "cpu", plan.min_vcpu),
        ("nodes.minMemory", "memory", plan.min_memory_mib),
        (
            "nodes.minLocalNvme",
            "local-nvme",
            count(nodes.min_local_nvme),
        ),
        ("nodes.minGpuCount", "gpu-count", count(nodes.min_gpu_count)),
    ];
    for (path, name, minimum) in minima {
        list.extend(minimum.map(|minimum| Asked::at_least(Some(path), key(name), minimum)));
    }
    if plan.bandwidth_in == BandwidthScope::NodePool {
        list.extend(bandwidth_bounds(plan));
    }
    let models = ("nodes.gpuNames", nodes.gpu_names.as_slice());
    in_and_out(&mut list, &key("gpu-name"), models, ("nodes.gpuNames", &[]));
    let zones = ("nodes.zones", nodes.zones.as_slice());
    in_and_out(
        &mut list,
        "topology.kubernetes.io/zone",
        zones,
        ("nodes.zones", &[]),
    );
    list
}

/// The workload's node affinity; empty if the bounds are the NodePool's.
pub(crate) fn affinity(plan: &NodePlan<'_>) -> Vec<Asked> {
    match plan.bandwidth_in {
        BandwidthScope::Affinity => bandwidth_bounds(plan),
        BandwidthScope::NodePool => Vec::new(),
    }
}

/// The workload's node selector, one value a label.
pub(crate) fn node_selector(plan: &NodePlan<'_>, side: Side) -> Vec<Asked> {
    let architecture = plan.config.nodes.architecture.to_string();
    vec![
        Asked::included(None, "intent", [plan.pool_name(side)]),
        Asked::included(
            Some("nodes.architecture"),
            "kubernetes.io/arch",
            [architecture],
        ),
    ]
}

/// The bounds on EBS and network bandwidth.
fn bandwidth_bounds(plan: &NodePlan<'_>) -> Vec<Asked> {
    let nodes = &plan.config.nodes;
    [
        (
            "nodes.minEbsBandwidth",
            "ebs-bandwidth",
            nodes.min_ebs_bandwidth,
        ),
        (
            "nodes.minNetworkBandwidth",
            "network-bandwidth",
            nodes.min_network_bandwidth,
        ),
    ]
    .into_iter()
    .filter_map(|(path, name, minimum)| {
        let key = instance_key(plan.engine().system, name);
        Some(Asked::at_least(Some(path), key, minimum?.to_megabits()))
    })
    .collect()
}

fn in_and_out<T: ToString>(
    list: &mut Vec<Asked>,
    key: &str,
    allowed: (&'static str, &[T]),
    excluded: (&'static str, &[T]),
) {
    for (operator, (path, values)) in [(Operator::In, allowed), (Operator::NotIn, excluded)] {
        if !values.is_empty() {
            list.push(Asked {
                requirement: Requirement {
                    key: key.to_owned(),
                    operator,
                    values: values.iter().map(ToString::to_string).collect(),
                },
                path: Some(path),
                min_values: None,
            });
        }
    }
}
