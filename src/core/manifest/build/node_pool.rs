//! The NodePool.

use crate::core::config::{BandwidthPlace, EngineKind, NodeCount, Nodes, Taint as ConfigTaint};
use crate::core::manifest::model::{
    Budget, Disruption, Metadata, NodeClassRef, NodePool, NodePoolSpec, NodeTemplate,
    NodeTemplateSpec, Pairs, Requirement, Taint, TemplateMetadata,
};
use crate::core::plan::{NodePlan, Side};

pub(in crate::core::manifest) fn node_pool(plan: &NodePlan<'_>, side: Side) -> NodePool {
    let nodes = &plan.config.nodes;
    let name = plan.pool_name(side);
    let (group, kind) = match plan.kind() {
        EngineKind::AutoMode => ("eks.amazonaws.com", "NodeClass"),
        EngineKind::FastImagePull
        | EngineKind::InstallScript
        | EngineKind::Bottlerocket
        | EngineKind::Containerd => ("karpenter.k8s.aws", "EC2NodeClass"),
    };
    NodePool {
        api_version: "karpenter.sh/v1",
        kind: "NodePool",
        metadata: Metadata::named(name.clone()),
        spec: NodePoolSpec {
            weight: nodes.weight,
            limits: limits(nodes),
            disruption: Disruption {
                consolidation_policy: plan.consolidation_policy.word(),
                consolidate_after: nodes.consolidate_after.to_string(),
                budgets: budgets(nodes),
            },
            template: NodeTemplate {
                metadata: TemplateMetadata {
                    labels: labels(nodes, &name),
                },
                spec: NodeTemplateSpec {
                    node_class_ref: NodeClassRef { group, kind, name },
                    requirements: requirements(plan),
                    expire_after: nodes.expire_after.as_ref().map(ToString::to_string),
                    taints: nodes.taints.iter().map(taint).collect(),
                },
            },
        },
    }
}

fn limits(nodes: &Nodes) -> Pairs {
    let mut limits = Pairs::default();
    if let Some(cpu) = &nodes.cpu_limit {
        limits.0.push(("cpu".to_owned(), cpu.to_string()));
    }
    if let Some(memory) = &nodes.memory_limit {
        limits.0.push(("memory".to_owned(), memory.to_string()));
    }
    limits
}

fn budgets(nodes: &Nodes) -> Vec<Budget> {
    nodes
        .budgets
        .iter()
        .map(|budget| Budget {
            nodes: budget.nodes.clone(),
            reasons: budget.reasons.iter().map(|reason| reason.word()).collect(),
            schedule: budget.window.as_ref().map(|(schedule, _)| schedule.clone()),
            duration: budget
                .window
                .as_ref()
                .map(|(_, duration)| duration.to_string()),
        })
        .collect()
}

/// The blueprint's `intent`, by which the workload finds its pool, then the user's own labels.
fn labels(nodes: &Nodes, name: &str) -> Pairs {
    let mut labels = Pairs::of("intent", name);
    for label in &nodes.labels {
        labels
            .0
            .push((label.key.to_string(), label.value.to_string()));
    }
    labels
}

fn taint(taint: &ConfigTaint) -> Taint {
    Taint {
        key: taint.key.to_string(),
        value: taint.value.as_ref().map(ToString::to_string),
        effect: taint.effect.word(),
    }
}

/// Prefix of the labels that describe an instance type.
fn instance_key(kind: EngineKind, name: &str) -> String {
    let domain = match kind {
        EngineKind::AutoMode => "eks.amazonaws.com",
        EngineKind::FastImagePull
        | EngineKind::InstallScript
        | EngineKind::Bottlerocket
        | EngineKind::Containerd => "karpenter.k8s.aws",
    };
    format!("{domain}/instance-{name}")
}

/// In the blueprint's order: OS, category, architecture, capacity type; then what it has not.
fn requirements(plan: &NodePlan<'_>) -> Vec<Requirement> {
    let nodes = &plan.config.nodes;
    let key = |name: &str| instance_key(plan.kind(), name);
    let mut list = vec![included("kubernetes.io/os", ["linux".to_owned()])];
    let both = [
        (
            key("category"),
            &nodes.categories,
            &nodes.excluded_categories,
        ),
        (key("family"), &nodes.families, &nodes.excluded_families),
        (key("size"), &nodes.sizes, &nodes.excluded_sizes),
    ];
    let mut rest = Vec::new();
    for (index, (key, allowed, excluded)) in both.into_iter().enumerate() {
        let target = if index == 0 { &mut list } else { &mut rest };
        in_and_out(target, &key, allowed, excluded);
    }
    list.push(included(
        "kubernetes.io/arch",
        [nodes.architecture.to_string()],
    ));
    list.push(included(
        "karpenter.sh/capacity-type",
        plan.capacity_types.iter().map(ToString::to_string),
    ));
    list.append(&mut rest);
    in_and_out(
        &mut list,
        "node.kubernetes.io/instance-type",
        &nodes.types,
        &nodes.excluded_types,
    );
    let minima = [
        ("generation", nodes.min_generation.map(NodeCount::get)),
        ("cpu", plan.min_vcpu),
        ("memory", plan.min_memory_mib),
        ("local-nvme", nodes.min_local_nvme.map(NodeCount::get)),
        ("gpu-count", nodes.min_gpu_count.map(NodeCount::get)),
    ];
    for (name, minimum) in minima {
        list.extend(minimum.map(|minimum| at_least(key(name), minimum)));
    }
    if nodes.bandwidth_in == BandwidthPlace::NodePool {
        list.extend(bandwidth_bounds(plan));
    }
    in_and_out(&mut list, &key("gpu-name"), &nodes.gpu_names, &[]);
    in_and_out(&mut list, "topology.kubernetes.io/zone", &nodes.zones, &[]);
    list
}

/// The bounds on EBS and network bandwidth, for the NodePool or the workload.
pub(super) fn bandwidth_bounds(plan: &NodePlan<'_>) -> Vec<Requirement> {
    let nodes = &plan.config.nodes;
    [
        ("ebs-bandwidth", nodes.min_ebs_bandwidth),
        ("network-bandwidth", nodes.min_network_bandwidth),
    ]
    .into_iter()
    .filter_map(|(name, minimum)| {
        let minimum = minimum?.to_megabits();
        Some(at_least(instance_key(plan.kind(), name), minimum))
    })
    .collect()
}

/// At least `minimum`, as `Gt` of one less: `Gte` is younger than Karpenter 1.9 and no node
/// affinity knows it.
fn at_least(key: String, minimum: u32) -> Requirement {
    Requirement {
        key,
        operator: "Gt",
        values: vec![minimum.saturating_sub(1).to_string()],
    }
}

fn included(key: &str, values: impl IntoIterator<Item = String>) -> Requirement {
    Requirement {
        key: key.to_owned(),
        operator: "In",
        values: values.into_iter().collect(),
    }
}

fn in_and_out<T: ToString>(list: &mut Vec<Requirement>, key: &str, allowed: &[T], excluded: &[T]) {
    for (operator, values) in [("In", allowed), ("NotIn", excluded)] {
        if !values.is_empty() {
            list.push(Requirement {
                key: key.to_owned(),
                operator,
                values: values.iter().map(ToString::to_string).collect(),
            });
        }
    }
}
